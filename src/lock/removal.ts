import type { LockReading, LockVersion } from './lock-reading.ts'

declare const judged: unique symbol

/** Why a lock may go (lock rule 5). Only `judgeRemoval` makes one. */
export interface Proof {
  readonly lockId: string
  readonly processes: 'none-with-our-token'
  readonly saved: 'nothing-applied' | 'terraform-saved-its-state'
  readonly [judged]: true
}

export interface RemovalFacts {
  /** The IDs that our Terraform's log recorded for this state. */
  readonly ownLockIds: readonly string[]
  readonly operation: 'plan' | 'apply'
  /** Terraform said that it began to change, read or provision a resource. */
  readonly resourceEventSeen: boolean
  /** The IDs that Terraform began to give back, by its log; it does so when its state is saved. */
  readonly unlockTried: readonly string[]
  /** The IDs that Terraform was told it gave back. */
  readonly unlocked: readonly string[]
  /** Terraform said that it could not save its state, or an `errored.tfstate` lies in its folder. */
  readonly stateNotSaved: boolean
  /** Processes that carry this run's token, as far as the platform can tell. */
  readonly processesLeft: number | 'not-known'
}

export type RemovalVerdict =
  | { readonly kind: 'remove'; readonly version: LockVersion; readonly proof: Proof }
  | { readonly kind: 'keep'; readonly reason: string; readonly isUnsaved: boolean }
  | { readonly kind: 'nothing-to-remove' }

/** Decides whether the lock that was read may be removed; when in doubt it stays. */
export function judgeRemoval(facts: RemovalFacts, reading: LockReading): RemovalVerdict {
  if (reading.kind === 'free') return { kind: 'nothing-to-remove' }
  const unsaved = describeUnsaved(facts, reading.kind === 'held' ? [reading.holder.lockId] : facts.ownLockIds)
  const keep = (reason: string): RemovalVerdict => ({
    kind: 'keep',
    reason: unsaved ?? reason,
    isUnsaved: unsaved !== undefined,
  })
  if (reading.kind === 'unknown') {
    return facts.ownLockIds.every((id) => facts.unlocked.includes(id))
      ? { kind: 'nothing-to-remove' }
      : keep(`the lock could not be read: ${reading.reason}`)
  }
  if (!facts.ownLockIds.includes(reading.holder.lockId)) return { kind: 'nothing-to-remove' }
  if (unsaved !== undefined) return keep(unsaved)
  if (facts.processesLeft === 'not-known') {
    return keep('this platform does not tell whether a process of this run is still at work')
  }
  if (facts.processesLeft > 0) {
    return keep(`${String(facts.processesLeft)} process(es) of this run are still at work`)
  }
  const proof = {
    lockId: reading.holder.lockId,
    processes: 'none-with-our-token',
    saved: isNothingApplied(facts) ? 'nothing-applied' : 'terraform-saved-its-state',
  } as Proof
  return { kind: 'remove', version: reading.version, proof }
}

/** What the state may lack, in words; undefined where it lacks nothing. */
function describeUnsaved(facts: RemovalFacts, lockIds: readonly string[]): string | undefined {
  if (facts.stateNotSaved) return 'it protects a state that Terraform could not save'
  const isOver = lockIds.some((id) => facts.unlockTried.includes(id))
  if (isNothingApplied(facts) || isOver) return undefined
  return 'Terraform was killed or crashed while it was changing resources'
}

function isNothingApplied({ operation, resourceEventSeen }: RemovalFacts): boolean {
  return operation === 'plan' || !resourceEventSeen
}

/** The proof in words, for the log and the summary. */
export function describeProof(proof: Proof): string {
  const saved =
    proof.saved === 'nothing-applied'
      ? 'nothing had been applied under it'
      : 'Terraform ended by itself and saved its state'
  return `lock ${proof.lockId} was recorded as ours by Terraform's own log, no process of this run is left, and ${saved}`
}
