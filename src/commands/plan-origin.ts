import { isAncestor } from '../github/commit-order.ts'
import { awaitMergedPullRequests, type MergedPullRequest } from '../github/merged-pull-requests.ts'
import { readPullRequest } from '../github/pull-request.ts'
import { shortCommit } from '../plan/git-id.ts'
import type { Dependencies } from './dependencies.ts'
import { ask, noPlan } from './no-reviewed-plan.ts'
import { branchOf } from './plan-commit.ts'

/** A commit whose plan may be applied. */
export interface PlanOrigin {
  readonly commit: string
  readonly branch: string | undefined
  /** The pull request whose plan it is. */
  readonly pullRequest: number | undefined
  /** Only a plan of this very run counts: nobody has reviewed another one. */
  readonly isOwnRunOnly?: boolean
}

/** What this run itself has planned, for a person to approve between its jobs. */
export function ownOrigin({ env, ownRun, event }: Dependencies): PlanOrigin | undefined {
  const commit = env['GITHUB_SHA'] ?? ''
  if (commit === '' || ownRun === undefined || event.pullRequest !== undefined) return undefined
  return { commit, branch: branchOf(env), pullRequest: undefined, isOwnRunOnly: true }
}

/**
 * What else this run may be about, and not all of it need have a plan. Throws where that can't be found out.
 * `lagDelaysMs`: how GitHub is asked again for the pull request of a push; left out: for a minute.
 */
export async function otherOrigins(
  deps: Dependencies,
  lagDelaysMs?: readonly number[],
): Promise<readonly PlanOrigin[]> {
  const { event, inputs, env } = deps
  const ofEvent = await originOfEvent(deps)
  if (ofEvent !== undefined) return [ofEvent]
  if (inputs.pullRequest !== undefined) return [await originOfPullRequest(deps, inputs.pullRequest)]
  if (event.name === 'push')
    return (await pullRequestsOfPush(deps, lagDelaysMs)).map(originOfMerged(branchOf(env)))
  const commit = env['GITHUB_SHA'] ?? ''
  return commit === '' ? [] : [{ commit, branch: undefined, pullRequest: undefined }]
}

/** Of an event that is about a pull request. */
export async function originOfEvent(deps: Dependencies): Promise<PlanOrigin | undefined> {
  const { event, github, env } = deps
  const { pullRequest } = event
  if (pullRequest === undefined) return undefined
  const { number, headCommit: commit, baseBranch: branch } = pullRequest
  if (commit !== undefined) return { commit, branch, pullRequest: number }
  if (github === undefined) return undefined
  const read = await ask(deps, readPullRequest(await github(), env['GITHUB_REPOSITORY'] ?? '', number))
  return { commit: read.headCommit, branch: read.baseBranch, pullRequest: number }
}

/** The input `pull-request`: merged into what is checked out, or checked out itself. */
async function originOfPullRequest(deps: Dependencies, number: number): Promise<PlanOrigin> {
  const { github, env } = deps
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const commit = env['GITHUB_SHA'] ?? ''
  if (github === undefined)
    throw noPlan(`Pull request #${String(number)} could not be looked up.`, needsToken)
  const client = await github()
  const { headCommit, mergeCommit, baseBranch } = await ask(deps, readPullRequest(client, repository, number))
  const isMerged =
    mergeCommit !== undefined && (await ask(deps, isAncestor(client, repository, mergeCommit, commit)))
  if (!isMerged && headCommit !== commit) {
    throw noPlan(
      `Pull request #${String(number)} is not part of commit ${shortCommit(commit)}, which this run is about.`,
      'Start the workflow on the branch that it was merged into, or on its own branch.',
    )
  }
  return { commit: headCommit, branch: baseBranch, pullRequest: number }
}

async function pullRequestsOfPush(
  deps: Dependencies,
  delaysMs?: readonly number[],
): Promise<readonly MergedPullRequest[]> {
  const { event, github, env, clock, cancelled } = deps
  const { push } = event
  if (push === undefined || push.isForced || push.isDeleted) return []
  if (github === undefined) throw noPlan('Which pull request this commit came with is not known.', needsToken)
  const client = await github()
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const lag = { clock, signal: cancelled, ...(delaysMs === undefined ? {} : { delaysMs }) }
  return await ask(deps, awaitMergedPullRequests(client, { repository, push }, lag))
}

function originOfMerged(branch: string): (pullRequest: MergedPullRequest) => PlanOrigin {
  return ({ number, headCommit: commit }) => ({ commit, branch, pullRequest: number })
}

const needsToken = 'Give the step a github-token with `pull-requests: read` and `contents: read`.'
