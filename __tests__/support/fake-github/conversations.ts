import { createHash } from 'node:crypto'
import { commentPage } from './issue-comments.ts'
import { addIssue, type IssueOptions } from './issues.ts'
import type {
  Account,
  CheckRun,
  Comment,
  CommitStatus,
  Issue,
  PullRequest,
  Repository,
  Review,
  Role,
  Site,
} from './site.ts'
import { ownedRepository } from './site.ts'

/** A login is a person's, or a bot's if it ends with [bot]. */
export type Who = Account | string

/** `owner/name`; the token's own unless given. */
export interface Owned {
  repository?: string
}

export interface PullRequestOptions extends Owned, Partial<Omit<PullRequest, 'number' | 'user'>> {
  number: number
  user?: Who
}

export interface PullRequestChanges extends Owned, Partial<Omit<PullRequest, 'number' | 'user'>> {}

export interface CommentOptions extends Owned {
  body: string
  /** Null for an account that is gone. */
  user?: Who | null
  createdAt?: Date
  id?: number
}

export interface ReviewOptions extends Owned, Partial<Omit<Review, 'user'>> {
  /** Null for an account that is gone. */
  user?: Who | null
}

export interface CheckOptions extends Owned, Partial<Omit<CheckRun, 'kind' | 'run'>> {
  /** A GitHub Actions check unless it is null. */
  run?: { id: number; event?: string; workflow?: string } | null
}

export interface StatusOptions extends Owned, Partial<Omit<CommitStatus, 'kind'>> {}

export interface CommentView extends Comment {
  url: string
}

export interface Conversations {
  /** Of a pull request, in order; copies. */
  comments(number: number, repository?: string): CommentView[]
  addComment(number: number, options: CommentOptions): CommentView
  /** Open unless a time of merging is given. */
  addPullRequest(options: PullRequestOptions): PullRequest
  /** In the order of their numbers; copies. */
  issues(): Issue[]
  /** An open one of the token's own unless told otherwise. */
  addIssue(options: IssueOptions): Issue
  setIssue(number: number, changes: IssueOptions): void
  /** Whether the repository has issues at all; it has. */
  switchIssues(isOn: boolean): void
  setPullRequest(number: number, changes: PullRequestChanges): void
  /** The head of a pull request, its base and the commit that merged it are known without. */
  addCommit(sha: string, options: CommitOptions): void
  /** An approval of the head, by a person with write access, unless told otherwise. */
  addReview(number: number, options?: ReviewOptions): void
  /** Of a commit; completed if there is a conclusion. */
  addCheck(sha: string, options?: CheckOptions): void
  addStatus(sha: string, options?: StatusOptions): void
  setRole(login: string, role: Role, repository?: string): void
}

export interface CommitOptions extends Owned {
  pulls?: readonly number[]
  parents?: readonly string[]
}

