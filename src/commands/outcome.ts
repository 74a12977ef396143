import type { AuditReport } from '../audit/report.ts'
import type { FailureReason } from '../errors.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import type { LockLeft, LockReading } from '../lock/lock-reading.ts'
import type { LockMechanism } from '../lock/mechanism.ts'
import type { Queue } from '../lock/queue.ts'
import type { Decision } from '../lock/removal.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import type { Diagnostic } from '../plan/diagnostic.ts'
import type { PlanComparison } from '../plan/plan-comparison.ts'
import type { PlanView } from '../plan/plan-view.ts'
import type { Recovery } from '../plan/unsaved.ts'
import type { RestoreReport } from '../restore/restore-report.ts'
import type { Finding } from '../workflow/finding.ts'

/** The files of a plan, mode 0600, in the run's own folder. */
export interface PlanFiles {
  readonly planFile: string
  readonly jsonFile: string
  readonly textFile: string
  /** What is in `textFile`. */
  readonly text: string
}

/** How a command ended. What was done before it failed is in the failure: half done is a state of its own. */
export type Outcome =
  | { readonly kind: 'planned'; readonly hasChanges: boolean; readonly counts: ChangeCounts }
  | {
      readonly kind: 'applied'
      readonly hasChanges: boolean
      readonly counts: ChangeCounts
      readonly outputsFile: string | undefined
    }
  | {
      readonly kind: 'lock-read'
      readonly reading: LockReading
      /** Of the reviewed plan, where there is one. */
      readonly hasChanges?: boolean
      readonly counts?: ChangeCounts
    }
  | { readonly kind: 'lock-free' }
  | { readonly kind: 'unlocked' }
  | { readonly kind: 'already-free'; readonly message: string }
  | {
      readonly kind: 'drift-looked-for'
      readonly hasChanges: boolean
      readonly counts: ChangeCounts
      /** That something differs is a failure. */
      readonly failsOnDrift: boolean
    }
  | {
      readonly kind: 'audited'
      /** The worst of the checks; what could not be looked at counts for none. */
      readonly verdict: 'pass' | 'warn' | 'fail'
      readonly isFailure: boolean
      readonly jsonFile: string
    }
  | { readonly kind: 'versions-listed' }
  | { readonly kind: 'restored' }
  | {
      readonly kind: 'contended'
      readonly holder: LockHolder | undefined
      readonly isNeutral: boolean
      readonly message: string
    }
  | { readonly kind: 'cancelled'; readonly message: string; readonly counts: ChangeCounts | undefined }
  | {
      readonly kind: 'failed'
      readonly reason: FailureReason | undefined
      readonly message: string
      readonly advice: string
      /** To be pasted as they are. */
      readonly commands?: readonly string[]
      readonly counts: ChangeCounts | undefined
    }

