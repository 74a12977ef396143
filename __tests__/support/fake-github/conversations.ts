import { createHash } from 'node:crypto'
import { commentPage } from './issue-comments.ts'
import type { Account, Comment, PullRequest, Repository, Site } from './site.ts'
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
}

export interface CommentView extends Comment {
  url: string
}

export interface Conversations {
  /** Of a pull request, in order; copies. */
  comments(number: number, repository?: string): CommentView[]
  addComment(number: number, options: CommentOptions): CommentView
  /** Open unless a time of merging is given. */
  addPullRequest(options: PullRequestOptions): PullRequest
  setPullRequest(number: number, changes: PullRequestChanges): void
  /** The head of a pull request and the commit that merged it are known without. */
  addCommit(sha: string, options: { pulls: readonly number[] } & Owned): void
}

export function conversationsOf(site: Site): Conversations {
  return {
    comments: (number, fullName) => {
      const repository = ownedRepository(site, fullName)
      return commentsOf(repository, number).map((comment) => viewOf(site, repository, number, comment))
    },

    addComment: (number, { repository: fullName, body, user = 'alice', createdAt = site.now() }) => {
      const repository = ownedRepository(site, fullName)
      const author = user === null ? null : accountOf(user)
      const comment = { id: site.newId(), body, user: author, createdAt, updatedAt: createdAt }
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
        createdAt: now,
        updatedAt: now,
        ...given,
        user: accountOf(user),
      }
      repository.pullRequests.set(number, pullRequest)
      repository.comments.set(number, [])
      return { ...pullRequest }
    },

    setPullRequest: (number, { repository: fullName, ...changes }) => {
      const pullRequest = ownedRepository(site, fullName).pullRequests.get(number)
      if (pullRequest === undefined) throw new Error(`The fake GitHub has no pull request ${number}.`)
      const changed = { ...pullRequest, ...changes }
      Object.assign(pullRequest, { updatedAt: site.now(), state: stateOf(changed) }, changes)
    },

    addCommit: (sha, { pulls, repository: fullName }) => {
      const repository = ownedRepository(site, fullName)
      requirePullRequests(repository, pulls)
      repository.commits.set(sha, pulls)
    },
  }
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
