import type { Answer } from './answer.ts'
import { json } from './answer.ts'
import { nodeId, timestamp } from './account.ts'
import { executeGraphql, FieldError, QueryError } from './graphql.ts'
import type { GraphArguments, GraphqlAnswer } from './graphql.ts'
import { commentPage } from './issue-comments.ts'
import { repositoryPage } from './repository.ts'
import type {
  Account,
  CheckRun,
  Comment,
  CommitStatus,
  PermissionScope,
  PullRequest,
  Repository,
  Review,
  Site,
} from './site.ts'
import { repositoryNamed } from './site.ts'

type Node = Record<string, unknown>

/** GitHub's GraphQL API, with the fields that Lockstep asks for and some beside, named as in GitHub's schema. */
export function answerGraphql(site: Site, body: unknown): Answer {
  const { query, variables } = (body ?? {}) as { query?: unknown; variables?: GraphArguments }
  const answer: GraphqlAnswer =
    typeof query === 'string'
      ? executeGraphql(rootOf(site), query, variables ?? {})
      : { errors: [{ message: 'A query attribute must be specified and must be a string.' }] }
  if (site.mergeLag > 0) site.mergeLag -= 1
  return json(200, answer)
}

function rootOf(site: Site): Node {
  return {
    viewer: { __typename: 'User', login: site.viewer.login },
    repository: ({ owner, name }: GraphArguments) => {
      const fullName = `${String(owner)}/${String(name)}`
      const repository = repositoryNamed(site, fullName)
      if (repository === undefined) throw unresolved(`Repository with the name '${fullName}'.`)
      return repositoryNode({ site, repository })
    },
  }
}

interface Place {
  site: Site
  repository: Repository
}

function repositoryNode(place: Place): Node {
  const { site, repository } = place
  return {
    __typename: 'Repository',
    nameWithOwner: repository.fullName,
    pullRequest: ({ number }: GraphArguments) => {
      require(place, 'pull-requests')
      const pullRequest = repository.pullRequests.get(Number(number))
      if (pullRequest === undefined) throw unresolved(`PullRequest with the number of ${String(number)}.`)
      return pullRequestNode(place, pullRequest)
    },
    pullRequests: ({ states, baseRefName, orderBy, ...page }: GraphArguments) => {
      require(place, 'pull-requests')
      const found = [...repository.pullRequests.values()]
        .filter((pull) => states === undefined || [states].flat().includes(stateOf(pull)))
        .filter(({ baseRef }) => baseRefName === undefined || baseRefName === baseRef)
        .filter((pull) => site.mergeLag === 0 || pull.mergedAt === null)
      return connection(
        ordered(found, orderBy).map((pull) => pullRequestNode(place, pull)),
        page,
      )
    },
    object: ({ oid }: GraphArguments) => {
      require(place, 'contents')
      return commitNode(place, String(oid))
    },
  }
}

function pullRequestNode(place: Place, pull: PullRequest): Node {
  const { site, repository } = place
  const { number, headSha, mergeCommitSha, mergedAt } = pull
  return {
    __typename: 'PullRequest',
    number,
    state: stateOf(pull),
    merged: mergedAt !== null,
    mergedAt: mergedAt === null ? null : timestamp(mergedAt),
    baseRefName: pull.baseRef,
    headRefOid: headSha,
    isCrossRepository: pull.headRepository !== repository.fullName,
    baseRepository: { __typename: 'Repository', nameWithOwner: repository.fullName },
    mergeCommit: () =>
      mergedAt === null || mergeCommitSha === null ? null : commitNode(place, mergeCommitSha),
    author: actorNode(pull.user),
    reviewDecision: pull.reviewDecision,
    latestOpinionatedReviews: ({ writersOnly, ...page }: GraphArguments) =>
      connection(
        latestOpinions(repository, number, writersOnly === true).map((each) => reviewNode(place, each)),
        page,
      ),
    comments: ({ orderBy, ...page }: GraphArguments) =>
      connection(
        ordered(repository.comments.get(number) ?? [], orderBy).map((comment) =>
          commentNode(site, repository, number, comment),
        ),
        page,
      ),
    timelineItems: ({ last }: GraphArguments) =>
      connection(
        pull.forcedAt.map((at) => ({ __typename: 'HeadRefForcePushedEvent', createdAt: timestamp(at) })),
        { last },
      ),
    commits: (page: GraphArguments) =>
      connection([{ __typename: 'PullRequestCommit', commit: commitNode(place, headSha) }], page),
  }
}

function stateOf({ state, mergedAt }: PullRequest): 'OPEN' | 'CLOSED' | 'MERGED' {
  if (mergedAt !== null) return 'MERGED'
  return state === 'open' ? 'OPEN' : 'CLOSED'
}

function commitNode(place: Place, oid: string): Node {
  const { site, repository } = place
  return {
    __typename: 'Commit',
    oid,
    parents: (page: GraphArguments) =>
      connection(
        (repository.parents.get(oid) ?? []).map((parent) => commitNode(place, parent)),
        page,
      ),
    associatedPullRequests: ({ first }: GraphArguments) => {
      require(place, 'pull-requests')
      const pulls = [...repository.pullRequests.values()]
      const numbers =
        repository.commits.get(oid) ??
        pulls
          .filter((each) => each.headSha === oid || each.mergeCommitSha === oid)
          .map(({ number }) => number)
      const found = pulls
        .filter(({ number }) => numbers.includes(number))
        .filter(({ mergedAt }) => site.mergeLag === 0 || mergedAt === null)
      return connection(
        found.map((pull) => pullRequestNode(place, pull)),
        { first },
      )
    },
    statusCheckRollup: () => {
      const checks = repository.checks.get(oid) ?? []
      if (checks.length === 0) return null
      return {
        __typename: 'StatusCheckRollup',
        contexts: (page: GraphArguments) =>
          connection(
            checks.map((check) => contextNode(place, check)),
            page,
          ),
      }
    },
  }
}

