import type { ListObjectVersionsCommandOutput, S3Client } from '@aws-sdk/client-s3'
import { maxLockBytes, parseLockInfo } from '../lock/lock-info.ts'
import { createObjectRequests } from '../plan-store/object-requests.ts'
import type {
  StateHistory,
  StateWriting,
  StoredState,
  VersionEntry,
  VersionListing,
} from '../restore/state-history.ts'
import { createConditionCheck } from './conditional-writes.ts'
import { describeFailure, nameOf, statusOf } from './read-failure.ts'
import { within } from './request.ts'
import type { S3BackendConfig } from './s3-config.ts'
import type { StateDigest } from './state-digest.ts'

/** Larger than any state that Terraform can work with. */
const maxStateBytes = 256 * 1024 * 1024
const maxTries = 3

/** The versions of the state object itself. What a read throws is a sentence that names the permission. */
export function createStateHistory(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
  digest: StateDigest,
): StateHistory {
  const { bucket: Bucket, statePath: Key } = config
  const objects = createObjectRequests(config, client)
  const address = `s3://${Bucket}/${Key}`
  const checkConditions = createConditionCheck(client, { Bucket, Key: `${Key}.tflock` })

  const told = async <T>(what: string, permission: string, request: Promise<T>): Promise<T> => {
    try {
      return await request
    } catch (error) {
      const denied = statusOf(error) === 403 ? `; the role of this job needs ${permission}` : ''
      throw new Error(`${what}: ${describeFailure(error)}${denied}`, { cause: error })
    }
  }
  const get = async (
    versionId: string | undefined,
    signal?: AbortSignal,
  ): Promise<StoredState | undefined> => {
    const found = await within(
      async (abortSignal) => await objects.get(Key, maxStateBytes, abortSignal, versionId),
      signal,
    )
    if (found === undefined) return undefined
    const { body, etag } = found
    if (body === undefined) throw new Error(`it has ${String(found.lengthBytes)} bytes`)
    return { body, etag, versionId: found.versionId }
  }
  const readNow: StateHistory['readNow'] = async (signal) =>
    await told(`${address} could not be read`, 's3:GetObject on it', get(undefined, signal))

  return {
    async list(signal) {
      const { ListObjectVersionsCommand } = await import('@aws-sdk/client-s3')
      const listing = within(
        async (abortSignal) =>
          await (
            await client()
          ).send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }), { abortSignal }),
        signal,
      )
      const needs = `s3:ListBucketVersions on the bucket ${Bucket}`
      return listingFromAnswer(
        await told(`The versions of ${address} could not be listed`, needs, listing),
        Key,
      )
    },
    async readVersion(versionId, signal) {
      const what = `Version ${versionId} of ${address} could not be read`
      try {
        const found = await told(what, 's3:GetObjectVersion on it', get(versionId, signal))
        return found?.body
      } catch (error) {
        if (isNoVersion((error as Error).cause)) return undefined
        throw error
      }
    },
    async readLockVersion(versionId, signal) {
      try {
        const found = await within(
          async (abortSignal) => await objects.get(`${Key}.tflock`, maxLockBytes, abortSignal, versionId),
          signal,
        )
        return found?.body === undefined ? undefined : parseLockInfo(found.body.toString('utf8'))
      } catch {
        return undefined
      }
    },
    readNow,
    async keepsVersions() {
      const { GetBucketVersioningCommand } = await import('@aws-sdk/client-s3')
      const asking = within(
        async (abortSignal) =>
          await (await client()).send(new GetBucketVersioningCommand({ Bucket }), { abortSignal }),
      )
      const needs = `s3:GetBucketVersioning on the bucket ${Bucket}`
      const { Status } = await told('Whether the bucket keeps versions could not be read', needs, asking)
      return Status === 'Enabled'
    },
    async obstacleToWriting() {
      const conditions = await checkConditions()
      return conditions.kind === 'honoured' ? undefined : conditions.reason
    },
    async write(body, before) {
      const condition = before === undefined ? { IfNoneMatch: '*' as const } : { IfMatch: before.etag ?? '' }
      return await writeUntilKnown(
        async () => await within(async (abortSignal) => await objects.put(Key, body, condition, abortSignal)),
        async () => {
          const now = await readNow()
          if (now?.body.equals(body) === true) return 'ours'
          return now?.etag === before?.etag ? 'before' : 'other'
        },
      )
    },
    readDigest: async (signal) => await digest.read(signal),
    async writeDigest(md5, before) {
      return await writeUntilKnown(
        async () => {
          await digest.write(md5, before)
        },
        async () => {
          const now = await digest.read()
          if (now.kind === 'digest' && now.md5 === md5) return 'ours'
          return JSON.stringify(now) === JSON.stringify(before) ? 'before' : 'other'
        },
      )
    },
  }
}

/** An error says little of a write that may be done: what is there afterwards tells how it ended. */
async function writeUntilKnown(
  write: () => Promise<unknown>,
  look: () => Promise<'ours' | 'before' | 'other'>,
): Promise<StateWriting> {
  let reason = ''
  for (let tries = 0; tries < maxTries; tries += 1) {
    try {
      await write()
      return { kind: 'written' }
    } catch (error) {
      reason = describeFailure(error)
    }
    const now = await look().catch(() => 'before' as const)
    if (now === 'ours') return { kind: 'written' }
    if (now === 'other') return { kind: 'changed' }
  }
  return { kind: 'failed', reason }
}

function listingFromAnswer(
  { Versions = [], DeleteMarkers = [], IsTruncated = false }: ListObjectVersionsCommandOutput,
  key: string,
): VersionListing {
  const entryOf =
    (kind: VersionEntry['kind']) =>
    (entry: (typeof Versions)[number]): VersionEntry => ({
      kind,
      versionId: entry.VersionId ?? '',
      storedAt: entry.LastModified?.getTime() ?? 0,
      sizeBytes: entry.Size ?? 0,
      isLatest: entry.IsLatest ?? false,
      owner: entry.Owner?.DisplayName ?? entry.Owner?.ID ?? '',
    })
  // Each of the two lists is in S3's own order, newest first; between them only the time tells, in whole seconds, and
  // what is deleted was written before.
  const entriesOf = (wanted: string): readonly VersionEntry[] => {
    const own = <T extends { Key?: string | undefined }>(entries: readonly T[]): readonly T[] =>
      entries.filter(({ Key }) => Key === wanted)
    return [
      ...own(DeleteMarkers).map(entryOf('delete-marker')),
      ...own(Versions).map(entryOf('object')),
    ].sort((a, b) => Number(b.isLatest) - Number(a.isLatest) || b.storedAt - a.storedAt)
  }
  const lastKey = Versions.at(-1)?.Key ?? DeleteMarkers.at(-1)?.Key
  // The lock file's key comes right after that of the state.
  return { entries: entriesOf(key), locks: entriesOf(`${key}.tflock`), isCut: IsTruncated && lastKey === key }
}

/** An ID that S3 did not make is a 400. */
function isNoVersion(error: unknown): boolean {
  if (statusOf(error) === 404) return nameOf(error) !== 'NoSuchBucket'
  return statusOf(error) === 405 || (statusOf(error) === 400 && nameOf(error) === 'InvalidArgument')
}
