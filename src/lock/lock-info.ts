import { plainLine } from '../report/plain-text.ts'

/**
 * What a backend stores in a lock: Terraform's `LockInfo` (internal/states/statemgr/locker.go). Every field is
 * somebody else's text and is made one plain line where it is read; the bytes as stored travel in `LockVersion`.
 */
export interface LockInfo {
  /** A UUID for the S3, DynamoDB and local backends. */
  readonly id: string
  /** `OperationTypePlan`, `OperationTypeApply`, `init`, `state-push`, … */
  readonly operation: string
  readonly info: string
  /** `user@host` */
  readonly who: string
  /** Of the CLI that took the lock; it does not say whether Terraform or OpenTofu. */
  readonly version: string
  /** RFC 3339, or empty when it could not be read. */
  readonly created: string
  /** `<bucket>/<state key>` on S3 and DynamoDB, a file name on the local backend. */
  readonly path: string
}

/** Larger than any lock that Terraform writes; what is larger is not a lock. */
export const maxLockBytes = 64 * 1024

/** Parses the JSON that Terraform stores. Throws an Error that says what is wrong with it. */
export function parseLockInfo(json: string): LockInfo {
  if (json.length > maxLockBytes) throw new Error('it is too large to be a lock')
  let value: unknown
  try {
    value = JSON.parse(json)
  } catch (error) {
    throw new Error('it is not JSON', { cause: error })
  }
  if (typeof value !== 'object' || value === null) throw new Error('it is not a JSON object')
  const fields = value as Record<string, unknown>
  const text = (name: string): string =>
    typeof fields[name] === 'string' ? plainLine(fields[name], 500) : ''
  if (text('ID') === '') throw new Error('it has no lock ID')
  return {
    id: text('ID'),
    operation: text('Operation'),
    info: text('Info'),
    who: text('Who'),
    version: text('Version'),
    created: createdFromText(text('Created')),
    path: text('Path'),
  }
}

/** As Terraform stores it: one line, its fields in this order (internal/states/statemgr/locker.go). */
export function renderLockInfo(info: LockInfo): string {
  const { id, operation, who, version, created, path } = info
  return JSON.stringify({
    ...{ ID: id, Operation: operation, Info: info.info, Who: who, Version: version },
    ...{ Created: created, Path: path },
  })
}

// The layout of `LockInfo.String()` in Terraform and OpenTofu; -json carries it in a diagnostic's text.
const LOCK_INFO_BLOCK =
  /Lock Info:\n {2}ID: {8}(?<id>[^\n]*)\n {2}Path: {6}(?<path>[^\n]*)\n {2}Operation: (?<operation>[^\n]*)\n {2}Who: {7}(?<who>[^\n]*)\n {2}Version: {3}(?<version>[^\n]*)\n {2}Created: {3}(?<created>[^\n]*)\n {2}Info: {6}(?<info>[^\n]*)/

/** The `Lock Info:` block of a diagnostic, if it has one with an ID. */
export function parseLockInfoBlock(text: string): LockInfo | undefined {
  const groups = LOCK_INFO_BLOCK.exec(text)?.groups
  const field = (name: string): string => plainLine(groups?.[name] ?? '', 500)
  if (field('id') === '') return undefined
  return {
    id: field('id'),
    operation: field('operation'),
    info: field('info'),
    who: field('who'),
    version: field('version'),
    created: createdFromText(field('created')),
    path: field('path'),
  }
}

/** Accepts RFC 3339 (as stored) and Go's `2006-01-02 15:04:05.999999999 +0000 UTC` (as printed). */
function createdFromText(text: string): string {
  const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z| \+0000 UTC)$/.exec(text)
  if (match === null) return ''
  const created = `${String(match[1])}T${String(match[2])}${match[3] ?? ''}Z`
  return Number.isNaN(Date.parse(created)) ? '' : created
}
