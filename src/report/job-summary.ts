import { describeOperation, type LockHolder } from '../lock/lock-holder.ts'
import type { ChangeCounts } from '../plan/changes.ts'
import { renderDuration } from '../retry/duration.ts'
import { renderCode, renderFence, renderProse } from './fence.ts'
import { plainLine, plainText } from './plain-text.ts'

/** What the summary of a run tells; every text may be somebody else's. */
export interface SummaryFacts {
  readonly command: string
  readonly result: string
  readonly failureReason: string
  /** What happened and what to do, when there is something to say. */
  readonly message: string
  readonly stateAddress: string | undefined
  readonly counts: ChangeCounts | undefined
  readonly holder: LockHolder | undefined
  readonly lockWaitedMs: number
  readonly lockAttempts: number
  readonly lockRecovered: string | undefined
  readonly warnings: readonly string[]
  /** Empty where nothing was planned. */
  readonly planText: string
}

/** GitHub drops a step's whole summary above this size. */
export const maxSummaryBytes = 1024 * 1024
const cutNote = '… the rest of the plan is in the log'

const ICONS: Readonly<Record<string, string>> = {
  changes: '📝',
  applied: '✅',
  'no-changes': '✅',
  free: '🔓',
  locked: '🔒',
  unknown: '❔',
  contended: '⏳',
  cancelled: '🛑',
  failed: '❌',
}

/** Markdown of at most 1 MiB: one table for the run, and the plan, collapsed. */
export function renderJobSummary(facts: SummaryFacts): string {
  const rows: [string, string][] = [
    [
      'Result',
      `${renderCode(facts.result)}${facts.failureReason === '' ? '' : ` (${renderCode(facts.failureReason)})`}`,
    ],
  ]
  if (facts.stateAddress !== undefined) rows.push(['State', renderPlainCode(facts.stateAddress)])
  if (facts.counts !== undefined)
    rows.push(['Changes', renderCounts(facts.counts, facts.command === 'apply')])
  rows.push(['Lock waited for', renderWaited(facts)])
  if (facts.holder !== undefined) rows.push(['Last holder', renderHolder(facts.holder)])
  if (facts.lockRecovered !== undefined) rows.push(['Lock removed', renderPlainCode(facts.lockRecovered)])

  const title = `### ${ICONS[facts.result] ?? ''} Lockstep: terraform ${renderProse(plainLine(facts.command))}`
  const table = ['| | |', '| --- | --- |', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join(
    '\n',
  )
  const notes = facts.warnings.map(
    (warning) => `> ⚠️ ${renderProse(plainText(warning)).replace(/\n/g, '\n> ')}`,
  )
  const message = facts.message === '' ? [] : [renderProse(plainText(facts.message))]
  const head = [title, ...message, table, ...notes].join('\n\n')
  return `${head}\n${renderPlan(facts.planText, maxSummaryBytes - Buffer.byteLength(head) - 2)}\n`
}

/** `1 to add, …` of a plan, `1 added, …` of what was done. */
export function renderCounts(counts: ChangeCounts, isDone: boolean): string {
  const parts = [
    `${String(counts.add)} ${isDone ? 'added' : 'to add'}`,
    `${String(counts.change)} ${isDone ? 'changed' : 'to change'}`,
    `${String(counts.destroy)} ${isDone ? 'destroyed' : 'to destroy'}`,
    ...(counts.import > 0 ? [`${String(counts.import)} ${isDone ? 'imported' : 'to import'}`] : []),
    ...(counts.replace > 0 ? [`${String(counts.replace)} replaced`] : []),
    ...(counts.move > 0 ? [`${String(counts.move)} moved`] : []),
    ...(counts.forget > 0 ? [`${String(counts.forget)} forgotten`] : []),
  ]
  return parts.join(', ')
}

function renderWaited({ lockWaitedMs, lockAttempts }: SummaryFacts): string {
  const tries = lockAttempts === 1 ? '1 try' : `${String(lockAttempts)} tries`
  return lockWaitedMs < 500 ? `not at all (${tries})` : `${renderDuration(lockWaitedMs)} (${tries})`
}

function renderHolder(holder: LockHolder): string {
  const created = holder.created.replace(/\.\d+Z$/, 'Z')
  const operation = describeOperation(holder.operation)
  return [holder.who, operation, created, holder.info]
    .filter((text) => text !== '')
    .map(renderPlainCode)
    .join(', ')
}

function renderPlainCode(text: string): string {
  return renderCode(plainText(text))
}

function renderPlan(text: string, limitBytes: number): string {
  if (text === '') return ''
  const plain = plainText(text)
  const whole = foldPlan(plain)
  if (Buffer.byteLength(whole) <= limitBytes) return whole
  const cut = foldPlan(`${cutAtLine(plain, limitBytes - 1024)}\n${cutNote}`)
  // A text full of backticks has a fence as long as itself, twice.
  return Buffer.byteLength(cut) <= limitBytes ? cut : foldPlan(cutNote)
}

function foldPlan(text: string): string {
  return `\n<details><summary>The plan</summary>\n\n${renderFence(text.trim())}\n</details>\n`
}

/** The longest run of whole lines that fits. */
function cutAtLine(text: string, limitBytes: number): string {
  const cut = Buffer.from(text).subarray(0, Math.max(0, limitBytes)).toString('utf8')
  return cut.slice(0, Math.max(0, cut.lastIndexOf('\n')))
}