/** What is known of a run at any moment, also when it ends in an error. Each step fills in its part. */
export interface Journey {
  stateAddress: string | undefined
  mechanism: LockMechanism | undefined
  /** Terraform or OpenTofu with its version, once it has told. */
  engine: string | undefined
  /** Milliseconds spent waiting for the lock. */
  lockWaitedMs: number
  /** How often Terraform was started for the lock. */
  lockAttempts: number
  /** Of the locks that Terraform tried to take in this run. */
  readonly ownLockIds: string[]
  /** Of the lock that was there while Terraform was at work, where its log names none. */
  seenLockId: string | undefined
  /** The lock that this run removed. */
  lockRecovered: string | undefined
  /** By which `unlock` has tried to remove a lock. */
  decision: Decision | undefined
  /** The pull request of this repository that the lock to be removed names. */
  lockPullRequest: number | undefined
  /** The last holder that was met. */
  holder: LockHolder | undefined
  planFiles: PlanFiles | undefined
  /** The plan as people read it: built when it is wanted, since that takes a while for a large one. */
  viewPlan: (() => Promise<PlanView>) | undefined
  /** Of the reviewed plan. */
  plannedCommit: string | undefined
  /** For `status`: which plan an apply would take here, or why none. */
  reviewedPlan: string | undefined
  /** The output `plan-digest`. */
  planDigest: string | undefined
  /** What was reviewed against what would be applied now. */
  comparison: PlanComparison | undefined
  /** An apply has moved the state on, of this pull request if any: other plans of it are stale. */
  movedBy: { readonly pullRequest: number | undefined } | undefined
  /** Terraform's errors and warnings. */
  diagnostics: readonly Diagnostic[]
  /** What is sensitive, as far as it is known by now. */
  readonly sensitive: Set<string>
  /** What Terraform was given for its variables: not judged, so hidden where it says why it failed. */
  given: ReadonlySet<string>
  /** Of the run's end, or of what was done before it. */
  counts: ChangeCounts | undefined
  commentUrl: string | undefined
  /** About the drift of this state; `what` became of it goes on from its number. */
  issue: { readonly number: number; readonly url: string; readonly what: string } | undefined
  /** One line a change, for an apply without a saved plan. */
  readonly plannedChanges: string[]
  erroredState: string | undefined
  /** An apply has begun to change resources: what was reviewed before it is no plan any more. */
  isPlanVoid: boolean
  /** The lock of this run that stays. */
  leftLock: LockLeft | undefined
  /** What the state lacks of what an apply did that was cut off. */
  recovery: Recovery | undefined
  /** The last Terraform was asked to stop, since its credentials were about to end. */
  stoppedBeforeExpiry: boolean
  /** The concurrency group that this job holds. */
  queue: Queue | undefined
  /** What is wrong with the concurrency of the workflow. */
  findings: readonly Finding[]
  /** The versions of the state, and what `restore` did to it. */
  restore: RestoreReport | undefined
  /** What `audit` has found. */
  audit: AuditReport | undefined
  /** Called when Terraform is at work or waited for, so that this process has time for other things. */
  onIdle: (() => void) | undefined
  /** Settles once what is found out beside the run is told; never rejects. */
  beside: Promise<unknown> | undefined
  /** Sentences for the log and the summary, in the order in which they came up. */
  readonly warnings: string[]
}

export function startJourney(): Journey {
  return {
    stateAddress: undefined,
    mechanism: undefined,
    engine: undefined,
    lockWaitedMs: 0,
    lockAttempts: 0,
    ownLockIds: [],
    seenLockId: undefined,
    lockRecovered: undefined,
    decision: undefined,
    lockPullRequest: undefined,
    holder: undefined,
    planFiles: undefined,
    viewPlan: undefined,
    plannedCommit: undefined,
    reviewedPlan: undefined,
    planDigest: undefined,
    comparison: undefined,
    movedBy: undefined,
    diagnostics: [],
    sensitive: new Set(),
    given: new Set(),
    counts: undefined,
    commentUrl: undefined,
    issue: undefined,
    plannedChanges: [],
    erroredState: undefined,
    isPlanVoid: false,
    leftLock: undefined,
    recovery: undefined,
    stoppedBeforeExpiry: false,
    queue: undefined,
    findings: [],
    restore: undefined,
    audit: undefined,
    onIdle: undefined,
    beside: undefined,
    warnings: [],
  }
}

/** The output `result`. */
export function resultOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'planned':
      return outcome.hasChanges ? 'changes' : 'no-changes'
    case 'applied':
      return outcome.hasChanges ? 'applied' : 'no-changes'
    case 'lock-read':
      return outcome.reading.kind === 'held' ? 'locked' : outcome.reading.kind
    case 'lock-free':
      return 'free'
    case 'drift-looked-for':
      return outcome.hasChanges ? 'drift' : 'no-drift'
    case 'audited':
      return outcome.verdict
    case 'versions-listed':
      return 'listed'
    case 'restored':
    case 'unlocked':
    case 'already-free':
    case 'contended':
    case 'cancelled':
    case 'failed':
      return outcome.kind
  }
}

/** The output `failure-reason`; empty for a success and for what is no failure of Lockstep's or Terraform's. */
export function failureReasonOf(outcome: Outcome): string {
  if (outcome.kind === 'failed') return outcome.reason ?? ''
  if (outcome.kind === 'cancelled') return 'cancelled'
  return outcome.kind === 'contended' && !outcome.isNeutral ? 'lock-contention' : ''
}

export function isFailure(outcome: Outcome): boolean {
  if (outcome.kind === 'contended') return !outcome.isNeutral
  if (outcome.kind === 'drift-looked-for') return outcome.hasChanges && outcome.failsOnDrift
  if (outcome.kind === 'audited') return outcome.isFailure
  return outcome.kind === 'failed' || outcome.kind === 'cancelled'
}
