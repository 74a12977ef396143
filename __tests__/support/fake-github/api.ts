import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { notAccessible, notFound, refusal } from './answer.ts'
import { jsonInVersion, supportedVersions, unsupportedVersionMessage } from './api-version.ts'
import { collaboratorRoutes } from './collaborators.ts'
import { commitRoutes } from './commits.ts'
import { answerGraphql } from './graph.ts'
import { issueCommentRoutes } from './issue-comments.ts'
import { issueRoutes } from './issues.ts'
import { concurrencyGroupRoutes } from './concurrency-groups.ts'
import { contentRoutes } from './contents.ts'
import { environmentRoutes } from './environments.ts'
import { jobRoutes } from './jobs.ts'
import { pullRequestRoutes } from './pull-requests.ts'
import type { Route } from './route.ts'
import { matchTemplate } from './route.ts'
import type { PermissionLevel, PermissionScope, Repository, Site } from './site.ts'
import { repositoryNamed } from './site.ts'
import { viewerRoutes } from './viewer.ts'
import { workflowRunRoutes } from './workflow-runs.ts'

const routes: readonly Route[] = [
  ...issueCommentRoutes,
  ...issueRoutes,
  ...pullRequestRoutes,
  ...commitRoutes,
  ...collaboratorRoutes,
  ...workflowRunRoutes,
  ...jobRoutes,
  ...concurrencyGroupRoutes,
  ...contentRoutes,
  ...environmentRoutes,
  ...viewerRoutes,
]

export interface ApiRequest {
  method: string
  /** Below the root of the REST API, `/repos/…`, or `/graphql`. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** As sent. */
  body: string
}

/** What a path leads to: a route of ours with what its braces stand for, GraphQL, or nothing. */
export interface Destination {
  route: Route | 'graphql' | undefined
  parameters: Record<string, string>
}

export interface SentAnswer {
  status: number
  headers: Record<string, string>
  /** As sent; empty when there is none. */
  body: string
}

export function destinationOf(site: Site, { method, path }: ApiRequest): Destination {
  if (path === '/graphql') return { route: method === 'POST' ? 'graphql' : undefined, parameters: {} }
  const restPath = withRepositoryName(site, path)
  for (const route of routes) {
    const parameters = route.method === method ? matchTemplate(route.template, restPath) : undefined
    if (parameters !== undefined) return { route, parameters }
  }
  return { route: undefined, parameters: {} }
}

/** GitHub serves a repository by its ID too, which is how the links between pages lead. */
export function withRepositoryName(site: Site, path: string): string {
  return path.replace(/^\/repositories\/(\d+)(?=\/|$)/, (whole, id: string) => {
    const repository = site.repositories.find((each) => each.id === Number(id))
    return repository === undefined ? whole : `/repos/${repository.fullName}`
  })
}

/** The version that the request asks for; undefined if GitHub doesn't have it. */
export function selectedVersion(site: Site, headers: IncomingHttpHeaders): string | undefined {
  const supported = supportedVersions(site.enterprise)
  const wanted = headers['x-github-api-version'] ?? supported[0]
  return supported.find((version) => version === wanted)
}

export function answerRequest(site: Site, request: ApiRequest, destination: Destination): SentAnswer {
  const version = selectedVersion(site, request.headers)
  return sendable(site, request, perform(site, request, destination, version), version)
}

