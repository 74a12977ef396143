import { spreadOf, type Pair, type Spread } from './statistics.ts'

/** What a figure may be at most. */
export interface Bar {
  readonly on: 'difference' | 'measured' | 'ratio'
  /** The median unless given. */
  readonly statistic?: 'median' | 'p95'
  readonly limit: number
  /** Share of the limit by which noise may lift it. */
  readonly margin: number
}

export type Unit = 'ms' | 'times' | 'MB' | 'requests'

export interface Figure {
  readonly name: string
  readonly unit: Unit
  readonly baseline: { readonly what: string } & Spread
  readonly measured: { readonly what: string } & Spread
  /** Measured minus baseline, pair by pair. */
  readonly difference: Spread
  /** Measured by baseline, pair by pair. */
  readonly ratio: Spread
  /** Pairs that began while nothing else kept the machine busy. */
  readonly quietPairs: number
  readonly bars: readonly Bar[]
  readonly notes: readonly string[]
}

export interface FigureText {
  readonly name: string
  readonly unit?: Figure['unit']
  readonly baseline: string
  readonly measured: string
  readonly bars?: readonly Bar[]
  readonly notes?: readonly string[]
}

export function figureFromPairs(text: FigureText, pairs: readonly Pair[]): Figure {
  const { name, unit = 'ms', baseline, measured, bars = [], notes = [] } = text
  return {
    name,
    unit,
    baseline: { what: baseline, ...spreadOf(pairs.map((pair) => pair.baseline)) },
    measured: { what: measured, ...spreadOf(pairs.map((pair) => pair.measured)) },
    difference: spreadOf(pairs.map((pair) => pair.measured - pair.baseline)),
    ratio: spreadOf(pairs.map((pair) => pair.measured / pair.baseline)),
    quietPairs: pairs.filter((pair) => pair.beganQuietly).length,
    bars,
    notes,
  }
}

export function valueAtBar(figure: Figure, { on, statistic = 'median' }: Bar): number {
  return figure[on][statistic]
}

export function missedBars(figure: Figure): readonly Bar[] {
  return figure.bars.filter((bar) => valueAtBar(figure, bar) > bar.limit * (1 + bar.margin))
}