/** GitHub leaves out the item that it may not show. */
function contextNode(place: Place, check: CheckRun | CommitStatus): Node | FieldError {
  if (check.kind === 'status') {
    if (!isReadable(place, 'statuses')) return notAccessible()
    const { context, state, createdAt } = check
    return { __typename: 'StatusContext', context, state, createdAt: timestamp(createdAt) }
  }
  if (!isReadable(place, 'checks')) return notAccessible()
  const { name, status, conclusion, startedAt, app, run } = check
  return {
    ...{ __typename: 'CheckRun', name, status, conclusion },
    startedAt: startedAt === null ? null : timestamp(startedAt),
    checkSuite: {
      __typename: 'CheckSuite',
      app: { __typename: 'App', slug: app },
      workflowRun: () => {
        if (run === null) return null
        require(place, 'actions')
        return {
          __typename: 'WorkflowRun',
          databaseId: int(run.id),
          url: `${repositoryPage(place.site, place.repository)}/actions/runs/${run.id}`,
          event: run.event,
          workflow: { __typename: 'Workflow', name: run.workflow },
        }
      },
    },
  }
}

/** A comment changes nothing of what somebody thinks; a dismissal does. */
function latestOpinions(repository: Repository, number: number, writersOnly: boolean): Review[] {
  const latest = new Map<unknown, Review>()
  for (const review of repository.reviews.get(number) ?? []) {
    if (review.state !== 'COMMENTED') latest.set(review.user?.login ?? review, review)
  }
  return [...latest.values()].filter(({ canPush }) => canPush || !writersOnly)
}

function reviewNode(place: Place, { state, user, commit, submittedAt, canPush }: Review): Node {
  return {
    __typename: 'PullRequestReview',
    state,
    submittedAt: timestamp(submittedAt),
    authorCanPushToRepository: canPush,
    author: actorNode(user),
    commit: commit === null ? null : commitNode(place, commit),
  }
}

function commentNode(
  site: Site,
  repository: Repository,
  number: number,
  { id, body, user, updatedAt }: Comment,
): Node {
  return {
    __typename: 'IssueComment',
    id: nodeId('IC', id),
    databaseId: int(id),
    fullDatabaseId: String(id),
    url: commentPage(site, repository, number, id),
    body,
    author: actorNode(user),
    viewerDidAuthor: user?.login === site.viewer.login,
    updatedAt: timestamp(updatedAt),
  }
}

/** An Int of GraphQL has 32 bits; what is longer GitHub gives as null. */
function int(value: number): number | null {
  return value < 2 ** 31 ? value : null
}

/** The login of a bot is without the suffix that the REST API gives it. */
function actorNode(account: Account | null): Node | null {
  return account && { __typename: account.type, login: account.login.replace(/\[bot\]$/, '') }
}

function ordered<T extends { updatedAt: Date }>(items: readonly T[], orderBy: unknown): T[] {
  if (orderBy === undefined) return [...items]
  const { field, direction } = orderBy as Node
  if (field !== 'UPDATED_AT') throw new QueryError(`The fake does not order by ${String(field)}.`)
  const sign = direction === 'DESC' ? -1 : 1
  return [...items].sort((a, b) => sign * (a.updatedAt.getTime() - b.updatedAt.getTime()))
}

function connection(all: readonly unknown[], { first, last, after, ...others }: GraphArguments): Node {
  const [unknown] = Object.keys(others)
  if (unknown !== undefined) throw new QueryError(`The fake does not know the argument ${unknown}.`)
  const count = Number(first ?? last)
  if (!(count >= 1 && count <= 100)) throw new QueryError('A list needs `first` or `last`, from 1 to 100.')
  const start = typeof after === 'string' ? Number(Buffer.from(after, 'base64url').toString()) : 0
  const rest = all.slice(start)
  const nodes = first === undefined ? rest.slice(-count) : rest.slice(0, count)
  const end = start + nodes.length
  return {
    nodes,
    totalCount: all.length,
    pageInfo: {
      hasNextPage: first !== undefined && end < all.length,
      endCursor: nodes.length === 0 ? null : Buffer.from(String(end)).toString('base64url'),
    },
  }
}

/** A token has no permission in any other repository than its own; what is public there it may read all the same. */
function isReadable({ site, repository }: Place, scope: PermissionScope): boolean {
  return repository !== site.repositories[0] || (site.permissions[scope] ?? 'none') !== 'none'
}

function require(place: Place, scope: PermissionScope): void {
  if (!isReadable(place, scope)) throw notAccessible()
}

function notAccessible(): FieldError {
  return new FieldError('FORBIDDEN', 'Resource not accessible by integration')
}

function unresolved(what: string): FieldError {
  return new FieldError('NOT_FOUND', `Could not resolve to a ${what}`)
}
