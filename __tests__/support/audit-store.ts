import {
  CreateBucketCommand,
  PutBucketAclCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  type BucketCannedACL,
  type LifecycleRule,
  type ObjectOwnership,
} from '@aws-sdk/client-s3'
import { callDynamoDb } from './dynamodb-request.ts'

/** The settings of a bucket; what is undefined is not set. */
export interface StoreSettings {
  readonly versioning?: 'Enabled' | 'Suspended' | undefined
  readonly algorithm?: 'AES256' | 'aws:kms' | undefined
  readonly keyId?: string | undefined
  /** BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets. */
  readonly publicAccess?: readonly [boolean, boolean, boolean, boolean] | undefined
  readonly ownership?: ObjectOwnership | undefined
  readonly acl?: BucketCannedACL | undefined
  readonly policy?: object | undefined
  readonly logsTo?: string | undefined
  readonly lifecycle?: readonly LifecycleRule[] | undefined
}

export const kmsKey = 'arn:aws:kms:us-east-1:123456789012:key/11111111-2222-4333-8444-555555555555'

/** A statement that refuses plain HTTP, with some of its elements changed. */
export function tlsOnly(bucket: string, changes: object = {}): object {
  return {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    ...changes,
  }
}

export const policyOf = (...statements: object[]): object => ({
  Version: '2012-10-17',
  Statement: statements,
})

export const lifecycleRule = (changes: Partial<LifecycleRule> = {}): LifecycleRule => ({
  ID: `rule-${String(Math.random())}`,
  Status: 'Enabled',
  Filter: { Prefix: '' },
  NoncurrentVersionExpiration: { NoncurrentDays: 90 },
  Expiration: { ExpiredObjectDeleteMarker: true },
  ...changes,
})

/** Settings with which every check passes. */
export function goodSettings(bucket: string, logsTo: string): StoreSettings {
  return {
    ...{ versioning: 'Enabled', algorithm: 'aws:kms', keyId: kmsKey, publicAccess: [true, true, true, true] },
    ...{ ownership: 'BucketOwnerEnforced', policy: policyOf(tlsOnly(bucket)), logsTo },
    lifecycle: [lifecycleRule()],
  }
}

export function createStoreClient(endpoint: string): S3Client {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true })
}

/** Makes a bucket with these settings, by S3's own requests. */
export async function createStateBucket(
  client: S3Client,
  bucket: string,
  settings: StoreSettings,
): Promise<void> {
  const { versioning, algorithm, keyId, publicAccess, ownership, acl, policy, logsTo, lifecycle } = settings
  const of = { Bucket: bucket }
  const rule = { SSEAlgorithm: algorithm, ...(keyId === undefined ? {} : { KMSMasterKeyID: keyId }) }
  const [BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets] = publicAccess ?? []
  await client.send(new CreateBucketCommand(of))
  if (acl !== undefined) await client.send(new PutBucketAclCommand({ ...of, ACL: acl }))
  await Promise.all([
    versioning &&
      client.send(new PutBucketVersioningCommand({ ...of, VersioningConfiguration: { Status: versioning } })),
    algorithm &&
      client.send(
        new PutBucketEncryptionCommand({
          ...of,
          ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: rule }] },
        }),
      ),
    publicAccess &&
      client.send(
        new PutPublicAccessBlockCommand({
          ...of,
          PublicAccessBlockConfiguration: {
            ...{ BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets },
          },
        }),
      ),
    ownership &&
      client.send(
        new PutBucketOwnershipControlsCommand({
          ...of,
          OwnershipControls: { Rules: [{ ObjectOwnership: ownership }] },
        }),
      ),
    logsTo &&
      client.send(
        new PutBucketLoggingCommand({
          ...of,
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket: logsTo, TargetPrefix: 'state/' } },
        }),
      ),
    lifecycle &&
      client.send(
        new PutBucketLifecycleConfigurationCommand({
          ...of,
          LifecycleConfiguration: { Rules: [...lifecycle] },
        }),
      ),
  ])
  if (policy !== undefined)
    await client.send(new PutBucketPolicyCommand({ ...of, Policy: JSON.stringify(policy) }))
}

/** A bucket that may take access logs; moto wants the grant of old, which the SDK has no name for. */
export async function createLogBucket(client: S3Client, bucket: string): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: bucket }))
  await client.send(new PutBucketAclCommand({ Bucket: bucket, ACL: 'log-delivery-write' as BucketCannedACL }))
}

export interface TableSettings {
  readonly sortKey?: boolean
  readonly isProvisioned?: boolean
  readonly isRecoverable?: boolean
  readonly isProtected?: boolean
}

export const goodTable: TableSettings = { isRecoverable: true, isProtected: true }

export async function createTable(endpoint: string, name: string, settings: TableSettings): Promise<void> {
  const { sortKey = false, isProvisioned = false, isRecoverable = false, isProtected = false } = settings
  const attributes = ['LockID', ...(sortKey ? ['Time'] : [])]
  await callDynamoDb(endpoint, 'CreateTable', {
    TableName: name,
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: attributes.map((AttributeName, index) => ({
      AttributeName,
      KeyType: index === 0 ? 'HASH' : 'RANGE',
    })),
    ...(isProvisioned
      ? { ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 } }
      : { BillingMode: 'PAY_PER_REQUEST' }),
    DeletionProtectionEnabled: isProtected,
  })
  if (!isRecoverable) return
  await callDynamoDb(endpoint, 'UpdateContinuousBackups', {
    TableName: name,
    PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
  })
}

/** A lock of the table, or with `Digest` what keeps the digest of a state there. */
export async function putLockItem(
  endpoint: string,
  table: string,
  lockKey: string,
  field: { readonly Info: string } | { readonly Digest: string },
): Promise<void> {
  const [name = '', value = ''] = Object.entries(field)[0] ?? []
  await callDynamoDb(endpoint, 'PutItem', {
    TableName: table,
    Item: { LockID: { S: lockKey }, [name]: { S: value } },
  })
}
