import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { bytesOfRequest, expectNoLeak } from './canaries.ts'
import type {
  CheckOptions,
  CommentOptions,
  CommentView,
  CommitOptions,
  Conversations,
  PullRequestChanges,
  PullRequestOptions,
  ReviewOptions,
  StatusOptions,
} from './fake-github/conversations.ts'
import { conversationsOf } from './fake-github/conversations.ts'
import type { ApiRequest, Destination, SentAnswer } from './fake-github/api.ts'
import { answerRequest, destinationOf, selectedVersion, sendable } from './fake-github/api.ts'
import type { Exchange } from './fake-github/conformity.ts'
import { violationsOf } from './fake-github/conformity.ts'
import type { Fault, FaultRule, RuleState } from './fake-github/faults.ts'
import { newRuleState, secondaryRateLimit, takeFault } from './fake-github/faults.ts'
import type { JobChanges, JobOptions, RunChanges, RunOptions, Runs } from './fake-github/runs.ts'
import { runsOf } from './fake-github/runs.ts'
import type {
  Account,
  Comment,
  Job,
  Permissions,
  PullRequest,
  RateLimit,
  Run,
  Site,
} from './fake-github/site.ts'
import { newRepository } from './fake-github/site.ts'

export { secondaryRateLimit }
export type { Account, Comment, CommentOptions, CommentView, Fault, FaultRule, Job, JobChanges, JobOptions }
export type { CheckOptions, CommitOptions, ReviewOptions, StatusOptions }
export type { Permissions, PullRequest, PullRequestChanges, PullRequestOptions, RateLimit }
export type { Run, RunChanges, RunOptions }

export interface RecordedRequest {
  /** `performance.now()` when the whole request had arrived. */
  at: number
  method: string
  /** As sent, without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Parsed if it is JSON; undefined if there is none. */
  body: unknown
  /** 0 until the answer is sent, and for good if the connection was reset instead. */
  status: number
}

export interface FakeGitHubOptions {
  /** `owner/name`: the token's own. */
  repository: string
  /** Other repositories that the token may read: public ones. */
  readable?: readonly string[]
  token?: string
  /** Serves where GitHub Enterprise Server does, below /api/v3, and is checked against its description. */
  enterprise?: boolean
  /** All `write` unless given. */
  permissions?: Permissions
  now?: () => Date
}

export interface FakeGitHub extends Conversations, Runs {
  /** For GITHUB_API_URL, GITHUB_GRAPHQL_URL and GITHUB_SERVER_URL. */
  apiUrl: string
  graphqlUrl: string
  serverUrl: string
  token: string
  /** In the order of arrival. */
  requests: RecordedRequest[]
  /** Who the token is. */
  viewer: Account
  permissions: Permissions
  /** Goes down by one with each answer but a 304; at 0 everything is refused. */
  rateLimit: RateLimit
  /** So many answers of the GraphQL API do not know yet what was merged; goes down by one with each. */
  mergeLag: number
  fault(rule: FaultRule): void
  clearFaults(): void
  /**
   * Each request, and each answer of the fake or of a fault, that does not fit GitHub's OpenAPI description. The
   * checking is done here, when this is read, so that it delays no answer.
   */
  readonly violations: string[]
  /** Destroys open sockets too. Throws what has failed in the fake or in a callback of a fault. */
  close(): Promise<void>
}

