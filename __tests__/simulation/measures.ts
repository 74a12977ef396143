import type { RunTrace, Trace } from './scenario.ts'

/** What a queue is judged by, over all traces of it. */
export interface Measures {
  readonly runs: number
  readonly served: number
  /** From a release to the next run that has the lock, where somebody waited; in milliseconds. */
  readonly handOverMs: { readonly median: number; readonly p95: number; readonly max: number }
  /** How many later ones had the lock before a run. */
  readonly overtakes: { readonly mean: number; readonly max: number }
  readonly requestsPerMinute: number
  readonly startsPerHandOver: number
  /** From the first release, or the first arrival, until the last run has given the lock back, by the sum of all holds. */
  readonly drainRatio: number
  readonly longestWaitMs: number
}

type Served = RunTrace & { readonly takenAt: number; readonly releasedAt: number }

export function measureTraces(traces: readonly Trace[]): Measures {
  const each = traces.map(measure)
  const all = <K extends keyof (typeof each)[number]>(name: K): (typeof each)[number][K][] =>
    each.map((measured) => measured[name])
  const handOversMs = all('handOversMs').flat()
  const overtakes = all('overtakes').flat()
  const handOvers = sum(all('served'))
  return {
    runs: sum(all('runs')),
    served: handOvers,
    handOverMs: {
      median: quantile(handOversMs, 0.5),
      p95: quantile(handOversMs, 0.95),
      max: quantile(handOversMs, 1),
    },
    overtakes: { mean: sum(overtakes) / overtakes.length, max: Math.max(...overtakes) },
    requestsPerMinute: (sum(all('requests')) / sum(all('wholeMs'))) * 60_000,
    startsPerHandOver: sum(all('starts')) / handOvers,
    drainRatio: sum(all('drainMs')) / sum(all('heldMs')),
    longestWaitMs: Math.max(...all('longestWaitMs')),
  }
}

interface Measured {
  readonly runs: number
  readonly served: number
  readonly handOversMs: readonly number[]
  readonly overtakes: readonly number[]
  readonly requests: number
  readonly starts: number
  readonly wholeMs: number
  readonly drainMs: number
  readonly heldMs: number
  readonly longestWaitMs: number
}

function measure({ runs, heldUntilMs, requests }: Trace): Measured {
  const served = runs.filter(isServed).toSorted((a, b) => a.takenAt - b.takenAt)
  const releases = [heldUntilMs, ...served.map(({ releasedAt }) => releasedAt)]
  const firstAt = Math.min(...runs.map(({ arrivedAt }) => arrivedAt))
  const endAt = Math.max(...releases)
  return {
    runs: runs.length,
    served: runs.filter(({ end }) => end === 'served').length,
    handOversMs: served.flatMap(({ takenAt }, index) => {
      const releasedAt = releases[index]!
      // Of those that have the lock later, whoever was there already has waited for it.
      const hadWaiter = served.slice(index).some(({ arrivedAt }) => arrivedAt <= releasedAt)
      return hadWaiter ? [takenAt - releasedAt] : []
    }),
    overtakes: served.map(
      ({ arrivedAt, takenAt }) =>
        served.filter((other) => other.arrivedAt > arrivedAt && other.takenAt < takenAt).length,
    ),
    requests: sum([...requests.values()]),
    starts: sum(runs.map(({ startedAt }) => startedAt.length)),
    wholeMs: endAt - firstAt,
    drainMs: endAt - Math.max(heldUntilMs, firstAt),
    heldMs: sum(served.map(({ takenAt, releasedAt }) => releasedAt - takenAt)),
    longestWaitMs: Math.max(...served.map(({ arrivedAt, takenAt }) => takenAt - arrivedAt)),
  }
}

function isServed(run: RunTrace): run is Served {
  return run.takenAt !== undefined && run.releasedAt !== undefined
}

/** The least value that this share of all does not exceed; NaN without values. */
function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
