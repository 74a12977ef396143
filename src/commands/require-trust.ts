import { LockstepError, messageFromError } from '../errors.ts'
import { readHeadHistory } from '../github/head-history.ts'
import { mayWrite } from '../github/permission.ts'
import { shortCommit } from '../plan/git-id.ts'
import { judgeTrust } from '../plan/trust.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'

/** Throws `untrusted-event` where a stranger's code would run with the rights of this job, or at a stranger's word. */
export async function requireTrust(deps: Dependencies, command: 'plan' | 'apply'): Promise<void> {
  const { event, git, env } = deps
  const checksOutWhatItLikes = event.name === 'pull_request_target' || event.name === 'workflow_run'
  const verdict = judgeTrust({
    command,
    event,
    commit: env['GITHUB_SHA'] ?? '',
    checkedOut: checksOutWhatItLikes ? (await git.readCheckout())?.commit : undefined,
    actorMayWrite: event.name === 'issue_comment' ? await askWhetherMayWrite(deps) : undefined,
  })
  if (verdict.kind === 'refused') throw new LockstepError('untrusted-event', verdict.message, verdict.advice)
  await requireUnchanged(deps)
  if (event.name === 'issue_comment') await requireHead(deps)
}

/**
 * A comment's run stands on the default branch, and its workflow checks out the pull request by a name that may have
 * come to mean another commit since: what nobody has seen would run already in `init`.
 */
async function requireHead({ event, env, github, git }: Dependencies): Promise<void> {
  const { pullRequest, comment } = event
  if (pullRequest === undefined || comment === undefined || github === undefined) return
  const { number } = pullRequest
  const repository = env['GITHUB_REPOSITORY'] ?? ''
  const head = await readHeadHistory(await github(), repository, number).catch((error: unknown) => {
    throw untrusted(
      `What the head of pull request #${String(number)} was at the time of the comment could not be asked: ${plainLine(messageFromError(error), 300)}`,
      'Give the job the permission `pull-requests: read`, and run it again.',
    )
  })
  if (head.isFork) {
    throw untrusted(
      `Pull request #${String(number)} comes from a fork, whose author can push other code at any moment after the comment, and it would run with the credentials of this job.`,
      'Look at the code, bring it to a branch of this repository, and go on with that.',
    )
  }
  if (head.forcedAt !== undefined && head.forcedAt >= comment.createdAt) {
    throw untrusted(
      `The head of pull request #${String(number)} was replaced by a forced push after the comment, so its author meant another commit.`,
      'Look at the pull request as it is now, and comment again.',
    )
  }
  const checkout = await git.readCheckout()
  if (checkout?.commit === head.commit || checkout?.parents.includes(head.commit) === true) return
  const found = checkout === undefined ? 'is not known' : `is ${shortCommit(checkout.commit)}`
  throw untrusted(
    `The commit that is checked out ${found}, and that is neither ${shortCommit(head.commit)}, the head of pull request #${String(number)}, nor its merge.`,
    `Check out refs/pull/${String(number)}/merge, or the head by its commit. If somebody has pushed in the meantime, look at the change and comment again.`,
  )
}

/** A fork's files over the base's commit are the fork's code too. */
async function requireUnchanged({ event, git }: Dependencies): Promise<void> {
  if (event.name !== 'pull_request_target' || event.pullRequest?.isFork === false) return
  if (!(await git.isChanged())) return
  throw untrusted(
    'On `pull_request_target` files of the checkout were changed since: with those of a fork its code would run with the secrets of the repository.',
    'Plan what the base branch has, or plan forks on `pull_request`, where they get no secrets.',
  )
}

function untrusted(message: string, advice: string): LockstepError {
  return new LockstepError('untrusted-event', message, advice)
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
