/** What guards the state. `none`: an S3 backend without any locking. `other`: a backend that we can't look into. */
export type LockMechanism = 's3' | 'dynamodb' | 's3-and-dynamodb' | 'local' | 'other' | 'none'

export interface EngineVersion {
  readonly engine: 'terraform' | 'opentofu'
  readonly major: number
  readonly minor: number
}

export interface MechanismAdvice {
  readonly message: string
  /** An `apply` must not run like this. */
  readonly refusesApply: boolean
}

/**
 * What to say of a backend's locking under one version: native S3 locking from Terraform 1.11 (1.10 calls it
 * experimental; OpenTofu has it since 1.10), a DynamoDB table before.
 */
export function adviseMechanism(
  mechanism: LockMechanism,
  version: EngineVersion,
): MechanismAdvice | undefined {
  const isTerraform = version.engine === 'terraform'
  if (mechanism === 'none') {
    const fix = isAtLeast(version, 1, isTerraform ? 11 : 10)
      ? 'Set use_lockfile = true in the backend "s3" block.'
      : 'Set dynamodb_table in the backend "s3" block, or move to Terraform 1.11 or later and set use_lockfile = true.'
    return {
      message: `This S3 backend has no locking: two runs at once can lose each other's state. ${fix}`,
      refusesApply: true,
    }
  }
  if (!isTerraform) return undefined
  if (mechanism === 's3' && !isAtLeast(version, 1, 11)) {
    return {
      message: `Terraform ${String(version.major)}.${String(version.minor)} calls S3 native locking (use_lockfile) experimental; it is stable from 1.11 on.`,
      refusesApply: false,
    }
  }
  if (mechanism === 'dynamodb' && isAtLeast(version, 1, 11))
    return { message: migration, refusesApply: false }
  return undefined
}

const migration = [
  'dynamodb_table is deprecated from Terraform 1.11 on. To move to native S3 locking without a moment of none:',
  '1. Add use_lockfile = true beside dynamodb_table, run "terraform init -reconfigure" everywhere, and let every pipeline run once with both.',
  '2. Remove dynamodb_table, run "terraform init -reconfigure" again, and delete the table when nothing uses it any more.',
].join('\n')

function isAtLeast(version: EngineVersion, major: number, minor: number): boolean {
  return version.major > major || (version.major === major && version.minor >= minor)
}
