import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { statusOfError } from '../github/client.ts'
import type { CommentThread, FoundComment } from '../github/comments.ts'
import type { Phase } from '../report/story.ts'

/** Writes the comment of a run, one version after the other; of those that have to wait only the newest counts. */
export interface CommentWriter {
  /** Looks for the comment that is there already. */
  open(): void
  post(phase: Phase): void
  /** Writes the last version. Returns why it could not, or not within `limitMs`. */
  finish(phase: Phase, limitMs: number): Promise<CommentFailure | undefined>
}

export interface CommentFailure {
  readonly message: string
  /** GitHub's, where it answered. */
  readonly status: number | undefined
}

export interface CommentWriterOptions {
  readonly clock: Clock
  /** The comments of the pull request; resolves to undefined where there is none. */
  readonly openThread: () => Promise<CommentThread | undefined>
  /** The comment's text; `before` is the comment as it stands. */
  readonly render: (phase: Phase, before: FoundComment | undefined) => string
  /** Whether a comment is to be made for this, where there is none yet. */
  readonly isWorthAComment: (phase: Phase) => boolean
  readonly onWritten: (comment: FoundComment) => void
  readonly debug: (message: string) => void
}

interface Place {
  readonly thread: CommentThread
  comment: FoundComment | undefined
}

const tooLate: CommentFailure = { message: 'GitHub did not answer in time', status: undefined }

export function createCommentWriter(options: CommentWriterOptions): CommentWriter {
  let place: Promise<Place | undefined> | undefined
  let wanted: Phase | undefined
  let writing: Promise<CommentFailure | undefined> | undefined
  let refused: CommentFailure | undefined

  const find = async (): Promise<Place | undefined> => {
    try {
      const thread = await options.openThread()
      return thread === undefined ? undefined : { thread, comment: await thread.find() }
    } catch (error) {
      place = undefined
      throw error
    }
  }
  const write = async (phase: Phase): Promise<CommentFailure | undefined> => {
    if (refused !== undefined) return refused
    try {
      const at = await (place ??= find())
      if (at === undefined || (at.comment === undefined && !options.isWorthAComment(phase))) return undefined
      const body = options.render(phase, at.comment)
      if (body !== at.comment?.body) at.comment = await at.thread.write(body, at.comment)
      options.onWritten(at.comment)
      return undefined
    } catch (error) {
      const status = statusOfError(error)
      const failure = { message: messageFromError(error), status }
      options.debug(`The comment could not be written: ${failure.message}`)
      // What GitHub refuses once it refuses again.
      if (status !== undefined && status < 500 && status !== 429) refused = failure
      return failure
    }
  }
  const writeWanted = async (): Promise<CommentFailure | undefined> => {
    let failure: CommentFailure | undefined
    for (let phase = wanted; phase !== undefined; phase = wanted) {
      wanted = undefined
      failure = await write(phase)
    }
    writing = undefined
    return failure
  }
  const post = (phase: Phase): Promise<CommentFailure | undefined> => {
    wanted = phase
    return (writing ??= writeWanted())
  }

  return {
    open() {
      place ??= find()
      // It comes back where the comment is written.
      place.catch(() => undefined)
    },
    post: (phase) => void post(phase),
    async finish(phase, limitMs) {
      const over = new AbortController()
      const late = options.clock.sleep(limitMs, over.signal).then(() => tooLate)
      const failure = await Promise.race([post(phase), late])
      over.abort()
      return failure
    },
  }
}
