import { waitAtMost } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { changeComment } from '../github/comments.ts'
import { readOpenComments } from '../github/open-comments.ts'
import { parseComment, withNotice, type CommentKey } from '../report/comment-marker.ts'
import { createForeignText } from '../report/foreign-text.ts'
import { renderLink } from '../report/run-links.ts'
import type { Dependencies } from './dependencies.ts'
import { ownRunOf } from './on-github.ts'
import type { Journey } from './outcome.ts'

const longestMs = 15_000

/**
 * Tells the open pull requests whose plan of this state is stale now, one line in their comment: the newest ten. Nothing
 * here fails a run, or keeps it for long.
 */
export async function tellStalePlans(deps: Dependencies, journey: Journey): Promise<void> {
  const { inputs, github, cancelled, clock, log } = deps
  const { movedBy, stateAddress } = journey
  if (movedBy === undefined || stateAddress === undefined || github === undefined) return
  if (inputs.comment === 'never' || cancelled.aborted) return
  const telling = tellAll(deps, journey, stateAddress, movedBy.pullRequest).catch((error: unknown) => {
    log.debug(`Other pull requests were not told that their plan is stale: ${messageFromError(error)}`)
  })
  await waitAtMost(clock, telling, longestMs, cancelled)
}

async function tellAll(
  deps: Dependencies,
  { sensitive }: Journey,
  stateAddress: string,
  own: number | undefined,
): Promise<void> {
  const { inputs, github, env, event, log } = deps
  if (github === undefined) return
  const key: CommentKey = { stateAddress, folder: undefined, commentKey: inputs.commentKey }
  const client = await github()
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const carriesMarker = (body: string): boolean => parseComment(body, key)?.planSection !== undefined
  const except = own ?? inputs.pullRequest ?? event.pullRequest?.number
  const run = ownRunOf(deps)
  const by = run === undefined ? 'a run' : renderLink('this run', run.url, createForeignText(sensitive))
  const did = inputs.command === 'restore' ? 'brought another version of it back' : 'applied to it'
  const notice = `The state has moved on since: ${by} ${did}. The plan below is stale where the next one is not equal to it.`
  const told: string[] = []
  for (const { number, comment } of await readOpenComments(client, repository, carriesMarker, except)) {
    // As it stands by then: its own run may be writing it.
    const isTold = await changeComment(client, repository, comment.id, (body) =>
      withNotice(body, key, notice),
    )
    if (isTold) told.push(`#${String(number)}`)
  }
  if (told.length > 0) log.say(`Told that their plan is stale: ${told.join(', ')}.`)
}
