import { LockstepError, messageFromError } from '../errors.ts'
import { noChanges, withSummary, type ChangeCounts } from '../plan/changes.ts'
import { parseJson } from '../plan/plan-json.ts'
import { sensitiveValuesOfOutputs } from '../plan/sensitive-values.ts'
import { plainLine } from '../report/plain-text.ts'
import { readText } from '../runner/files.ts'
import { applyPlanArguments, applyUnreviewedArguments } from '../terraform/arguments.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import { requireCredentialLife } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { requireLocking, prepare, warn, type Prepared } from './prepare.ts'
import { tellDiagnostics } from './redact.ts'
import { requireSavedState } from './require-saved-state.ts'
import { keepUnsavedState } from './rescue-state.ts'
import { failureFromRun } from './run-failure.ts'
import { hide, showPlan } from './show-plan.ts'
import { runUnderLock } from './under-lock.ts'

/** init, look at the lock and wait, apply a saved plan or, unreviewed, plan and apply under one lock. */
export async function apply(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs } = deps
  const { planFile } = inputs
  if (planFile === undefined && inputs.applyPolicy === 'reviewed') throw noReviewedPlan()
  requireCredentialLife(deps)
  const prepared = await prepare(deps, journey)
  requireLocking(deps, journey, prepared)
  const requireStart = requireSavedState(deps, journey, prepared)

  // Shown before it runs, so that what is sensitive in it is masked before a provider's error can quote it.
  const shown =
    planFile === undefined ? undefined : await showPlan(deps, prepared.terraform, journey, planFile)
  const end = await runUnderLock(deps, journey, prepared, {
    operation: 'apply',
    args: planFile === undefined ? applyUnreviewedArguments(inputs) : applyPlanArguments(inputs, planFile),
    lock: true,
    showPlannedChanges: shown === undefined,
    requireStart,
  })
  if (end.kind === 'not-run') return end.outcome
  const { run } = end
  const isFailure = run.facts.errorSeen || run.exitCode !== 0
  journey.isPlanVoid = isFailure && run.facts.resourceEventSeen
  tellDiagnostics(deps, journey, run.facts.diagnostics, isFailure)
  if (isFailure) {
    const outcome = await failureFromRun(deps, journey, run, 'apply', countsSoFar(run))
    await keepErroredState(deps, journey, prepared)
    return outcome
  }

  const counts = withSummary(shown?.changes.counts ?? noChanges, run.facts.applied)
  const { add, change, destroy, import: imported } = counts
  const hasChanges =
    shown?.changes.hasChanges ?? (run.facts.outputsChange || add + change + destroy + imported > 0)
  return { kind: 'applied', hasChanges, counts, outputsFile: await readOutputs(deps, journey, prepared) }
}

/**
 * Terraform has given its lock back although it could not save its state, and whoever waits for it starts. So the
 * copy and the marker come now; the push is for the post step, when the store may be back.
 */
async function keepErroredState(deps: Dependencies, journey: Journey, { backend }: Prepared): Promise<void> {
  const file = journey.erroredState
  // A job that is being cancelled has no time to lose.
  if (file === undefined || deps.cancelled.aborted) return
  const error = journey.diagnostics.find(({ summary }) => summary === 'Failed to save state')
  const reason = plainLine(error?.detail ?? 'Terraform could not save it', 300)
  const keeping = await keepUnsavedState({ ...deps, backend }, file, reason)
  if (keeping === undefined) return
  if (keeping.problem !== '') deps.log.debug(`The unsaved state: ${keeping.problem}.`)
  if (keeping.copy === undefined) return
  journey.erroredState = keeping.copy
  deps.log.say(`The state that could not be saved is kept in ${keeping.copy}.`)
}

/** Terraform gives no summary when an apply fails; each completed resource was told. */
function countsSoFar(run: LockedRun): ChangeCounts {
  return withSummary({ ...noChanges, ...run.facts.completed }, run.facts.applied)
}

/** `terraform output -json` into a file. The apply is done, so a failure here is a warning. */
async function readOutputs(
  deps: Dependencies,
  journey: Journey,
  { terraform, workspaceVariable }: Prepared,
): Promise<string | undefined> {
  const { runDirectory } = deps
  try {
    const file = await runDirectory.createFile('outputs.json')
    const run = await terraform.runToFile(['output', '-json'], file, workspaceVariable)
    if (run.exitCode !== 0) throw new Error(`"terraform output" ended with exit code ${String(run.exitCode)}`)
    const outputs = parseJson(await readText(file))
    hide(deps, journey, sensitiveValuesOfOutputs(outputs))
    return file
  } catch (error) {
    warn(deps, journey, `The outputs could not be read after the apply: ${messageFromError(error)}`)
    return undefined
  }
}

function noReviewedPlan(): LockstepError {
  return new LockstepError(
    'no-reviewed-plan',
    'There is no reviewed plan to apply.',
    'Give a saved plan in the input "plan-file", or set apply-policy to unreviewed to plan and apply in one step.',
  )
}
