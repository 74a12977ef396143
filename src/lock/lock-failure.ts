import type { Diagnostic } from '../plan/diagnostic.ts'
import type { RunFacts } from '../plan/run-facts.ts'
import type { CoreLogFacts } from './core-log.ts'
import { parseLockInfoBlock, type LockInfo } from './lock-info.ts'
import type { LockReading } from './lock-reading.ts'
import type { LockMechanism } from './mechanism.ts'

/** Terraform was refused the lock and did nothing else; `text` is what it said. */
export interface Refusal {
  readonly text: string
  readonly info: LockInfo | undefined
}

/** What a refusal means (lock rule 2). Only `contention`, `vanished` and `own` may be tried again. */
export type LockFailure =
  | { readonly kind: 'contention'; readonly info: LockInfo }
  | { readonly kind: 'vanished' }
  | { readonly kind: 'own'; readonly info: LockInfo }
  | { readonly kind: 'fault'; readonly reason: string; readonly advice: string }

// The second is the lock that the S3 backend takes itself for a workspace without state, capitalised by `init` only
// (internal/backend/remote-state/s3/backend_state.go); the details of both are the same.
const LOCK_ERROR_SUMMARY =
  /^(?:Error acquiring the state lock$|[Ee]rror loading state: failed to lock \w+ state)/

/**
 * The refusal that ended a run, if that is how it ended: the summary of a top-level diagnostic says so (a
 * provisioner's error may quote another Terraform's), our log shows no lock taken, and no work was seen.
 */
export function refusalFromRun(facts: RunFacts, coreLog: CoreLogFacts): Refusal | undefined {
  if (facts.workSeen || coreLog.locked.length > 0) return undefined
  return refusalFromDiagnostics(facts.diagnostics)
}

/** As `refusalFromRun`, of the diagnostics alone: for `init` and `workspace new`, which do no work under the lock. */
export function refusalFromDiagnostics(diagnostics: readonly Diagnostic[]): Refusal | undefined {
  const diagnostic = diagnostics.find(isLockError)
  if (diagnostic === undefined) return undefined
  const text = `${diagnostic.summary}\n${diagnostic.detail}`
  return { text, info: parseLockInfoBlock(text) }
}

/** A top-level error whose summary is the lock error. */
export function isLockError({ severity, summary, address }: Diagnostic): boolean {
  return (
    severity === 'error' && address === undefined && LOCK_ERROR_SUMMARY.test(summary.split('\n', 1)[0] ?? '')
  )
}

/**
 * Whether the store refused to write the lock, so that there is none of ours. Where S3 and DynamoDB are both on, the lock
 * file comes first, and what is refused after it may have left that.
 */
export function isLockNeverMade({ text }: Refusal, mechanism: LockMechanism): boolean {
  const write = mechanism === 'dynamodb' ? 'DynamoDB: PutItem' : 'S3: PutObject'
  const said = text.replace(/\s+/g, ' ')
  const start = said.indexOf(`operation error ${write}, `)
  if (start < 0) return false
  const error = REQUEST_ERROR.exec(said.slice(start, start + 400))?.groups?.['code']
  return error !== undefined && NOTHING_WRITTEN.includes(error)
}

// How the AWS SDK for Go renders an error; some services have typed errors, which lack the words "api error".
const REQUEST_ERROR =
  /^operation error [^,]*, https response error StatusCode: \d+, RequestID: [^,]*,(?: HostID: [^,]*,)?(?: api error)? (?<code>\w+):/

const NOTHING_WRITTEN: readonly string[] = [
  'AccessDenied',
  'AccessDeniedException',
  'NoSuchBucket',
  'NotImplemented',
  'ResourceNotFoundException',
]

