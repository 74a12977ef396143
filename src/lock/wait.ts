import type { Clock, Random } from '../clock.ts'
import { pollDelayMs } from '../retry/backoff.ts'
import type { Deadline } from '../retry/deadline.ts'
import type { LockHolder } from './lock-holder.ts'
import type { LockReading } from './lock-reading.ts'

export interface Waiting {
  readonly clock: Clock
  readonly random: Random
  readonly deadline: Deadline
  readonly signal: AbortSignal
  readonly read: (signal: AbortSignal) => Promise<LockReading>
  /** Called with each new holder, and every 30 s while it stays. */
  readonly tell: (holder: LockHolder, remainingMs: number) => void
}

export type WaitEnd =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly transient: boolean }
  | { readonly kind: 'deadline'; readonly holder: LockHolder }
  | { readonly kind: 'cancelled'; readonly holder: LockHolder | undefined }

const tellAgainAfterMs = 30_000

/**
 * Looks at the lock until it is free, unknown, or the deadline has passed. Ends at once when `signal` is aborted.
 * `first`: a reading that is still good, to begin with.
 */
export async function waitForFreeLock(waiting: Waiting, first?: LockReading): Promise<WaitEnd> {
  const { clock, random, deadline, signal, read, tell } = waiting
  const isCancelled = (): boolean => signal.aborted
  let told: { lockId: string; at: number } | undefined
  let holder: LockHolder | undefined
  let reading = first ?? (await read(signal))
  for (;;) {
    if (isCancelled()) return { kind: 'cancelled', holder }
    if (reading.kind !== 'held') return reading
    holder = reading.holder
    if (deadline.hasPassed()) return { kind: 'deadline', holder }
    const now = clock.monotonic()
    if (told?.lockId !== holder.lockId || now - told.at >= tellAgainAfterMs) {
      tell(holder, deadline.remainingMs())
      told = { lockId: holder.lockId, at: now }
    }
    await clock.sleep(Math.min(pollDelayMs(random), deadline.remainingMs()), signal)
    if (isCancelled()) return { kind: 'cancelled', holder }
    reading = await read(signal)
  }
}
