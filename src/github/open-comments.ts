import { within } from '../backend/request.ts'
import { splitRepository, type GitHubClient } from './client.ts'
import type { FoundComment } from './comments.ts'
import { loginOf } from './viewer.ts'

/** A comment of ours on another pull request that is open. */
export interface OpenComment {
  /** Of the pull request. */
  readonly number: number
  readonly comment: FoundComment
}

interface CommentNode {
  readonly fullDatabaseId: string | null
  readonly url: string
  readonly body: string
  readonly author: { readonly login: string } | null
}

interface Answer {
  readonly viewer: { readonly login: string }
  readonly repository: {
    readonly pullRequests: {
      readonly nodes: readonly {
        readonly number: number
        readonly comments: { readonly nodes: readonly CommentNode[] }
      }[]
    }
  }
}

// `databaseId` is an Int of 32 bits, which the numbers of comments have outgrown. A comment of ours is old, but each run
// brings it up to date: by that order it comes before the talk that was there before.
const query = `query OpenComments($owner: String!, $name: String!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequests(states: OPEN, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes {
        number
        comments(first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
          nodes { fullDatabaseId url body author { login } }
        }
      }
    }
  }
}`

const maxPullRequests = 10

/**
 * Our comments that carry a marker on the open pull requests that were updated last: of ten at most, the newest first,
 * and of two on one pull request the older one, as in `CommentThread`. One request.
 */
export async function readOpenComments(
  { graphql }: GitHubClient,
  repository: string,
  carriesMarker: (body: string) => boolean,
  exceptNumber: number | undefined,
): Promise<readonly OpenComment[]> {
  const { owner, repo: name } = splitRepository(repository)
  const { viewer, repository: found } = await within(
    async (signal) => await graphql<Answer>(query, { owner, name, request: { signal } }),
  )
  const isOurs = ({ author, body }: CommentNode): boolean =>
    author !== null && loginOf(author.login) === loginOf(viewer.login) && carriesMarker(body)
  return found.pullRequests.nodes
    .filter(({ number }) => number !== exceptNumber)
    .flatMap(({ number, comments }) => {
      const ours = comments.nodes.filter(isOurs).map(foundComment)
      const [oldest] = ours.sort((a, b) => a.id - b.id)
      return oldest === undefined ? [] : [{ number, comment: oldest }]
    })
    .slice(0, maxPullRequests)
}

function foundComment({ fullDatabaseId, url, body }: CommentNode): FoundComment {
  return { id: Number(fullDatabaseId), url, body }
}
