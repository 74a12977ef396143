import type { EngineVersion } from '../lock/engine-version.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import type { LockMechanism } from '../lock/mechanism.ts'
import type { Told } from './check.ts'

/** The settings of a bucket, each asked for by itself; undefined inside is what the bucket does not have. */
export interface BucketFacts {
  readonly versioning: Told<'Enabled' | 'Suspended' | undefined>
  readonly encryption: Told<DefaultEncryption | undefined>
  readonly publicAccessBlock: Told<PublicAccessBlock | undefined>
  /** By S3's own account of the policy. */
  readonly hasPublicPolicy: Told<boolean>
  /** BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter. */
  readonly ownership: Told<string | undefined>
  /** Permissions that the ACL gives to everybody, or to everybody with an AWS account. */
  readonly publicGrants: Told<readonly string[]>
  /** JSON. */
  readonly policy: Told<string | undefined>
  /** The bucket that the access logs go to. */
  readonly logTarget: Told<string | undefined>
  readonly lifecycle: Told<readonly LifecycleRule[]>
}

export interface DefaultEncryption {
  /** AES256, aws:kms or aws:kms:dsse. */
  readonly algorithm: string
  readonly keyId: string | undefined
}

export interface PublicAccessBlock {
  readonly blocksAcls: boolean
  readonly ignoresAcls: boolean
  readonly blocksPolicy: boolean
  readonly restrictsBucket: boolean
}

/** An enabled rule. */
export interface LifecycleRule {
  readonly prefix: string
  /** What it asks of an object beside its key. */
  readonly narrowedBy: 'tags' | 'size' | undefined
  /** It removes current objects, after days or on a date. */
  readonly expiresCurrent: boolean
  readonly noncurrentDays: number | undefined
  readonly removesDeleteMarkers: boolean
}

/** undefined inside the description: there is no such table. */
export interface LockTableFacts {
  readonly description: Told<TableDescription | undefined>
  readonly recovery: Told<boolean>
  /** Of the other states in the table, as far as one page of it goes. */
  readonly otherLocks: Told<number>
}

export interface TableDescription {
  readonly status: string
  /** `LockID (S, HASH)`, one for each attribute of the key. */
  readonly key: readonly string[]
  readonly billing: Told<'PAY_PER_REQUEST' | 'PROVISIONED'>
  readonly isDeletionProtected: Told<boolean>
}

/** What an S3 backend looks like from outside. */
export interface S3Facts {
  readonly bucket: BucketFacts
  readonly table: LockTableFacts | undefined
  /** undefined where the backend does not use it. */
  readonly lockFile: LockReading | undefined
  readonly lockItem: LockReading | undefined
}

/** The part of the backend block that is judged. */
export interface S3Settings {
  readonly bucket: string
  /** Of the state. */
  readonly key: string
  readonly mechanism: LockMechanism
  readonly table: string | undefined
  readonly encrypt: boolean
  readonly kmsKeyId: string | undefined
  readonly hasCustomerKey: boolean
  readonly acl: string | undefined
}

/** One folder. `config`: as init has left it; it may hold secrets. */
export interface StateFacts {
  /** Relative to the repository. */
  readonly folder: string
  readonly address: string
  readonly type: string
  readonly config: Readonly<Record<string, unknown>>
  readonly engine: EngineVersion | undefined
  readonly block: BackendBlock | undefined
  /** undefined for another type of backend. */
  readonly s3: { readonly settings: S3Settings; readonly facts: S3Facts } | undefined
}

/** Where the backend is configured. */
export interface BackendBlock {
  /** `s3`, or `cloud`. */
  readonly type: string
  readonly line: number
  readonly endLine: number
  /** Names that are given a value in it, at any depth. */
  readonly attributes: readonly string[]
}

/** A folder that init was refused. */
export interface FailedState {
  readonly folder: string
  readonly failure: string
  readonly block: BackendBlock | undefined
}
