import { createHash, randomUUID } from 'node:crypto'
import type { Answer } from './answer.ts'
import { emptyAnswer, notImplemented, refusal, xmlAnswer } from './answer.ts'
import { failedCondition, storedHeaders, writtenHeaders } from './object-headers.ts'
import type { S3Request } from './request.ts'
import type { Bucket, Store } from './store.ts'
import { currentVersion, etagOf, putVersion } from './store.ts'
import { blocksOf, element, textOf } from './xml.ts'

/** Terraform uploads a state of more than 5 MiB in parts, each with its own retries, and completes it at the end. */
export function answerMultipart(store: Store, bucket: Bucket, request: S3Request): Answer {
  const { method, key, query } = request
  const identity = [element('Bucket', bucket.name), element('Key', key)]
  if (method === 'POST' && query.has('uploads')) {
    const uploadId = randomUUID()
    store.uploads.set(uploadId, {
      bucket: bucket.name,
      key,
      headers: storedHeaders(request.headers),
      parts: new Map(),
    })
    return xmlAnswer('InitiateMultipartUploadResult', [...identity, element('UploadId', uploadId)])
  }

  const uploadId = query.get('uploadId') ?? ''
  const upload = store.uploads.get(uploadId)
  if (upload?.bucket !== bucket.name || upload.key !== key) {
    return refusal(404, 'NoSuchUpload', 'The specified multipart upload does not exist.')
  }
  switch (method) {
    case 'PUT':
      upload.parts.set(Number(query.get('partNumber')), request.body)
      return emptyAnswer(200, { etag: etagOf(request.body) })
    case 'DELETE':
      store.uploads.delete(uploadId)
      return emptyAnswer(204)
    case 'POST': {
      const failure = failedCondition(request.headers, currentVersion(bucket, key))
      if (failure !== undefined) return failure
      const numbers = blocksOf(request.body.toString(), 'Part').map((part) =>
        Number(textOf(part, 'PartNumber')),
      )
      const parts = numbers.map((number) => upload.parts.get(number))
      if (!parts.every((part) => part !== undefined)) {
        return refusal(400, 'InvalidPart', 'One or more of the specified parts could not be found.')
      }
      store.uploads.delete(uploadId)
      const version = putVersion(store, bucket, key, {
        body: Buffer.concat(parts),
        headers: upload.headers,
        etag: etagOfParts(parts),
      })
      const answer = xmlAnswer('CompleteMultipartUploadResult', [...identity, element('ETag', version.etag)])
      return { ...answer, headers: { ...writtenHeaders(bucket, version), ...answer.headers } }
    }
    default:
      return notImplemented(`${method} of a multipart upload`)
  }
}

function etagOfParts(parts: readonly Buffer[]): string {
  const digests = parts.map((part) => createHash('md5').update(part).digest())
  return `"${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${String(parts.length)}"`
}
