import { describeOperation, type LockHolder } from '../lock/lock-holder.ts'
import { renderDuration } from '../retry/duration.ts'
import { renderDiagnostics } from './diagnostics-section.ts'
import { createForeignText, type ForeignText } from './foreign-text.ts'
import { plainText } from './plain-text.ts'
import { isDone, renderCounts, renderHeadline, renderOpening, type TellOptions } from './story-text.ts'
import type { Story } from './story.ts'

/** GitHub drops a step's whole summary above this size. */
export const maxSummaryBytes = 1024 * 1024
const maxDiagnosticsBytes = 50_000
const cutNote = '… the rest of the plan is in the log'

export interface SummaryOptions extends TellOptions {
  /** Values that appear nowhere in the summary, where they have 8 characters or more. */
  readonly sensitive: ReadonlySet<string>
}

/** Markdown of at most 1 MiB: what the comment tells, one table for the run, and the whole plan, collapsed. */
export function renderJobSummary(story: Story, options: SummaryOptions): string {
  const foreign = createForeignText(options.sensitive)
  const head = [
    `### ${renderHeadline(story, foreign)}`,
    ...renderOpening(story, foreign, options),
    renderTable(story, foreign),
    ...story.warnings.slice(0, 100).map((warning) => `> ⚠️ ${foreign.prose(warning).replace(/\n/g, '\n> ')}`),
    renderDiagnostics(story.diagnostics, foreign, maxDiagnosticsBytes),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  return `${head}\n${renderPlan(story.planText, foreign, maxSummaryBytes - Buffer.byteLength(head) - 2)}\n`
}

/** A warning that came up after the summary was written. */
export function renderNote(warning: string): string {
  return `\n> ⚠️ ${createForeignText(new Set()).prose(warning).replace(/\n/g, '\n> ')}\n`
}

function renderTable(story: Story, foreign: ForeignText): string {
  const { phase, stateAddress, counts, holder, lockRecovered } = story
  const rows: [string, string][] = []
  if (phase.kind === 'ended') {
    const reason = phase.failureReason === '' ? '' : ` (${foreign.cell(phase.failureReason)})`
    rows.push(['Result', `${foreign.cell(phase.result)}${reason}`])
  }
  if (stateAddress !== undefined) rows.push(['State', foreign.cell(stateAddress, 1_200)])
  if (counts !== undefined) rows.push(['Changes', renderCounts(counts, isDone(story))])
  rows.push(['Lock waited for', renderWaited(story)])
  if (holder !== undefined) rows.push(['Last holder', renderHolder(holder, foreign)])
  if (lockRecovered !== undefined) rows.push(['Lock removed', foreign.cell(lockRecovered)])
  return ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n')
}

function renderWaited({ lockWaitedMs, lockAttempts }: Story): string {
  const tries = lockAttempts === 1 ? '1 try' : `${String(lockAttempts)} tries`
  return lockWaitedMs < 500 ? `not at all (${tries})` : `${renderDuration(lockWaitedMs)} (${tries})`
}

function renderHolder(holder: LockHolder, foreign: ForeignText): string {
  const created = holder.created.replace(/\.\d+Z$/, 'Z')
  const operation = describeOperation(holder.operation)
  return [holder.who, operation, created, holder.info]
    .filter((text) => text !== '')
    .map((text) => foreign.cell(text))
    .join(', ')
}

function renderPlan(text: string, foreign: ForeignText, limitBytes: number): string {
  if (plainText(text).trim() === '') return ''
  const [before, after] = ['\n<details><summary>The plan</summary>\n\n', '\n</details>\n']
  const room = limitBytes - Buffer.byteLength(before + after)
  return `${before}${foreign.fence(text, room, cutNote)}${after}`
}