function perform(
  site: Site,
  request: ApiRequest,
  { route, parameters }: Destination,
  version: string | undefined,
): Answer {
  const { headers, method, query } = request
  if (headers['user-agent'] === undefined) {
    const text =
      'Request forbidden by administrative rules. Please make sure your request has a User-Agent header'
    return { status: 403, headers: {}, body: `${text} (https://docs.github.com/en/rest/overview).` }
  }
  if (version === undefined) {
    const wanted = String(headers['x-github-api-version'])
    return refusal(400, unsupportedVersionMessage(wanted, supportedVersions(site.enterprise)))
  }
  if (!/^(bearer|token) /i.test(headers.authorization ?? '') || tokenOf(headers) !== site.token) {
    return refusal(401, 'Bad credentials')
  }
  if (site.rateLimit.remaining <= 0) {
    const page = 'using-the-rest-api/rate-limits-for-the-rest-api'
    return refusal(403, 'API rate limit exceeded for installation ID 1.', page)
  }
  const body = parsedJson(request.body)
  if (body === malformed) return refusal(400, 'Problems parsing JSON')
  if (route === 'graphql') return answerGraphql(site, body)
  if (route === undefined) return notFound('')

  const { documentation, permissions } = route
  const [ours] = site.repositories
  const named = `${parameters['owner'] ?? ''}/${parameters['repo'] ?? ''}`
  const repository = 'repo' in parameters ? repositoryNamed(site, named) : ours
  if (repository === undefined) return notFound(documentation)
  if (!isPermitted(site, route, repository)) {
    const level = method === 'GET' ? 'read' : 'write'
    const accepted = permissions.map((scope) => `${scope.replace('-', '_')}=${level}`)
    return notAccessible(documentation, accepted.join('; '))
  }
  return route.perform({ site, repository, parameters, query, headers, body, documentation })
}

function tokenOf(headers: IncomingHttpHeaders): string {
  return (headers.authorization ?? '').replace(/^\S+\s+/, '')
}

const malformed = Symbol('malformed')

function parsedJson(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return malformed
  }
}

/** A token has no permission in any other repository than its own; what is public there it may read all the same. */
function isPermitted(site: Site, { method, permissions }: Route, repository: Repository): boolean {
  if (permissions.length === 0) return true
  if (repository !== site.repositories[0]) return method === 'GET'
  const levels = permissions.map((scope) => permissionOf(site, scope))
  return levels.some((level) => level === 'write' || (level === 'read' && method === 'GET'))
}

/** Nobody can take the metadata away from a token. */
function permissionOf({ permissions }: Site, scope: PermissionScope): PermissionLevel {
  return scope === 'metadata' ? 'read' : (permissions[scope] ?? 'none')
}

/** Serialises an answer as GitHub does, with its headers, and turns it into a 304 if the client has it already. */
export function sendable(
  site: Site,
  { method, path, headers }: ApiRequest,
  answer: Answer,
  version: string | undefined,
): SentAnswer {
  const isText = typeof answer.body === 'string'
  const body = bodyAsSent(answer.body, version)
  const hash = createHash('sha256').update(body).digest('hex')
  const etag = method === 'GET' && answer.status === 200 ? { etag: `W/"${hash}"` } : {}
  const isKnown = etag.etag !== undefined && isListed(etag.etag, headers['if-none-match'])
  // A 304 is free: https://docs.github.com/rest/using-the-rest-api/best-practices-for-using-the-rest-api
  if (!isKnown && site.rateLimit.remaining > 0) site.rateLimit.remaining -= 1
  const { limit, remaining, reset } = site.rateLimit
  return {
    status: isKnown ? 304 : answer.status,
    body: isKnown ? '' : body,
    headers: {
      ...(isKnown || body === ''
        ? {}
        : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8' }),
      'x-github-media-type': 'github.v3; format=json',
      ...(version === undefined ? {} : { 'x-github-api-version-selected': version }),
      ...(site.enterprise ? { 'x-github-enterprise-version': '3.19.0' } : {}),
      'x-github-request-id': `0000:000000:${String(site.newId()).padStart(8, '0')}`,
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-used': String(limit - remaining),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': path === '/graphql' ? 'graphql' : 'core',
      ...etag,
      ...answer.headers,
    },
  }
}

function bodyAsSent(body: unknown, version = ''): string {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : jsonInVersion(body, version)
}

function isListed(etag: string, ifNoneMatch: string | undefined): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
  return (ifNoneMatch ?? '').split(',').some((tag) => opaque(tag) === opaque(etag))
}
