import type { StepResult } from '../../__tests__/support/fake-runner.ts'

/** What the page shows. All texts are foreign: the page escapes them. */
export interface PageStory {
  /** Like `Terraform v1.11.4`. */
  readonly terraform: string
  readonly pulls: readonly PullOnPage[]
}

export interface PullOnPage {
  readonly number: number
  readonly title: string
  readonly author: string
  readonly branch: string
  readonly isMerged: boolean
  readonly description: string
  /** Of the action's comment, in the order in which GitHub got them. */
  readonly versions: readonly CommentVersion[]
  readonly jobs: readonly JobOnPage[]
}

export interface CommentVersion {
  /** Since the start of the demo. */
  readonly afterMs: number
  readonly markdown: string
}

export interface JobOnPage {
  readonly title: string
  readonly runId: string
  readonly jobId: string
  readonly steps: readonly StepOnPage[]
}

export interface StepOnPage {
  /** As the workflow gives them. */
  readonly inputs: Readonly<Record<string, string>>
  readonly main: ShownResult
  readonly post: ShownResult | undefined
}

type ShownResult = Pick<StepResult, 'log' | 'outcome' | 'durationMs' | 'summary' | 'annotations'>