/** GitHub's REST API for one repository, in memory, with faults on demand and a check of all that passes. */
export async function startFakeGitHub(options: FakeGitHubOptions): Promise<FakeGitHub> {
  const site = newSite(options)
  const requests: RecordedRequest[] = []
  const closing = new AbortController()
  const failures: unknown[] = []
  const unchecked: Exchange[] = []
  const violations: string[] = []
  let rules: RuleState[] = []

  async function perform(
    fault: Fault | undefined,
    request: ApiRequest,
    destination: Destination,
  ): Promise<SentAnswer | undefined> {
    switch (fault?.kind) {
      case 'status': {
        const { status, headers = {}, body } = fault
        const version = selectedVersion(site, request.headers)
        return sendable(site, request, { status, headers, body }, version)
      }
      case 'drop':
      case 'hang':
        return undefined
      case 'delay':
        await sleep(fault.ms, undefined, { signal: closing.signal })
        break
      case 'run':
        await fault.before()
        break
      default:
    }
    return answerRequest(site, request, destination)
  }

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(incoming)
    const { method = 'GET', headers } = incoming
    const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', site.apiUrl)
    const record = { at: performance.now(), method, path, query, headers, body: jsonOrText(body), status: 0 }
    requests.push(record)
    try {
      expectNoLeak(`in ${method} ${path}`, bytesOfRequest(incoming, body), [site.token])
    } catch (error) {
      failures.push(error)
    }

    const fault = takeFault(rules, record)
    const request = { method, path: apiPath(path, site.enterprise), query, headers, body }
    const destination = destinationOf(site, request)
    const version = selectedVersion(site, headers)
    const answer = await perform(fault, request, destination).catch((error: unknown) => {
      if (!closing.signal.aborted) failures.push(error)
      return sendable(site, request, { status: 500, headers: {}, body: String(error) }, version)
    })
    unchecked.push({ request, destination, answer, version })

    if (fault?.kind === 'hang') return
    if (answer === undefined || fault?.kind === 'drop-after') {
      incoming.socket.resetAndDestroy()
      return
    }
    record.status = answer.status
    response.writeHead(answer.status, answer.headers).end(answer.body)
  }

  const server = createServer((incoming, response) => {
    // Only reading the request can fail here: its client is gone, and nobody waits for an answer.
    serve(incoming, response).catch(() => response.destroy())
  })
  // A socket that the server closes just as the client uses it again would be a fault that no test asked for.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
  site.apiUrl = site.enterprise ? `${origin}/api/v3` : origin
  site.serverUrl = site.enterprise ? origin : 'https://github.com'

  return {
    ...conversationsOf(site),
    ...runsOf(site),
    apiUrl: site.apiUrl,
    graphqlUrl: site.enterprise ? `${origin}/api/graphql` : `${origin}/graphql`,
    serverUrl: site.serverUrl,
    token: site.token,
    requests,
    get viewer() {
      return site.viewer
    },
    set viewer(viewer) {
      site.viewer = viewer
    },
    get permissions() {
      return site.permissions
    },
    set permissions(permissions) {
      site.permissions = permissions
    },
    get rateLimit() {
      return site.rateLimit
    },
    set rateLimit(rateLimit) {
      site.rateLimit = rateLimit
    },
    get mergeLag() {
      return site.mergeLag
    },
    set mergeLag(answers) {
      site.mergeLag = answers
    },
    fault: (rule) => {
      rules.push(newRuleState(rule))
    },
    clearFaults: () => {
      rules = []
    },
    get violations() {
      const product = site.enterprise ? 'ghes' : 'api.github.com'
      violations.push(...unchecked.splice(0).flatMap((exchange) => violationsOf(product, exchange)))
      return violations
    },
    close: async () => {
      closing.abort()
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
      if (failures.length > 0) throw failures[0]
    },
  }
}

const allPermissions: Permissions = {
  actions: 'write',
  checks: 'write',
  contents: 'write',
  issues: 'write',
  'pull-requests': 'write',
  statuses: 'write',
}

function newSite({
  repository,
  readable = [],
  token,
  enterprise,
  permissions,
  now,
}: FakeGitHubOptions): Site {
  const clock = now ?? (() => new Date())
  let lastId = 5_000_000
  return {
    apiUrl: 'http://127.0.0.1',
    serverUrl: 'https://github.com',
    enterprise: enterprise ?? false,
    token: token ?? 'ghs_0123456789abcdefghijklmnopqrstuvwxyz',
    viewer: { login: 'github-actions[bot]', type: 'Bot' },
    permissions: permissions ?? allPermissions,
    mergeLag: 0,
    rateLimit: { limit: 1000, remaining: 1000, reset: Math.floor(clock().getTime() / 1000) + 3600 },
    repositories: [repository, ...readable].map((each, index) => newRepository(each, 7000 + 10 * index)),
    now: clock,
    newId: () => (lastId += 1),
  }
}

/** Enterprise Server has both APIs below /api; elsewhere there is nothing for a client of the API. */
function apiPath(path: string, enterprise: boolean): string {
  if (!enterprise) return path
  if (path === '/api/graphql') return '/graphql'
  return path.startsWith('/api/v3/') ? path.slice('/api/v3'.length) : `(outside the API)${path}`
}

function jsonOrText(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
