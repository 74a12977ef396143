import { quietMoment } from './quiet.ts'

/** One value with and one without the action, measured right after each other. */
export interface Pair {
  readonly baseline: number
  readonly measured: number
  /** Nothing else kept the machine busy when either of the two began. */
  readonly beganQuietly: boolean
}

export interface Spread {
  readonly n: number
  readonly min: number
  readonly q1: number
  readonly median: number
  readonly q3: number
  readonly p95: number
  readonly max: number
}

/** @throws Error without values */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new Error('nothing was measured')
  const sorted = values.toSorted((left, right) => left - right)
  const [min, q1, median, q3, p95, max] = [0, 0.25, 0.5, 0.75, 0.95, 1].map((p) => quantile(sorted, p))
  return { n: values.length, min: min!, q1: q1!, median: median!, q3: q3!, p95: p95!, max: max! }
}

/** Linear between the two neighbours, as in R and NumPy. */
function quantile(sorted: readonly number[], p: number): number {
  const place = p * (sorted.length - 1)
  const below = sorted[Math.floor(place)]!
  const above = sorted[Math.ceil(place)]!
  return below + (above - below) * (place - Math.floor(place))
}

/** A B A B …: what else the machine does meets both sides alike. The warm-ups are thrown away. */
export async function measurePairs(
  count: { readonly runs: number; readonly warmUps: number },
  baseline: () => Promise<number>,
  measured: (index: number) => Promise<number>,
): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let index = -count.warmUps; index < count.runs; index += 1) {
    const first = { isQuiet: await quietMoment(), value: await baseline() }
    const second = { isQuiet: await quietMoment(), value: await measured(Math.max(index, 0)) }
    const beganQuietly = first.isQuiet && second.isQuiet
    if (index >= 0) pairs.push({ baseline: first.value, measured: second.value, beganQuietly })
  }
  return pairs
}
