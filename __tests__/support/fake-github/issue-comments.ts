import { accountJson, appJson, nodeId, timestamp } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound, refusal } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import { pageOf } from './route.ts'
import type { Comment, Repository, Site } from './site.ts'

/** By GitHub's own message. UTF-16 units, the larger count: nobody says what a character is here. */
export const maximumBodyLength = 65_536

const permissions = ['issues', 'pull-requests'] as const
const ofIssue = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const ofRepository = '/repos/{owner}/{repo}/issues/comments/{comment_id}'

export const issueCommentRoutes: Route[] = [
  {
    method: 'GET',
    template: ofIssue,
    documentation: 'issues/comments#list-issue-comments',
    permissions,
    perform: listComments,
  },
  {
    method: 'POST',
    template: ofIssue,
    documentation: 'issues/comments#create-an-issue-comment',
    permissions,
    perform: createComment,
  },
  {
    method: 'GET',
    template: ofRepository,
    documentation: 'issues/comments#get-an-issue-comment',
    permissions,
    perform: getComment,
  },
  {
    method: 'PATCH',
    template: ofRepository,
    documentation: 'issues/comments#update-an-issue-comment',
    permissions,
    perform: updateComment,
  },
  {
    method: 'DELETE',
    template: ofRepository,
    documentation: 'issues/comments#delete-an-issue-comment',
    permissions,
    perform: deleteComment,
  },
]

function listComments(request: RouteRequest): Answer {
  const { site, repository, parameters, query, documentation } = request
  const number = Number(parameters['issue_number'])
  const comments = repository.comments.get(number)
  if (comments === undefined) return notFound(documentation)
  const since = Date.parse(query.get('since') ?? '')
  const recent = Number.isNaN(since)
    ? comments
    : comments.filter(({ updatedAt }) => updatedAt.getTime() >= since)
  const { items, headers } = pageOf(request, `/issues/${number}/comments`, recent)
  const bodies = items.map((comment) => commentJson(site, repository, number, comment))
  return json(200, bodies, headers)
}

function createComment({ site, repository, parameters, body, documentation }: RouteRequest): Answer {
  const number = Number(parameters['issue_number'])
  const comments = repository.comments.get(number)
  if (comments === undefined) return notFound(documentation)
  const text = bodyText(body, documentation)
  if (typeof text !== 'string') return text
  const now = site.now()
  const comment = { id: site.newId(), body: text, user: site.viewer, createdAt: now, updatedAt: now }
  comments.push(comment)
  const created = commentJson(site, repository, number, comment)
  return json(201, created, { location: String(created['url']) })
}

function getComment({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const found = findComment(repository, parameters)
  if (found === undefined) return notFound(documentation)
  return json(200, commentJson(site, repository, found.number, found.comment))
}

function updateComment({ site, repository, parameters, body, documentation }: RouteRequest): Answer {
  const found = findComment(repository, parameters)
  if (found === undefined) return notFound(documentation)
  const text = bodyText(body, documentation)
  if (typeof text !== 'string') return text
  found.comment.body = text
  found.comment.updatedAt = site.now()
  return json(200, commentJson(site, repository, found.number, found.comment))
}

function deleteComment({ repository, parameters, documentation }: RouteRequest): Answer {
  const found = findComment(repository, parameters)
  if (found === undefined) return notFound(documentation)
  found.comments.splice(found.comments.indexOf(found.comment), 1)
  return { status: 204, headers: {} }
}

function findComment(
  repository: Repository,
  parameters: Record<string, string>,
): { number: number; comments: Comment[]; comment: Comment } | undefined {
  const id = Number(parameters['comment_id'])
  for (const [number, comments] of repository.comments) {
    const comment = comments.find((each) => each.id === id)
    if (comment !== undefined) return { number, comments, comment }
  }
  return undefined
}

function bodyText(body: unknown, documentation: string): string | Answer {
  const text = typeof body === 'object' && body !== null && 'body' in body ? body.body : undefined
  if (text === undefined) {
    return refusal(422, `Invalid request.\n\n"body" wasn't supplied.`, documentation)
  }
  if (typeof text !== 'string') {
    const message = `Invalid request.\n\nFor 'properties/body', ${JSON.stringify(text)} is not a string.`
    return refusal(422, message, documentation)
  }
  if (text.trim() === '') return unprocessable('Body cannot be blank', documentation)
  if (text.length > maximumBodyLength) {
    return unprocessable(`Body is too long (maximum is ${maximumBodyLength} characters)`, documentation)
  }
  return text
}

function unprocessable(message: string, documentation: string): Answer {
  return refusal(422, 'Validation Failed', documentation, {
    errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
  })
}

export function commentPage(site: Site, repository: Repository, number: number, id: number): string {
  return `${repositoryPage(site, repository)}/${repository.issues.has(number) ? 'issues' : 'pull'}/${number}#issuecomment-${id}`
}

/** The description's issue-comment. */
function commentJson(
  site: Site,
  repository: Repository,
  number: number,
  { id, body, user, createdAt, updatedAt }: Comment,
): Record<string, unknown> {
  const url = `${repositoryUrl(site, repository)}/issues/comments/${id}`
  return {
    url,
    html_url: commentPage(site, repository, number, id),
    issue_url: `${repositoryUrl(site, repository)}/issues/${number}`,
    id,
    node_id: nodeId('IC', id),
    user: user === null ? null : accountJson(site, user),
    created_at: timestamp(createdAt),
    updated_at: timestamp(updatedAt),
    body,
    author_association: user?.type === 'User' ? 'MEMBER' : 'NONE',
    pin: null,
    minimized: null,
    reactions: {
      url: `${url}/reactions`,
      total_count: 0,
      '+1': 0,
      '-1': 0,
      laugh: 0,
      hooray: 0,
      confused: 0,
      heart: 0,
      rocket: 0,
      eyes: 0,
    },
    performed_via_github_app: appJson(site, user),
  }
}
