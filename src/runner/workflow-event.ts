import { readFileSync } from 'node:fs'

/** What started the workflow, as far as it is used here. */
export interface WorkflowEvent {
  /** GITHUB_EVENT_NAME */
  readonly name: string
  /** undefined where the payload does not tell. */
  readonly isPublicRepository: boolean | undefined
  readonly pullRequest: EventPullRequest | undefined
  /** Of a `push` to a branch. */
  readonly push: EventPush | undefined
  /** Of an `issue_comment`. */
  readonly comment: EventComment | undefined
  /** Of a `workflow_run`: the run that it follows was one of a fork's code. */
  readonly isForkRun: boolean
  /** What GitHub sent, as it is; empty where that could not be read. */
  readonly payload: Readonly<Record<string, unknown>>
}

export interface EventPullRequest {
  readonly number: number
  /** undefined for an event that names the pull request only, such as a comment on it. */
  readonly headCommit: string | undefined
  /** GitHub gives such a run a token that may only read. */
  readonly hasReadOnlyToken: boolean
  /** Whether the head lies in another repository; undefined as above. */
  readonly isFork: boolean | undefined
  readonly baseCommit: string | undefined
  readonly baseBranch: string | undefined
  /** The login; undefined for an account that is gone. */
  readonly author: string | undefined
}

export interface EventPush {
  /** The commit that the branch points to now. */
  readonly after: string
  /** All that were pushed, the oldest first; GitHub names at most 2,048. */
  readonly commits: readonly string[]
  readonly branch: string
  readonly isForced: boolean
  readonly isDeleted: boolean
}

export interface EventComment {
  /** The login. */
  readonly author: string
  /** Milliseconds since 1970; a later change of its text leaves it as it is. */
  readonly createdAt: number
}

type Environment = Readonly<Record<string, string | undefined>>
type Fields = Readonly<Record<string, unknown>>

/** Reads the file at GITHUB_EVENT_PATH. An event that cannot be read tells nothing but its name. */
export function readWorkflowEvent(env: Environment): WorkflowEvent {
  const name = env['GITHUB_EVENT_NAME'] ?? ''
  const payload = readPayload(env['GITHUB_EVENT_PATH'] ?? '')
  return eventFromPayload(name, payload, env['GITHUB_ACTOR'] ?? '')
}

function readPayload(path: string): Fields {
  try {
    return fieldsOf(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return {}
  }
}

/** The payload of an event: https://docs.github.com/webhooks/webhook-events-and-payloads */
export function eventFromPayload(name: string, payload: Fields, actor: string): WorkflowEvent {
  return {
    name,
    isPublicRepository: isPublic(fieldsOf(payload['repository'])),
    pullRequest: pullRequestFromPayload(name, payload, actor),
    push: name === 'push' ? pushFromPayload(payload) : undefined,
    comment: name === 'issue_comment' ? commentFromPayload(fieldsOf(payload['comment'])) : undefined,
    isForkRun: name === 'workflow_run' && isOfFork(payload),
    payload,
  }
}

export function pullRequestFromPayload(
  event: string,
  payload: Fields,
  actor: string,
): EventPullRequest | undefined {
  if (event === 'issue_comment') {
    const issue = fieldsOf(payload['issue'])
    if (!('pull_request' in issue)) return undefined
    const unknown = { headCommit: undefined, isFork: undefined, baseCommit: undefined, baseBranch: undefined }
    return numbered(issue, { ...unknown, hasReadOnlyToken: false })
  }
  const pullRequest = fieldsOf(payload['pull_request'])
  const [head, base] = [fieldsOf(pullRequest['head']), fieldsOf(pullRequest['base'])]
  const isFork = !isSameRepository(head['repo'], base['repo'])
  return numbered(pullRequest, {
    headCommit: textOf(head['sha']),
    hasReadOnlyToken: event !== 'pull_request_target' && (isFork || actor === 'dependabot[bot]'),
    isFork,
    baseCommit: textOf(base['sha']),
    baseBranch: textOf(base['ref']),
  })
}

function numbered(
  { number, user }: Fields,
  rest: Omit<EventPullRequest, 'number' | 'author'>,
): EventPullRequest | undefined {
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? { number, author: loginOf(user), ...rest }
    : undefined
}

function pushFromPayload(payload: Fields): EventPush | undefined {
  const after = textOf(payload['after'])
  const branch = /^refs\/heads\/(.+)$/.exec(textOf(payload['ref']) ?? '')?.[1]
  if (after === undefined || branch === undefined) return undefined
  const commits = Array.isArray(payload['commits']) ? (payload['commits'] as readonly unknown[]) : []
  return {
    after,
    commits: commits.map((commit) => textOf(fieldsOf(commit)['id'])).filter((id) => id !== undefined),
    branch,
    isForced: payload['forced'] === true,
    isDeleted: payload['deleted'] === true,
  }
}

function commentFromPayload(comment: Fields): EventComment | undefined {
  const author = loginOf(comment['user'])
  const createdAt = Date.parse(textOf(comment['created_at']) ?? '')
  return author === undefined || Number.isNaN(createdAt) ? undefined : { author, createdAt }
}

function isOfFork(payload: Fields): boolean {
  const run = fieldsOf(payload['workflow_run'])
  return !isSameRepository(run['head_repository'], payload['repository'])
}

/** A fork that was deleted since has no repository any more, and so has no number to compare. */
function isSameRepository(one: unknown, other: unknown): boolean {
  const id = fieldsOf(one)['id']
  return typeof id === 'number' && id === fieldsOf(other)['id']
}

/** What is `internal` is read by an enterprise's own people. */
function isPublic({ visibility, private: isPrivate }: Fields): boolean | undefined {
  if (typeof visibility === 'string') return visibility === 'public'
  return typeof isPrivate === 'boolean' ? !isPrivate : undefined
}

function loginOf(user: unknown): string | undefined {
  return textOf(fieldsOf(user)['login'])
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
