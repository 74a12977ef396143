import type { Clock } from '../clock.ts'
import type { BucketFacts, S3Facts, S3Settings } from '../audit/facts.ts'
import { readingsDisagree, type LockReading } from '../lock/lock-reading.ts'
import { notTold } from './ask.ts'
import { readBucketFacts } from './bucket-settings.ts'
import { createDynamoDbLock } from './dynamodb-lock.ts'
import { mechanismOf, obstacleOf } from './resolve.ts'
import type { S3BackendConfig } from './s3-config.ts'
import { createS3Lock } from './s3-lock.ts'
import { readLockTableFacts } from './table-settings.ts'

export function settingsFromConfig(config: S3BackendConfig): S3Settings {
  const { bucket, statePath, dynamodbTable, useLockfile, encrypt, kmsKeyId, sseCustomerKey, acl } = config
  return {
    ...{ bucket, key: statePath, encrypt, kmsKeyId, acl },
    mechanism: mechanismOf(useLockfile, dynamodbTable !== undefined),
    table: dynamodbTable,
    hasCustomerKey: sseCustomerKey !== undefined,
  }
}

/** Everything that `audit` asks an S3 backend for: up to 14 requests, all at once, and none that writes. */
export async function readS3Facts(
  config: S3BackendConfig,
  clock: Clock,
  signal: AbortSignal,
): Promise<S3Facts> {
  const { bucket, statePath, dynamodbTable, useLockfile } = config
  const obstacle = obstacleOf(config)
  if (obstacle !== undefined) return nothingTold(config, obstacle)
  const { createDynamoDbClient, createS3Client } = await import('./aws-clients.ts')
  const [s3, dynamodb] = await Promise.all([
    createS3Client(config),
    dynamodbTable === undefined ? undefined : createDynamoDbClient(config),
  ])
  const s3Client = (): Promise<typeof s3> => Promise.resolve(s3)
  const lockKey = `${bucket}/${statePath}`
  const file = useLockfile ? createS3Lock(config, s3Client, clock) : undefined
  const tableOf =
    dynamodbTable === undefined || dynamodb === undefined
      ? undefined
      : {
          lock: createDynamoDbLock(dynamodbTable, lockKey, () => Promise.resolve(dynamodb), clock),
          facts: readLockTableFacts(dynamodbTable, lockKey, () => Promise.resolve(dynamodb), signal),
        }
  const readLocks = async (): Promise<[LockReading | undefined, LockReading | undefined]> =>
    await Promise.all([file?.read(signal), tableOf?.lock.read(signal)])
  const [facts, locks, table] = await Promise.all([
    readBucketFacts(bucket, s3Client, signal),
    // A pair that disagrees is mostly one that was read while a lock was taken or freed.
    readLocks().then(async (pair) => (isSplit(pair) ? await readLocks() : pair)),
    tableOf?.facts,
  ])
  return { bucket: facts, table, lockFile: locks[0], lockItem: locks[1] }
}

function isSplit([file, item]: [LockReading | undefined, LockReading | undefined]): boolean {
  return file !== undefined && item !== undefined && readingsDisagree(file, item)
}

/** Where our requests might go elsewhere than Terraform's, what they told would be about something else. */
function nothingTold({ useLockfile, dynamodbTable }: S3BackendConfig, reason: string): S3Facts {
  const lock: LockReading = { kind: 'unknown', reason, transient: false }
  const unknown = notTold(reason)
  const bucket: BucketFacts = {
    ...{ versioning: unknown, encryption: unknown, publicAccessBlock: unknown, hasPublicPolicy: unknown },
    ...{ ownership: unknown, publicGrants: unknown, policy: unknown, logTarget: unknown, lifecycle: unknown },
  }
  return {
    bucket,
    table:
      dynamodbTable === undefined
        ? undefined
        : { description: unknown, recovery: unknown, otherLocks: unknown },
    lockFile: useLockfile ? lock : undefined,
    lockItem: dynamodbTable === undefined ? undefined : lock,
  }
}
