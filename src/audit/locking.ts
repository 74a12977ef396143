import { isAtLeast, type EngineVersion } from '../lock/engine-version.ts'
import { describeHolder, type LockHolder } from '../lock/lock-holder.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { readingsDisagree } from '../lock/lock-reading.ts'
import { hclString } from '../report/import-block.ts'
import { row, type AuditRow } from './check.ts'
import type { S3Facts, S3Settings } from './facts.ts'
import { fixBackendBlock, fixLockTable } from './fixes.ts'

const daySeconds = 86_400

/** Whether an S3 backend locks, in the way that the version at hand is made for. */
export function judgeS3Locking(settings: S3Settings, engine: EngineVersion | undefined): AuditRow {
  const { mechanism } = settings
  const native = fixBackendBlock('s3', 'use_lockfile = true')
  if (mechanism === 'none') {
    const hasNative = engine === undefined || isAtLeast(engine, 1, 10)
    const fix = hasNative
      ? native
      : `${fixBackendBlock('s3', 'dynamodb_table = "terraform-locks"')}\n\n${fixLockTable('terraform-locks')}`
    return row('locking', 'fail', "Nothing is locked: two runs at once can lose each other's state.", fix)
  }
  if (engine === undefined)
    return row('locking', 'unknown', 'It is locked, but which version is at work could not be told.')
  const name = `${engine.engine === 'opentofu' ? 'OpenTofu' : 'Terraform'} ${engine.text}`
  const isStable = engine.engine === 'opentofu' ? isAtLeast(engine, 1, 10) : isAtLeast(engine, 1, 11)
  if (mechanism === 'dynamodb') {
    if (engine.engine === 'opentofu' || !isStable)
      return row('locking', 'pass', `dynamodb_table, which ${name} locks with.`)
    const told = `dynamodb_table alone, which is deprecated since Terraform 1.11 (here ${name}). Add use_lockfile = true beside it, let every pipeline run once with both, then remove dynamodb_table.`
    return row(
      'locking',
      'warn',
      told,
      fixBackendBlock('s3', 'use_lockfile   = true', `dynamodb_table = ${hclString(settings.table ?? '')}`),
    )
  }
  if (isStable) return row('locking', 'pass', `use_lockfile with ${name}.`)
  const told = `use_lockfile is experimental in ${name}; it is stable from Terraform 1.11 on.`
  return row('locking', 'warn', told, 'terraform {\n  required_version = ">= 1.11"\n}')
}

/** Where both mechanisms are on: how far the move from the one to the other is. */
export function judgeMigration(
  { lockFile, lockItem, table }: S3Facts,
  engine: EngineVersion | undefined,
): AuditRow | undefined {
  if (lockFile === undefined || lockItem === undefined) return undefined
  for (const reading of [lockFile, lockItem])
    if (reading.kind === 'unknown') return row('migration', 'unknown', `Not known: ${reading.reason}.`)
  const agree = 'Both are on, and lock file and table tell the same'
  if (readingsDisagree(lockFile, lockItem)) return rowOfSplit(lockFile, lockItem)
  if (engine?.engine !== 'terraform' || !isAtLeast(engine, 1, 11))
    return row(
      'migration',
      'pass',
      `${agree}. Keep both as long as anybody uses a version without use_lockfile.`,
    )
  const others = describeOthers(table?.otherLocks)
  const told = `${agree}. Next: once every pipeline and person has run init with both, remove dynamodb_table. ${others}`
  return row('migration', 'warn', told, fixBackendBlock('s3', 'use_lockfile = true'))
}

/** Who takes both takes both halves, so one alone is somebody's who uses one only, or was left behind. */
function rowOfSplit(file: LockReading, item: LockReading): AuditRow {
  const told = `Lock file and table do not tell the same: the file ${stateOf(file)}, the table ${stateOf(item)}`
  return file.kind === 'held' && item.kind === 'held'
    ? row('migration', 'fail', `${told}. Two work on the state at once, or half of a lock was left behind.`)
    : row(
        'migration',
        'warn',
        `${told}. Somebody locks with one of them only, or half of a lock was left behind.`,
      )
}

function stateOf(reading: LockReading): string {
  return reading.kind === 'held' ? `is held as ${reading.holder.lockId}` : 'is free'
}

function describeOthers(others: NonNullable<S3Facts['table']>['otherLocks'] | undefined): string {
  if (others?.kind !== 'told')
    return `Whether the table locks other states is not known: ${others?.why ?? 'not asked'}.`
  const { value } = others
  return value === 0
    ? 'The table holds no lock of another state now.'
    : `The table holds ${String(value)} ${value === 1 ? 'lock' : 'locks'} of other states now, so it stays for those.`
}

/** The age of the lock, of whichever half is held. */
export function judgeOldLock({ lockFile, lockItem }: S3Facts): AuditRow | undefined {
  const readings = [lockItem, lockFile].filter((reading) => reading !== undefined)
  if (readings.length === 0) return undefined
  const holders = readings.flatMap((reading) => (reading.kind === 'held' ? [reading.holder] : []))
  const [oldest] = holders.toSorted((a, b) => (b.ageSeconds ?? 0) - (a.ageSeconds ?? 0))
  if (oldest !== undefined && (oldest.ageSeconds ?? 0) >= daySeconds) return rowOfOldLock(oldest)
  for (const reading of readings)
    if (reading.kind === 'unknown') return row('old-lock', 'unknown', `Not known: ${reading.reason}.`)
  if (oldest?.ageSeconds === null)
    return row(
      'old-lock',
      'unknown',
      `The lock does not tell since when it is held: ${describeHolder(oldest)}.`,
    )
  const told = oldest === undefined ? 'The state is not locked.' : `Locked by ${describeHolder(oldest)}.`
  return row('old-lock', 'pass', told)
}

function rowOfOldLock(holder: LockHolder): AuditRow {
  const who = `Locked for more than a day by ${describeHolder(holder)}.`
  if (holder.verdict !== 'finished') return row('old-lock', 'warn', `${who} Ask whoever holds it.`)
  const told = `${who} Its run has finished and left it behind: once it is known that its state is complete, remove it with the command unlock.`
  return row('old-lock', 'fail', told)
}
