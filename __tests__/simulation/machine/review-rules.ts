import type { ObjectChange } from './bucket.ts'
import { isApproved } from './github.ts'
import type { Job } from './job.ts'
import { elapsed } from './kernel.ts'
import type { Process } from './machine.ts'
import type { SavedPlan } from './terraform/plan-file.ts'
import { theWorld } from './world.ts'

/** The rules of what is reviewed: which plan is applied, with whose approval, and of which commit. */
export interface ReviewRules {
  objectChanged(by: Job | undefined, change: ObjectChange): void
  appliesPlan(process: Process, plan: SavedPlan): void
  beginsWork(process: Process, job: Job): void
}

/** From the last look at what was applied until Terraform begins its work. */
const longestStartMs = 20_000

export function createReviewRules(violated: (invariant: string, text: string) => void): ReviewRules {
  const plans = new Map<Process, SavedPlan>()
  /** By the key of their states: the commit that was applied last, and since when that is told. */
  const applied = new Map<string, { readonly commit: string; readonly at: number }>()

  const checkOrder = (job: Job): void => {
    const last = applied.get(`.lockstep/applied/${job.state.key}`)
    const { github } = theWorld()
    const own = github?.pullRequestOf(job)?.merge
    const newer = github?.pullRequests.find(({ merge }) => merge?.commit === last?.commit)?.merge
    if (last === undefined || own === undefined || newer === undefined || newer.order <= own.order) return
    const couldAsk = !job.hasLostOrder && job.faults === 0
    if (couldAsk && elapsed() - last.at > longestStartMs + job.hinderedMs)
      violated('superseded-ignored', `${job.name} applies what was merged before what is applied already`)
  }

  return {
    objectChanged(by, { key, after }) {
      if (by === undefined || after === undefined) return
      if (key.startsWith(`.lockstep/plans/${by.state.key}/`)) by.planStoredAt ??= elapsed()
      if (!key.startsWith('.lockstep/applied/')) return
      const { commit } = JSON.parse(after.body.toString('utf8')) as { readonly commit: string }
      applied.set(key, { commit, at: elapsed() })
    },
    appliesPlan(process, plan) {
      plans.set(process, plan)
    },
    beginsWork(process, job) {
      if (!job.isReviewed) return
      const plan = plans.get(process)
      const reviewed = reviewedPlansOf(job)
      const source = reviewed.find(({ number, planned = [] }) =>
        plan?.madeBy === job.number ? planned.join() === plan.creates.join() : plan?.madeBy === number,
      )
      if (source === undefined) violated('apply-unreviewed', `${job.name} applies what nobody has reviewed`)
      const seenAt = source?.planStoredAt ?? 0
      if (job.requiredApprovals > 0 && !wasApproved(job, seenAt))
        violated('apply-unapproved', `${job.name} applies without ${job.requiredApprovals} approvals`)
      if (job.event === 'push') checkOrder(job)
    },
  }
}

/** The jobs whose plan this one may apply: of what its pull request was merged at, or of its own run. */
function reviewedPlansOf(job: Job): Job[] {
  const { github, jobs } = theWorld()
  const pullRequest = github?.pullRequestOf(job)
  const head = pullRequest?.drawn.movesOn === true ? 2 : 1
  return jobs.filter(
    (other) =>
      other.command === 'plan' &&
      other.run === job.run &&
      other.planStoredAt !== undefined &&
      (pullRequest === undefined || other.head === head),
  )
}

/** At any moment since it was started: an approval that is taken back in between counts. */
function wasApproved(job: Job, seenAt: number): boolean {
  const pullRequest = theWorld().github?.pullRequestOf(job)
  if (pullRequest?.merge === undefined) return false
  const moments = [job.startedAt, ...pullRequest.reviews.map(({ at }) => at), elapsed()]
  return moments
    .filter((at) => at >= job.startedAt)
    .some((at) => isApproved(pullRequest, job.requiredApprovals, seenAt, at))
}
