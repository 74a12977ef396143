import { messageFromError } from '../errors.ts'
import { maxLockBytes } from './lock-info.ts'

/** What to store in place of a lock, so that it bears another `Info`. */
export type LockEdit =
  | { readonly kind: 'edited'; readonly json: string }
  | { readonly kind: 'same' }
  | { readonly kind: 'foreign' }
  | { readonly kind: 'refused'; readonly reason: string }

// In JSON a quote within a text is escaped, so no text can hold what this matches.
const INFO_FIELD = /((?<!\\)"Info"\s*:\s*)"(?:[^"\\]|\\.)*"/g

/**
 * The lock's JSON as stored, with `info` as its `Info` and every other byte as it was. An `Info` that somebody else has
 * written stays (Terraform's own is empty on S3 and DynamoDB).
 */
export function editLockInfo(json: string, lockId: string, info: string): LockEdit {
  if (json.length > maxLockBytes) return { kind: 'refused', reason: 'the lock is too large' }
  let fields: { readonly ID?: unknown; readonly Info?: unknown } | null
  try {
    fields = JSON.parse(json) as typeof fields
  } catch (error) {
    return { kind: 'refused', reason: `the lock is not JSON: ${messageFromError(error)}` }
  }
  if (fields?.ID !== lockId) return { kind: 'foreign' }
  const { Info: current } = fields
  if (current === info) return { kind: 'same' }
  if (typeof current !== 'string') return { kind: 'refused', reason: 'the lock has no Info' }
  if (current !== '' && !current.startsWith('lockstep ')) {
    return { kind: 'refused', reason: "the lock's Info is somebody else's" }
  }
  if (json.match(INFO_FIELD)?.length !== 1) {
    return { kind: 'refused', reason: 'the lock has more than one Info' }
  }
  return { kind: 'edited', json: json.replace(INFO_FIELD, (_, name: string) => name + JSON.stringify(info)) }
}
