import { renderInstant } from '../report/instant.ts'
import { plainLine } from '../report/plain-text.ts'
import { needsAttention } from './annotation.ts'
import { openLockId } from './core-log.ts'
import type { LockHolder } from './lock-holder.ts'
import {
  unreadPartOf,
  type HeldReading,
  type LockLeft,
  type LockReading,
  type LockVersion,
} from './lock-reading.ts'

declare const judged: unique symbol

/** Why a lock may go (lock rule 5). */
export type Proof = OwnLockProof | OwnHoldProof | Decision

/** This process has taken it itself, by that ID, and leaves nothing half done under it. Only `judgeHold` makes one. */
export interface OwnHoldProof {
  readonly lockId: string
  readonly written: 'nothing' | 'all'
  readonly [judged]: true
}

/** `written`: what was to be written under it. Half done, it stays. */
export function judgeHold(lockId: string, written: 'nothing' | 'all'): OwnHoldProof {
  return { lockId, written } as OwnHoldProof
}

/** It is of a run of ours, and nothing is lost with it. Only `judgeRemoval` makes one. */
export interface OwnLockProof {
  readonly lockId: string
  readonly processes: 'none-with-our-token'
  readonly saved: 'nothing-applied' | 'terraform-saved-its-state'
  readonly [judged]: true
}

export type ReturnVerdict =
  | {
      readonly kind: 'remove'
      readonly version: LockVersion
      readonly proof: OwnHoldProof
      readonly holder: LockHolder
    }
  | { readonly kind: 'keep'; readonly holder: LockHolder | undefined; readonly reason: string }
  /** It is gone, or somebody else's has taken its place. */
  | { readonly kind: 'not-there' }

/** Decides whether the lock that this process has taken itself can be given back as it was read. */
export function judgeReturn(lockId: string, written: 'nothing' | 'all', reading: LockReading): ReturnVerdict {
  if (reading.kind === 'free') return { kind: 'not-there' }
  if (reading.kind === 'unknown') return { kind: 'keep', holder: undefined, reason: reading.reason }
  const { holder, version } = reading
  if (holder.lockId !== lockId) return { kind: 'not-there' }
  const unread = unreadPartOf(reading)
  // The file may be this lock's too, and half an unlock leaves the state locked.
  if (unread !== undefined) return { kind: 'keep', holder, reason: unread.reason }
  return { kind: 'remove', version, proof: judgeHold(lockId, written), holder }
}

export interface RemovalFacts {
  /** The IDs that our Terraform's log recorded for this state. */
  readonly ownLockIds: readonly string[]
  /** Of the lock that was there between two resource events, where Terraform's log names none. */
  readonly seenLockId?: string | undefined
  /** When Terraform was started, in milliseconds since 1970. */
  readonly startedAt: number
  readonly operation: 'plan' | 'apply'
  /** Terraform said that it began to change, read or provision a resource. */
  readonly resourceEventSeen: boolean
  /** The IDs that Terraform began to give back, by its log; it does so when its state is saved. */
  readonly unlockTried: readonly string[]
  /** The IDs that Terraform was told it gave back. */
  readonly unlocked: readonly string[]
  /** Terraform said that it could not save its state, or an `errored.tfstate` lies in its folder. */
  readonly stateNotSaved: boolean
  /** An apply came to its end before it tried to save what it had done. */
  readonly isCutOff: boolean
  /** Processes that carry this run's token, as far as the platform can tell. */
  readonly processesLeft: number | 'not-known'
}

export type RemovalVerdict =
  | { readonly kind: 'remove'; readonly lock: HeldReading; readonly proof: OwnLockProof }
  | ({ readonly kind: 'keep' } & Omit<LockLeft, 'kind'>)
  | { readonly kind: 'nothing-to-remove' }

