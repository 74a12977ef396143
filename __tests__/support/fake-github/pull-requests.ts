import { accountJson, nodeId, timestamp } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound, refusal } from './answer.ts'
import { repositoryJson, repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import { pageOf } from './route.ts'
import type { PullRequest, Repository, Site } from './site.ts'
import { newRepository, repositoryNamed } from './site.ts'

const permissions = ['pull-requests'] as const

export const pullRequestRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/pulls/{pull_number}',
    documentation: 'pulls/pulls#get-a-pull-request',
    permissions,
    perform: getPullRequest,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/commits/{commit_sha}/pulls',
    documentation: 'commits/commits#list-pull-requests-associated-with-a-commit',
    permissions,
    perform: listPullRequestsOfCommit,
  },
]

function getPullRequest({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const pullRequest = repository.pullRequests.get(Number(parameters['pull_number']))
  if (pullRequest === undefined) return notFound(documentation)
  return json(200, pullRequestJson(site, repository, pullRequest))
}

function listPullRequestsOfCommit(request: RouteRequest): Answer {
  const { site, repository, parameters, documentation } = request
  const sha = parameters['commit_sha'] ?? ''
  const numbers = repository.commits.get(sha) ?? pullRequestsOfBranches(repository, sha)
  if (numbers === undefined) return refusal(422, `No commit found for SHA: ${sha}`, documentation)
  const { items, headers } = pageOf(request, `/commits/${sha}/pulls`, numbers)
  const pullRequests = items.map((number) => repository.pullRequests.get(number)!)
  const bodies = pullRequests.map((pullRequest) => simplePullRequestJson(site, repository, pullRequest))
  return json(200, bodies, headers)
}

function pullRequestsOfBranches(repository: Repository, sha: string): readonly number[] | undefined {
  const numbers = [...repository.pullRequests.values()]
    .filter(({ headSha, mergeCommitSha }) => sha === headSha || sha === mergeCommitSha)
    .map(({ number }) => number)
  return numbers.length === 0 ? undefined : numbers
}

/** Readable in a log: 7000007 is number 7 of the repository 7000. */
export function pullRequestId(repository: Repository, number: number): number {
  return repository.id * 1000 + number
}

/** The description's pull-request-simple. */
function simplePullRequestJson(
  site: Site,
  repository: Repository,
  pull: PullRequest,
): Record<string, unknown> {
  const { number, headSha, headRef, baseRef, baseSha } = pull
  const root = repositoryUrl(site, repository)
  const url = `${root}/pulls/${number}`
  const issueUrl = `${root}/issues/${number}`
  const page = `${repositoryPage(site, repository)}/pull/${number}`
  const statusesUrl = `${root}/statuses/${headSha}`
  const isClosed = pull.state === 'closed'
  const head =
    repositoryNamed(site, pull.headRepository) ?? newRepository(pull.headRepository, repository.id + 1)
  const isFork = head.fullName !== repository.fullName
  return {
    url,
    id: pullRequestId(repository, number),
    node_id: nodeId('PR', pullRequestId(repository, number)),
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: issueUrl,
    number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountJson(site, pull.user),
    body: pull.body,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: isClosed ? timestamp(pull.mergedAt ?? pull.updatedAt) : null,
    merged_at: pull.mergedAt === null ? null : timestamp(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: [],
    requested_teams: [],
    labels: [],
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${root}/pulls/comments{/number}`,
    comments_url: `${issueUrl}/comments`,
    statuses_url: statusesUrl,
    head: branchJson(site, head, headRef, headSha, { fork: isFork }),
    base: branchJson(site, repository, baseRef, baseSha, { fork: false }),
    _links: {
      self: { href: url },
      html: { href: page },
      issue: { href: issueUrl },
      comments: { href: `${issueUrl}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: `${root}/pulls/comments{/number}` },
      commits: { href: `${url}/commits` },
      statuses: { href: statusesUrl },
    },
    author_association: isFork ? 'NONE' : 'MEMBER',
    auto_merge: null,
    active_lock_reason: null,
  }
}

/** The description's pull-request. */
function pullRequestJson(site: Site, repository: Repository, pull: PullRequest): Record<string, unknown> {
  const isMerged = pull.mergedAt !== null
  return {
    ...simplePullRequestJson(site, repository, pull),
    merged: isMerged,
    mergeable: isMerged ? null : true,
    rebaseable: isMerged ? null : true,
    mergeable_state: isMerged ? 'unknown' : 'clean',
    merged_by: isMerged ? accountJson(site, pull.user) : null,
    comments: repository.comments.get(pull.number)?.length ?? 0,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 3,
    deletions: 1,
    changed_files: 1,
  }
}

function branchJson(
  site: Site,
  repository: Repository,
  ref: string,
  sha: string,
  { fork }: { fork: boolean },
): Record<string, unknown> {
  return {
    label: `${repository.owner}:${ref}`,
    ref,
    sha,
    user: accountJson(site, { login: repository.owner, type: 'Organization' }),
    repo: { ...repositoryJson(site, repository), fork },
  }
}
