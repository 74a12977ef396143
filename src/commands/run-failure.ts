import { join } from 'node:path'
import type { FailureReason } from '../errors.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import { isCutOff, isExecutionHalted } from '../plan/run-facts.ts'
import { plainLine, plainText } from '../report/plain-text.ts'
import { modifiedAt } from '../runner/files.ts'
import type { LockedRun, Terraform } from '../terraform/terraform.ts'
import { outcomeOfStop } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { redactionOf, tellDiagnostics } from './redact.ts'
import { hideFailedPlan } from './show-plan.ts'

/** Terraform has looked at the saved plan, under the lock, and not begun it. */
export const STALE_PLAN = /^Saved plan is stale$|^Saved plan does not match the given state$/

/** Summaries of Terraform's errors that have a reason of their own, and what to do. */
const KNOWN: readonly { summary: RegExp; reason: FailureReason; advice: string }[] = [
  {
    summary: STALE_PLAN,
    reason: 'stale-plan',
    advice: 'The state has moved since the plan was made. Plan again, and have the new plan reviewed.',
  },
  {
    summary: /^Failed to save state$|^Failed to persist state to backend$/,
    reason: 'state-not-saved',
    advice:
      'The post step of this job runs "terraform state push" on it. Where that fails too, it has to be pushed later: from its copy in the bucket of the state, which makes every apply refuse until then, or from the file; see the output "errored-state". Until then the state does not know what was changed.',
  },
]

const RELEASE_ERROR = /^Error releasing the state lock$/

/** Counts only where nothing else failed: Terraform gives its lock back last, and what it says of that is not why it failed. */
const releaseFailed: (typeof KNOWN)[number] = {
  summary: RELEASE_ERROR,
  reason: 'lock-fault',
  advice:
    'Terraform did its work, but could not give the lock back. Where that was denied, allow s3:GetObject and s3:DeleteObject on the lock file (<state key>.tflock), or dynamodb:GetItem and dynamodb:DeleteItem on the lock table, to the role of this job.',
}

const cutOffAdvice =
  'It was changing resources, and the state may lack some of them; what it lacks, the post step of this job tells.'

export function hasPlanned({ facts, exitCode }: LockedRun): boolean {
  // An interrupted plan writes its file too, and says "0 to add".
  return !facts.errorSeen && (exitCode === 0 || exitCode === 2)
}

/** What a run that was to make a plan came to where it failed. undefined: it has made one. */
export async function failureOfPlan(
  deps: Dependencies,
  journey: Journey,
  terraform: Terraform,
  run: LockedRun,
  planFile: string,
): Promise<Outcome | undefined> {
  if (hasPlanned(run)) return undefined
  await hideFailedPlan(deps, terraform, journey, planFile)
  tellDiagnostics(deps, journey, run.facts.diagnostics, true)
  return failureFromRun(deps, journey, run, 'plan', undefined)
}

/** What a run that failed came to. `counts`: what it had done before. */
export function failureFromRun(
  deps: Dependencies,
  journey: Journey,
  run: LockedRun,
  command: 'plan' | 'apply',
  counts: ChangeCounts | undefined,
): Outcome {
  const { facts } = run
  if (facts.stateNotSaved) journey.erroredState = run.emergencyState ?? freshErroredState(deps, run)
  const errors = facts.diagnostics.filter(({ severity }) => severity === 'error')
  const causes = errors.filter(({ summary }) => !RELEASE_ERROR.test(summary))
  const rows = causes.length === 0 ? [releaseFailed] : KNOWN
  const known = rows.find(({ summary }) => errors.some((error) => summary.test(error.summary)))
  if (known?.reason !== 'state-not-saved') {
    // Where both were to stop it, the one that came first did: there is one interrupt.
    const stopped = outcomeOfStop(deps, journey, run, command, counts)
    if (stopped !== undefined) return stopped
    if (deps.cancelled.aborted) return { kind: 'cancelled', message: describeCancel(run), counts }
  }
  const [first] = errors.filter((error) => !isExecutionHalted(error))
  const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more)` : ''
  const end =
    run.exitCode === null ? `it was ended by ${String(run.signal)}` : `exit code ${String(run.exitCode)}`
  const what =
    first === undefined
      ? end
      : `${plainLine(redactionOf(journey, true)(plainText(first.summary)), 300)}${more}`
  const isUnsaved =
    facts.stateNotSaved || journey.leftLock?.isUnsaved === true || isCutOff(command, facts, run.coreLog)
  return {
    kind: 'failed',
    reason: known?.reason ?? (isUnsaved ? 'state-not-saved' : 'terraform-error'),
    message: `terraform ${command} failed: ${what}`,
    advice: known?.advice ?? (isUnsaved ? cutOffAdvice : ''),
    counts,
  }
}

function describeCancel({ exitCode, signal, facts }: LockedRun): string {
  if (exitCode === null) return `The job was cancelled, and Terraform was ended by ${String(signal)}.`
  if (!facts.interruptSeen && facts.haltedCount === 0)
    return 'The job was cancelled, and Terraform had failed by then.'
  const halted = facts.haltedCount > 0 ? ' Some of its work was left undone.' : ''
  return `Terraform was stopped by the cancel of the job and ended in order.${halted}`
}

/** An older file is of another run: pushing it would bring an old state back. */
function freshErroredState({ inputs }: Dependencies, run: LockedRun): string | undefined {
  const file = join(inputs.workingDirectory, 'errored.tfstate')
  return modifiedAt(file) >= run.startedAt ? file : undefined
}
