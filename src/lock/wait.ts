import type { Clock, Random } from '../clock.ts'
import { pollDelayMs, type Place } from '../retry/backoff.ts'
import type { Deadline } from '../retry/deadline.ts'
import type { LockHolder } from './lock-holder.ts'
import type { LockReading } from './lock-reading.ts'
import type { Turn } from './turn.ts'

export interface Waiting {
  readonly clock: Clock
  readonly random: Random
  readonly deadline: Deadline
  readonly signal: AbortSignal
  readonly read: (signal: AbortSignal) => Promise<LockReading>
  /** Called with each new holder, and every 30 s while it stays. */
  readonly tell: (holder: LockHolder, remainingMs: number) => void
  /** Left out: a free lock ends the wait at once. */
  readonly turn?: Turn
}

export type WaitEnd =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown'; readonly reason: string; readonly transient: boolean }
  | { readonly kind: 'deadline'; readonly holder: LockHolder }
  | { readonly kind: 'cancelled'; readonly holder: LockHolder | undefined }

const tellAgainAfterMs = 30_000

/**
 * Looks at the lock until it is free and it is our turn, or it is unknown, or the deadline has passed, after which a free
 * lock needs no turn. Ends at once when `signal` is aborted.
 * `first`: a reading that is still good, to begin with.
 */
export async function waitForFreeLock(waiting: Waiting, first?: LockReading): Promise<WaitEnd> {
  const { clock, random, deadline, signal, read, tell, turn } = waiting
  const isCancelled = (): boolean => signal.aborted
  let told: { lockId: string; at: number } | undefined
  let holder: LockHolder | undefined
  let place: Place = 'alone'
  let reading = first ?? (await read(signal))
  for (;;) {
    if (isCancelled()) return { kind: 'cancelled', holder }
    if (reading.kind === 'unknown') return reading
    if (reading.kind === 'free') {
      const isOurTurn = turn === undefined || deadline.hasPassed() || (await turn.take())
      if (isCancelled()) return { kind: 'cancelled', holder }
      if (isOurTurn) return reading
    } else {
      holder = reading.holder
      if (deadline.hasPassed()) return { kind: 'deadline', holder }
      const now = clock.monotonic()
      if (told?.lockId !== holder.lockId || now - told.at >= tellAgainAfterMs) {
        tell(holder, deadline.remainingMs())
        told = { lockId: holder.lockId, at: now }
      }
      place = (await turn?.standInLine()) ?? 'alone'
    }
    await clock.sleep(Math.min(pollDelayMs(place, random), deadline.remainingMs()), signal)
    if (isCancelled()) return { kind: 'cancelled', holder }
    reading = await read(signal)
  }
}
