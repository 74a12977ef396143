import { withSummary, type ChangeCounts } from '../plan/changes.ts'
import { planArguments } from '../terraform/arguments.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import type { Prepared } from './prepare.ts'
import { tellDiagnostics } from './redact.ts'
import { failureFromRun, failureOfPlan, hasPlanned } from './run-failure.ts'
import { showPlan, startShow, type ShownFiles, type ShownPlan } from './show-plan.ts'
import { runUnderLock } from './under-lock.ts'

/** `ran`: Terraform has ended, whatever it says. */
export type PlanRun =
  | {
      readonly kind: 'ran'
      readonly run: LockedRun
      readonly planFile: string
      readonly showing: Promise<ShownFiles> | undefined
    }
  | { readonly kind: 'not-run'; readonly outcome: Outcome }

export type PlanEnd =
  | {
      readonly kind: 'planned'
      readonly planFile: string
      readonly shown: ShownPlan
      readonly hasChanges: boolean
      readonly counts: ChangeCounts
    }
  | { readonly kind: 'failed'; readonly outcome: Outcome }

/** Runs `plan`, and waits for the lock where it takes one. `onStart`: Terraform is at work, each time. */
export async function runPlan(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  onStart?: () => void,
): Promise<PlanRun> {
  const { inputs, runDirectory } = deps
  const planFile = runDirectory.createFile('plan.tfplan')
  let showing: Promise<ShownFiles> | undefined
  const end = await runUnderLock(deps, journey, prepared, {
    operation: 'plan',
    args: planArguments(inputs, planFile),
    lock: inputs.lock,
    showPlannedChanges: false,
    ...(onStart === undefined ? {} : { onStart }),
    afterWork: async (run) => {
      if (!hasPlanned(run)) return
      showing = startShow(deps, prepared.terraform, planFile)
      await showing
    },
  })
  return end.kind === 'ran' ? { ...end, planFile, showing } : end
}

/** Shows what a run has planned, or tells why it has not. */
export async function readPlan(
  deps: Dependencies,
  journey: Journey,
  { terraform }: Prepared,
  { run, planFile, showing }: Extract<PlanRun, { kind: 'ran' }>,
): Promise<PlanEnd> {
  const failure = await failureOfPlan(deps, journey, terraform, run, planFile)
  if (failure !== undefined) return { kind: 'failed', outcome: failure }
  const { refreshOnly: isRefreshOnly } = deps.inputs
  const shown = await showPlan(deps, terraform, journey, planFile, {
    isRefreshOnly,
    ...(showing === undefined ? {} : { showing }),
  })
  // After the plan is shown: what is sensitive in it is masked from then on.
  const isErrored = shown.plan.errored === true
  tellDiagnostics(deps, journey, run.facts.diagnostics, isErrored)
  if (isErrored) return { kind: 'failed', outcome: failureFromRun(deps, journey, run, 'plan', undefined) }
  const hasChanges = run.exitCode === 2 || shown.changes.hasChanges
  const counts = withSummary(shown.changes.counts, run.facts.planned)
  return { kind: 'planned', planFile, shown, hasChanges, counts }
}
