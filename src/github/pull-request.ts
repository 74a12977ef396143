import { within } from '../backend/request.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/**
 * The pull request whose merge brought `commit` to `branch`; undefined where none did, or several. On the default
 * branch GitHub names the merged one, elsewhere also open ones that hold the commit
 * (https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit).
 */
export async function findMergedPullRequest(
  { request }: GitHubClient,
  repository: string,
  commit: string,
  branch: string,
): Promise<number | undefined> {
  const { data } = await within(
    async (signal) =>
      await request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
        ...splitRepository(repository),
        commit_sha: commit,
        request: { signal },
      }),
  )
  const merged = data.filter(
    ({ merged_at, merge_commit_sha, base }) =>
      merged_at !== null && merge_commit_sha === commit && base.ref === branch,
  )
  return merged.length === 1 ? merged[0]?.number : undefined
}

/** A pull request as it is now. */
export interface PullRequestState {
  readonly number: number
  readonly headCommit: string
  /** A fork that is gone counts as one. */
  readonly headIsFork: boolean
  readonly state: 'open' | 'closed' | 'merged'
  /** undefined unless it is merged: GitHub names the commit of a test merge here before. */
  readonly mergeCommit: string | undefined
  readonly baseBranch: string
  /** The login; empty for an account that is gone. */
  readonly author: string
}

/** Throws where GitHub refuses, or does not know the pull request (404). */
export async function readPullRequest(
  { request }: GitHubClient,
  repository: string,
  number: number,
): Promise<PullRequestState> {
  const { data } = await within(
    async (signal) =>
      await request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...splitRepository(repository),
        pull_number: number,
        request: { signal },
      }),
  )
  const { base, merged } = data
  // GitHub's description has no null here, but a fork that is gone has no repository.
  const head: { readonly sha: string; readonly repo: { readonly id: number | bigint } | null } = data.head
  return {
    number,
    headCommit: head.sha,
    headIsFork: head.repo?.id !== base.repo.id,
    state: merged ? 'merged' : data.state,
    mergeCommit: merged ? (data.merge_commit_sha ?? undefined) : undefined,
    baseBranch: base.ref,
    author: loginOf(data.user),
  }
}

function loginOf(account: { readonly login: string } | null): string {
  return account?.login ?? ''
}
