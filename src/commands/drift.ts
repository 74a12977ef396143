import { renderDrift } from '../report/counts.ts'
import { checkConcurrency } from './check-concurrency.ts'
import { warnOfEndedCredentials } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { keepIssue } from './keep-issue.ts'
import { readPlan, runPlan } from './make-plan.ts'
import type { Journey, Outcome } from './outcome.ts'
import { planWithoutLock } from './plan-unlocked.ts'
import { prepare, requireLocking } from './prepare.ts'
import { requireTrust } from './require-trust.ts'

/**
 * Plans, and keeps one issue about what differs from the state. Nothing is stored: such a plan is never applied. Without
 * a plan, by contention or a failure, nothing is known, and the issue stays as it is.
 */
export async function drift(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs, log } = deps
  warnOfEndedCredentials(deps, journey)
  await requireTrust(deps, 'plan')
  const prepared = await prepare(deps, journey)
  if (inputs.lock) {
    requireLocking(deps, journey, prepared)
    await checkConcurrency(deps, journey)
  }
  const ran = await (inputs.lock ? runPlan : planWithoutLock)(deps, journey, prepared)
  if (ran.kind === 'not-run') return ran.outcome
  const made = await readPlan(deps, journey, prepared, ran)
  if (made.kind === 'failed') return made.outcome
  const { hasChanges, counts } = made
  log.say(hasChanges ? `Drift: ${renderDrift(counts)}.` : 'No drift.')
  await keepIssue(deps, journey, { hasChanges, counts })
  return { kind: 'drift-looked-for', hasChanges, counts, failsOnDrift: inputs.failOnDrift }
}
