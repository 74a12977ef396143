import { concurrencyGroupFromAddress } from '../lock/state-address.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import { renderJobSummary, type SummaryOptions } from '../report/job-summary.ts'
import type { Story } from '../report/story.ts'
import { readText } from '../runner/files.ts'
import { failureReasonOf, resultOf, type Journey, type Outcome } from './outcome.ts'

/** The sentences that end a run: what happened, and what to do. */
export function messageOf(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'contended':
    case 'cancelled':
      return outcome.message
    case 'failed':
      return outcome.advice === '' ? outcome.message : `${outcome.message}\n${outcome.advice}`
    case 'planned':
    case 'applied':
    case 'lock-read':
    case 'lock-free':
      return ''
  }
}

/** Every output of action.yml; what does not apply is empty, so that a step's `outputs.x` never is a surprise. */
export function outputsOf(outcome: Outcome, journey: Journey): Record<string, string> {
  const counts = countsOf(outcome)
  const number = (name: keyof ChangeCounts): string => (counts === undefined ? '' : String(counts[name]))
  const files = journey.planFiles
  return {
    result: resultOf(outcome),
    'failure-reason': failureReasonOf(outcome),
    'has-changes': outcome.kind === 'planned' || outcome.kind === 'applied' ? String(outcome.hasChanges) : '',
    add: number('add'),
    change: number('change'),
    destroy: number('destroy'),
    import: number('import'),
    replace: number('replace'),
    move: number('move'),
    forget: number('forget'),
    'plan-file': files?.planFile ?? '',
    'plan-json-file': files?.jsonFile ?? '',
    'plan-text-file': files?.textFile ?? '',
    'state-address': journey.stateAddress ?? '',
    'concurrency-group':
      journey.stateAddress === undefined ? '' : concurrencyGroupFromAddress(journey.stateAddress),
    'lock-holder': journey.holder === undefined ? '' : JSON.stringify(journey.holder),
    'lock-waited-seconds': (journey.lockWaitedMs / 1000).toFixed(1),
    'lock-attempts': String(journey.lockAttempts),
    'lock-recovered': journey.lockRecovered ?? '',
    'errored-state': journey.erroredState ?? '',
    'outputs-json-file': outcome.kind === 'applied' ? (outcome.outputsFile ?? '') : '',
  }
}

/** What a run that has ended tells of itself. */
export async function storyOf(command: string, outcome: Outcome, journey: Journey): Promise<Story> {
  const { planFiles, plannedChanges } = journey
  return {
    command,
    phase: {
      kind: 'ended',
      result: resultOf(outcome),
      failureReason: failureReasonOf(outcome),
      message: messageOf(outcome),
    },
    stateAddress: journey.stateAddress,
    counts: countsOf(outcome),
    holder: journey.holder,
    lockWaitedMs: journey.lockWaitedMs,
    lockAttempts: journey.lockAttempts,
    lockRecovered: journey.lockRecovered,
    warnings: journey.warnings,
    diagnostics: [],
    plan: undefined,
    planText: planFiles === undefined ? plannedChanges.join('\n') : await readText(planFiles.textFile),
    run: undefined,
  }
}

export async function summaryOf(
  command: string,
  outcome: Outcome,
  journey: Journey,
  options: SummaryOptions,
): Promise<string> {
  return renderJobSummary(await storyOf(command, outcome, journey), options)
}

function countsOf(outcome: Outcome): ChangeCounts | undefined {
  return 'counts' in outcome ? outcome.counts : undefined
}
