import { within } from '../backend/request.ts'
import type { Clock } from '../clock.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/** A pull request that a push has merged. */
export interface MergedPullRequest {
  readonly number: number
  /** Stays as it was at the merge. */
  readonly headCommit: string
  /** The merge commit, the squashed one, or the last one after a rebase. */
  readonly mergeCommit: string
  /** The first two; the second one of a merge commit is the head. */
  readonly mergeCommitParents: readonly string[]
  /** The login; empty for an account that is gone. */
  readonly author: string
}

export interface Push {
  /** The commit that the branch points to now. */
  readonly after: string
  /** All that were pushed, the oldest first. */
  readonly commits: readonly string[]
  readonly branch: string
}

export interface PushedTo {
  /** `owner/name` */
  readonly repository: string
  readonly push: Push
}

/** A pull request as GraphQL tells of it. */
export interface PullRequestNode {
  readonly number: number
  readonly merged: boolean
  readonly baseRefName: string
  readonly headRefOid: string
  readonly baseRepository: { readonly nameWithOwner: string } | null
  readonly mergeCommit: {
    readonly oid: string
    readonly parents: { readonly nodes: readonly { readonly oid: string }[] }
  } | null
  readonly author: { readonly login: string } | null
}

interface Answer {
  readonly repository: {
    readonly object: {
      readonly associatedPullRequests?: { readonly nodes: readonly PullRequestNode[] } | null
    } | null
    readonly pullRequests: { readonly nodes: readonly PullRequestNode[] }
  }
}

// A push of a merge queue brings several pull requests, and only the last one is associated with its tip.
const query = `query MergedPullRequests($owner: String!, $name: String!, $oid: GitObjectID!, $base: String!) {
  repository(owner: $owner, name: $name) {
    object(oid: $oid) { ... on Commit { associatedPullRequests(first: 20) { nodes { ...pullRequest } } } }
    pullRequests(
      states: MERGED, baseRefName: $base, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }
    ) { nodes { ...pullRequest } }
  }
}
fragment pullRequest on PullRequest {
  number merged baseRefName headRefOid
  baseRepository { nameWithOwner }
  mergeCommit { oid parents(first: 2) { nodes { oid } } }
  author { login }
}`

/** GitHub has been seen to name the pull request of a merge up to a minute late. */
const lagDelaysMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]

/**
 * The pull requests that a push has merged, the oldest first; none where it came without one. What a commit's message
 * says of a pull request anybody can write, so only GitHub's own record counts.
 */
export async function findMergedPullRequests(
  { graphql }: GitHubClient,
  pushed: PushedTo,
  cancelled?: AbortSignal,
): Promise<readonly MergedPullRequest[]> {
  const { owner, repo } = splitRepository(pushed.repository)
  const { after, branch } = pushed.push
  const { repository } = await within(
    async (signal) =>
      await graphql<Answer>(query, { owner, name: repo, oid: after, base: branch, request: { signal } }),
    cancelled,
  )
  const associated = repository.object?.associatedPullRequests?.nodes ?? []
  return mergedBy(pushed, [...associated, ...repository.pullRequests.nodes])
}

/** As `findMergedPullRequests`, asked again until GitHub names the pull request of the push's last commit. */
export async function awaitMergedPullRequests(
  client: GitHubClient,
  pushed: PushedTo,
  { clock, signal, delaysMs = lagDelaysMs }: LagOptions,
): Promise<readonly MergedPullRequest[]> {
  let found = await findMergedPullRequests(client, pushed, signal)
  for (const delayMs of delaysMs) {
    // Without it the list is not whole yet: another one may be missing that was merged by the same push.
    if (found.some(({ mergeCommit }) => mergeCommit === pushed.push.after)) return found
    await clock.sleep(delayMs, signal)
    found = await findMergedPullRequests(client, pushed, signal)
  }
  return found
}

export interface LagOptions {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly delaysMs?: readonly number[]
}

/** Those of `nodes` that the push has merged, in the order of their commits. A pull request may stand there twice. */
export function mergedBy(
  { repository, push }: PushedTo,
  nodes: readonly PullRequestNode[],
): readonly MergedPullRequest[] {
  const order = [...push.commits, push.after]
  const place = ({ mergeCommit }: MergedPullRequest): number => order.indexOf(mergeCommit)
  const merged = nodes
    .filter((node) => node.merged && node.baseRefName === push.branch)
    .filter(({ baseRepository }) => isSameName(baseRepository?.nameWithOwner, repository))
    .map(mergedPullRequest)
    .filter((pullRequest) => pullRequest !== undefined)
    .filter((pullRequest) => place(pullRequest) !== -1)
  const byNumber = new Map(merged.map((pullRequest) => [pullRequest.number, pullRequest]))
  return [...byNumber.values()].sort((a, b) => place(a) - place(b) || a.number - b.number)
}

function mergedPullRequest({
  number,
  headRefOid: headCommit,
  mergeCommit,
  author,
}: PullRequestNode): MergedPullRequest | undefined {
  if (mergeCommit === null) return undefined
  const mergeCommitParents = mergeCommit.parents.nodes.map(({ oid }) => oid)
  return {
    ...{ number, headCommit, mergeCommit: mergeCommit.oid, mergeCommitParents },
    author: author?.login ?? '',
  }
}

function isSameName(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}
