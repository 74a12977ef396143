import type { DrawnGitHub, DrawnPullRequest, DrawnReview } from './draw-github.ts'
import { runIdOf } from './environment.ts'
import type { Job } from './job.ts'
import { elapsed, note, schedule, wallTimeAtStart } from './kernel.ts'

export const repository = 'acme/infra'
const viewer = 'github-actions[bot]'
const page = `https://github.com/${repository}`

/** A refusal, as Octokit throws it. */
export class GitHubError extends Error {
  readonly status: number
  readonly response: { readonly headers: Readonly<Record<string, string>> } | undefined
  /** Of a query that was answered in part. */
  readonly data?: unknown
  readonly errors?: readonly object[]

  constructor(status: number, message: string, headers?: Readonly<Record<string, string>>) {
    super(message)
    this.name = 'HttpError'
    this.status = status
    this.response = headers === undefined ? undefined : { headers }
  }
}

export interface Review extends Omit<DrawnReview, 'afterMs'> {
  readonly at: number
  readonly commit: string
}

export interface Comment {
  readonly id: number
  readonly by: Job
  body: string
  updatedAt: number
}

export interface PullRequest {
  readonly drawn: DrawnPullRequest
  readonly reviews: Review[]
  readonly comments: Comment[]
  head: string
  merge: { readonly at: number; readonly commit: string; readonly order: number } | undefined
  readonly onMerged: (() => void)[]
  /** An answer about its comments was lost, or was none. */
  hasLostAnswers: boolean
}

export interface Issue {
  readonly number: number
  readonly by: Job
  body: string
  state: string
}

export type Parameters = Readonly<Record<string, unknown>>
export interface Answer {
  readonly status: number
  readonly data: unknown
  readonly headers: Readonly<Record<string, string>>
}

/** GitHub as it is at one moment: what is true of it, and what it tells. */
export interface GitHub {
  readonly drawn: DrawnGitHub
  readonly pullRequests: readonly PullRequest[]
  readonly issues: readonly Issue[]
  pullRequestOf(job: Job): PullRequest | undefined
  /** Of what the job has checked out: another one once the branch has moved on; undefined: of no pull request. */
  treeOf(job: Job): string | undefined
  /** The plan of the pull request's first commit is over, whatever came of it. */
  planIsOver(pullRequest: PullRequest, succeeded: boolean): void
  request(by: Job, route: string, parameters: Parameters): Answer
  query(by: Job, query: string, parameters: Parameters): unknown
  /** Whether it has told `by` that this run has ended. */
  hasToldEnd(by: Job, runId: number): boolean
}

export function headOf(number: number, head: 1 | 2): string {
  return `${head}${String(number).padStart(39, 'a')}`
}

export function mergeOf(number: number): string {
  return `e${String(number).padStart(39, 'e')}`
}

