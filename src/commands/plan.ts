import { withSummary } from '../plan/changes.ts'
import { renderCounts } from '../report/counts.ts'
import { planArguments } from '../terraform/arguments.ts'
import { checkConcurrency } from './check-concurrency.ts'
import { warnOfEndedCredentials } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { requireLocking, prepare } from './prepare.ts'
import { tellDiagnostics } from './redact.ts'
import { failureFromRun, failureOfPlan } from './run-failure.ts'
import { requireTrust } from './require-trust.ts'
import { showPlan } from './show-plan.ts'
import { startStoring, storePlan } from './store-plan.ts'
import { runUnderLock } from './under-lock.ts'

/** init, look at the lock and wait, plan, show. */
export async function plan(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs, runDirectory, log } = deps
  warnOfEndedCredentials(deps, journey)
  await requireTrust(deps, 'plan')
  const prepared = await prepare(deps, journey)
  requireLocking(deps, journey, prepared)
  await checkConcurrency(deps, journey)
  const storing = startStoring(deps, prepared)

  const planFile = await runDirectory.createFile('plan.tfplan')
  const end = await runUnderLock(deps, journey, prepared, {
    operation: 'plan',
    args: planArguments(inputs, planFile),
    lock: inputs.lock,
    showPlannedChanges: false,
  })
  if (end.kind === 'not-run') return end.outcome
  const { run } = end
  const failure = await failureOfPlan(deps, journey, prepared.terraform, run, planFile)
  if (failure !== undefined) return failure
  const shown = await showPlan(deps, prepared.terraform, journey, planFile, {
    isRefreshOnly: inputs.refreshOnly,
  })
  // After the plan is shown: what is sensitive in it is masked from then on.
  const isErrored = shown.plan.errored === true
  tellDiagnostics(deps, journey, run.facts.diagnostics, isErrored)
  if (isErrored) return await failureFromRun(deps, journey, run, 'plan', undefined)
  const hasChanges = run.exitCode === 2 || shown.changes.hasChanges
  const counts = withSummary(shown.changes.counts, run.facts.planned)
  await storePlan(deps, journey, prepared, storing, {
    ...{ planFile, shown, hasChanges, engine: run.facts.version },
  })
  log.say(hasChanges ? `Plan: ${renderCounts(counts, false)}.` : 'No changes.')
  return { kind: 'planned', hasChanges, counts }
}
