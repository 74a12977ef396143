import { accountJson, appJson, nodeId, timestamp } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound, refusal } from './answer.ts'
import { maximumBodyLength } from './issue-comments.ts'
import { pullRequestId } from './pull-requests.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import { pageOf } from './route.ts'
import type { Account, Issue, PullRequest, Repository, Site } from './site.ts'

const ofRepository = '/repos/{owner}/{repo}/issues'
const permissions = ['issues'] as const

export const issueRoutes: Route[] = [
  {
    method: 'GET',
    template: ofRepository,
    documentation: 'issues/issues#list-repository-issues',
    // Who may read pull requests sees those in the list.
    permissions: ['issues', 'pull-requests'],
    perform: listIssues,
  },
  {
    method: 'POST',
    template: ofRepository,
    documentation: 'issues/issues#create-an-issue',
    permissions,
    perform: createIssue,
  },
  {
    method: 'PATCH',
    template: `${ofRepository}/{issue_number}`,
    documentation: 'issues/issues#update-an-issue',
    permissions,
    perform: updateIssue,
  },
]

/** The newest first unless told otherwise; pull requests among them. */
function listIssues(request: RouteRequest): Answer {
  const { site, repository, query } = request
  const state = query.get('state') ?? 'open'
  const creator = query.get('creator')
  const pulls = [...repository.pullRequests.values()]
  const issues = repository.hasIssues ? [...repository.issues.values()] : []
  const all = [...issues, ...pulls]
    .filter((each) => state === 'all' || each.state === state)
    .filter(({ user }) => creator === null || user?.login === creator)
    .sort((a, b) => (query.get('direction') === 'asc' ? a.number - b.number : b.number - a.number))
  const { items, headers } = pageOf(request, '/issues', all)
  return json(
    200,
    items.map((item) =>
      'headSha' in item ? pullJson(site, repository, item) : issueJson(site, repository, item),
    ),
    headers,
  )
}

function createIssue({ site, repository, body, documentation }: RouteRequest): Answer {
  if (!repository.hasIssues)
    return refusal(410, 'Issues has been disabled in this repository.', documentation)
  const { title, body: text = null, labels = [] } = (body ?? {}) as Partial<Issue>
  if (typeof title !== 'string' || title.trim() === '' || title.length > 256)
    return invalid('title', documentation)
  if ((text?.length ?? 0) > maximumBodyLength) return invalid('body', documentation)
  const issue = addIssue(site, repository, { title, body: text, labels, user: site.viewer })
  return json(201, issueJson(site, repository, issue))
}

function updateIssue({ site, repository, parameters, body, documentation }: RouteRequest): Answer {
  const issue = repository.issues.get(Number(parameters['issue_number']))
  if (issue === undefined) return notFound(documentation)
  if (issue.isDeleted) return refusal(410, 'This issue was deleted', documentation)
  const given = (body ?? {}) as { body?: string; state?: Issue['state']; state_reason?: Issue['stateReason'] }
  if ((given.body?.length ?? 0) > maximumBodyLength) return invalid('body', documentation)
  if (given.body !== undefined) issue.body = given.body
  const { state = issue.state, state_reason: reason } = given
  // GitHub ignores the reason unless the state is changed.
  if (state !== issue.state) issue.stateReason = reason ?? (state === 'open' ? 'reopened' : 'completed')
  issue.state = state
  issue.updatedAt = site.now()
  return json(200, issueJson(site, repository, issue))
}

function invalid(field: string, documentation: string): Answer {
  return refusal(422, 'Validation Failed', documentation, {
    errors: [{ resource: 'Issue', code: 'invalid', field, message: `${field} is not valid` }],
  })
}

export type IssueOptions = Partial<Omit<Issue, 'number'>>

/** Under the next number: issues and pull requests have one count. */
export function addIssue(site: Site, repository: Repository, options: IssueOptions): Issue {
  const number = Math.max(0, ...repository.issues.keys(), ...repository.pullRequests.keys()) + 1
  const now = site.now()
  const issue: Issue = {
    number,
    title: `Issue number ${number}`,
    body: null,
    labels: [],
    state: 'open',
    stateReason: null,
    user: site.viewer,
    isDeleted: false,
    createdAt: now,
    updatedAt: now,
    ...options,
  }
  repository.issues.set(number, issue)
  repository.comments.set(number, [])
  return issue
}

/** The description's issue. */
function issueJson(site: Site, repository: Repository, issue: Issue): Record<string, unknown> {
  const { state, stateReason, labels, updatedAt } = issue
  return {
    ...commonJson(site, repository, issue, 'issues', repository.id * 1000 + issue.number),
    labels: labels.map((name) => labelJson(site, repository, name)),
    state_reason: stateReason,
    closed_at: state === 'closed' ? timestamp(updatedAt) : null,
  }
}

function pullJson(site: Site, repository: Repository, pull: PullRequest): Record<string, unknown> {
  const { number, state, draft, mergedAt, updatedAt } = pull
  const page = `${repositoryPage(site, repository)}/pull/${number}`
  return {
    ...commonJson(site, repository, pull, 'pull', pullRequestId(repository, number)),
    labels: [],
    draft,
    closed_at: state === 'closed' ? timestamp(mergedAt ?? updatedAt) : null,
    pull_request: {
      url: `${repositoryUrl(site, repository)}/pulls/${number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: mergedAt === null ? null : timestamp(mergedAt),
    },
  }
}

interface Common {
  number: number
  title: string
  body: string | null
  state: string
  user: Account | null
  createdAt: Date
  updatedAt: Date
}

function commonJson(
  site: Site,
  repository: Repository,
  { number, title, body, state, user, createdAt, updatedAt }: Common,
  page: 'issues' | 'pull',
  id: number,
): Record<string, unknown> {
  const url = `${repositoryUrl(site, repository)}/issues/${number}`
  return {
    ...{ url, repository_url: repositoryUrl(site, repository), labels_url: `${url}/labels{/name}` },
    ...{ comments_url: `${url}/comments`, events_url: `${url}/events`, timeline_url: `${url}/timeline` },
    html_url: `${repositoryPage(site, repository)}/${page}/${number}`,
    id,
    node_id: nodeId('I', id),
    ...{ number, title, body, state },
    user: user === null ? null : accountJson(site, user),
    ...{ locked: false, active_lock_reason: null, assignee: null, assignees: [], milestone: null },
    comments: repository.comments.get(number)?.length ?? 0,
    created_at: timestamp(createdAt),
    updated_at: timestamp(updatedAt),
    author_association: 'NONE',
    performed_via_github_app: appJson(site, user),
  }
}

function labelJson(site: Site, repository: Repository, name: string): Record<string, unknown> {
  const id = repository.id * 100 + name.length
  const url = `${repositoryUrl(site, repository)}/labels/${encodeURIComponent(name)}`
  return { id, node_id: nodeId('LA', id), url, name, description: null, color: 'ededed', default: false }
}
