import { LockstepError } from '../errors.ts'
import { hiddenDifference } from '../plan/hidden-files.ts'
import { comparePlans } from '../plan/plan-comparison.ts'
import type { PlanRecord } from '../plan/reviewed-plan.ts'
import { renderComparisonLines } from '../report/comparison-section.ts'
import { createForeignText } from '../report/foreign-text.ts'
import { readBytes } from '../runner/files.ts'
import { applyPlanArguments, planArguments } from '../terraform/arguments.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import { claimOfPlan } from './claim-plan.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { digestOf, openPlanFile, type MadePlan } from './plan-record.ts'
import type { Prepared } from './prepare.ts'
import { createNewestCommit, type NewestCommit } from './require-newest.ts'
import {
  findApplicablePlan,
  inputsOfPlan,
  openReviewedPlan,
  whyPlanAgain,
  type CheckedPlan,
  type OpenPlan,
} from './reviewed-plan.ts'
import { failureOfPlan, STALE_PLAN } from './run-failure.ts'
import { showPlan, type ShownPlan } from './show-plan.ts'
import { runUnderLock } from './under-lock.ts'

/** How an apply ended, before it is told. */
export type ApplyEnd =
  | { readonly kind: 'not-run'; readonly outcome: Outcome }
  | {
      readonly kind: 'ran'
      readonly run: LockedRun
      /** undefined: no plan was saved before. */
      readonly shown: ShownPlan | undefined
      /** undefined for what was not reviewed. */
      readonly newest: NewestCommit | undefined
      /** Of the pull request whose plan it was. */
      readonly pullRequest: number | undefined
    }

/** Nothing has run yet when a plan turns out to be stale, so it may be made again this often. */
const maxPlans = 5

/**
 * Applies exactly what was reviewed: the reviewed plan file, or where the state or the code has moved since, a new plan
 * that is equal to it.
 */
export async function applyReviewed(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  {
    hadLockFile,
    requireSaved,
  }: { readonly hadLockFile: boolean; readonly requireSaved: () => Promise<void> },
): Promise<ApplyEnd> {
  const { log } = deps
  const found = await findApplicablePlan(deps, journey, prepared, { hadLockFile })
  const reviewed = await openReviewedPlan(deps, journey, prepared, found)
  const ledger = found.store?.ledger
  const newest = createNewestCommit(deps, prepared.backend.plans?.ledger, appliedCommitOf(deps, reviewed))
  const requireStart = async (): Promise<void> => {
    await Promise.all([requireSaved(), newest.require()])
  }
  const claim =
    ledger === undefined || found.id === undefined ? undefined : claimOfPlan(deps, ledger, found.id)
  let current: OpenPlan = reviewed
  const [why] = await Promise.all([whyPlanAgain(deps, prepared, found.plan), claim?.requireNone()])
  let reasons = why
  for (let plans = 0; ; plans += 1) {
    if (reasons.length > 0) {
      if (plans >= maxPlans) throw stillMoving(plans)
      log.say(`Planning again, since ${reasons.join(' and ')}.`)
      const again = await planAgain(deps, journey, prepared, { reviewed, number: plans + 1, requireStart })
      if ('outcome' in again) return { kind: 'not-run', outcome: again.outcome }
      current = again
    }
    const end = await runUnderLock(deps, journey, prepared, {
      operation: 'apply',
      args: applyPlanArguments(deps.inputs, current.planFile),
      lock: true,
      showPlannedChanges: false,
      requireStart,
      ...(claim === undefined ? {} : { claim }),
    })
    if (end.kind === 'not-run') return end
    if (nothingWasApplied(end.run, journey)) await claim?.giveBack()
    if (!isStale(end.run) || deps.cancelled.aborted) {
      const { pullRequest } = found
      return { kind: 'ran', run: end.run, shown: current.shown, newest, pullRequest }
    }
    reasons = ['the state has moved']
  }
}

/** Before a merge the code is that of the pull request; GITHUB_SHA is then a merge that is on no branch. */
function appliedCommitOf({ env, event }: Dependencies, { found }: CheckedPlan): string {
  const isBeforeMerge = event.pullRequest !== undefined
  return isBeforeMerge ? found.commit : (env['GITHUB_SHA'] ?? found.commit)
}

