import type { Clock } from '../clock.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import type { Phase } from '../report/story.ts'
import type { TokenBucket } from '../retry/token-bucket.ts'
import type { CommentFailure, CommentWriter } from './comment-writer.ts'
import type { HolderWatch } from './holder-watch.ts'

/** Tells the pull request how the run stands. Nothing here fails a run, or makes it wait before its end. */
export interface Announcer {
  /** Terraform was started. */
  working(): void
  /** Terraform has the lock: nobody is waited for any more. */
  locked(): void
  /** Called again and again while the lock is waited for. `givesUpAt`: milliseconds since 1970. */
  waiting(holder: LockHolder, givesUpAt: number): void
  /** The last word; see `CommentWriter.finish`. */
  ended(phase: Phase, limitMs: number, hurry: AbortSignal): Promise<CommentFailure | undefined>
}

export interface AnnouncerOptions {
  readonly clock: Clock
  readonly comment: CommentWriter
  readonly holders: HolderWatch
  /** Bounds what is asked and written while waiting. */
  readonly calls: TokenBucket
  /** False where the end alone is told, to save a request. */
  readonly tellsWork: boolean
}

/** Shorter runs and waits are told by their end alone. */
const tellWorkAfterMs = 2_000
const tellWaitAfterMs = 5_000
/** Terraform may take its time until it is refused: only with the lock, or much later, the wait is over. */
const tellWorkAfterWaitMs = 30_000
/** The comment is read again before it is written over. */
const callsOfWrite = 2

export function createAnnouncer(options: AnnouncerOptions): Announcer {
  const { clock, comment, holders, calls, tellsWork } = options
  let stage: 'none' | 'working' | 'waiting' | 'ended' = 'none'
  /** Aborted when another stage begins. */
  let current = new AbortController()
  let waitingSince: number | undefined
  /** Which holder, with which run and verdict, the comment names: a holder writes its run into the lock once it has it. */
  let told: string | undefined
  /** The lock whose holder is about to be told. */
  let telling: string | undefined

  const begin = (name: typeof stage): AbortSignal => {
    current.abort()
    current = new AbortController()
    stage = name
    return current.signal
  }
  const tellWork = async (afterMs: number, signal: AbortSignal): Promise<void> => {
    await clock.sleep(afterMs, signal)
    if (signal.aborted) return
    if (told === undefined ? !tellsWork : !calls.take(callsOfWrite)) return
    waitingSince = undefined
    told = undefined
    await comment.post({ kind: 'working' })
  }
  const tellWait = async (
    holder: LockHolder,
    since: number,
    givesUpAt: number,
    signal: AbortSignal,
  ): Promise<void> => {
    const isNew = told?.startsWith(`${holder.lockId} `) !== true
    if (isNew && telling === holder.lockId) return
    // Taken together, so that looks alone never use up what the comment needs.
    if (isNew && !calls.take(callsOfWrite + holders.callsOfLook(holder))) return
    if (isNew) telling = holder.lockId
    const { lockId, verdict, run } = await (isNew ? holders.look(holder, 'paid') : holders.look(holder))
    await clock.sleep(Math.max(0, since + tellWaitAfterMs - clock.monotonic()), signal)
    if (telling === lockId) telling = undefined
    const text = `${lockId} ${verdict} ${run?.url ?? ''}`
    if (signal.aborted || told === text || (!isNew && !calls.take(callsOfWrite))) return
    told = text
    const failure = await comment.post({ kind: 'waiting', givesUpAt })
    if (failure !== undefined) told = undefined
  }
  return {
    working() {
      if (stage === 'working' || stage === 'ended') return
      comment.open()
      void tellWork(waitingSince === undefined ? tellWorkAfterMs : tellWorkAfterWaitMs, begin('working'))
    },
    locked() {
      if (stage === 'working' && waitingSince !== undefined) void tellWork(tellWorkAfterMs, begin('working'))
    },
    waiting(holder, givesUpAt) {
      if (stage === 'ended') return
      // A Terraform that was started and refused in between is still the same wait.
      waitingSince ??= clock.monotonic()
      const signal = stage === 'waiting' ? current.signal : begin('waiting')
      void tellWait(holder, waitingSince, givesUpAt, signal)
    },
    async ended(phase, limitMs, hurry) {
      begin('ended')
      return await comment.finish(phase, limitMs, hurry)
    },
  }
}