/** `reading`: the lock as read after the refusal. */
export function classifyRefusal(
  refusal: Refusal,
  ownLockIds: readonly string[],
  reading: LockReading,
): LockFailure {
  if (refusal.info !== undefined) {
    const kind = ownLockIds.includes(refusal.info.id) ? 'own' : 'contention'
    return { kind, info: refusal.info }
  }
  const said = refusal.text.replace(/\s+/g, ' ')
  const wasHeld = HELD_WITHOUT_INFO.test(said)
  if (wasHeld && reading.kind === 'held') {
    const { holder } = reading
    const info = { ...holder, id: holder.lockId }
    return { kind: ownLockIds.includes(info.id) ? 'own' : 'contention', info }
  }
  if (wasHeld && reading.kind === 'free') return { kind: 'vanished' }
  if (isGoneByThen(said)) return { kind: 'vanished' }
  return { kind: 'fault', ...faultFromText(refusal.text) }
}

// 412: the S3 lock file was there; 409: a delete of it was under way
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html); the rest is DynamoDB's 412 and the
// local backend's EAGAIN.
const HELD_WITHOUT_INFO =
  /StatusCode: 412,|StatusCode: 409,|ConditionalCheckFailedException|resource temporarily unavailable/

// Terraform reads the lock that it was refused; these are its words for a lock that is gone by then. The text may be as
// long as the answer of a store, so it is searched twice and not by one pattern.
function isGoneByThen(said: string): boolean {
  const refused = said.search(/StatusCode: 4(?:12|09),/)
  return refused >= 0 && said.includes('StatusCode: 404,', refused)
}

/** Evidence in Terraform's text, what it means, what to do. The first row that fits counts. */
const FAULTS: readonly { evidence: RegExp; reason: string; advice: string }[] = [
  {
    evidence: /ExpiredToken|RequestExpired|TokenRefreshRequired/,
    reason: 'the AWS credentials have expired',
    advice: 'Get fresh credentials right before this step, or let them live longer (role-duration-seconds).',
  },
  {
    evidence: /\bKMS\.[A-Z]|\bkms:[A-Z]/,
    reason: 'the KMS key of the state refused the request',
    advice: 'Allow kms:GenerateDataKey and kms:Decrypt on the key to the role of this job.',
  },
  {
    evidence: /AccessDenied|StatusCode: 403|UnauthorizedAccess|not authorized/,
    reason: 'access to the lock was denied',
    advice:
      'Allow s3:GetObject, s3:PutObject and s3:DeleteObject on the lock file (<state key>.tflock), or dynamodb:GetItem, dynamodb:PutItem and dynamodb:DeleteItem on the lock table, to the role of this job.',
  },
  {
    evidence: /NoSuchBucket/,
    reason: 'the bucket of the state does not exist',
    advice: 'Check bucket and region of the backend.',
  },
  {
    evidence: /ResourceNotFoundException/,
    reason: 'the DynamoDB lock table does not exist',
    advice: 'Check dynamodb_table and region of the backend; the table needs the string hash key LockID.',
  },
  {
    evidence: /StatusCode: 501|NotImplemented/,
    reason: 'the store does not know conditional writes, so it cannot keep a lock file',
    advice: 'Use a store that honours If-None-Match, or a DynamoDB table for the lock.',
  },
  {
    evidence: /ProvisionedThroughputExceededException|ThrottlingException|SlowDown|StatusCode: 503/,
    reason: 'the store throttled the request for the lock',
    advice: 'Run it again; if it happens often, set the lock table to on-demand billing.',
  },
  {
    evidence: /StatusCode: 5\d\d|no such host|connection refused|dial tcp|request send failed|timeout|EOF/,
    reason: 'the store that keeps the lock could not be reached, or failed',
    advice: 'Check the endpoint and the network of the runner, then run it again.',
  },
  {
    evidence: /StatusCode: 412,|ConditionalCheckFailedException/,
    reason: 'somebody holds the lock, but who could not be read',
    advice:
      'Allow s3:GetObject on the lock file (or dynamodb:GetItem on the lock table) to the role of this job.',
  },
]

function faultFromText(text: string): { reason: string; advice: string } {
  const row = FAULTS.find(({ evidence }) => evidence.test(text))
  return row === undefined
    ? { reason: 'the backend could not give the lock', advice: 'See what Terraform said of it above.' }
    : { reason: row.reason, advice: row.advice }
}
