import type { ListObjectsV2CommandOutput, S3Client } from '@aws-sdk/client-s3'
import { describeFailure, nameOf, statusOf } from '../backend/read-failure.ts'
import { within } from '../backend/request.ts'
import type { S3BackendConfig } from '../backend/s3-config.ts'
import { messageFromError } from '../errors.ts'
import { createObjectRequests } from './object-requests.ts'

export interface StoredObject {
  readonly body: Buffer
  readonly etag: string | undefined
  /** RFC 3339, by S3's clock; empty where it was not told. */
  readonly storedAt: string
}

export interface ListedObject {
  readonly key: string
  /** By S3's clock, in milliseconds since 1970. */
  readonly storedAt: number
}

/** The object that a write is meant for: none yet, or the one with this ETag. */
export type WriteCondition = { readonly IfNoneMatch: '*' } | { readonly IfMatch: string }

export type Writing =
  | { readonly kind: 'written'; readonly etag: string | undefined }
  /** There is another object, or none. After a lost answer it may be the very one that was written. */
  | { readonly kind: 'lost' }

/**
 * Objects beside a state, stored as Terraform stores that. A request takes 15 s at most, and throws an Error of one
 * sentence where S3 refuses or does not answer.
 */
export interface StateBucket {
  addressOf(key: string): string
  /** undefined: there is none. Throws `TooLarge` for more than `maxBytes`. */
  read(key: string, maxBytes: number, signal?: AbortSignal): Promise<StoredObject | undefined>
  /** The same where a missing object may read as denied: `denied` in place of an error. */
  readIfAllowed(
    key: string,
    maxBytes: number,
    signal?: AbortSignal,
  ): Promise<StoredObject | 'denied' | undefined>
  write(key: string, body: string | Buffer, condition: WriteCondition, signal?: AbortSignal): Promise<Writing>
  /** `changed`: there is another object now. `etag` undefined: whatever is there. */
  remove(key: string, etag: string | undefined, signal?: AbortSignal): Promise<'removed' | 'gone' | 'changed'>
  /** All keys with this prefix. Throws where there are more than anybody stores. */
  list(prefix: string, signal?: AbortSignal): Promise<readonly ListedObject[]>
  /** Whether there is an object with this key; undefined where nothing may be listed. */
  isListed(key: string, signal?: AbortSignal): Promise<boolean | undefined>
}

export class TooLarge extends Error {}

/** A request that S3 refused or did not answer. `message` is a sentence. */
export class BucketError extends Error {
  /** Undefined where there was no answer. */
  readonly status: number | undefined

  constructor(message: string, cause: unknown) {
    super(message)
    this.name = 'BucketError'
    this.status = statusOf(cause)
  }
}

const maxTries = 4
const pageSize = 1000
const maxPages = 20

