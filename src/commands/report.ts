import { concurrencyGroupFromAddress } from '../lock/state-address.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import type * as JobSummary from '../report/job-summary.ts'
import type { SummaryOptions } from '../report/job-summary.ts'
import type { OwnRun, Phase, Story } from '../report/story.ts'
import { failureReasonOf, isFailure, resultOf, type Journey, type Outcome } from './outcome.ts'

/** The sentences that end a run: what happened, and what to do. */
export function messageOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'already-free':
    case 'contended':
    case 'cancelled':
      return outcome.message
    case 'failed':
      return outcome.advice === '' ? outcome.message : `${outcome.message}\n${outcome.advice}`
    case 'drift-looked-for':
      return isFailure(outcome) ? 'Something differs, and fail-on-drift is "true".' : ''
    case 'planned':
    case 'applied':
    case 'lock-read':
    case 'lock-free':
    case 'unlocked':
    case 'audited':
    case 'versions-listed':
    case 'restored':
      return ''
  }
}

export function commandsOf(outcome: Outcome): readonly string[] {
  return outcome.kind === 'failed' ? (outcome.commands ?? []) : []
}

/** Every output of action.yml; what does not apply is empty, so that a step's `outputs.x` never is a surprise. */
export function outputsOf(outcome: Outcome, journey: Journey): Record<string, string> {
  const counts = countsOf(outcome)
  const number = (name: keyof ChangeCounts): string => (counts === undefined ? '' : String(counts[name]))
  const files = journey.planFiles
  return {
    result: resultOf(outcome),
    'failure-reason': failureReasonOf(outcome),
    'has-changes': 'hasChanges' in outcome ? String(outcome.hasChanges) : '',
    add: number('add'),
    change: number('change'),
    destroy: number('destroy'),
    import: number('import'),
    replace: number('replace'),
    move: number('move'),
    forget: number('forget'),
    // What drift has planned was reviewed by nobody, and is for no apply.
    'plan-file': outcome.kind === 'drift-looked-for' ? '' : (files?.planFile ?? ''),
    'plan-json-file': files?.jsonFile ?? '',
    'plan-text-file': files?.textFile ?? '',
    'plan-digest': journey.planDigest ?? '',
    'state-address': journey.stateAddress ?? '',
    'concurrency-group': groupOfState(journey) ?? '',
    'lock-holder': journey.holder === undefined ? '' : JSON.stringify(journey.holder),
    'lock-waited-seconds': (journey.lockWaitedMs / 1000).toFixed(1),
    'lock-attempts': String(journey.lockAttempts),
    'lock-recovered': journey.lockRecovered ?? '',
    'comment-url': journey.commentUrl ?? '',
    'errored-state': journey.erroredState ?? '',
    'audit-json-file': outcome.kind === 'audited' ? outcome.jsonFile : '',
    'outputs-json-file': outcome.kind === 'applied' ? (outcome.outputsFile ?? '') : '',
  }
}

/** The output `concurrency-group`. */
export function groupOfState({ stateAddress }: Journey): string | undefined {
  return stateAddress === undefined ? undefined : concurrencyGroupFromAddress(stateAddress)
}

/** The end of a run as it is told. */
export function phaseOf(outcome: Outcome): Phase {
  return {
    kind: 'ended',
    result: resultOf(outcome),
    failureReason: failureReasonOf(outcome),
    message: messageOf(outcome),
    commands: commandsOf(outcome),
  }
}

/** What a run tells of itself at any moment; the plan and its text are added where they are wanted. */
export function storyOf(command: string, phase: Phase, journey: Journey): Story {
  return {
    command,
    phase,
    stateAddress: journey.stateAddress,
    counts: journey.counts,
    holder: journey.holder,
    queue: journey.queue,
    findings: journey.findings,
    audit: journey.audit,
    lockWaitedMs: journey.lockWaitedMs,
    lockAttempts: journey.lockAttempts,
    lockRecovered: journey.lockRecovered,
    decision: journey.decision,
    isPlanVoid: journey.isPlanVoid,
    leftLock: journey.leftLock,
    recovery: journey.recovery,
    comparison: journey.comparison,
    plannedCommit: journey.plannedCommit,
    reviewedPlan: journey.reviewedPlan,
    restore: journey.restore,
    issue: journey.issue,
    warnings: journey.warnings,
    diagnostics: journey.diagnostics,
    plan: undefined,
    planText: '',
    run: undefined,
  }
}

const loadSummary = async (): Promise<typeof JobSummary> => await import('../report/job-summary.ts')

/** Loads what writes the summary while Terraform is at work: it would delay its start. */
export function preloadSummary(): void {
  // A failure comes back where the summary is written.
  loadSummary().catch(() => undefined)
}

/** A warning that came up after the summary was written. */
export async function noteOf(warning: string): Promise<string> {
  return (await loadSummary()).renderNote(warning)
}

export async function summaryOf(
  command: string,
  outcome: Outcome,
  journey: Journey,
  options: SummaryOptions & { readonly run: OwnRun | undefined },
): Promise<string> {
  const { planFiles, plannedChanges } = journey
  const planText = planFiles?.text ?? plannedChanges.join('\n')
  const { renderJobSummary } = await loadSummary()
  const story = storyOf(command, phaseOf(outcome), journey)
  return renderJobSummary({ ...story, planText, run: options.run }, options)
}

export function countsOf(outcome: Outcome): ChangeCounts | undefined {
  return 'counts' in outcome ? outcome.counts : undefined
}
