import { LockstepError, messageFromError } from '../errors.ts'
import { mayWrite, readPullRequest } from '../github/merged-pull-requests.ts'
import { judgeTrust } from '../plan/trust.ts'
import type { Dependencies } from './dependencies.ts'

/** Throws `untrusted-event` where a stranger's code would run with the rights of this job, or at a stranger's word. */
export async function requireTrust(deps: Dependencies): Promise<void> {
  const { inputs, event, git, env } = deps
  if (inputs.command !== 'plan' && inputs.command !== 'apply') return
  const checksOutWhatItLikes = event.name === 'pull_request_target' || event.name === 'workflow_run'
  const verdict = judgeTrust({
    command: inputs.command,
    event,
    commit: env['GITHUB_SHA'] ?? '',
    checkedOut: checksOutWhatItLikes ? (await git.readCheckout())?.commit : undefined,
    actorMayWrite: event.name === 'issue_comment' ? await askWhetherMayWrite(deps) : undefined,
  })
  if (verdict.kind === 'refused') throw new LockstepError('untrusted-event', verdict.message, verdict.advice)
  if (event.name === 'issue_comment') await requireHead(deps)
}

/**
 * A comment's run stands on the default branch, and its workflow checks out the pull request by a name that may have
 * come to mean another commit since: what nobody has seen would run already in `init`.
 */
async function requireHead({ event, env, github, git }: Dependencies): Promise<void> {
  const { pullRequest } = event
  if (pullRequest === undefined || github === undefined) return
  const { number } = pullRequest
  const { headCommit } = await readPullRequest(await github(), env['GITHUB_REPOSITORY'] ?? '', number)
  const checkout = await git.readCheckout()
  if (checkout?.commit === headCommit || checkout?.parents.includes(headCommit) === true) return
  const found = checkout === undefined ? 'is not known' : `is ${checkout.commit.slice(0, 12)}`
  throw new LockstepError(
    'untrusted-event',
    `The commit that is checked out ${found}, and that is neither ${headCommit.slice(0, 12)}, the head of pull request #${String(number)}, nor its merge.`,
    `Check out refs/pull/${String(number)}/merge, or the head by its commit. If somebody has pushed in the meantime, look at the change and comment again.`,
  )
}

async function askWhetherMayWrite({ event, env, github, log }: Dependencies): Promise<boolean | undefined> {
  const { comment } = event
  if (comment === undefined || github === undefined) return undefined
  try {
    return await mayWrite(await github(), env['GITHUB_REPOSITORY'] ?? '', comment.author)
  } catch (error) {
    log.debug(`Whether ${comment.author} may write could not be asked: ${messageFromError(error)}`)
    return undefined
  }
}
