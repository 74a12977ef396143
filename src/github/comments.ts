import { within } from '../backend/request.ts'
import { mayHaveBeenStored, splitRepository, statusOfError, type GitHubClient } from './client.ts'
import { loginOf, readViewer } from './viewer.ts'

export interface FoundComment {
  readonly id: number
  readonly url: string
  readonly body: string
}

/** The comments of one pull request that are ours. Every call throws where GitHub refuses or does not answer. */
export interface CommentThread {
  /** The oldest comment of ours whose body fits. */
  find(): Promise<FoundComment | undefined>
  /** The comment as it is now; undefined where somebody has deleted it. */
  read(comment: FoundComment): Promise<FoundComment | undefined>
  /** Writes over `comment`; undefined where somebody has deleted it. `isLast`: no later version makes up for a failure. */
  update(comment: FoundComment, body: string, isLast: boolean): Promise<FoundComment | undefined>
  /** Makes a comment, or writes over the one that another run has made in the same moment. */
  create(body: string): Promise<FoundComment>
}

export interface CommentThreadOptions {
  readonly client: () => Promise<GitHubClient>
  readonly repository: string
  readonly pullRequest: number
  /** Whether a body carries the marker; whose it is, is looked at here. */
  readonly carriesMarker: (body: string) => boolean
}

const pageSize = 100
const retriesOfLastVersion = 2

export function createCommentThread(options: CommentThreadOptions): CommentThread {
  const { client, carriesMarker, pullRequest } = options
  const repository = splitRepository(options.repository)
  const issue = { ...repository, issue_number: pullRequest }
  let viewer: string | undefined

  const find = async (signal: AbortSignal): Promise<FoundComment | undefined> => {
    const github = await client()
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
        viewer ??= loginOf(await readViewer(github, signal))
        if (loginOf(comment.user?.login) === viewer) return foundComment(comment)
      }
      if (data.length < pageSize) return undefined
    }
  }
  const one = (comment: FoundComment): typeof repository & { comment_id: number } => ({
    ...repository,
    comment_id: comment.id,
  })

  const update: CommentThread['update'] = async (comment, body, isLast) => {
    const { request } = await client()
    return await unlessDeleted(async (signal) => {
      await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
        ...one(comment),
        body,
        request: { signal, retries: isLast ? retriesOfLastVersion : 0 },
      })
      return { ...comment, body }
    })
  }
  const create = async (body: string): Promise<FoundComment> => {
    const { request } = await client()
    const { data } = await within(
      async (signal) =>
        await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
          ...issue,
          body,
          // A comment whose answer was lost stands there already.
          request: { signal, retries: 0 },
        }),
    )
    viewer ??= loginOf(data.user?.login)
    return { ...foundComment(data), body }
  }
  const remove = async (comment: FoundComment): Promise<void> => {
    const { request } = await client()
    await within(
      async (signal) =>
        await request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...one(comment),
          request: { signal, retries: 0 },
        }),
    )
  }

  return {
    find: async () => await within(find),
    async read(comment) {
      const { request } = await client()
      return await unlessDeleted(async (signal) => {
        const { data } = await request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
          ...one(comment),
          request: { signal, retries: 0 },
        })
        return foundComment(data)
      })
    },
    update,
    async create(body) {
      let made: FoundComment | undefined
      try {
        made = await create(body)
      } catch (error) {
        if (!mayHaveBeenStored(error)) throw error
      }
      const oldest = await within(find)
      if (oldest === undefined) return made ?? (await create(body))
      if (oldest.id === made?.id) return made
      if (made !== undefined) await remove(made)
      return (await update(oldest, body, true)) ?? (await create(body))
    },
  }
}

/**
 * Changes one comment, as it stands at this moment; `false` where somebody has deleted it or `change` has nothing to
 * say. Throws where GitHub refuses or does not answer.
 */
export async function changeComment(
  { request }: GitHubClient,
  repository: string,
  id: number,
  change: (body: string) => string | undefined,
): Promise<boolean> {
  const parameters = { ...splitRepository(repository), comment_id: id }
  const path = '/repos/{owner}/{repo}/issues/comments/{comment_id}'
  const changed = await unlessDeleted(async (signal) => {
    const options = { ...parameters, request: { signal, retries: 0 } }
    const { data } = await request(`GET ${path}`, options)
    const body = change(data.body ?? '')
    if (body === undefined || body === data.body) return false
    await request(`PATCH ${path}`, { ...options, body })
    return true
  })
  return changed ?? false
}

function foundComment(comment: {
  readonly id: number | bigint
  readonly html_url: string
  readonly body?: string
}): FoundComment {
  return { id: Number(comment.id), url: comment.html_url, body: comment.body ?? '' }
}

async function unlessDeleted<T>(request: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  try {
    return await within(request)
  } catch (error) {
    if (statusOfError(error) === 404) return undefined
    throw error
  }
}
