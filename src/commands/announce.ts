import type { Clock } from '../clock.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import type { Phase } from '../report/story.ts'
import type { TokenBucket } from '../retry/token-bucket.ts'
import type { CommentFailure, CommentWriter } from './comment-writer.ts'

/** Tells the pull request how the run stands. Nothing here fails a run, or makes it wait before its end. */
export interface Announcer {
  /** Terraform was started: nobody is waited for any more. */
  working(): void
  /** Called again and again while the lock is waited for. `givesUpAt`: milliseconds since 1970. */
  waiting(holder: LockHolder, givesUpAt: number): void
  /** The last word. Returns why it could not be written, or not within `limitMs`. */
  ended(phase: Phase, limitMs: number): Promise<CommentFailure | undefined>
}

export interface AnnouncerOptions {
  readonly clock: Clock
  readonly comment: CommentWriter
  /** The holder with what is known of its run, after asking. */
  readonly look: (holder: LockHolder) => Promise<LockHolder>
  /** Bounds what is written while waiting. */
  readonly calls: TokenBucket
}

/** Shorter runs and waits are told by their end alone. */
const tellWorkingAfterMs = 2_000
const tellWaitingAfterMs = 5_000

export function createAnnouncer({ clock, comment, look, calls }: AnnouncerOptions): Announcer {
  let stage: 'none' | 'working' | 'waiting' | 'ended' = 'none'
  /** Aborted when another stage begins. */
  let current = new AbortController()
  let waitingSince: number | undefined
  let told = ''

  const begin = (name: typeof stage): AbortSignal => {
    current.abort()
    current = new AbortController()
    stage = name
    return current.signal
  }
  const tellWorking = async (signal: AbortSignal): Promise<void> => {
    await clock.sleep(tellWorkingAfterMs, signal)
    if (signal.aborted) return
    waitingSince = undefined
    told = ''
    comment.post({ kind: 'working' })
  }
  const tellWaiting = async (
    holder: LockHolder,
    since: number,
    givesUpAt: number,
    signal: AbortSignal,
  ): Promise<void> => {
    const { lockId, verdict } = await look(holder)
    await clock.sleep(Math.max(0, since + tellWaitingAfterMs - clock.monotonic()), signal)
    const text = `${lockId} ${verdict}`
    if (signal.aborted || told === text || !calls.take()) return
    told = text
    comment.post({ kind: 'waiting', givesUpAt })
  }
  return {
    working() {
      if (stage === 'working' || stage === 'ended') return
      comment.open()
      void tellWorking(begin('working'))
    },
    waiting(holder, givesUpAt) {
      if (stage === 'ended') return
      // A Terraform that was started and refused in between is still the same wait.
      waitingSince ??= clock.monotonic()
      const signal = stage === 'waiting' ? current.signal : begin('waiting')
      void tellWaiting(holder, waitingSince, givesUpAt, signal)
    },
    async ended(phase, limitMs) {
      begin('ended')
      return await comment.finish(phase, limitMs)
    },
  }
}
