import { Readable } from 'node:stream'
import type { S3Client } from '@aws-sdk/client-s3'
import { customerKeyParameters, storedObjectParameters } from '../backend/object-parameters.ts'
import { nameOf, statusOf } from '../backend/read-failure.ts'
import type { S3BackendConfig } from '../backend/s3-config.ts'

export interface ReadObject {
  /** undefined where it has more than `maxBytes`. */
  readonly body: Buffer | undefined
  readonly lengthBytes: number
  readonly etag: string | undefined
  readonly storedAt: Date | undefined
  readonly versionId: string | undefined
}

/** The object that a request is meant for: none yet, or the one with this ETag; empty: whatever is there. */
export interface ObjectCondition {
  readonly IfMatch?: string
  readonly IfNoneMatch?: '*'
}

/** One request each for an object beside a state, stored as Terraform stores that. They throw what the SDK throws. */
export interface ObjectRequests {
  /** undefined: there is none. `versionId`: left out, the one that is there now. */
  get(
    Key: string,
    maxBytes: number,
    abortSignal: AbortSignal,
    versionId?: string,
  ): Promise<ReadObject | undefined>
  /** Returns its ETag. */
  put(
    Key: string,
    Body: string | Buffer,
    condition: ObjectCondition,
    abortSignal: AbortSignal,
  ): Promise<string | undefined>
  remove(Key: string, condition: Pick<ObjectCondition, 'IfMatch'>, abortSignal: AbortSignal): Promise<void>
}

export function createObjectRequests(
  config: S3BackendConfig,
  client: () => Promise<S3Client>,
): ObjectRequests {
  const { bucket: Bucket } = config
  return {
    async get(Key, maxBytes, abortSignal, versionId) {
      const { GetObjectCommand } = await import('@aws-sdk/client-s3')
      const command = new GetObjectCommand({
        Bucket,
        Key,
        VersionId: versionId,
        ...customerKeyParameters(config),
      })
      try {
        const {
          Body,
          ContentLength = 0,
          ETag,
          LastModified,
          VersionId,
        } = await (await client()).send(command, { abortSignal })
        const told = { lengthBytes: ContentLength, etag: ETag, storedAt: LastModified, versionId: VersionId }
        if (ContentLength <= maxBytes)
          return { ...told, body: Buffer.from((await Body?.transformToByteArray()) ?? []) }
        // A body that nobody reads keeps its socket, and with it the process.
        if (Body instanceof Readable) Body.destroy()
        return { ...told, body: undefined }
      } catch (error) {
        // A missing bucket is a 404 too.
        if (statusOf(error) === 404 && nameOf(error) === 'NoSuchKey') return undefined
        throw error
      }
    },
    async put(Key, Body, condition, abortSignal) {
      const { PutObjectCommand } = await import('@aws-sdk/client-s3')
      const ContentType = typeof Body === 'string' ? 'application/json' : 'application/octet-stream'
      const content = { ...storedObjectParameters(config), ContentType, Body, ...condition }
      const put = new PutObjectCommand({ Bucket, Key, ...content })
      const { ETag } = await (await client()).send(put, { abortSignal })
      return ETag
    },
    async remove(Key, { IfMatch }, abortSignal) {
      const { DeleteObjectCommand } = await import('@aws-sdk/client-s3')
      await (await client()).send(new DeleteObjectCommand({ Bucket, Key, IfMatch }), { abortSignal })
    },
  }
}
