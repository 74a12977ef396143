import { missedBars, valueAtBar, type Bar, type Figure, type Unit } from './figure.ts'
import type { Spread } from './statistics.ts'

const headings = [
  'figure',
  'n',
  'quiet',
  'without',
  'with',
  'difference',
  'q1 … q3',
  'min … max',
  'p95',
  'ratio',
  'bars',
]

export function renderTable(figures: readonly Figure[]): string {
  const rows = [headings, ...figures.map(cellsOf)]
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) => row.map((cell, column) => pad(cell, widths[column]!, column)).join('  '))
  return [lines[0], widths.map((width) => '-'.repeat(width)).join('  '), ...lines.slice(1)]
    .map((line) => line!.trimEnd())
    .join('\n')
}

/** What the two columns of each figure stand for, and what else there is to know. */
export function renderLegend(figures: readonly Figure[]): string {
  return figures
    .map(({ name, baseline, measured, notes }) =>
      [
        `${name}:`,
        `  without: ${baseline.what}`,
        `  with:    ${measured.what}`,
        ...notes.map((note) => `  ${note}`),
      ].join('\n'),
    )
    .join('\n')
}

function cellsOf(figure: Figure): string[] {
  const { name, baseline, measured, difference, ratio } = figure
  const value = (number: number): string => renderValue(number, figure.unit)
  const range = (spread: Spread, from: 'q1' | 'min', to: 'q3' | 'max'): string =>
    `${value(spread[from])} … ${value(spread[to])}`
  return [
    name,
    String(difference.n),
    String(figure.quietPairs),
    value(baseline.median),
    value(measured.median),
    value(difference.median),
    range(difference, 'q1', 'q3'),
    range(difference, 'min', 'max'),
    value(difference.p95),
    ratio.median.toFixed(2),
    figure.bars.map((bar) => renderBar(figure, bar)).join(', '),
  ]
}

function renderValue(value: number, unit: Unit): string {
  switch (unit) {
    case 'ms':
      return `${value.toFixed(0)} ms`
    case 'times':
      return `${value.toFixed(2)} x`
    case 'MB':
      return `${value.toFixed(1)} MB`
    case 'requests':
      return String(value)
  }
}

/** One sentence for who reads only the end of a log. */
export function renderMiss(figure: Figure, bar: Bar): string {
  const { statistic = 'median' } = bar
  return `"${figure.name}" misses a bar with a ${statistic} of ${renderAtBar(figure, bar, valueAtBar(figure, bar))}: ${renderBar(figure, bar)}`
}

function renderBar(figure: Figure, bar: Bar): string {
  const margin = bar.margin === 0 ? '' : ` + ${(bar.margin * 100).toFixed(0)} %`
  const what = bar.statistic === 'p95' ? `p95 of ${bar.on}` : bar.on
  const verdict = missedBars(figure).includes(bar) ? 'MISSED' : 'met'
  return `${what} ≤ ${renderAtBar(figure, bar, bar.limit)}${margin}: ${verdict}`
}

function renderAtBar({ unit }: Figure, { on }: Bar, value: number): string {
  return renderValue(value, on === 'ratio' ? 'times' : unit)
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === headings.length - 1 ? cell.padEnd(width) : cell.padStart(width)
}