export function createStateBucket(config: S3BackendConfig, client: () => Promise<S3Client>): StateBucket {
  const { bucket: Bucket } = config
  const addressOf = (key: string): string => `s3://${Bucket}/${key}`
  const objects = createObjectRequests(config, client)
  const arn = `arn:${partitionOf(config.region)}:s3:::${Bucket}`

  /** `permission`: what S3 asks for. */
  const request = async <T>(
    what: string,
    permission: string,
    send: (abortSignal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    try {
      return await within(send, signal)
    } catch (error) {
      // Who has cancelled needs no sentence about S3.
      if (signal?.aborted === true) throw error
      throw new BucketError(`${what}: ${describe(error)}${missingPermission(error, permission)}`, error)
    }
  }

  const read: StateBucket['read'] = async (Key, maxBytes, signal) => {
    const permission = `s3:GetObject on ${arn}/${folderOf(Key)}*, and s3:ListBucket on ${arn}, without which a missing object is denied`
    const found = await request(
      `${addressOf(Key)} could not be read`,
      permission,
      async (abortSignal) => await objects.get(Key, maxBytes, abortSignal),
      signal,
    )
    if (found === undefined) return undefined
    const { body, lengthBytes, etag, storedAt } = found
    if (body === undefined) throw new TooLarge(`${addressOf(Key)} has ${String(lengthBytes)} bytes`)
    return { body, etag, storedAt: storedAt?.toISOString() ?? '' }
  }

  const write: StateBucket['write'] = async (Key, Body, condition, signal) => {
    const put = async (abortSignal: AbortSignal): Promise<Writing> => {
      // 409: another conditional request for this key was under way, so the condition was not looked at.
      for (let tries = 1; ; tries += 1) {
        try {
          return { kind: 'written', etag: await objects.put(Key, Body, condition, abortSignal) }
        } catch (error) {
          const status = statusOf(error)
          if (status === 412 || (status === 404 && nameOf(error) === 'NoSuchKey')) return { kind: 'lost' }
          if (status !== 409 || tries === maxTries) throw error
        }
      }
    }
    const permission = `s3:PutObject on ${arn}/${folderOf(Key)}*`
    return await request(`${addressOf(Key)} could not be written`, permission, put, signal)
  }

  const remove: StateBucket['remove'] = async (Key, etag, signal) => {
    const condition = etag === undefined ? {} : { IfMatch: etag }
    const send = async (abortSignal: AbortSignal): Promise<'removed' | 'gone' | 'changed'> => {
      for (let tries = 1; ; tries += 1) {
        try {
          await objects.remove(Key, condition, abortSignal)
          return 'removed'
        } catch (error) {
          const status = statusOf(error)
          if (status === 412) return 'changed'
          if (status === 404 && nameOf(error) !== 'NoSuchBucket') return 'gone'
          if (status !== 409 || tries === maxTries) throw error
        }
      }
    }
    const permission = `s3:DeleteObject on ${arn}/${folderOf(Key)}*`
    return await request(`${addressOf(Key)} could not be removed`, permission, send, signal)
  }

  const listPage = async (
    Prefix: string,
    MaxKeys: number,
    ContinuationToken: string | undefined,
    signal?: AbortSignal,
  ): Promise<ListObjectsV2CommandOutput> => {
    const { ListObjectsV2Command } = await import('@aws-sdk/client-s3')
    const page = { Bucket, Prefix, MaxKeys, ContinuationToken }
    return await request(
      `${addressOf(Prefix)} could not be listed`,
      `s3:ListBucket on ${arn} for the prefix ${folderOf(Prefix)}*`,
      async (abortSignal) => await (await client()).send(new ListObjectsV2Command(page), { abortSignal }),
      signal,
    )
  }

  return {
    addressOf,
    read,
    async readIfAllowed(key, maxBytes, signal) {
      try {
        return await read(key, maxBytes, signal)
      } catch (error) {
        if (isDenied(error)) return 'denied'
        throw error
      }
    },
    write,
    remove,
    async list(prefix, signal) {
      const found: ListedObject[] = []
      let token: string | undefined
      for (let pages = 0; pages < maxPages; pages += 1) {
        const { Contents = [], NextContinuationToken } = await listPage(prefix, pageSize, token, signal)
        for (const { Key = '', LastModified } of Contents) {
          found.push({ key: Key, storedAt: LastModified?.getTime() ?? 0 })
        }
        token = NextContinuationToken
        if (token === undefined) return found
      }
      throw new Error(`${addressOf(prefix)} has more than ${String(maxPages * pageSize)} objects`)
    },
    async isListed(key, signal) {
      try {
        // What has only this key for a prefix comes after it.
        const { Contents = [] } = await listPage(key, 1, undefined, signal)
        return Contents[0]?.Key === key
      } catch (error) {
        if (isDenied(error)) return undefined
        throw error
      }
    },
  }
}

function isDenied(error: unknown): boolean {
  return error instanceof BucketError && error.status === 403
}

/** `.lockstep/plans/`: the part of a key that is the same for every state, as a policy names it. */
function folderOf(key: string): string {
  return /^\.lockstep\/[a-z]+\//.exec(key)?.[0] ?? ''
}

function partitionOf(region = ''): string {
  if (region.startsWith('cn-')) return 'aws-cn'
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws'
}

/** S3 denies what the key of KMS denies, and says so. */
function missingPermission(error: unknown, permission: string): string {
  if (statusOf(error) !== 403 || /\bkms:/i.test(messageFromError(error))) return ''
  return `. The role needs ${permission}`
}

function describe(error: unknown): string {
  if (nameOf(error) === 'TimeoutError') return 'S3 did not answer in time'
  return describeFailure(error)
}
