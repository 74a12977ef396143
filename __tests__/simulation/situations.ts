import type { Random } from '../../src/clock.ts'
import { seededRandom } from '../support/fake-clock.ts'
import { playScenario, type Scenario, type Trace } from './scenario.ts'

/** From the start of a Terraform to its request for the lock: here, and as seen against AWS itself. */
export const terraformStarts = {
  fast: (random: Random): number => 200 + 400 * random(),
  slow: (random: Random): number => 300 + 700 * random(),
} as const

type Contention = Pick<Scenario, 'arrivals' | 'heldUntilMs'>

/** All of them within a second, on a lock that somebody holds for 5 s more. */
export function allAtOnce(waiters: number, seed: number): Contention {
  const random = seededRandom(seed + 1_000_000)
  return { arrivals: Array.from({ length: waiters }, () => 1000 * random()), heldUntilMs: 5_000 }
}

/** One after the other, at random. `load`: the share of the time for which they hold the lock, hand-overs left out. */
export function openStream(runs: number, load: number, holdMs: number, seed: number): Contention {
  const random = seededRandom(seed + 2_000_000)
  const arrivals: number[] = []
  for (let at = 0; arrivals.length < runs;) {
    at += (-Math.log(1 - random()) * holdMs) / load
    arrivals.push(at)
  }
  return { arrivals, heldUntilMs: 0 }
}

export interface Situation {
  readonly by: Scenario['by']
  readonly contention: (seed: number) => Contention
  readonly start?: keyof typeof terraformStarts
  readonly holdMs?: number
  readonly lockTimeoutMs?: number
  /** Faults, and what else happens. */
  readonly more?: Pick<Scenario, 'faults' | 'prepare'>
}

/** Plays a situation once for each of `seeds` seeds from `first` on. Nobody gives up within a day, unless it says so. */
export async function playSeeds(
  { by, contention, start = 'fast', holdMs = 3_000, lockTimeoutMs = 24 * 3_600_000, more }: Situation,
  first: number,
  seeds: number,
): Promise<Trace[]> {
  const traces: Trace[] = []
  for (let seed = first; seed < first + seeds; seed += 1) {
    traces.push(
      await playScenario({
        ...{ seed, by, ...contention(seed) },
        ...{ holdMs: () => holdMs, lockTimeoutMs },
        terraformStartMs: terraformStarts[start],
        ...more,
      }),
    )
  }
  return traces
}