interface Again {
  readonly reviewed: CheckedPlan
  readonly number: number
  readonly requireStart: () => Promise<void>
}

/** A plan that is equal to the reviewed one. Throws `plan-changed` where it is not. */
async function planAgain(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  { reviewed, number, requireStart }: Again,
): Promise<OpenPlan | { readonly outcome: Outcome }> {
  const { found } = reviewed
  const inputs = inputsOfPlan(deps, found.plan)
  const planFile = deps.runDirectory.createFile(`again-${String(number)}.tfplan`)
  const end = await runUnderLock(deps, journey, prepared, {
    operation: 'plan',
    args: planArguments(inputs, planFile),
    lock: true,
    showPlannedChanges: false,
    requireStart,
  })
  if (end.kind === 'not-run') return end
  const outcome = await failureOfPlan(deps, journey, prepared.terraform, end.run, planFile)
  if (outcome !== undefined) return { outcome }

  const { viewPlan, planFiles } = journey
  const shown = await showPlan(deps, prepared.terraform, journey, planFile, {
    isRefreshOnly: inputs.refreshOnly,
    name: `again-${String(number)}`,
  })
  const opened = await openPlanFile(await readBytes(planFile))
  const made = { ...opened, json: shown.plan, isRefreshOnly: inputs.refreshOnly }
  if (digestOf(made, found.key) === found.plan.record.planDigest) {
    await refuseHiddenDifference(deps, found.plan.record, made)
    deps.log.say('The new plan is equal to the reviewed one.')
    return { planFile, shown, made }
  }
  // What was reviewed stays the plan of the pull request.
  journey.viewPlan = viewPlan
  journey.planFiles = planFiles
  journey.comparison = comparisonOf(reviewed, made)
  tellComparison(deps, journey)
  throw new LockstepError(
    'plan-changed',
    'What would be applied now is not what was reviewed, so nothing was applied.',
    'Look at the comparison. Then plan again, and have the new plan reviewed.',
  )
}

async function refuseHiddenDifference(
  { git }: Dependencies,
  record: PlanRecord,
  { archive }: MadePlan,
): Promise<void> {
  const { tree = null, folderTree = null } = (await git.readCheckout()) ?? {}
  const reason = hiddenDifference(record, { tree, folderTree }, archive)
  if (reason === undefined) return
  throw new LockstepError(
    'plan-changed',
    `A new plan is equal to the reviewed one, and nothing was applied all the same, since ${reason}.`,
    'Plan again on the code as it is now, and have the new plan reviewed. To be asked less often, require branches to be up to date before merging.',
  )
}

function comparisonOf({ made: reviewed }: CheckedPlan, now: OpenPlan['made']): Journey['comparison'] {
  if (reviewed.archive === undefined || now.archive === undefined) return undefined
  return comparePlans(
    { plan: reviewed.json, archive: reviewed.archive, isRefreshOnly: reviewed.isRefreshOnly },
    { plan: now.json, archive: now.archive, isRefreshOnly: now.isRefreshOnly },
  )
}

function tellComparison({ log }: Dependencies, { comparison, sensitive }: Journey): void {
  if (comparison === undefined) return
  log.startGroup('What was reviewed, and what it would be now')
  for (const line of renderComparisonLines(comparison, createForeignText(sensitive))) log.say(line)
  log.endGroup()
}

function isStale({ facts }: LockedRun): boolean {
  return !facts.resourceEventSeen && facts.diagnostics.some(({ summary }) => STALE_PLAN.test(summary))
}

/** Terraform has ended by itself and failed before it began: the plan can still be applied. */
function nothingWasApplied({ facts, exitCode }: LockedRun, { leftLock }: Journey): boolean {
  const hasFailed = exitCode !== null && exitCode !== 0
  return hasFailed && !facts.resourceEventSeen && !facts.stateNotSaved && leftLock === undefined
}

function stillMoving(plans: number): LockstepError {
  return new LockstepError(
    'stale-plan',
    `The state has moved each time before the plan could be applied, ${String(plans)} times in a row.`,
    'Somebody else applies to this state all the time. Put all of them into one concurrency group: see the output "concurrency-group".',
  )
}
