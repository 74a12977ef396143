import { renderCounts } from '../report/counts.ts'
import { checkConcurrency } from './check-concurrency.ts'
import { warnOfEndedCredentials } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { readPlan, runPlan } from './make-plan.ts'
import { openPlanStore } from './open-plan-store.ts'
import type { Journey, Outcome } from './outcome.ts'
import { requireLocking, prepare } from './prepare.ts'
import { requireTrust } from './require-trust.ts'
import { readPlanToStore, startStoring, storePlan, type PlanStoring } from './store-plan.ts'

/** init, look at the lock and wait, plan, show, store. */
export async function plan(deps: Dependencies, journey: Journey): Promise<Outcome> {
  warnOfEndedCredentials(deps, journey)
  await requireTrust(deps, 'plan')
  const prepared = await prepare(deps, journey)
  requireLocking(deps, journey, prepared)
  await checkConcurrency(deps, journey)
  const opened = openPlanStore(deps, prepared.backend)
  let started: PlanStoring | undefined
  const storing = (): PlanStoring => (started ??= startStoring(deps, prepared, opened))
  const ran = await runPlan(deps, journey, prepared, storing)
  if (ran.kind === 'not-run') return ran.outcome
  const file = readPlanToStore(ran.planFile)
  file.catch(() => undefined)
  const made = await readPlan(deps, journey, prepared, ran)
  if (made.kind === 'failed') return made.outcome
  const { planFile, shown, hasChanges, counts } = made
  await storePlan(deps, journey, prepared, storing(), {
    ...{ planFile, file, shown, hasChanges, engine: ran.run.facts.version },
  })
  deps.log.say(hasChanges ? `Plan: ${renderCounts(counts, false)}.` : 'No changes.')
  return { kind: 'planned', hasChanges, counts }
}