/** Decides whether the lock that was read may be removed; when in doubt it stays. */
export function judgeRemoval(facts: RemovalFacts, reading: LockReading): RemovalVerdict {
  if (reading.kind === 'free') return { kind: 'nothing-to-remove' }
  const lock = reading.kind === 'held' ? ownLockOf(reading, facts.ownLockIds) : undefined
  if (lock === undefined) return judgeNotOurs(facts, reading)
  const { holder } = lock
  const keep = (reason: string, isUnsaved = false): RemovalVerdict => ({
    kind: 'keep',
    ...{ holder, reason, isUnsaved },
  })
  const unsaved = describeUnsaved(facts, facts.unlockTried.includes(holder.lockId))
  if (unsaved !== undefined) return keep(unsaved, true)
  if (facts.processesLeft === 'not-known') {
    return keep('this platform does not tell whether a process of this run is still at work')
  }
  if (facts.processesLeft > 0) {
    return keep(`${String(facts.processesLeft)} process(es) of this run are still at work`)
  }
  // The file may be this lock's too, and would keep everybody out without anybody's knowing.
  const unread = unreadPartOf(lock)
  if (unread !== undefined) return keep(`the lock could not be read as a whole: ${unread.reason}`)
  const proof = {
    lockId: holder.lockId,
    processes: 'none-with-our-token',
    saved: isNothingApplied(facts) ? 'nothing-applied' : 'terraform-saved-its-state',
  } as OwnLockProof
  return { kind: 'remove', lock, proof }
}

/** The lock of these IDs in what was read: the holder's, or the lock file that DynamoDB's holder hides. */
export function ownLockOf(reading: HeldReading, ownLockIds: readonly string[]): HeldReading | undefined {
  const { lockFile } = reading
  const locks = lockFile?.kind === 'held' ? [reading, lockFile] : [reading]
  return locks.find(({ holder }) => ownLockIds.includes(holder.lockId))
}

/**
 * Whether a lock that no log names may be ours: it was made on this machine, by its clock, and without a log there was
 * nothing to annotate. Enough to tell of it, and never to remove it.
 */
export function isLikelyOurs({ run, created }: LockHolder, startedAt: number): boolean {
  return run === null && Date.parse(created) >= startedAt
}

/** Of a lock that is not known by Terraform's log to be ours: it is never removed, and told where it may be ours. */
function judgeNotOurs(facts: RemovalFacts, reading: Exclude<LockReading, { kind: 'free' }>): RemovalVerdict {
  const { ownLockIds, unlocked, seenLockId, isCutOff, startedAt } = facts
  const unread = unreadPartOf(reading)
  const logged = openLockId({ attempted: ownLockIds, unlocked })
  const lockId = logged ?? (isCutOff ? seenLockId : undefined)
  if (unread !== undefined && lockId !== undefined) {
    const unsaved = describeUnsaved(facts, !isCutOff && facts.unlockTried.includes(lockId))
    const unreadable = `the lock could not be read: ${unread.reason}`
    const reason = unsaved === undefined ? unreadable : `${unsaved}; ${unreadable}`
    const evidence = logged === undefined ? { evidence: 'seen' as const } : {}
    return { kind: 'keep', holder: undefined, lockId, ...evidence, reason, isUnsaved: unsaved !== undefined }
  }
  if (reading.kind === 'unknown') return { kind: 'nothing-to-remove' }
  const { holder } = reading
  const isSeen = holder.lockId === seenLockId
  if (!isSeen && !(isCutOff && ownLockIds.length === 0 && isLikelyOurs(holder, startedAt)))
    return { kind: 'nothing-to-remove' }
  const unsaved = describeUnsaved(facts, !isCutOff)
  return {
    kind: 'keep',
    holder,
    evidence: isSeen ? 'seen' : 'none',
    reason: unsaved ?? "Terraform's own log does not say that it is the lock of this run",
    isUnsaved: unsaved !== undefined,
  }
}

/** What the state may lack, in words; undefined where it lacks nothing. `isOver`: it was tried to save it. */
function describeUnsaved(facts: RemovalFacts, isOver: boolean): string | undefined {
  if (facts.stateNotSaved) return 'it protects a state that Terraform could not save'
  if (isNothingApplied(facts) || isOver) return undefined
  return 'Terraform was killed or crashed while it was changing resources'
}

