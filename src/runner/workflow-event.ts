import { readFile } from 'node:fs/promises'

/** What started the workflow, as far as it is used here. */
export interface WorkflowEvent {
  /** GITHUB_EVENT_NAME */
  readonly name: string
  readonly pullRequest: EventPullRequest | undefined
}

export interface EventPullRequest {
  readonly number: number
  /** undefined for an event that names the pull request only, such as a comment on it. */
  readonly headCommit: string | undefined
  /** GitHub gives such a run a token that may only read. */
  readonly hasReadOnlyToken: boolean
}

type Environment = Readonly<Record<string, string | undefined>>
type Fields = Readonly<Record<string, unknown>>

/** Reads the file at GITHUB_EVENT_PATH. An event that cannot be read has no pull request. */
export async function readWorkflowEvent(env: Environment): Promise<WorkflowEvent> {
  const name = env['GITHUB_EVENT_NAME'] ?? ''
  try {
    const payload: unknown = JSON.parse(await readFile(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'))
    return { name, pullRequest: pullRequestFromPayload(name, fieldsOf(payload), env['GITHUB_ACTOR'] ?? '') }
  } catch {
    return { name, pullRequest: undefined }
  }
}

/** The payload of an event: https://docs.github.com/webhooks/webhook-events-and-payloads */
export function pullRequestFromPayload(
  event: string,
  payload: Fields,
  actor: string,
): EventPullRequest | undefined {
  const issue = fieldsOf(payload['issue'])
  if (event === 'issue_comment') {
    return 'pull_request' in issue ? numbered(issue, undefined, false) : undefined
  }
  const pullRequest = fieldsOf(payload['pull_request'])
  const [head, base] = [fieldsOf(pullRequest['head']), fieldsOf(pullRequest['base'])]
  const commit = typeof head['sha'] === 'string' ? head['sha'] : undefined
  // A deleted fork has no repository any more.
  const isFork = fieldsOf(head['repo'])['id'] !== fieldsOf(base['repo'])['id']
  const hasReadOnlyToken = event !== 'pull_request_target' && (isFork || actor === 'dependabot[bot]')
  return numbered(pullRequest, commit, hasReadOnlyToken)
}

function numbered(
  { number }: Fields,
  headCommit: string | undefined,
  hasReadOnlyToken: boolean,
): EventPullRequest | undefined {
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
    ? { number, headCommit, hasReadOnlyToken }
    : undefined
}

function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