export function createGitHub(drawn: DrawnGitHub, jobs: readonly Job[]): GitHub {
  const pullRequests = drawn.pullRequests.map((pullRequest): PullRequest => ({
    ...{
      drawn: pullRequest,
      reviews: [],
      comments: [],
      onMerged: [],
      merge: undefined,
      hasLostAnswers: false,
    },
    head: headOf(pullRequest.number, 1),
  }))
  const issues: Issue[] = []
  let writes = 100
  let merges = 0
  const told = new Set<string>()
  const numbered = (number: unknown): PullRequest => {
    const found = pullRequests.find((pullRequest) => pullRequest.drawn.number === Number(number))
    if (found === undefined) throw new GitHubError(404, 'Not Found', {})
    return found
  }
  const commentOf = (id: unknown): { readonly of: PullRequest; readonly comment: Comment } => {
    for (const of of pullRequests) {
      const comment = of.comments.find((one) => one.id === id)
      if (comment !== undefined) return { of, comment }
    }
    throw new GitHubError(404, 'Not Found', {})
  }
  const merge = (pullRequest: PullRequest): void => {
    merges += 1
    const { number } = pullRequest.drawn
    pullRequest.merge = { at: elapsed(), commit: mergeOf(number), order: merges }
    note(`#${number} is merged`)
    for (const tell of pullRequest.onMerged) tell()
  }
  const named = (): PullRequest[] =>
    pullRequests.filter(
      ({ merge: merged, drawn: { namedAfterMs } }) =>
        merged !== undefined && elapsed() - merged.at >= namedAfterMs,
    )

  const answerJob = (by: Job, id: number, condition: unknown): Answer => {
    const job = jobs.find(({ number }) => number === id)
    const status = job === undefined ? undefined : statusOf(drawn, job)
    if (job === undefined || status === undefined) throw new GitHubError(404, 'Not Found', {})
    const etag = `"${id}-${status}"`
    if (status === 'completed') told.add(`${by.name} ${runIdOf(job)}`)
    if (condition === etag) throw new GitHubError(304, 'Not modified', {})
    const conclusion = status === 'completed' ? (job.succeeded ? 'success' : 'failure') : null
    const data = { run_id: runIdOf(job), run_attempt: job.attempt, name: job.name, status, conclusion }
    return { status: 200, data, headers: { etag } }
  }
  const order = (commit: string): number | undefined =>
    pullRequests.find(({ merge: merged }) => merged?.commit === commit)?.merge?.order

  return {
    ...{ drawn, pullRequests, issues },
    pullRequestOf: (job) => pullRequests.find(({ drawn: { number } }) => number === job.pullRequest),
    treeOf(job) {
      const own = pullRequests.find(({ drawn: { number } }) => number === job.pullRequest)
      if (own === undefined) return undefined
      const { merge: merged, drawn: pullRequest } = own
      const before = job.event === 'push' ? (merged?.order ?? 1) - 1 : merges
      const head = job.event === 'push' && pullRequest.movesOn ? 2 : job.head
      return `${head}${before}${String(pullRequest.number).padStart(38, 'b')}`
    },
    planIsOver(pullRequest, succeeded) {
      const { reviews, movesOn, mergesMs, mergesUnplanned, number } = pullRequest.drawn
      if (movesOn) pullRequest.head = headOf(number, 2)
      for (const { afterMs, ...review } of reviews) {
        // Who was faster than the plan has seen none.
        const at = Math.max(0, elapsed() + Math.min(0, afterMs))
        const add = (): void => {
          pullRequest.reviews.push({ ...review, commit: pullRequest.head, at: afterMs < 0 ? at : elapsed() })
          note(`${review.author} reviews #${number}: ${review.opinion}`)
        }
        if (afterMs < 0) add()
        else schedule(afterMs, undefined, add)
      }
      if (mergesMs === undefined || (!succeeded && !mergesUnplanned)) return
      schedule(mergesMs, undefined, () => {
        merge(pullRequest)
      })
    },
    hasToldEnd: (by, runId) => told.has(`${by.name} ${runId}`),
    request(by, route, { issue_number: issue, comment_id: id, body, ...parameters }) {
      const of = (data: unknown, status = 200): Answer => ({ status, data, headers: {} })
      switch (route) {
        case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments':
          return of(numbered(issue).comments.map(shownComment))
        case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': {
          writes += 1
          if (issues.some(({ number }) => number === issue)) return of({ id: writes }, 201)
          const comment = { id: writes, by, body: String(body), updatedAt: elapsed() }
          numbered(issue).comments.push(comment)
          return of(shownComment(comment), 201)
        }
        case 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}':
          return of(shownComment(commentOf(id).comment))
        case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': {
          const { comment } = commentOf(id)
          Object.assign(comment, { body, updatedAt: elapsed() })
          return of(shownComment(comment))
        }
        case 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}': {
          const { of: pullRequest, comment } = commentOf(id)
          pullRequest.comments.splice(pullRequest.comments.indexOf(comment), 1)
          return of(undefined, 204)
        }
        case 'GET /repos/{owner}/{repo}/issues':
          return of(issues.map(shownIssue))
        case 'POST /repos/{owner}/{repo}/issues': {
          writes += 1
          const made: Issue = { number: writes, by, body: String(body), state: 'open' }
          issues.push(made)
          return of(shownIssue(made), 201)
        }
        case 'PATCH /repos/{owner}/{repo}/issues/{issue_number}': {
          const found = issues.find(({ number }) => number === issue)
          if (found === undefined) throw new GitHubError(404, 'Not Found', {})
          const { state = found.state } = parameters as { readonly state?: string }
          Object.assign(found, { body, state })
          return of(shownIssue(found))
        }
        case 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls':
          return of(
            named()
              .filter(({ merge: merged }) => merged?.commit === parameters['commit_sha'])
              .map(({ drawn: { number }, merge: merged }) => ({
                ...{ number, merge_commit_sha: merged?.commit, base: { ref: 'main' } },
                merged_at: instantOf(merged?.at ?? 0),
              })),
          )
        case 'GET /repos/{owner}/{repo}/compare/{basehead}': {
          const [base = '', head = ''] = String(parameters['basehead']).split('...')
          const [one, other] = [order(base), order(head)]
          if (one === undefined || other === undefined) throw new GitHubError(404, 'Not Found', {})
          return of({ status: one === other ? 'identical' : one < other ? 'ahead' : 'behind' })
        }
        case 'GET /repos/{owner}/{repo}/actions/jobs/{job_id}': {
          const { headers } = parameters as { readonly headers?: Record<string, string> }
          return answerJob(by, Number(parameters['job_id']), headers?.['if-none-match'])
        }
        case 'GET /repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups':
          return of({ concurrency_groups: [] })
        default:
          throw new Error(`a request that is not known: ${route}`)
      }
    },
    query(by, query, parameters) {
      if (query.startsWith('query { viewer')) return { viewer: { login: viewer } }
      if (query.startsWith('query Reviews')) return answerReviews(numbered(parameters['number']), drawn)
      const { oid } = parameters
      if (query.startsWith('query MergedPullRequests')) {
        const nodes = named().map(shownMerged)
        const associatedPullRequests = { nodes: nodes.filter(({ mergeCommit }) => mergeCommit.oid === oid) }
        const found = pullRequests.some(({ merge: merged }) => merged?.commit === oid)
        return {
          repository: { object: found ? { associatedPullRequests } : null, pullRequests: { nodes } },
        }
      }
      if (query.startsWith('query OpenComments')) {
        const open = pullRequests.filter(({ merge: merged }) => merged === undefined)
        const nodes = open.map(({ drawn: { number }, comments }) => ({
          number,
          comments: { nodes: comments.toSorted((a, b) => b.updatedAt - a.updatedAt).map(shownNode) },
        }))
        return { viewer: { login: viewer }, repository: { pullRequests: { nodes } } }
      }
      throw new Error(`a query that is not known, of ${by.name}: ${query.slice(0, 40)}`)
    },
  }
}

