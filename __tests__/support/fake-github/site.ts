export interface Account {
  login: string
  type: 'User' | 'Bot' | 'Organization'
}

export interface Comment {
  id: number
  body: string
  /** Null for an account that is gone. */
  user: Account | null
  createdAt: Date
  updatedAt: Date
}

export interface PullRequest {
  number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  draft: boolean
  mergedAt: Date | null
  mergeCommitSha: string | null
  user: Account
  headRef: string
  headSha: string
  /** `owner/name`; another than the pull request's own is a fork. */
  headRepository: string
  baseRef: string
  baseSha: string
  createdAt: Date
  updatedAt: Date
}

export type RunStatus = 'requested' | 'queued' | 'pending' | 'waiting' | 'in_progress' | 'completed'
export type JobConclusion =
  'action_required' | 'cancelled' | 'failure' | 'neutral' | 'skipped' | 'success' | 'timed_out'
export type RunConclusion = JobConclusion | 'stale' | 'startup_failure'

/** One attempt of a workflow run. */
export interface Run {
  id: number
  attempt: number
  number: number
  status: RunStatus
  conclusion: RunConclusion | null
  event: string
  workflowName: string
  workflowPath: string
  displayTitle: string
  headBranch: string
  headSha: string
  actor: Account
  triggeringActor: Account
  /** Numbers of the pull requests that GitHub names in the run; none for a fork. */
  pulls: readonly number[]
  createdAt: Date
  startedAt: Date
  updatedAt: Date
}

export interface Job {
  id: number
  runId: number
  attempt: number
  name: string
  status: RunStatus
  conclusion: JobConclusion | null
  runnerName: string | null
  createdAt: Date
  startedAt: Date
  completedAt: Date | null
}

export interface Repository {
  id: number
  owner: string
  name: string
  fullName: string
  /** In issues and pull requests alike, by number. */
  comments: Map<number, Comment[]>
  pullRequests: Map<number, PullRequest>
  /** The attempts of a run, in order. */
  runs: Map<number, Run[]>
  jobs: Map<number, Job>
  /** The numbers of a commit's pull requests. */
  commits: Map<string, readonly number[]>
}

export type PermissionScope = 'actions' | 'issues' | 'pull-requests'
export type PermissionLevel = 'none' | 'read' | 'write'
/** As in a workflow: once there is any, a scope that is not named has none. */
export type Permissions = Partial<Record<PermissionScope, PermissionLevel>>

export interface RateLimit {
  limit: number
  remaining: number
  /** Seconds since 1970. */
  reset: number
}

/** All that the fake knows. */
export interface Site {
  apiUrl: string
  serverUrl: string
  enterprise: boolean
  token: string
  viewer: Account
  permissions: Permissions
  rateLimit: RateLimit
  /** The first one is the token's own. */
  repositories: Repository[]
  now: () => Date
  /** For what has no ID yet; never gives one twice. */
  newId: () => number
}

export function newRepository(fullName: string, id: number): Repository {
  const [owner = '', name = ''] = fullName.split('/')
  if (owner === '' || name === '') throw new Error(`${fullName} is not owner/name.`)
  return {
    id,
    owner,
    name,
    fullName,
    comments: new Map(),
    pullRequests: new Map(),
    runs: new Map(),
    jobs: new Map(),
    commits: new Map(),
  }
}

/** GitHub's names are not case sensitive. */
export function repositoryNamed(site: Site, fullName: string): Repository | undefined {
  return site.repositories.find((each) => each.fullName.toLowerCase() === fullName.toLowerCase())
}

/** The token's own unless named; throws if the fake doesn't have it. */
export function ownedRepository(site: Site, fullName: string | undefined): Repository {
  const repository = fullName === undefined ? site.repositories[0] : repositoryNamed(site, fullName)
  if (repository === undefined) throw new Error(`The fake GitHub has no repository ${String(fullName)}.`)
  return repository
}

export function currentAttempt(attempts: readonly Run[] | undefined): Run | undefined {
  return attempts?.at(-1)
}
