import { isAtLeast, type EngineVersion } from './engine-version.ts'

/** What guards the state. `none`: an S3 backend without any locking. `other`: a backend that we can't look into. */
export type LockMechanism = 's3' | 'dynamodb' | 's3-and-dynamodb' | 'local' | 'other' | 'none'

/** What is wrong with a backend that has no locking, and how to give it some. */
export const noLockingAdvice =
  'This S3 backend has no locking: two runs at once can lose each other\'s state. Set use_lockfile = true in the backend "s3" block (Terraform 1.11, OpenTofu 1.10, or later), or dynamodb_table before.'

/**
 * What to say of a backend's locking under one version: native S3 locking from Terraform 1.11 (1.10 calls it
 * experimental; OpenTofu has it since 1.10), a DynamoDB table before.
 */
export function adviseMechanism(mechanism: LockMechanism, version: EngineVersion): string | undefined {
  if (version.engine === 'opentofu') return undefined
  if (mechanism === 's3' && !isAtLeast(version, 1, 11)) {
    return `Terraform ${version.text} calls S3 native locking (use_lockfile) experimental; it is stable from 1.11 on.`
  }
  return mechanism === 'dynamodb' && isAtLeast(version, 1, 11) ? migration : undefined
}

const migration = [
  'dynamodb_table is deprecated from Terraform 1.11 on. To move to native S3 locking without a moment of none:',
  '1. Add use_lockfile = true beside dynamodb_table, run "terraform init -reconfigure" everywhere, and let every pipeline run once with both.',
  '2. Remove dynamodb_table, run "terraform init -reconfigure" again, and delete the table when nothing uses it any more.',
].join('\n')
