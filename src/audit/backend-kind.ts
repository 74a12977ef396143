import { judgeS3Locking } from './locking.ts'
import { row, type AuditRow } from './check.ts'
import type { StateFacts } from './facts.ts'
import { fixBackendBlock } from './fixes.ts'

/** Backends that lock by themselves, without an option for it. */
const LOCKS_BY_ITSELF = new Set(['azurerm', 'cos', 'gcs', 'kubernetes', 'oci', 'pg', 'cloud', 'remote'])
const KNOWN = new Set(['s3', 'http', 'consul', 'oss', ...LOCKS_BY_ITSELF])

const shared = fixBackendBlock(
  's3',
  'bucket       = "NAME"',
  'key          = "ENVIRONMENT/terraform.tfstate"',
  'region       = "REGION"',
  'encrypt      = true',
  'use_lockfile = true',
)

/** Where the state is, and what can be looked at there. */
export function judgeBackend({ type, address }: Pick<StateFacts, 'type' | 'address'>): AuditRow {
  const check = 'backend'
  if (type === 's3') return row(check, 'pass', 'A bucket in S3.')
  if (type === 'local') {
    // An address inside the checkout is told relative to it.
    return /^local:(?:\/|[A-Za-z]:)/.test(address)
      ? row(
          check,
          'warn',
          'A file on a disk of the runner: it is shared only where everybody who applies has that disk.',
          shared,
        )
      : row(
          check,
          'fail',
          'A file in the checkout: it is gone with the runner, and nobody else has it.',
          shared,
        )
  }
  if (type === 'inmem')
    return row(check, 'fail', 'It is in memory only, and gone when Terraform ends.', shared)
  const rest =
    'How it stores, encrypts and versions the state is not looked at, only locking, secrets and addresses.'
  return KNOWN.has(type)
    ? row(check, 'pass', `A backend "${type}". ${rest}`)
    : row(check, 'unknown', `Not known: "${type}" is not a backend that is known here.`)
}

export function judgeLocking({ type, config, engine, s3 }: StateFacts): AuditRow {
  const check = 'locking'
  if (s3 !== undefined) return judgeS3Locking(s3.settings, engine)
  if (type === 'local') return row(check, 'pass', 'A file beside the state is locked, on this machine only.')
  if (LOCKS_BY_ITSELF.has(type)) return row(check, 'pass', `A backend "${type}" locks by itself.`)
  const off = (why: string, line: string): AuditRow =>
    row(check, 'fail', `${why}: two runs at once can lose each other's state.`, fixBackendBlock(type, line))
  switch (type) {
    case 'http':
      return isSet(config['lock_address'])
        ? row(check, 'pass', 'lock_address is set.')
        : off('lock_address is not set in the block', 'lock_address = "https://…"')
    case 'consul':
      return config['lock'] === false
        ? off('lock = false', 'lock = true')
        : row(check, 'pass', 'consul locks by itself.')
    case 'oss':
      return isSet(config['tablestore_table'])
        ? row(check, 'pass', 'tablestore_table is set.')
        : off('tablestore_table is not set', 'tablestore_table = "NAME"')
    default:
      return row(check, 'unknown', `Not known: how a backend "${type}" locks.`)
  }
}

function isSet(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
