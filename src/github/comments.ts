import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

export interface FoundComment {
  readonly id: number
  readonly url: string
  readonly body: string
}

/** The comments of one pull request that are ours. Every call throws where GitHub refuses or does not answer. */
export interface CommentThread {
  /** The oldest comment of ours whose body fits. */
  find(): Promise<FoundComment | undefined>
  /** Writes over `comment`, or a new one. */
  write(body: string, comment: FoundComment | undefined): Promise<FoundComment>
}

export interface CommentThreadOptions {
  readonly client: () => Promise<GitHubClient>
  readonly repository: string
  readonly pullRequest: number
  /** Whether a body carries the marker; whose it is, is looked at here. */
  readonly carriesMarker: (body: string) => boolean
}

const pageSize = 100

export function createCommentThread(options: CommentThreadOptions): CommentThread {
  const { client, carriesMarker, pullRequest } = options
  const repository = splitRepository(options.repository)
  const issue = { ...repository, issue_number: pullRequest }

  const find = async (signal: AbortSignal): Promise<FoundComment | undefined> => {
    const github = await client()
    let viewer: string | undefined
    for (let page = 1; ; page += 1) {
      const { data } = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
        ...issue,
        per_page: pageSize,
        page,
        request: { signal },
      })
      for (const comment of data) {
        if (comment.body === undefined || !carriesMarker(comment.body)) continue
        // Asked only now, since most pull requests have no comment of ours yet.
        viewer ??= await readViewer(github, signal)
        if (loginOf(comment.user?.login) !== viewer) continue
        return { id: Number(comment.id), url: comment.html_url, body: comment.body }
      }
      if (data.length < pageSize) return undefined
    }
  }

  const update = async (body: string, comment: FoundComment, signal: AbortSignal): Promise<FoundComment> => {
    const { request } = await client()
    await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
      ...repository,
      comment_id: comment.id,
      body,
      request: { signal },
    })
    return { ...comment, body }
  }

  const create = async (body: string, signal: AbortSignal): Promise<FoundComment> => {
    const { request } = await client()
    const { data } = await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
      ...issue,
      body,
      // A comment whose answer was lost stands there already.
      request: { signal, retries: 0 },
    })
    return { id: Number(data.id), url: data.html_url, body }
  }

  return {
    find: async () => await within(find),
    async write(body, comment) {
      if (comment !== undefined) {
        try {
          return await within(async (signal) => await update(body, comment, signal))
        } catch (error) {
          // Somebody has deleted it.
          if (statusOfError(error) !== 404) throw error
        }
      }
      try {
        return await within(async (signal) => await create(body, signal))
      } catch (error) {
        if (!mayHaveBeenStored(error)) throw error
        const stored = await within(find)
        return await within(async (signal) =>
          stored === undefined ? await create(body, signal) : await update(body, stored, signal),
        )
      }
    },
  }
}

/** Octokit gives an error without an answer the status 500. */
function mayHaveBeenStored(error: unknown): boolean {
  return (statusOfError(error) ?? 500) >= 500
}

/** GET /user is refused to the token of a job and of an app; this is answered to every token. */
async function readViewer({ graphql }: GitHubClient, signal: AbortSignal): Promise<string> {
  const { viewer } = await graphql<{ viewer: { login: string } }>('query { viewer { login } }', {
    request: { signal },
  })
  return loginOf(viewer.login)
}

// GraphQL has been seen to leave the suffix out that REST has.
function loginOf(login = ''): string {
  return login.replace(/\[bot\]$/, '')
}
