import type { WorkflowPlace } from './workflow-place.ts'

/** What is wrong with the concurrency of a job that applies. Each has its page in docs/findings/. */
export type FindingCode =
  | 'no-concurrency-group'
  | 'cancels-apply'
  | 'cancelled-from-above'
  | 'group-not-by-state'
  | 'queue-of-one'
  | 'approval-holds-queue'
  | 'deadlock'
  | 'matrix-fails-fast'
  | 'mixed-queue'

export interface Finding {
  readonly code: FindingCode
  /** What is so and what comes of it, in sentences; names of jobs and groups in it are the workflow's. */
  readonly message: string
  /** undefined where the workflow could not be read, and GitHub's own account of the groups told it. */
  readonly place: { readonly file: WorkflowPlace; readonly line: number } | undefined
  /** Lines of YAML for the place. */
  readonly paste: string
}
