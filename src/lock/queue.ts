import type { LockHolder } from './lock-holder.ts'

/** A run in a concurrency group; `jobId` is null where the run as a whole is. */
export interface GroupMember {
  readonly runId: number
  readonly jobId: number | null
  readonly isWaiting: boolean
}

/** The concurrency group that this job holds, as GitHub told it once. */
export interface Queue {
  readonly group: string
  /** `owner/name`; a group ends at its repository. */
  readonly repository: string
  readonly members: readonly GroupMember[]
}

/** How many wait for this job to end: `1 more waits`; undefined for nobody. */
export function describeWaiting({ members }: Queue): string | undefined {
  const waiting = members.filter(({ isWaiting }) => isWaiting).length
  if (waiting === 0) return undefined
  return waiting === 1 ? '1 more waits' : `${String(waiting)} more wait`
}

/**
 * How a lock came past the group that keeps its state to one run at a time, in a sentence. undefined for a plan, which
 * needs no group, for a run that has finished, and for one that holds the group as well.
 */
export function describeBypass({ run, operation, verdict }: LockHolder, queue: Queue): string | undefined {
  if (operation !== 'OperationTypeApply' || verdict === 'finished') return undefined
  if (run === null) {
    return 'The concurrency group of this job does not cover its holder: a person, another tool, or a job without that group.'
  }
  if (run.repository.toLowerCase() !== queue.repository.toLowerCase()) {
    return 'The concurrency group of this job does not cover its holder, which is in another repository: there the lock alone keeps them apart.'
  }
  const isInside = queue.members.some(
    ({ runId, jobId, isWaiting }) =>
      !isWaiting && runId === run.runId && (jobId === null || jobId === run.jobId),
  )
  return isInside
    ? undefined
    : 'The concurrency group of this job does not cover its holder, a job of this repository: give both the same group.'
}
