import { within } from '../backend/request.ts'
import type { ApprovalFacts, Review } from '../plan/approvals.ts'
import type { CheckReading } from '../plan/commit-checks.ts'
import {
  checksOf,
  commitFields,
  instantOf,
  isThere,
  isWhole,
  type CommitNode,
  type Page,
} from './check-contexts.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/** What people and checks say of a pull request. */
export interface PullRequestReviews extends Pick<ApprovalFacts, 'reviews' | 'reviewDecision' | 'checks'> {
  /** The head at this moment; `checks` are its own. */
  readonly headCommit: string
  /** The login of the pull request's author; empty for an account that is gone. */
  readonly author: string
}

interface ReviewNode {
  readonly state: string
  readonly submittedAt: string | null
  readonly authorCanPushToRepository: boolean
  readonly author: { readonly __typename: string; readonly login: string } | null
  readonly commit: { readonly oid: string } | null
}

interface Answer {
  readonly repository: {
    readonly pullRequest: {
      readonly headRefOid: string
      readonly reviewDecision: ApprovalFacts['reviewDecision']
      readonly author: { readonly login: string } | null
      readonly latestOpinionatedReviews: Page<ReviewNode> | null
      readonly commits: { readonly nodes: readonly ({ readonly commit: CommitNode | null } | null)[] | null }
    } | null
  } | null
}

const query = `query Reviews(
  $owner: String!, $name: String!, $number: Int!, $afterReview: String, $afterContext: String
) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid reviewDecision author { login }
      latestOpinionatedReviews(first: 100, after: $afterReview, writersOnly: true) {
        pageInfo { hasNextPage endCursor }
        nodes { state submittedAt authorCanPushToRepository author { __typename login } commit { oid } }
      }
      commits(last: 1) { nodes { commit { ${commitFields} } } }
    }
  }
}`

/** Of 100 reviews and 100 checks each. */
const maxPages = 10

interface Cursors {
  readonly afterReview?: string | null
  readonly afterContext?: string | null
}

interface ReviewsPage extends PullRequestReviews {
  /** undefined on the last one. */
  readonly next: Cursors | undefined
}

/**
 * What people and checks say of a pull request now. Throws where GitHub refuses, does not answer, or does not know the
 * pull request. Checks that this token may not read are no reason to throw.
 */
export async function readReviews(
  { graphql }: GitHubClient,
  repository: string,
  number: number,
  cancelled?: AbortSignal,
): Promise<PullRequestReviews> {
  const { owner, repo: name } = splitRepository(repository)
  const read = async (cursors: Cursors): Promise<ReviewsPage> =>
    await within(async (signal) => {
      const answer = graphql<Answer>(query, { owner, name, number, ...cursors, request: { signal } })
      return pageFromAnswer(await withoutChecksErrors(answer), cursors)
    }, cancelled)

  const first = await read({})
  const pages = [first]
  let { next } = first
  while (next !== undefined) {
    if (pages.length === maxPages)
      throw new Error('The pull request has more reviews or checks than are read.')
    const page = await read(next)
    if (page.headCommit !== first.headCommit)
      throw new Error('The pull request has got a new commit meanwhile.')
    pages.push(page)
    next = page.next
  }
  return {
    ...{ headCommit: first.headCommit, author: first.author, reviewDecision: first.reviewDecision },
    reviews: pages.flatMap(({ reviews }) => reviews),
    checks: joinReadings(pages.map(({ checks }) => checks)),
  }
}

interface PartialAnswer {
  readonly answer: Answer
  /** GitHub's message where it has left out checks. */
  readonly refusal: string | undefined
}

/** Where the token may not read a check, GitHub answers without it, and names the place in an error. */
async function withoutChecksErrors(request: Promise<Answer>): Promise<PartialAnswer> {
  try {
    return { answer: await request, refusal: undefined }
  } catch (error) {
    const { data, errors = [] } = error as PartialError
    const isOfChecks = errors.every(({ path = [] }) => path.includes('commits'))
    if (data === undefined || data === null || !isOfChecks) throw error
    return { answer: data, refusal: errors[0]?.message ?? '' }
  }
}

/** Of `GraphqlResponseError` in @octokit/graphql. */
interface PartialError {
  readonly data?: Answer | null
  readonly errors?: readonly { readonly path?: readonly unknown[]; readonly message: string }[]
}

function pageFromAnswer({ answer, refusal }: PartialAnswer, before: Cursors): ReviewsPage {
  const pullRequest = answer.repository?.pullRequest
  const reviews = pullRequest?.latestOpinionatedReviews
  if (!isThere(pullRequest) || !isThere(reviews) || !isWhole(reviews.nodes)) {
    throw new Error('GitHub has not told the reviews of the pull request.')
  }
  const { headRefOid: headCommit, reviewDecision, author } = pullRequest
  const commit = pullRequest.commits.nodes?.[0]?.commit
  const contexts = commit?.statusCheckRollup?.contexts
  return {
    ...{ headCommit, reviewDecision, author: author?.login ?? '' },
    reviews: reviews.nodes.map(reviewFromNode),
    checks:
      refusal === undefined ? checksOf(commit, headCommit) : { kind: 'unreadable', reason: `${refusal}.` },
    next: nextCursors(before, reviews, contexts),
  }
}

/** A list that has come to its end has no cursor to give on its next, empty page: the one before still holds. */
function nextCursors(
  { afterReview, afterContext }: Cursors,
  reviews: Page<ReviewNode>,
  contexts: Page<unknown> | undefined,
): Cursors | undefined {
  if (!reviews.pageInfo.hasNextPage && contexts?.pageInfo.hasNextPage !== true) return undefined
  return {
    afterReview: reviews.pageInfo.endCursor ?? afterReview ?? null,
    afterContext: contexts?.pageInfo.endCursor ?? afterContext ?? null,
  }
}

function reviewFromNode(node: ReviewNode): Review {
  const { author, state, commit, submittedAt } = node
  return {
    author: author?.login,
    isByPerson: author?.__typename === 'User',
    mayWrite: node.authorCanPushToRepository,
    opinion: state === 'APPROVED' ? 'approved' : state === 'CHANGES_REQUESTED' ? 'changes-requested' : 'none',
    commit: commit?.oid,
    submittedAt: instantOf(submittedAt),
  }
}

function joinReadings(readings: readonly CheckReading[]): CheckReading {
  const unreadable = readings.find(({ kind }) => kind === 'unreadable')
  if (unreadable !== undefined) return unreadable
  return {
    kind: 'read',
    checks: readings.flatMap((reading) => (reading.kind === 'read' ? reading.checks : [])),
  }
}
