import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { isRefusal, statusOfError } from '../github/client.ts'
import type { CommentThread, FoundComment } from '../github/comments.ts'
import type { Phase } from '../report/story.ts'

/** Writes the comment of a run, one version after the other; of those that have to wait only the newest counts. */
export interface CommentWriter {
  /** Looks for the comment that is there already. */
  open(): void
  /** Resolves to why it could not be written. */
  post(phase: Phase): Promise<CommentFailure | undefined>
  /** Writes the last version, within `limitMs`, or soon after `hurry` is aborted. */
  finish(phase: Phase, limitMs: number, hurry: AbortSignal): Promise<CommentFailure | undefined>
}

export interface CommentFailure {
  readonly message: string
  /** GitHub's, where it said no. */
  readonly refusal: number | undefined
}

export interface CommentWriterOptions {
  readonly clock: Clock
  /** The comments of the pull request; resolves to undefined where there is none. */
  readonly openThread: () => Promise<CommentThread | undefined>
  /** The comment's text; `before` is the comment as it stands. */
  readonly render: (phase: Phase, before: FoundComment | undefined) => Promise<string>
  /** Whether a comment is to be made for this, where there is none yet. */
  readonly isWorthAComment: (phase: Phase) => boolean
  readonly onWritten: (comment: FoundComment) => void
  readonly debug: (message: string) => void
}

interface Place {
  readonly thread: CommentThread
  comment: FoundComment | undefined
  /** When `comment` was read or written, by the monotonic clock. */
  at: number
}

const tooLate: CommentFailure = { message: 'GitHub did not answer in time', refusal: undefined }
const hurriedMs = 3_000
/** Other runs write the same comment; what was read longer ago than this may be another text by now. */
const readingIsGoodForMs = 2_000
/** A run that did not wait has the state for itself: others only tell that they wait for it. */
const isShared = (phases: ReadonlySet<Phase['kind']>): boolean => phases.has('waiting')

export function createCommentWriter(options: CommentWriterOptions): CommentWriter {
  const { clock } = options
  let place: Promise<Place | undefined> | undefined
  let wanted: Phase | undefined
  let writing: Promise<CommentFailure | undefined> | undefined
  let refused: CommentFailure | undefined
  const phases = new Set<Phase['kind']>()

  const find = async (): Promise<Place | undefined> => {
    try {
      const thread = await options.openThread()
      return thread === undefined
        ? undefined
        : { thread, comment: await thread.find(), at: clock.monotonic() }
    } catch (error) {
      place = undefined
      throw error
    }
  }
  const readAgain = async (at: Place): Promise<void> => {
    if (clock.monotonic() - at.at <= readingIsGoodForMs) return
    if (at.comment === undefined) at.comment = await at.thread.find()
    else if (isShared(phases)) at.comment = await at.thread.read(at.comment)
    at.at = clock.monotonic()
  }
  const write = async (phase: Phase): Promise<CommentFailure | undefined> => {
    if (refused !== undefined) return refused
    try {
      const at = await (place ??= find())
      if (at === undefined) return undefined
      phases.add(phase.kind)
      await readAgain(at)
      if (at.comment === undefined && !options.isWorthAComment(phase)) return undefined
      const body = await options.render(phase, at.comment)
      const isLast = phase.kind === 'ended'
      const updated =
        at.comment === undefined || at.comment.body === body
          ? at.comment
          : await at.thread.update(at.comment, body, isLast)
      at.comment = updated ?? (await at.thread.create(body))
      at.at = clock.monotonic()
      options.onWritten(at.comment)
      return undefined
    } catch (error) {
      const failure = {
        message: messageFromError(error),
        refusal: isRefusal(error) ? statusOfError(error) : undefined,
      }
      options.debug(`The comment could not be written: ${failure.message}`)
      // What GitHub refuses once it refuses again.
      if (failure.refusal !== undefined) refused = failure
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
  const post: CommentWriter['post'] = (phase) => {
    wanted = phase
    return (writing ??= writeWanted())
  }

  return {
    open() {
      place ??= find()
      // It comes back where the comment is written.
      place.catch(() => undefined)
    },
    post,
    async finish(phase, limitMs, hurry) {
      const over = new AbortController()
      const late = clock.sleep(limitMs, AbortSignal.any([over.signal, hurry])).then(async () => {
        if (hurry.aborted) await clock.sleep(hurriedMs, over.signal)
        return tooLate
      })
      const failure = await Promise.race([post(phase), late])
      over.abort()
      return failure
    },
  }
}
