import { readPullRequest } from '../github/pull-request.ts'
import type { Dependencies } from './dependencies.ts'

/** What a plan of this run is about. */
export interface PlanCommit {
  /** That is reviewed: the head of a pull request, else GITHUB_SHA. */
  readonly commit: string
  readonly baseCommit: string | null
  /** The branch that the change is for. */
  readonly branch: string
  readonly pullRequest: number | null
}

type Context = Pick<Dependencies, 'env' | 'event' | 'github'>

/** undefined where nothing tells it, as outside of GitHub. Asks GitHub after a comment only. */
export async function commitOfPlan({ env, event, github }: Context): Promise<PlanCommit | undefined> {
  const { pullRequest } = event
  if (event.name === 'issue_comment') {
    if (pullRequest === undefined || github === undefined) return undefined
    const { headCommit, baseBranch } = await readPullRequest(
      await github(),
      env['GITHUB_REPOSITORY'] ?? '',
      pullRequest.number,
    )
    return { commit: headCommit, baseCommit: null, branch: baseBranch, pullRequest: pullRequest.number }
  }
  if (pullRequest?.headCommit !== undefined) {
    const { headCommit: commit, baseCommit = null, baseBranch = '', number } = pullRequest
    return { commit, baseCommit, branch: baseBranch, pullRequest: number }
  }
  const commit = env['GITHUB_SHA'] ?? ''
  if (commit === '') return undefined
  return { commit, baseCommit: null, branch: branchOf(env), pullRequest: null }
}

/** A merge queue builds on a branch of its own, which names the one that it is for. */
export function branchOf(env: Dependencies['env']): string {
  const name = env['GITHUB_REF_NAME'] ?? ''
  return /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(name)?.[1] ?? name
}
