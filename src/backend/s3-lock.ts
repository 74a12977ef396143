import { Readable } from 'node:stream'
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock.ts'
import { holderFromInfo } from '../lock/lock-holder.ts'
import { maxLockBytes, parseLockInfo, renderLockInfo } from '../lock/lock-info.ts'
import type { LockReading, LockVersion, Removal, StateLock } from '../lock/lock-reading.ts'
import { messageFromError } from '../errors.ts'
import { annotateBySwap, type SwappableLock } from './compare-and-swap.ts'
import { createConditionCheck } from './conditional-writes.ts'
import { customerKeyParameters, storedObjectParameters } from './object-parameters.ts'
import { describeFailure, nameOf, statusOf, unknownFromError } from './read-failure.ts'
import { within } from './request.ts'
import { takeBy } from './take-lock.ts'
import type { S3BackendConfig } from './s3-config.ts'

const maxRemovalTries = 3

/** The lock file `<state path>.tflock` of Terraform's native S3 locking. */
export function createS3Lock(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
  clock: Clock,
): StateLock {
  const object = { Bucket: config.bucket, Key: `${config.statePath}.tflock` }
  const checkConditions = createConditionCheck(client, object)

  const get = async (signal?: AbortSignal): Promise<LockFile> => {
    const { GetObjectCommand } = await import('@aws-sdk/client-s3')
    const command = new GetObjectCommand({ ...object, ...customerKeyParameters(config) })
    return await within(async (abortSignal) => {
      const answer = await (await client()).send(command, { abortSignal })
      return await lockFileFromAnswer(answer)
    }, signal)
  }

  const read: StateLock['read'] = async (signal) => {
    try {
      return readingFromFile(await get(signal), clock)
    } catch (error) {
      if (isMissing(error)) return { kind: 'free' }
      return unknownFromError(error, `the lock file s3://${object.Bucket}/${object.Key}`)
    }
  }

  const remove = async (version: LockVersion): Promise<Removal> => {
    const { etag } = version
    if (etag === undefined) return { kind: 'refused', reason: 'the lock was read without its ETag' }
    const conditions = await checkConditions()
    if (conditions.kind === 'not-honoured') return { kind: 'refused', reason: conditions.reason }
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3')
    const command = new DeleteObjectCommand({ ...object, IfMatch: etag })
    let failure = ''
    for (let tries = 0; tries < maxRemovalTries; tries += 1) {
      try {
        await within(async (abortSignal) => await (await client()).send(command, { abortSignal }))
        return { kind: 'removed' }
      } catch (error) {
        failure = describeFailure(error)
      }
      // Its answer may be lost, or late: only the lock itself tells how the removal ended.
      const now = await read()
      if (now.kind === 'free') return { kind: 'gone' }
      if (now.kind === 'held' && now.version.etag !== etag)
        return { kind: 'changed-hands', holder: now.holder }
    }
    return { kind: 'refused', reason: failure }
  }

  const swappable = (
    signal: AbortSignal | undefined,
  ): SwappableLock<LockFile & { readonly json: string }> => ({
    async read() {
      const file = await get(signal).catch(undefinedIfMissing)
      if (file === undefined) return undefined
      const { json, etag } = file
      if (json === undefined) throw new Error(tooLarge)
      return { json, etag }
    },
    async swap({ etag }, json) {
      if (etag === undefined) throw new Error('the lock was read without its ETag')
      const { PutObjectCommand } = await import('@aws-sdk/client-s3')
      const content = { ...storedObjectParameters(config), Body: json }
      const command = new PutObjectCommand({ ...object, ...content, IfMatch: etag })
      try {
        await within(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal)
        return 'swapped'
      } catch (error) {
        if (LOST_SWAP.includes(statusOf(error) ?? 0)) return 'changed'
        throw error
      }
    },
  })

  const take: StateLock['take'] = async (info) => {
    const conditions = await checkConditions()
    if (conditions.kind === 'not-honoured') return { kind: 'refused', reason: conditions.reason }
    const { PutObjectCommand } = await import('@aws-sdk/client-s3')
    const content = { ...storedObjectParameters(config), Body: renderLockInfo(info), IfNoneMatch: '*' }
    const command = new PutObjectCommand({ ...object, ...content })
    return await takeBy(
      async () => await within(async (abortSignal) => await (await client()).send(command, { abortSignal })),
      (error) => LOST_SWAP.includes(statusOf(error) ?? 0),
      { read, lockId: info.id },
    )
  }

  const annotate: StateLock['annotate'] = async (lockId, info, signal) => {
    if (config.hasLockTags) return { kind: 'refused', reason: 'the lock file has tags, which it would lose' }
    const conditions = await checkConditions(signal)
    if (conditions.kind === 'not-honoured') return { kind: 'refused', reason: conditions.reason }
    return await annotateBySwap(swappable(signal), lockId, info, conditions.evidence)
  }

  return { read, remove, take, annotate }
}

/** Of a write with If-Match: the key is gone, a delete was under way, or the object is another one. */
const LOST_SWAP: readonly number[] = [404, 409, 412]

const tooLarge = 'it is too large to be a lock'

interface LockFile {
  /** undefined: too large to be a lock. */
  readonly json: string | undefined
  readonly etag: string | undefined
}

// A missing object without s3:ListBucket is a 403, and a missing bucket is a 404 too: neither says "free".
function isMissing(error: unknown): boolean {
  return statusOf(error) === 404 && nameOf(error) === 'NoSuchKey'
}

function undefinedIfMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error
}

async function lockFileFromAnswer(answer: GetObjectCommandOutput): Promise<LockFile> {
  const { ETag: etag } = answer
  if ((answer.ContentLength ?? 0) <= maxLockBytes) {
    return { json: (await answer.Body?.transformToString('utf-8')) ?? '', etag }
  }
  // A body that nobody reads keeps its socket, and with it the process.
  if (answer.Body instanceof Readable) answer.Body.destroy()
  return { json: undefined, etag }
}

function readingFromFile({ json, etag }: LockFile, clock: Clock): LockReading {
  try {
    if (json === undefined) throw new Error(tooLarge)
    const holder = holderFromInfo(parseLockInfo(json), clock.now())
    return { kind: 'held', holder, version: etag === undefined ? {} : { etag } }
  } catch (error) {
    return {
      kind: 'unknown',
      reason: `there is a lock file, but ${messageFromError(error)}`,
      transient: false,
    }
  }
}
