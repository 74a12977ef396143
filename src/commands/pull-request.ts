import type { GitHubClient } from '../github/client.ts'
import { createCommentThread, type CommentThread } from '../github/comments.ts'
import { findMergedPullRequest } from '../github/pull-request.ts'
import type { Phase } from '../report/story.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { WorkflowEvent } from '../runner/workflow-event.ts'
import type { CommentFailure } from './comment-writer.ts'

/** Where the run stands on GitHub, as far as its pull request is concerned. */
export interface PullRequestContext {
  readonly inputs: Pick<Inputs, 'pullRequest'>
  readonly event: WorkflowEvent
  readonly client: () => Promise<GitHubClient>
  /** `owner/name` */
  readonly repository: string
  /** GITHUB_SHA and GITHUB_REF_NAME. */
  readonly commit: string
  readonly branch: string
  /** The one that the lock to be removed names. */
  readonly lockPullRequest: number | undefined
  readonly carriesMarker: (body: string) => boolean
  readonly debug: (message: string) => void
}

/** The comments of the run's pull request: the one it is told, of its event, whose merge was pushed, or of a lock. */
export async function openThread(context: PullRequestContext): Promise<CommentThread | undefined> {
  const { inputs, event, client, repository, commit, branch, lockPullRequest, carriesMarker } = context
  const number =
    inputs.pullRequest ??
    event.pullRequest?.number ??
    (event.name === 'push'
      ? await findMergedPullRequest(await client(), repository, commit, branch)
      : undefined) ??
    lockPullRequest
  if (number === undefined) {
    context.debug('There is no pull request to comment on.')
    return undefined
  }
  return createCommentThread({ client, repository, pullRequest: number, carriesMarker })
}

/** Whether a comment is made for this where there is none yet; one that is there is always brought up to date. */
export function isWorthAComment(policy: Inputs['comment'], phase: Phase): boolean {
  switch (policy) {
    case 'always':
      return true
    case 'never':
      return false
    case 'contention':
      return phase.kind === 'waiting' || (phase.kind === 'ended' && phase.result === 'contended')
    case 'auto':
      return phase.kind === 'waiting' || (phase.kind === 'ended' && !isNoNews(phase.result))
  }
}

function isNoNews(result: string): boolean {
  return result === 'no-changes' || result === 'already-free'
}

/** What to say of a comment that could not be written, and whether it is worth a warning. */
export function describeCommentFailure(
  { message, refusal }: CommentFailure,
  event: WorkflowEvent,
): { readonly kind: 'expected' | 'warning'; readonly text: string } {
  const instead = 'The same text stands in the job summary.'
  if ((refusal === 403 || refusal === 404) && event.pullRequest?.hasReadOnlyToken === true) {
    return {
      kind: 'expected',
      text: `A pull request of a fork or of Dependabot has a token that may only read, so there is no comment. ${instead}`,
    }
  }
  const what = 'The comment on the pull request could not be written:'
  if (refusal === 403) {
    return {
      kind: 'warning',
      text: `${what} GitHub refused it. Give the job the permission "pull-requests: write". ${instead}`,
    }
  }
  return { kind: 'warning', text: `${what} ${message.replace(/\.$/, '')}. ${instead}` }
}