/** What the page of its run says, which lags behind. undefined: it knows of none. */
function statusOf(
  { lagsMs, lostAfterMs }: DrawnGitHub,
  job: Job,
): 'queued' | 'in_progress' | 'completed' | undefined {
  const { number, startedAt, main, fate, overAt } = job
  if (main === undefined) return undefined
  const lagMs = lagsMs[number] ?? 0
  const lostMs = lostAfterMs[number]
  // A runner that GitHub hears nothing of: its job counts as failed, and goes on.
  if (lostMs !== undefined && elapsed() - startedAt >= lostMs) return 'completed'
  if (elapsed() - startedAt < lagMs / 10) return 'queued'
  return fate !== 'running' && elapsed() - overAt >= lagMs ? 'completed' : 'in_progress'
}

function shownComment({ id, body }: Comment): object {
  return { id, body, html_url: `${page}/pull/1#issuecomment-${id}`, user: { login: viewer } }
}

function shownIssue({ number, body, state }: Issue): object {
  return {
    number,
    body,
    state,
    state_reason: null,
    html_url: `${page}/issues/${number}`,
    user: { login: viewer },
  }
}

function shownNode({ id, body }: Comment): object {
  return {
    fullDatabaseId: String(id),
    body,
    url: `${page}/pull/1#issuecomment-${id}`,
    author: { login: viewer },
  }
}

interface ShownMerged {
  readonly [field: string]: unknown
  readonly mergeCommit: { readonly oid: string; readonly parents: object }
}

function shownMerged({ drawn: { number }, head, merge }: PullRequest): ShownMerged {
  return {
    ...{ number, merged: true, baseRefName: 'main', headRefOid: head, author: { login: 'alice' } },
    baseRepository: { nameWithOwner: repository },
    mergeCommit: { oid: merge?.commit ?? '', parents: { nodes: [{ oid: '0'.repeat(40) }, { oid: head }] } },
  }
}

function answerReviews({ reviews, head }: PullRequest, { denies }: DrawnGitHub): unknown {
  const pageInfo = { hasNextPage: false, endCursor: null }
  const latest = new Map(reviews.toSorted((a, b) => a.at - b.at).map((review) => [review.author, review]))
  const nodes = [...latest.values()].map(({ author, opinion, mayWrite, commit, at }) => ({
    ...{
      state: opinion,
      submittedAt: instantOf(at),
      authorCanPushToRepository: mayWrite,
      commit: { oid: commit },
    },
    author: { __typename: author === 'robot[bot]' ? 'Bot' : 'User', login: author },
  }))
  const commit = { oid: head, statusCheckRollup: null }
  const data = {
    repository: {
      pullRequest: {
        ...{ headRefOid: head, reviewDecision: null, author: { login: 'alice' } },
        latestOpinionatedReviews: { pageInfo, nodes },
        commits: { nodes: [{ commit }] },
      },
    },
  }
  if (denies !== 'checks') return data
  const error = new GitHubError(200, 'Resource not accessible by integration')
  const path = ['repository', 'pullRequest', 'commits', 'nodes', 0]
  throw Object.assign(error, { data, errors: [{ path, message: error.message }] })
}

/** GitHub tells whole seconds. */
function instantOf(ms: number): string {
  return `${new Date(wallTimeAtStart + ms).toISOString().slice(0, 19)}Z`
}

/** Whether as many people as `required` had approved the head at this moment, all after `seenAt`. */
export function isApproved(
  { reviews, head }: PullRequest,
  required: number,
  seenAt: number,
  now: number,
): boolean {
  const latest = new Map(
    reviews
      .filter(({ at }) => at <= now)
      .toSorted((a, b) => a.at - b.at)
      .map((review) => [review.author, review]),
  )
  const all = [...latest.values()]
  const counted = all.filter(
    ({ author, opinion, mayWrite, commit, at }) =>
      opinion === 'APPROVED' &&
      author !== 'alice' &&
      author !== 'robot[bot]' &&
      mayWrite &&
      commit === head &&
      at >= seenAt,
  )
  const isObjected = all.some(({ opinion, mayWrite }) => opinion === 'CHANGES_REQUESTED' && mayWrite)
  return counted.length >= required && !isObjected
}
