import type { Random } from '../clock.ts'

/** A waiter's place among those who wait for one lock; `alone`: the others are not known. */
export type Place = 'next' | 'behind' | 'alone'

const pollIntervalMs: Readonly<Record<Place, number>> = { next: 300, behind: 1500, alone: 1200 }

/**
 * Milliseconds until the next look at a held lock, ± 30 %, so that waiters do not look in step. Only the next one has to
 * see at once that it is free.
 */
export function pollDelayMs(place: Place, random: Random): number {
  return jittered(pollIntervalMs[place], 0.3, random)
}

/**
 * Milliseconds before Terraform is started again where only Terraform can tell whether the lock is free: equal
 * jitter, doubling from 1 s to 15 s. `attempt` counts from 0.
 */
export function retryDelayMs(attempt: number, random: Random): number {
  const ceiling = Math.min(15_000, 1000 * 2 ** Math.min(attempt, 10))
  return ceiling / 2 + (random() * ceiling) / 2
}

/** A store that refuses the lock and shows none this often in a row keeps no lock that anybody could wait for. */
export const maxRacesInARow = 10

/** Milliseconds after a lost race, where the lock was already free again: up to 50 ms, doubling to 1.6 s. */
export function raceDelayMs(attempt: number, random: Random): number {
  return random() * 50 * 2 ** Math.min(attempt, 5)
}

function jittered(meanMs: number, share: number, random: Random): number {
  return meanMs * (1 - share + 2 * share * random())
}
