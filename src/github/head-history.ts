import { within } from '../backend/request.ts'
import { instantOf } from './check-contexts.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/** The head of a pull request, and since when it may be another one than somebody has seen. */
export interface HeadHistory {
  readonly commit: string
  readonly isFork: boolean
  /** Of the last forced push, in milliseconds since 1970. */
  readonly forcedAt: number | undefined
}

interface Answer {
  readonly repository: {
    readonly pullRequest: {
      readonly headRefOid: string
      readonly isCrossRepository: boolean
      readonly timelineItems: { readonly nodes: readonly { readonly createdAt?: string }[] }
    } | null
  }
}

const query = `query HeadHistory($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid isCrossRepository
      timelineItems(last: 1, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
        nodes { ... on HeadRefForcePushedEvent { createdAt } }
      }
    }
  }
}`

/** One request, with `pull-requests: read`. Throws where GitHub refuses or does not know the pull request. */
export async function readHeadHistory(
  { graphql }: GitHubClient,
  repository: string,
  number: number,
): Promise<HeadHistory> {
  const { owner, repo: name } = splitRepository(repository)
  const answer = await within(
    async (signal) => await graphql<Answer>(query, { owner, name, number, request: { signal } }),
  )
  const { pullRequest } = answer.repository
  if (pullRequest === null) throw new Error(`there is no pull request #${String(number)}`)
  return {
    commit: pullRequest.headRefOid,
    isFork: pullRequest.isCrossRepository,
    forcedAt: instantOf(pullRequest.timelineItems.nodes[0]?.createdAt ?? null),
  }
}
