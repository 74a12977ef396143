import { messageFromError } from '../errors.ts'
import { noChanges, withSummary, type ChangeCounts } from '../plan/changes.ts'
import { parseJson } from '../plan/plan-json.ts'
import { sensitiveValuesOfOutputs } from '../plan/sensitive-values.ts'
import { plainLine } from '../report/plain-text.ts'
import { readText } from '../runner/files.ts'
import { applyPlanArguments, applyUnreviewedArguments } from '../terraform/arguments.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import { checkConcurrency } from './check-concurrency.ts'
import { requireCredentialLife } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { readLockFile } from './plan-record.ts'
import { requireLocking, prepare, warn, type Prepared } from './prepare.ts'
import { tellDiagnostics } from './redact.ts'
import { requireSavedState } from './require-saved-state.ts'
import { requireTrust } from './require-trust.ts'
import { keepUnsavedState } from './rescue-state.ts'
import { applyReviewed, type ApplyEnd } from './reviewed-apply.ts'
import { failureFromRun } from './run-failure.ts'
import { hide, hideState, showPlan } from './show-plan.ts'
import { runUnderLock } from './under-lock.ts'

/** Trust, init, look at the lock and wait, apply the reviewed plan or, unreviewed, plan and apply under one lock. */
export async function apply(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs } = deps
  requireCredentialLife(deps)
  await requireTrust(deps, 'apply')
  const hadLockFile = readLockFile(inputs) !== undefined
  const prepared = await prepare(deps, journey)
  requireLocking(deps, journey, prepared)
  await checkConcurrency(deps, journey)
  const requireSaved = requireSavedState(deps, journey, prepared)
  const end =
    inputs.applyPolicy === 'reviewed'
      ? await applyReviewed(deps, journey, prepared, { hadLockFile, requireSaved })
      : await applyUnreviewed(deps, journey, prepared, requireSaved)
  return end.kind === 'not-run' ? end.outcome : await conclude(deps, journey, prepared, end)
}

/** A saved plan that needs no record, or what there is to do, planned and applied under one lock. */
async function applyUnreviewed(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  requireSaved: () => Promise<void>,
): Promise<ApplyEnd> {
  const { inputs } = deps
  const { planFile, refreshOnly: isRefreshOnly } = inputs
  // Shown before it runs, so that what is sensitive in it is masked before a provider's error can quote it.
  const shown =
    planFile === undefined
      ? undefined
      : await showPlan(deps, prepared.terraform, journey, planFile, { isRefreshOnly })
  const end = await runUnderLock(deps, journey, prepared, {
    operation: 'apply',
    args: planFile === undefined ? applyUnreviewedArguments(inputs) : applyPlanArguments(inputs, planFile),
    lock: true,
    showPlannedChanges: shown === undefined,
    ...(shown === undefined ? { beforeErrors: () => hideState(deps, journey, prepared) } : {}),
    requireStart: requireSaved,
  })
  return end.kind === 'not-run' ? end : { ...end, shown, newest: undefined, pullRequest: undefined }
}

async function conclude(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  { run, shown, newest, pullRequest }: Extract<ApplyEnd, { kind: 'ran' }>,
): Promise<Outcome> {
  const isFailure = run.facts.errorSeen || run.exitCode !== 0
  journey.isPlanVoid = isFailure && run.facts.resourceEventSeen
  tellDiagnostics(deps, journey, run.facts.diagnostics, isFailure)
  if (run.facts.resourceEventSeen || !isFailure) await newest?.note()
  if (run.facts.resourceEventSeen) journey.movedBy = { pullRequest }
  if (isFailure) {
    const outcome = failureFromRun(deps, journey, run, 'apply', countsSoFar(run))
    await keepErroredState(deps, journey, prepared)
    return outcome
  }

  const counts = withSummary(shown?.changes.counts ?? noChanges, run.facts.applied)
  const { add, change, destroy, import: imported } = counts
  const hasChanges =
    shown?.changes.hasChanges ?? (run.facts.outputsChange || add + change + destroy + imported > 0)
  const outputsFile = await readOutputs(deps, journey, prepared)
  if (hasChanges) journey.movedBy = { pullRequest }
  return { kind: 'applied', hasChanges, counts, outputsFile }
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
    const file = runDirectory.createFile('outputs.json')
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
