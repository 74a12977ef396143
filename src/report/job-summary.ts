import { describeOperation, type LockHolder } from '../lock/lock-holder.ts'
import { renderDuration } from '../retry/duration.ts'
import { renderAudit } from './audit-section.ts'
import { renderDiagnostics } from './diagnostics-section.ts'
import { renderFindings } from './findings-section.ts'
import { createForeignText, type ForeignText } from './foreign-text.ts'
import { plainText } from './plain-text.ts'
import { renderQueue } from './queue-text.ts'
import { renderHolderRun } from './run-links.ts'
import { renderVersions } from './versions-section.ts'
import { renderHeadline, renderOpening, type TellOptions } from './story-text.ts'
import type { OwnRun, Story } from './story.ts'

/** GitHub drops a step's whole summary above this size. */
export const maxSummaryBytes = 1024 * 1024
const maxDiagnosticsBytes = 50_000
const maxRecoveryBytes = 300_000
const maxComparisonBytes = 200_000
const cutNote = '… the rest of the plan is in the log'

export interface SummaryOptions extends TellOptions {
  /** Values that appear nowhere in the summary, where they have 8 characters or more. */
  readonly sensitive: ReadonlySet<string>
}

/** Markdown of at most 1 MiB: what the comment tells, one table, and the whole plan, collapsed. */
export function renderJobSummary(story: Story, options: SummaryOptions): string {
  const foreign = createForeignText(options.sensitive)
  const head = [
    `### ${renderHeadline(story, foreign)}`,
    ...renderOpening(story, foreign, {
      ...{ ...options, recoveryBytes: maxRecoveryBytes, comparisonBytes: maxComparisonBytes },
    }),
    ...renderQueue(story, foreign),
    renderTable(story, foreign),
    ...story.warnings.slice(0, 100).map((warning) => `> ⚠️ ${foreign.prose(warning).replace(/\n/g, '\n> ')}`),
    renderDiagnostics(story.diagnostics, foreign, maxDiagnosticsBytes),
    ...renderFindings(story.findings, foreign),
    ...renderVersions(story.restore, story.run, foreign),
    ...(story.audit === undefined ? [] : renderAudit(story.audit, foreign)),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
  return `${head}\n${renderPlan(story.planText, foreign, maxSummaryBytes - Buffer.byteLength(head) - 2)}\n`
}

/** A warning that came up after the summary was written. */
export function renderNote(warning: string): string {
  return `\n> ⚠️ ${createForeignText(new Set()).prose(warning).replace(/\n/g, '\n> ')}\n`
}

/**
 * What headline and opening have not told. The result has a row although the headline says it in words: it is the
 * output that a later step's `if` compares. Where the opening has the holder's table there is no second one.
 */
function renderTable(story: Story, foreign: ForeignText): string {
  const { command, phase, holder, run } = story
  const result = phase.kind === 'ended' ? phase.result : ''
  const isContended = result === 'contended'
  if (holder !== undefined && (isContended || result === 'locked' || command === 'unlock')) return ''
  const rows: [string, string][] = [
    ['Result', foreign.cell(result)],
    ['Lock waited for', isContended ? '' : renderWaited(story)],
    ['Last holder', holder === undefined ? '' : renderHolder(holder, run, foreign)],
  ]
  const told = rows.filter(([, value]) => value !== '')
  return ['| | |', '| --- | --- |', ...told.map(([name, value]) => `| ${name} | ${value} |`)].join('\n')
}

function renderWaited({ lockWaitedMs, lockAttempts }: Story): string {
  const tries = lockAttempts === 1 ? '1 try' : `${String(lockAttempts)} tries`
  const isShort = lockWaitedMs < 500
  // Terraform was not started, so a short look at the lock was all.
  if (lockAttempts === 0) return isShort ? '' : renderDuration(lockWaitedMs)
  return `${isShort ? 'not at all' : renderDuration(lockWaitedMs)} (${tries})`
}

function renderHolder(holder: LockHolder, own: OwnRun | undefined, foreign: ForeignText): string {
  const { run, who, operation, info } = holder
  const created = holder.created.replace(/\.\d+Z$/, 'Z')
  const facts =
    run === null
      ? [who, describeOperation(operation), created, info]
      : [describeOperation(operation), created]
  return [
    ...(run === null ? [] : [renderHolderRun(run, own, foreign)]),
    ...facts.filter((text) => text !== '').map((text) => foreign.cell(text)),
  ].join(', ')
}

function renderPlan(text: string, foreign: ForeignText, limitBytes: number): string {
  if (plainText(text.slice(0, 1_000)).trim() === '' && plainText(text).trim() === '') return ''
  const [before, after] = ['\n<details><summary>The plan</summary>\n\n', '\n</details>\n']
  const room = limitBytes - Buffer.byteLength(before + after)
  return `${before}${foreign.fence(text, room, cutNote)}${after}`
}
