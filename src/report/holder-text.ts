import { needsAttention } from '../lock/annotation.ts'
import { describeOperation, type LockHolder } from '../lock/lock-holder.ts'
import { describeEvidence, maxReasonLength, type Decision } from '../lock/removal.ts'
import { renderDuration } from '../retry/duration.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderInstant } from './instant.ts'
import { renderActor, renderHolderRun } from './run-links.ts'
import type { OwnRun } from './story.ts'

/** Who holds the lock and whether they are at work, in a sentence. */
export function renderHolderSentence(holder: LockHolder, foreign: ForeignText): string {
  if (holder.run === null) {
    const who = foreign.code(holder.who) || 'Somebody'
    return `${who} holds the lock. It was not taken by a Lockstep run, so whether its owner is still at work cannot be looked up.`
  }
  if (needsAttention(holder.info)) {
    return 'The run that took the lock was cut off before its state was saved, and the lock protects what the state lacks.'
  }
  switch (holder.verdict) {
    case 'alive':
      return 'Another run holds the lock and is still at work.'
    case 'finished':
      return 'The run that took the lock has finished, and the lock is still there.'
    case 'unknown':
      return 'Another run holds the lock; whether it is still at work is not known.'
  }
}

/** What is known of a lock and its holder, as a table. */
export function renderHolderTable(holder: LockHolder, own: OwnRun | undefined, foreign: ForeignText): string {
  return renderRows(holderRows('Held by', holder, own, foreign))
}

/** Who has removed a lock, or has tried to, when and why, and whose it was. */
export function renderDecisionTable(
  decision: Decision,
  label: 'Held by' | 'Was held by',
  holder: LockHolder | undefined,
  own: OwnRun | undefined,
  foreign: ForeignText,
): string {
  const { actor, at, reason } = decision
  const evidence = describeEvidence(decision)
  return renderRows([
    ['Decided by', renderDecider(actor, own, foreign)],
    ['At', renderInstant(at) ?? ''],
    ['Reason', foreign.cell(reason, maxReasonLength)],
    ['Proof', `${evidence.charAt(0).toUpperCase()}${evidence.slice(1)}`],
    ...(holder === undefined ? [] : holderRows(label, holder, own, foreign)),
  ])
}

function renderDecider(actor: string | null, own: OwnRun | undefined, foreign: ForeignText): string {
  if (actor === null) return ''
  return own === undefined ? foreign.cell(actor) : renderActor(actor, own.serverUrl, foreign)
}

function holderRows(
  label: string,
  holder: LockHolder,
  own: OwnRun | undefined,
  foreign: ForeignText,
): [string, string][] {
  const { run, who, operation, version, lockId } = holder
  return [
    [label, run === null ? foreign.cell(who) || 'somebody' : renderHolderRun(run, own, foreign)],
    ...(run === null ? [] : [['That run', renderVerdict(holder, foreign)] satisfies [string, string]]),
    ['Operation', renderOperation(operation, version, foreign)],
    ['Since', renderSince(holder, foreign)],
    ['Lock ID', foreign.cell(lockId)],
  ]
}

/** The first row is the table's head; what is not known has none. */
function renderRows(rows: readonly [string, string][]): string {
  const [first = '', ...rest] = rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `| ${name} | ${value} |`)
  return [first, '| --- | --- |', ...rest].join('\n')
}

/** `apply, version 1.11.4`; words of ours where the operation is one of Terraform's. */
function renderOperation(operation: string, version: string, foreign: ForeignText): string {
  const words = describeOperation(operation)
  const name = words === operation ? foreign.cell(words) : words
  const number = foreign.cell(version)
  return [name, number === '' ? '' : `version ${number}`].filter((text) => text !== '').join(', ')
}

function renderSince({ created, ageSeconds }: LockHolder, foreign: ForeignText): string {
  const since = renderInstant(parseCreated(created)) ?? foreign.cell(created)
  const age = ageSeconds === null ? '' : `${renderDuration(ageSeconds * 1000)} before this was written`
  return [since, age].filter((text) => text !== '').join(', ')
}

function renderVerdict({ run, verdict }: LockHolder, foreign: ForeignText): string {
  const detail = (text: string | null | undefined): string =>
    text === null || text === undefined ? '' : ` (${foreign.cell(text)})`
  switch (verdict) {
    case 'alive':
      return `🟢 still at work${detail(run?.status)}`
    case 'finished':
      return `⚪ finished${detail(run?.conclusion)}`
    case 'unknown':
      return '❔ not known'
  }
}

/** JSON's form of a Go time, and the one that Terraform prints; Date.parse alone would find a date in `#1`. */
const CREATED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z| \+0000 UTC)$/

function parseCreated(created: string): number {
  const [, day, time] = CREATED.exec(created) ?? []
  return Date.parse(`${String(day)}T${String(time)}Z`)
}
