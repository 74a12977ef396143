import { spreadOf, type Pair, type Spread } from './statistics.ts'

/** What the median of a figure may be at most. */
export interface Bar {
  readonly on: 'difference' | 'measured'
  readonly limit: number
  /** Share of the limit by which noise may lift the median. */
  readonly margin: number
}

export interface Figure {
  readonly name: string
  readonly unit: 'ms' | 'times'
  readonly baseline: { readonly what: string } & Spread
  readonly measured: { readonly what: string } & Spread
  /** Measured minus baseline, pair by pair. */
  readonly difference: Spread
  /** Measured by baseline, pair by pair. */
  readonly ratio: Spread
  /** Pairs that began while nothing else kept the machine busy. */
  readonly quietPairs: number
  readonly bar: Bar | undefined
  readonly notes: readonly string[]
}

export interface FigureText {
  readonly name: string
  readonly unit?: Figure['unit']
  readonly baseline: string
  readonly measured: string
  readonly bar?: Bar
  readonly notes?: readonly string[]
}

export function figureFromPairs(text: FigureText, pairs: readonly Pair[]): Figure {
  const { name, unit = 'ms', baseline, measured, bar, notes = [] } = text
  return {
    name,
    unit,
    baseline: { what: baseline, ...spreadOf(pairs.map((pair) => pair.baseline)) },
    measured: { what: measured, ...spreadOf(pairs.map((pair) => pair.measured)) },
    difference: spreadOf(pairs.map((pair) => pair.measured - pair.baseline)),
    ratio: spreadOf(pairs.map((pair) => pair.measured / pair.baseline)),
    quietPairs: pairs.filter((pair) => pair.beganQuietly).length,
    bar,
    notes,
  }
}

export function meetsBar(figure: Figure): boolean {
  const { bar } = figure
  return bar === undefined || figure[bar.on].median <= bar.limit * (1 + bar.margin)
}
