import { Readable } from 'node:stream'
import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3'
import type { Clock } from '../clock.ts'
import { holderFromInfo } from '../lock/lock-holder.ts'
import { maxLockBytes, parseLockInfo } from '../lock/lock-info.ts'
import type { LockReading, LockVersion, Removal, StateLock } from '../lock/lock-reading.ts'
import { messageFromError } from '../errors.ts'
import { conditionalDeletesWork, isAws } from './conditional-writes.ts'
import { nameOf, statusOf, unknownFromError } from './read-failure.ts'
import { within } from './request.ts'
import type { S3BackendConfig } from './s3-config.ts'

const maxRemovalTries = 3

/** The parameters that an object under SSE-C needs for each read; Terraform's own read of the lock omits them. */
export function customerKeyParameters(config: S3BackendConfig): {
  SSECustomerAlgorithm?: string
  SSECustomerKey?: string
} {
  return config.sseCustomerKey === undefined
    ? {}
    : { SSECustomerAlgorithm: 'AES256', SSECustomerKey: config.sseCustomerKey }
}

/** The lock file `<state path>.tflock` of Terraform's native S3 locking. */
export function createS3Lock(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
  clock: Clock,
): StateLock {
  const object = { Bucket: config.bucket, Key: `${config.statePath}.tflock` }
  let conditionsWork: Promise<string | undefined> | undefined

  const read: StateLock['read'] = async (signal) => {
    try {
      const { GetObjectCommand } = await import('@aws-sdk/client-s3')
      const command = new GetObjectCommand({ ...object, ...customerKeyParameters(config) })
      return await within(async (abortSignal) => {
        const answer = await (await client()).send(command, { abortSignal })
        return await readingFromAnswer(answer, clock)
      }, signal)
    } catch (error) {
      // A missing object without s3:ListBucket is a 403, and a missing bucket is a 404 too: neither says "free".
      if (statusOf(error) === 404 && nameOf(error) === 'NoSuchKey') return { kind: 'free' }
      return unknownFromError(error, `the lock file s3://${object.Bucket}/${object.Key}`)
    }
  }

  // AWS honours conditions; any other store has to show it.
  const findDefect = async (s3: S3Client): Promise<string | undefined> =>
    (await isAws(s3, object)) ? undefined : await conditionalDeletesWork(s3, object)

  const remove = async (version: LockVersion): Promise<Removal> => {
    const { etag } = version
    if (etag === undefined) return { kind: 'refused', reason: 'the lock was read without its ETag' }
    conditionsWork ??= findDefect(await client())
    const defect = await conditionsWork
    if (defect !== undefined) return { kind: 'refused', reason: defect }
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3')
    const command = new DeleteObjectCommand({ ...object, IfMatch: etag })
    let failure = ''
    for (let tries = 0; tries < maxRemovalTries; tries += 1) {
      try {
        await within(async (abortSignal) => await (await client()).send(command, { abortSignal }))
        return { kind: 'removed' }
      } catch (error) {
        failure = messageFromError(error)
      }
      // Its answer may be lost, or late: only the lock itself tells how the removal ended.
      const now = await read()
      if (now.kind === 'free') return { kind: 'gone' }
      if (now.kind === 'held' && now.version.etag !== etag)
        return { kind: 'changed-hands', holder: now.holder }
    }
    return { kind: 'refused', reason: failure }
  }

  return { read, remove }
}

async function readingFromAnswer(answer: GetObjectCommandOutput, clock: Clock): Promise<LockReading> {
  const unreadable = (reason: string): LockReading => ({
    kind: 'unknown',
    reason: `there is a lock file, but ${reason}`,
    transient: false,
  })
  if ((answer.ContentLength ?? 0) > maxLockBytes) {
    // A body that nobody reads keeps its socket, and with it the process.
    if (answer.Body instanceof Readable) answer.Body.destroy()
    return unreadable('it is too large to be a lock')
  }
  const body = (await answer.Body?.transformToString('utf-8')) ?? ''
  try {
    const holder = holderFromInfo(parseLockInfo(body), clock.now())
    return { kind: 'held', holder, version: answer.ETag === undefined ? {} : { etag: answer.ETag } }
  } catch (error) {
    return unreadable(messageFromError(error))
  }
}
