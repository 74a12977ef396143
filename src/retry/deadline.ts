import type { Clock } from '../clock.ts'

/** The end of a time that is counted once, from `startDeadline` on. */
export interface Deadline {
  readonly totalMs: number
  remainingMs(): number
  hasPassed(): boolean
}

/** `usedMs`: what of the time is over already. */
export function startDeadline(clock: Clock, totalMs: number, usedMs = 0): Deadline {
  const end = clock.monotonic() + totalMs - usedMs
  const remainingMs = (): number => Math.max(0, end - clock.monotonic())
  return { totalMs, remainingMs, hasPassed: () => remainingMs() === 0 }
}
