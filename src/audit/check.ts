import { plainLine } from '../report/plain-text.ts'

/** `unknown`: no permission, or no answer. It makes no result worse. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown'

interface CheckForm {
  /** What passes. */
  readonly title: string
  /** Which verdicts it can have; docs/audit.md tells why some have no `warn` or no `fail`. */
  readonly verdicts: readonly Verdict[]
}

const everyVerdict: readonly Verdict[] = ['pass', 'warn', 'fail', 'unknown']

/** In the order in which they are told. */
export const CHECKS = {
  backend: { title: 'The state is where all who apply share it', verdicts: everyVerdict },
  locking: { title: 'The state is locked, in the way that this version is made for', verdicts: everyVerdict },
  migration: { title: 'Lock file and lock table tell the same', verdicts: everyVerdict },
  'old-lock': { title: 'No lock is older than a day', verdicts: everyVerdict },
  secrets: { title: 'The backend has no secrets in it', verdicts: everyVerdict },
  'separate-state': { title: 'No other folder has the same state', verdicts: ['pass', 'fail', 'unknown'] },
  'separate-production': {
    title: 'Production shares its bucket with no other environment',
    verdicts: ['pass', 'warn', 'unknown'],
  },
  versioning: { title: 'The bucket keeps old versions', verdicts: ['pass', 'fail', 'unknown'] },
  'default-encryption': { title: 'The bucket encrypts by default', verdicts: everyVerdict },
  encrypt: { title: 'The backend block asks for encryption', verdicts: everyVerdict },
  'kms-key': { title: 'The state is encrypted with a key of its own', verdicts: everyVerdict },
  'public-access-block': { title: 'The bucket blocks public access', verdicts: everyVerdict },
  'public-policy': { title: 'The policy of the bucket is not public', verdicts: everyVerdict },
  acl: { title: 'Access is not given by ACLs', verdicts: everyVerdict },
  'tls-only': { title: 'The policy of the bucket refuses plain HTTP', verdicts: everyVerdict },
  'access-logging': { title: 'Access to the state is logged', verdicts: ['pass', 'warn', 'unknown'] },
  'noncurrent-versions': { title: 'Old versions stay long enough, and go', verdicts: everyVerdict },
  'lock-leftovers': { title: 'What locks leave behind goes', verdicts: everyVerdict },
  'lock-table': { title: "The table can hold Terraform's locks", verdicts: ['pass', 'fail', 'unknown'] },
  'lock-table-billing': { title: 'The table is billed on demand', verdicts: ['pass', 'warn', 'unknown'] },
  'lock-table-recovery': {
    title: 'The table has point-in-time recovery',
    verdicts: ['pass', 'warn', 'unknown'],
  },
  'lock-table-deletion': {
    title: 'The table is protected from deletion',
    verdicts: ['pass', 'warn', 'unknown'],
  },
} as const satisfies Record<string, CheckForm>

export type CheckName = keyof typeof CHECKS

export interface AuditRow {
  readonly check: CheckName
  readonly verdict: Verdict
  /** What was seen and what comes of it, on one line; names in it are somebody else's. */
  readonly evidence: string
  /** Terraform code that makes it pass; undefined where there is none to write. */
  readonly fix: string | undefined
}

/** What a service was asked for. `why`: in words that go on from "not known:". */
export type Told<T> =
  { readonly kind: 'told'; readonly value: T } | { readonly kind: 'not-told'; readonly why: string }

export function row(check: CheckName, verdict: Verdict, evidence: string, fix?: string): AuditRow {
  return { check, verdict, evidence: plainLine(evidence, 600), fix }
}

/** `unknown` where it was not told, else what `judge` makes of it. */
export function judgeTold<T>(check: CheckName, told: Told<T>, judge: (value: T) => AuditRow): AuditRow {
  return told.kind === 'told' ? judge(told.value) : row(check, 'unknown', `Not known: ${told.why}.`)
}

/** The worst of the verdicts; what is not known counts for none. */
export function worstVerdict(verdicts: readonly Verdict[]): Exclude<Verdict, 'unknown'> {
  if (verdicts.includes('fail')) return 'fail'
  return verdicts.includes('warn') ? 'warn' : 'pass'
}