function isNothingApplied({ operation, resourceEventSeen }: RemovalFacts): boolean {
  return operation === 'plan' || !resourceEventSeen
}

/** What a person has told the command `unlock`. */
export interface UnlockRequest {
  readonly lockId: string
  readonly reason: string
  readonly force: boolean
  /** A login; null where nobody is known. */
  readonly actor: string | null
  /** Milliseconds since 1970. */
  readonly at: number
}

/** A person answers for what else would have to be proven. Only `judgeUnlock` makes one. */
export interface Decision extends Omit<UnlockRequest, 'force'> {
  /** `no-run`: the lock names none. Of a run that is at work, or not known, only where that was forced. */
  readonly owner: LockHolder['verdict'] | 'no-run'
  /** The lock says that it protects a state that was not saved. */
  readonly protectsUnsavedState: boolean
  readonly [judged]: true
}

export type UnlockVerdict =
  | { readonly kind: 'remove'; readonly version: LockVersion; readonly decision: Decision }
  | { readonly kind: 'already-free' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'other-lock'; readonly holder: LockHolder }
  | { readonly kind: 'owner-may-be-at-work'; readonly holder: LockHolder }

/**
 * Decides whether the lock that was read is the one that the request names, and may be removed for it. `reading`: with
 * what is known of the holder's run.
 */
export function judgeUnlock(request: UnlockRequest, reading: LockReading): UnlockVerdict {
  if (reading.kind === 'free') return { kind: 'already-free' }
  if (reading.kind === 'unknown') return { kind: 'unreadable', reason: reading.reason }
  const { holder, version, lockFile } = reading
  if (holder.lockId !== request.lockId) return { kind: 'other-lock', holder }
  // What else it may be is not known, and half an unlock leaves the state locked.
  if (lockFile?.kind === 'unknown') return { kind: 'unreadable', reason: lockFile.reason }
  const owner = holder.run === null ? 'no-run' : holder.verdict
  if ((owner === 'alive' || owner === 'unknown') && !request.force) {
    return { kind: 'owner-may-be-at-work', holder }
  }
  const { lockId, actor, at } = request
  const reason = plainLine(request.reason, maxReasonLength)
  const decision = { lockId, reason, actor, at, owner, protectsUnsavedState: needsAttention(holder.info) }
  return { kind: 'remove', version, decision: decision as Decision }
}

/** Of the input `reason`. */
export const maxReasonLength = 500

const OWNERS: Readonly<Record<Decision['owner'], string>> = {
  finished: 'the run that it names has finished',
  alive: 'the run that it names was still at work, and its removal was forced',
  unknown: 'whether the run that it names has finished is not known, and its removal was forced',
  'no-run': 'it names no run, so whether its owner is at work cannot be looked up',
}

/** What was looked at, beside the person's word. */
export function describeEvidence({ owner }: Decision): string {
  return `its ID was given exactly, only the lock as it was read may go, and ${OWNERS[owner]}`
}

/** The proof in words, for the log and the summary. */
export function describeProof(proof: Proof): string {
  if ('owner' in proof) {
    const who = proof.actor ?? 'somebody who is not known'
    const when = renderInstant(proof.at) ?? ''
    return `lock ${proof.lockId}, by the decision of ${who} on ${when}, reason: "${proof.reason}"; ${describeEvidence(proof)}`
  }
  if ('written' in proof) {
    const done =
      proof.written === 'nothing' ? 'nothing was written under it' : 'all that it wrote under it is there'
    return `lock ${proof.lockId} was taken by this run itself, and ${done}`
  }
  const saved =
    proof.saved === 'nothing-applied'
      ? 'nothing had been applied under it'
      : 'Terraform ended by itself and saved its state'
  return `lock ${proof.lockId} was recorded as ours by Terraform's own log, no process of this run is left, and ${saved}`
}