export function conversationsOf(site: Site): Conversations {
  return {
    comments: (number, fullName) => {
      const repository = ownedRepository(site, fullName)
      return commentsOf(repository, number).map((comment) => viewOf(site, repository, number, comment))
    },

    addComment: (number, { repository: fullName, body, user = 'alice', createdAt = site.now(), id }) => {
      const repository = ownedRepository(site, fullName)
      const author = user === null ? null : accountOf(user)
      const comment = { id: id ?? site.newId(), body, user: author, createdAt, updatedAt: createdAt }
      commentsOf(repository, number).push(comment)
      return viewOf(site, repository, number, comment)
    },

    addPullRequest: ({ repository: fullName, user = 'alice', ...given }) => {
      const repository = ownedRepository(site, fullName)
      const { number } = given
      if (repository.pullRequests.has(number)) throw new Error(`The fake GitHub has ${number} already.`)
      const now = site.now()
      const pullRequest: PullRequest = {
        title: `Change number ${number}`,
        body: null,
        state: stateOf(given),
        draft: false,
        mergedAt: null,
        mergeCommitSha: null,
        headRef: `change-${number}`,
        headSha: shaOf(`head of ${number}`),
        headRepository: repository.fullName,
        baseRef: 'main',
        baseSha: shaOf('main'),
        reviewDecision: null,
        forcedAt: [],
        createdAt: now,
        updatedAt: now,
        ...given,
        user: accountOf(user),
      }
      repository.pullRequests.set(number, pullRequest)
      repository.comments.set(number, [])
      return { ...pullRequest }
    },

    issues: () => [...ownedRepository(site, undefined).issues.values()].map((issue) => ({ ...issue })),

    addIssue: (options) => ({ ...addIssue(site, ownedRepository(site, undefined), options) }),

    setIssue: (number, changes) => {
      const issue = ownedRepository(site, undefined).issues.get(number)
      if (issue === undefined) throw new Error(`The fake GitHub has no issue ${number}.`)
      Object.assign(issue, { updatedAt: site.now() }, changes)
    },

    switchIssues: (isOn) => {
      ownedRepository(site, undefined).hasIssues = isOn
    },

    setPullRequest: (number, { repository: fullName, ...changes }) => {
      const pullRequest = ownedRepository(site, fullName).pullRequests.get(number)
      if (pullRequest === undefined) throw new Error(`The fake GitHub has no pull request ${number}.`)
      const changed = { ...pullRequest, ...changes }
      Object.assign(pullRequest, { updatedAt: site.now(), state: stateOf(changed) }, changes)
    },

    addCommit: (sha, { pulls, parents = [], repository: fullName }) => {
      const repository = ownedRepository(site, fullName)
      if (pulls !== undefined) {
        requirePullRequests(repository, pulls)
        repository.commits.set(sha, pulls)
      }
      repository.parents.set(sha, parents)
    },

    addReview: (number, { repository: fullName, user = 'bob', ...given } = {}) => {
      const repository = ownedRepository(site, fullName)
      requirePullRequests(repository, [number])
      const review: Review = {
        state: 'APPROVED',
        commit: repository.pullRequests.get(number)?.headSha ?? null,
        submittedAt: site.now(),
        canPush: true,
        ...given,
        user: user === null ? null : accountOf(user),
      }
      listIn(repository.reviews, number).push(review)
    },

    addCheck: (sha, { repository: fullName, run = { id: 1 }, ...given } = {}) => {
      const conclusion = given.conclusion ?? null
      listIn(ownedRepository(site, fullName).checks, sha).push({
        kind: 'check',
        name: 'test',
        status: conclusion === null ? 'IN_PROGRESS' : 'COMPLETED',
        startedAt: site.now(),
        app: 'github-actions',
        ...given,
        conclusion,
        run: run === null ? null : { event: 'pull_request', workflow: 'CI', ...run },
      })
    },

    addStatus: (sha, { repository: fullName, ...given } = {}) => {
      const status = { kind: 'status', context: 'ci/test', state: 'SUCCESS', createdAt: site.now() } as const
      listIn(ownedRepository(site, fullName).checks, sha).push({ ...status, ...given })
    },

    setRole: (login, role, fullName) => {
      ownedRepository(site, fullName).roles.set(login.toLowerCase(), role)
    },
  }
}

function listIn<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

function commentsOf(repository: Repository, number: number): Comment[] {
  const comments = repository.comments.get(number)
  if (comments === undefined) throw new Error(`The fake GitHub has no pull request ${number}.`)
  return comments
}

function viewOf(site: Site, repository: Repository, number: number, comment: Comment): CommentView {
  return { ...comment, url: commentPage(site, repository, number, comment.id) }
}

/** What is merged is closed. */
function stateOf({ mergedAt, state }: Partial<PullRequest>): 'open' | 'closed' {
  return mergedAt instanceof Date ? 'closed' : (state ?? 'open')
}

export function requirePullRequests(repository: Repository, numbers: readonly number[]): void {
  const unknown = numbers.find((number) => !repository.pullRequests.has(number))
  if (unknown !== undefined) throw new Error(`The fake GitHub has no pull request ${unknown}.`)
}

export function accountOf(who: Who): Account {
  if (typeof who !== 'string') return who
  return { login: who, type: who.endsWith('[bot]') ? 'Bot' : 'User' }
}

export function shaOf(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}
