import { describeOperation, type LockHolder } from '../lock/lock-holder.ts'
import type { DigestStanding } from '../restore/judge-digest.ts'
import { summaryOf } from '../restore/judge-restore.ts'
import type { RestoreDone, RestoreReport } from '../restore/restore-report.ts'
import type { StateVersion } from '../restore/state-history.ts'
import { compareResources, type ResourceDifference } from '../restore/state-summary.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderInstant } from './instant.ts'
import { plainLine } from './plain-text.ts'
import { renderHolderRun } from './run-links.ts'
import type { OwnRun } from './story.ts'

const maxAddresses = 50
const maxAddressesBytes = 20_000

/** Its cells in the order of the columns. */
type Row = Readonly<Record<Column, string>>

type Column =
  'when' | 'serial' | 'lineage' | 'engine' | 'resources' | 'difference' | 'size' | 'writer' | 'versionId'

const HEADINGS: Row = {
  when: 'Stored',
  serial: 'Serial',
  lineage: 'Lineage',
  engine: 'Terraform',
  resources: 'Resources',
  difference: 'Against now',
  size: 'Size',
  writer: 'Written by',
  versionId: 'Version ID',
}

/** For the log: a table in plain lines. */
export function renderVersionLines(report: RestoreReport): readonly string[] {
  const rows = [HEADINGS, ...rowsOf(report)].map((row) =>
    Object.values(row).map((cell) => plainLine(cell, 200)),
  )
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [...lines, ...describeRest(report)]
}

/** For the job summary. */
export function renderVersions(
  report: RestoreReport | undefined,
  run: OwnRun | undefined,
  foreign: ForeignText,
): string[] {
  if (report === undefined) return []
  const rows = rowsOf(report).map((row, index) => {
    const writer = report.history.versions[index]?.writer?.run
    const link = writer ? renderHolderRun(writer, run, foreign) : undefined
    const cells = Object.entries(row).map(([column, cell]) =>
      column === 'writer' && link !== undefined ? link : cell === '' ? '' : foreign.cell(cell),
    )
    return `| ${cells.join(' | ')} |`
  })
  const heads = Object.values(HEADINGS)
  return [
    ...renderDone(report.done, foreign),
    ...renderDigest(report, foreign),
    report.done === undefined ? '#### Versions' : '#### Versions, as they were before',
    [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows].join('\n'),
    ...describeRest(report),
    ...(report.done === undefined && rows.length > 1
      ? [
          'Against now: how many resources the state would know again (+), know no more (-), or know as they were then (~). To bring one back: `command: restore` with `state-version`, the version ID.',
        ]
      : []),
  ]
}

function rowsOf({ history }: RestoreReport): readonly Row[] {
  const now = summaryOf(history.versions[0])
  return history.versions.map((version) => {
    const { storedAt, sizeBytes, versionId, isLatest } = version
    const summary = summaryOf(version)
    const isNow = isLatest ? 'now' : ''
    return {
      when: renderInstant(storedAt) ?? '',
      serial: summary === undefined ? '' : String(summary.serial),
      // Enough to tell two of them apart.
      lineage: plainLine(summary?.lineage ?? '', 200).slice(0, 8),
      engine: summary?.terraformVersion ?? '',
      resources: summary === undefined ? describeContent(version) : String(summary.resources.size),
      difference:
        isNow !== '' || now === undefined || summary === undefined
          ? isNow
          : describeDifference(compareResources(now, summary)),
      size: version.kind === 'object' ? renderSize(sizeBytes) : '',
      writer: version.writer === undefined ? '' : describeWriter(version.writer),
      versionId,
    }
  })
}

function describeWriter({ who, operation, run }: LockHolder): string {
  const by = run === null ? who : `${run.url}${run.actor === null ? '' : ` by ${run.actor}`}`
  return `${by} (${describeOperation(operation)})`
}

function describeContent({ content, owner }: StateVersion): string {
  switch (content.kind) {
    case 'none':
      return owner === '' ? 'deleted' : `deleted by the account ${owner}`
    case 'not-whole':
      return 'no whole state'
    case 'not-read':
      return `not read: ${content.reason}`
    case 'state':
      return ''
  }
}

function describeDifference({ back, gone, changed }: ResourceDifference): string {
  const parts = [
    back.length === 0 ? '' : `+${String(back.length)}`,
    gone.length === 0 ? '' : `-${String(gone.length)}`,
    changed.length === 0 ? '' : `~${String(changed.length)}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'the same' : parts.join(' ')
}

function describeRest({ history: { versions, older, isCut } }: RestoreReport): readonly string[] {
  if (versions.length === 0) return ['S3 has no version of this state.']
  const many = isCut ? `more than ${String(older.length)}` : String(older.length)
  return older.length === 0 && !isCut ? [] : [`${many} older versions were not read.`]
}

function renderDone(done: RestoreDone | undefined, foreign: ForeignText): string[] {
  if (done === undefined) return []
  if (done.kind === 'digest-written') {
    return [`The digest in the lock table is that of the state now: ${foreign.code(done.md5)}.`]
  }
  const { versionId, serialBefore, serial, difference, replaced } = done
  const was = `The version ${foreign.code(versionId)} with the serial ${String(serialBefore)} is the state again, with the serial ${String(serial)}, so that every plan and every copy from before is known as old.`
  const stays =
    replaced === undefined
      ? 'There was no state before.'
      : `The state that was there stays in S3 as the version ${foreign.code(replaced.versionId)}.`
  return [
    `${was} ${stays}`,
    ...(difference === undefined ? [] : renderDifference(difference, foreign)),
    'Plan next: what the state knows has changed, and what there is has not.',
  ]
}

/** What the state knows now, and did not before, and the other way about. */
function renderDifference({ back, gone, changed }: ResourceDifference, foreign: ForeignText): string[] {
  const list = (sign: string, addresses: readonly string[]): string[] => {
    const more = addresses.length - maxAddresses
    const shown = addresses.slice(0, maxAddresses).map((address) => `${sign} ${address}`)
    return more > 0 ? [...shown, `${sign} … ${String(more)} more`] : shown
  }
  const lines = [...list('+', back), ...list('-', gone), ...list('~', changed)]
  return lines.length === 0
    ? ['It knows the same resources as before.']
    : [
        'What it knows again (+), knows no more (-), and knows otherwise (~):',
        foreign.fence(lines.join('\n'), maxAddressesBytes, '…').trim(),
      ]
}

function renderDigest({ digest, done }: RestoreReport, foreign: ForeignText): string[] {
  if (digest.kind !== 'mismatch' || done !== undefined) return []
  return [renderMismatch(digest, foreign)]
}

function renderMismatch(
  { stored, calculated }: Extract<DigestStanding, { kind: 'mismatch' }>,
  foreign: ForeignText,
): string {
  const ofState = calculated === undefined ? 'none: there is no state' : foreign.cell(calculated)
  return [
    '| Digest | |',
    '| --- | --- |',
    `| in the lock table | ${foreign.cell(stored)} |`,
    `| of the state | ${ofState} |`,
  ].join('\n')
}

function renderSize(bytes: number): string {
  return bytes < 1024 ? `${String(bytes)} B` : `${(bytes / 1024).toFixed(1)} KiB`
}
