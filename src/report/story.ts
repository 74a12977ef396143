import type { AuditReport } from '../audit/report.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import type { LockLeft } from '../lock/lock-reading.ts'
import type { Queue } from '../lock/queue.ts'
import type { Decision } from '../lock/removal.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import type { Diagnostic } from '../plan/diagnostic.ts'
import type { PlanComparison } from '../plan/plan-comparison.ts'
import type { PlanView } from '../plan/plan-view.ts'
import type { Recovery } from '../plan/unsaved.ts'
import type { RestoreReport } from '../restore/restore-report.ts'
import type { Finding } from '../workflow/finding.ts'

/**
 * What the log, the summary and the comment tell of a run: one value, so that they tell the same. Every text in it
 * may be somebody else's.
 */
export interface Story {
  /** Empty where the input itself was not valid. */
  readonly command: string
  readonly phase: Phase
  readonly stateAddress: string | undefined
  readonly counts: ChangeCounts | undefined
  /** The last holder of the lock that was met. */
  readonly holder: LockHolder | undefined
  /** The concurrency group that this run's job holds; undefined where GitHub does not tell. */
  readonly queue: Queue | undefined
  /** What is wrong with the concurrency of the workflow. */
  readonly findings: readonly Finding[]
  /** What `audit` has found. */
  readonly audit: AuditReport | undefined
  readonly lockWaitedMs: number
  readonly lockAttempts: number
  readonly lockRecovered: string | undefined
  /** By which `unlock` has tried to remove a lock. */
  readonly decision: Decision | undefined
  /** An apply has begun to change resources and did not come to its end: what was reviewed is no plan any more. */
  readonly isPlanVoid: boolean
  /** The lock of this run that stays. */
  readonly leftLock: LockLeft | undefined
  readonly recovery: Recovery | undefined
  /** What was reviewed against what would be applied now. */
  readonly comparison: PlanComparison | undefined
  /** About the drift; `what` became of it goes on from its number. */
  readonly issue: { readonly number: number; readonly url: string; readonly what: string } | undefined
  readonly warnings: readonly string[]
  /** Terraform's errors and warnings. */
  readonly diagnostics: readonly Diagnostic[]
  /** Of the plan, where it is another one than the run's: what was reviewed. */
  readonly plannedCommit: string | undefined
  /** For `status`: which plan an apply would take here, or why none. */
  readonly reviewedPlan: string | undefined
  /** For `restore`: the versions of the state, and what it did. */
  readonly restore: RestoreReport | undefined
  /** What this run has planned. */
  readonly plan: PlanView | undefined
  /** The plan as Terraform's text; empty where nothing was planned. */
  readonly planText: string
  /** The run that tells it; undefined outside of GitHub. */
  readonly run: OwnRun | undefined
}

/** `working`: init, plan or apply are under way. `givesUpAt`: milliseconds since 1970. */
export type Phase =
  | { readonly kind: 'working' }
  | { readonly kind: 'waiting'; readonly givesUpAt: number }
  | {
      readonly kind: 'ended'
      /** The outputs `result` and `failure-reason`. */
      readonly result: string
      readonly failureReason: string
      /** What happened and what to do, when there is something to say. */
      readonly message: string
      /** To be pasted as they are. */
      readonly commands?: readonly string[]
    }

export interface OwnRun {
  /** `https://github.com`, or that of an Enterprise Server. */
  readonly serverUrl: string
  /** `owner/name` */
  readonly repository: string
  /** The page of this attempt, or of its job. */
  readonly url: string
  /** The commit that was planned or is applied. */
  readonly commit: string
  readonly actor: string
}
