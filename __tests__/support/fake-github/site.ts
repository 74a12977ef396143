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

export interface Issue {
  number: number
  title: string
  body: string | null
  labels: readonly string[]
  state: 'open' | 'closed'
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null
  /** Null for an account that is gone. */
  user: Account | null
  /** Its page, and a change of it, answer 410. */
  isDeleted: boolean
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
  /** When its head was replaced by a forced push. */
  forcedAt: readonly Date[]
  /** GitHub's own; null where no rule of the branch asks for a review. */
  reviewDecision: 'APPROVED' | 'CHANGES_REQUESTED' | 'REVIEW_REQUIRED' | null
  createdAt: Date
  updatedAt: Date
}

export type Role = 'admin' | 'maintain' | 'write' | 'triage' | 'read' | 'none'
export type ReviewState = 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED'

export interface Review {
  state: ReviewState
  /** Null for an account that is gone. */
  user: Account | null
  /** Null for a commit that is gone. */
  commit: string | null
  submittedAt: Date
  canPush: boolean
}

export interface CheckRun {
  kind: 'check'
  name: string
  status: 'QUEUED' | 'IN_PROGRESS' | 'COMPLETED'
  conclusion: string | null
  startedAt: Date | null
  app: string
  /** Null for a check of another app than GitHub Actions. */
  run: { id: number; event: string; workflow: string } | null
}

export interface CommitStatus {
  kind: 'status'
  context: string
  state: 'ERROR' | 'EXPECTED' | 'FAILURE' | 'PENDING' | 'SUCCESS'
  createdAt: Date
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
  issues: Map<number, Issue>
  /** False: they are switched off in the settings. */
  hasIssues: boolean
  /** The attempts of a run, in order. */
  runs: Map<number, Run[]>
  jobs: Map<number, Job>
  /** The numbers of a commit's pull requests. */
  commits: Map<string, readonly number[]>
  parents: Map<string, readonly string[]>
  /** By the number of the pull request, in order. */
  reviews: Map<number, Review[]>
  /** By commit. */
  checks: Map<string, (CheckRun | CommitStatus)[]>
  /** By login in lower case; who is not in it is no collaborator. */
  roles: Map<string, Role>
  /** The members of a concurrency group, by its name; the first one holds it. */
  groups: Map<string, readonly GroupMember[]>
  /** The types of an environment's rules, by its name in lower case. */
  environments: Map<string, readonly string[]>
  /** By `ref:path`. */
  files: Map<string, string>
}

/** The run as a whole, or a job of it. */
export interface GroupMember {
  runId: number
  jobId?: number
}

/** `metadata` is always readable. */
export type PermissionScope =
  'actions' | 'checks' | 'contents' | 'issues' | 'metadata' | 'pull-requests' | 'statuses'
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
  /** So many answers of the GraphQL API do not know yet what was merged. */
  mergeLag: number
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
    issues: new Map(),
    hasIssues: true,
    runs: new Map(),
    jobs: new Map(),
    commits: new Map(),
    parents: new Map(),
    reviews: new Map(),
    checks: new Map(),
    roles: new Map(),
    groups: new Map(),
    environments: new Map(),
    files: new Map(),
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
