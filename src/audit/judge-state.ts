import { judgeBackend, judgeLocking } from './backend-kind.ts'
import { CHECKS, judgeTold, row, type AuditRow, type CheckName } from './check.ts'
import { judgeDefaultEncryption, judgeEncrypt, judgeKmsKey } from './encryption.ts'
import { judgeAcl, judgePublicAccessBlock, judgePublicPolicy } from './exposure.ts'
import type { FailedState, S3Facts, S3Settings, StateFacts } from './facts.ts'
import { fixAccessLogging, fixVersioning } from './fixes.ts'
import { judgeLockLeftovers, judgeNoncurrentVersions } from './lifecycle.ts'
import { judgeLockTable } from './lock-table.ts'
import { judgeMigration, judgeOldLock } from './locking.ts'
import { judgeSecrets, judgeSecretsOfBlock } from './secrets.ts'
import { judgeSeparateProduction, judgeSeparateState } from './separation.ts'
import { judgeTlsOnly } from './tls-only.ts'

/** What else was audited in the run. */
export interface Neighbours {
  readonly others: readonly StateFacts[]
  /** How many folders init was refused. */
  readonly failed: number
}

/** One row for each check that is about this backend, in the order of `CHECKS`. */
export function judgeState(state: StateFacts, { others, failed }: Neighbours): AuditRow[] {
  const { s3, type, config, block } = state
  return inOrder([
    judgeBackend(state),
    judgeLocking(state),
    judgeSecrets(type, config, block),
    judgeSeparateState(state, others, failed),
    judgeSeparateProduction(state, others),
    ...(s3 === undefined ? [] : judgeS3(s3.settings, s3.facts, state)),
  ])
}

/** A folder that init was refused: what is known is that, and its files. */
export function judgeFailedState({ failure, block }: FailedState): AuditRow[] {
  const told = `The folder could not be initialised, so the store was not looked at: ${failure}`
  return [row('backend', 'fail', told), judgeSecretsOfBlock(block)]
}

function judgeS3(settings: S3Settings, facts: S3Facts, { engine }: StateFacts): (AuditRow | undefined)[] {
  const { bucket, table } = facts
  return [
    judgeMigration(facts, engine),
    judgeOldLock(facts),
    judgeTold('versioning', bucket.versioning, (status) =>
      status === 'Enabled'
        ? row('versioning', 'pass', 'Enabled.')
        : row(
            'versioning',
            'fail',
            `${status ?? 'It never was on'}: a state that is damaged cannot be brought back.`,
            fixVersioning(settings),
          ),
    ),
    judgeDefaultEncryption(settings, bucket.encryption),
    judgeEncrypt(settings, bucket.encryption),
    judgeKmsKey(settings, bucket.encryption),
    judgePublicAccessBlock(settings, bucket),
    judgePublicPolicy(settings, bucket),
    judgeAcl(settings, bucket),
    judgeTlsOnly(settings, bucket.policy),
    judgeTold('access-logging', bucket.logTarget, (target) => judgeLogging(settings, target)),
    judgeNoncurrentVersions(settings, bucket),
    judgeLockLeftovers(settings, bucket),
    ...(table === undefined ? [] : judgeLockTable(settings.table ?? '', table)),
  ]
}

function judgeLogging(settings: S3Settings, target: string | undefined): AuditRow {
  const fix = fixAccessLogging(settings)
  if (target === undefined)
    return row(
      'access-logging',
      'warn',
      'Server access logs are off; CloudTrail data events are not looked at.',
      fix,
    )
  return target === settings.bucket
    ? row(
        'access-logging',
        'warn',
        'Server access logs go into the bucket itself, where each makes the next.',
        fix,
      )
    : row('access-logging', 'pass', `Server access logs go to ${target}.`)
}

function inOrder(rows: readonly (AuditRow | undefined)[]): AuditRow[] {
  const order = Object.keys(CHECKS) as CheckName[]
  return rows
    .filter((each) => each !== undefined)
    .toSorted((a, b) => order.indexOf(a.check) - order.indexOf(b.check))
}
