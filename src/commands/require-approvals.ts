import { LockstepError, messageFromError } from '../errors.ts'
import { readReviews } from '../github/reviews.ts'
import { shortCommit } from '../plan/git-id.ts'
import { judgeApprovals } from '../plan/approvals.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'
import type { FoundPlan } from './find-plan.ts'
import { clockStepMs } from './plan-record.ts'

/** Throws `not-approved` unless as many people as `required-approvals` says have approved what is to be applied. */
export async function requireApprovals(
  { inputs, env, github, ownRun, log }: Dependencies,
  { commit, pullRequest: number, storedAt }: FoundPlan,
): Promise<void> {
  const { requiredApprovals: required } = inputs
  if (required === 0) return
  if (number === undefined || github === undefined) {
    throw new LockstepError(
      'not-approved',
      `required-approvals is ${String(required)}, and ${number === undefined ? 'there is no pull request that could be approved' : 'GitHub can not be asked without a github-token'}.`,
      'Bring the change as a pull request, or leave required-approvals out and put the job behind an environment with required reviewers.',
    )
  }
  const state = await readReviews(await github(), env['GITHUB_REPOSITORY'] ?? '', number).catch(
    (error: unknown) => {
      throw new LockstepError(
        'not-approved',
        `Who has approved pull request #${String(number)} could not be asked: ${plainLine(messageFromError(error), 300)}`,
        'Give the job the permissions `pull-requests: read`, `checks: read` and `statuses: read`. Nothing was applied.',
        { cause: error },
      )
    },
  )
  if (state.headCommit !== commit) {
    throw new LockstepError(
      'not-approved',
      `Pull request #${String(number)} has moved on to ${shortCommit(state.headCommit)} since ${shortCommit(commit)} was planned, so what was said of it may be about something else.`,
      'Plan the new head, and have that plan reviewed.',
    )
  }
  const verdict = judgeApprovals({
    ...{ ...state, required },
    ...{ notBefore: storedAt + clockStepMs, ownRunId: ownRun?.runId },
  })
  if (verdict.kind === 'refused') {
    throw new LockstepError(
      'not-approved',
      `Pull request #${String(number)} is not to be applied. ${verdict.message}`,
      `${verdict.advice} Nothing was applied, and the plan stays: run this job again then.`,
    )
  }
  log.say(`Approved by ${verdict.approvers.join(', ')}.`)
}
