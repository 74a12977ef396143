import type { Answer } from './answer.ts'
import { emptyAnswer, notImplemented, refusal, xmlAnswer } from './answer.ts'
import { listObjects, listVersions } from './listing.ts'
import { answerMultipart } from './multipart.ts'
import {
  etagMatches,
  failedCondition,
  failedCustomerKey,
  noSuchKey,
  preconditionFailed,
  readHeaders,
  storedHeaders,
  versionHeaders,
  writtenHeaders,
} from './object-headers.ts'
import type { S3Request } from './request.ts'
import { header } from './request.ts'
import type { Bucket, Store } from './store.ts'
import { addBucket, currentVersion, deleteCurrent, deleteVersion, putVersion } from './store.ts'
import { blocksOf, element, textOf } from './xml.ts'

/** Does one request from start to end without giving way, so every operation is atomic. */
export function answerRequest(store: Store, request: S3Request): Answer {
  const bucket = store.buckets.get(request.bucket)
  if (request.key === '' && request.method === 'PUT' && !request.query.has('versioning')) {
    return createBucket(store, request)
  }
  if (bucket === undefined) return refusal(404, 'NoSuchBucket', 'The specified bucket does not exist')
  return request.key === ''
    ? answerForBucket(store, bucket, request)
    : answerForObject(store, bucket, request)
}

function createBucket(store: Store, request: S3Request): Answer {
  const subresource = unknownParameter(request, [])
  if (subresource !== undefined) return notImplemented(`PUT of a bucket's ${subresource}`)
  if (store.buckets.has(request.bucket)) {
    return refusal(
      409,
      'BucketAlreadyOwnedByYou',
      'Your previous request to create the named bucket succeeded.',
    )
  }
  addBucket(store, request.bucket, false)
  return emptyAnswer(200, { location: `/${request.bucket}` })
}

function answerForBucket(store: Store, bucket: Bucket, request: S3Request): Answer {
  const { method, query } = request
  if (method === 'HEAD') return emptyAnswer(200, { 'x-amz-bucket-region': 'us-east-1' })
  if (method === 'GET' && query.has('location')) return xmlAnswer('LocationConstraint', [])
  if (method === 'GET' && query.has('versions')) return listVersions(bucket, query)
  if (method === 'GET' && query.get('list-type') === '2') return listObjects(bucket, query)
  if (method === 'POST' && query.has('delete')) return deleteObjects(store, bucket, request)
  if (method === 'GET' && query.has('versioning')) {
    return xmlAnswer(
      'VersioningConfiguration',
      bucket.versioning === undefined ? [] : [element('Status', bucket.versioning)],
    )
  }
  if (method === 'PUT' && query.has('versioning')) {
    bucket.versioning = textOf(request.body.toString(), 'Status') === 'Enabled' ? 'Enabled' : 'Suspended'
    return emptyAnswer(200)
  }
  return notImplemented(`${method} /${bucket.name}?${query.toString()}`)
}

function answerForObject(store: Store, bucket: Bucket, request: S3Request): Answer {
  const { method, query, headers } = request
  if (query.has('uploads') || query.has('uploadId')) return answerMultipart(store, bucket, request)
  const subresource = unknownParameter(request, ['versionId'])
  if (subresource !== undefined) return notImplemented(`${method} of an object's ${subresource}`)
  if (header(headers, 'x-amz-copy-source') !== undefined) return notImplemented('CopyObject')
  switch (method) {
    case 'GET':
    case 'HEAD':
      return readObject(bucket, request)
    case 'PUT':
      return putObject(store, bucket, request)
    case 'DELETE':
      return deleteObject(store, bucket, request)
    default:
      return notImplemented(`${method} of an object`)
  }
}

function readObject(bucket: Bucket, { key, query, headers }: S3Request): Answer {
  const versionId = query.get('versionId')
  const versions = bucket.versionsByKey.get(key) ?? []
  const version = versionId === null ? versions[0] : versions.find((each) => each.versionId === versionId)
  if (version === undefined) {
    return versionId === null
      ? noSuchKey()
      : refusal(404, 'NoSuchVersion', 'The specified version does not exist.')
  }
  if (version.isDeleteMarker) {
    const markerHeaders = versionHeaders(bucket, version)
    return versionId === null
      ? noSuchKey(markerHeaders)
      : refusal(
          405,
          'MethodNotAllowed',
          'The specified method is not allowed against this resource.',
          markerHeaders,
        )
  }
  const wrongKey = failedCustomerKey(headers, version)
  if (wrongKey !== undefined) return wrongKey

  const ifMatch = header(headers, 'if-match')
  const ifNoneMatch = header(headers, 'if-none-match')
  if (ifMatch !== undefined && !etagMatches(ifMatch, version)) return preconditionFailed()
  if (ifNoneMatch !== undefined && etagMatches(ifNoneMatch, version))
    return emptyAnswer(304, { etag: version.etag })

  const { body } = version
  const range = rangeOf(header(headers, 'range'), body.length)
  // A checksum covers the whole object, so a part of it comes without.
  const wantsChecksum = range === undefined && header(headers, 'x-amz-checksum-mode') === 'ENABLED'
  const answerHeaders = readHeaders(bucket, version, wantsChecksum)
  if (range === undefined) return { status: 200, headers: answerHeaders, body }
  if (range.start > range.end) return refusal(416, 'InvalidRange', 'The requested range is not satisfiable')
  const contentRange = `bytes ${String(range.start)}-${String(range.end)}/${String(body.length)}`
  return {
    status: 206,
    headers: { ...answerHeaders, 'content-range': contentRange },
    body: body.subarray(range.start, range.end + 1),
  }
}

function putObject(store: Store, bucket: Bucket, { key, headers, body }: S3Request): Answer {
  const failure = failedCondition(headers, currentVersion(bucket, key))
  if (failure !== undefined) return failure
  const version = putVersion(store, bucket, key, { body, headers: storedHeaders(headers) })
  return emptyAnswer(200, writtenHeaders(bucket, version))
}

function deleteObject(store: Store, bucket: Bucket, { key, query, headers }: S3Request): Answer {
  const ifMatch = header(headers, 'if-match')
  const condition = ifMatch === undefined ? {} : { 'if-match': ifMatch }
  const failure = failedCondition(condition, currentVersion(bucket, key))
  if (failure !== undefined) return failure
  const versionId = query.get('versionId')
  if (versionId === null) {
    const marker = deleteCurrent(store, bucket, key)
    return emptyAnswer(204, marker === undefined ? {} : versionHeaders(bucket, marker))
  }
  const removed = deleteVersion(store, bucket, key, versionId)
  return emptyAnswer(204, removed === undefined ? {} : versionHeaders(bucket, removed))
}

/** Each entry is a DeleteObject of its own, with its ETag as If-Match; the request as a whole succeeds. */
function deleteObjects(store: Store, bucket: Bucket, request: S3Request): Answer {
  const xml = request.body.toString()
  const results = blocksOf(xml, 'Object').flatMap((block) => {
    const key = textOf(block, 'Key') ?? ''
    const versionId = textOf(block, 'VersionId')
    const etag = textOf(block, 'ETag')
    const answer = deleteObject(store, bucket, {
      ...request,
      key,
      query: new URLSearchParams(versionId === undefined ? {} : { versionId }),
      headers: etag === undefined ? {} : { 'if-match': etag },
    })
    const keyElement = element('Key', key)
    if (answer.status === 204)
      return textOf(xml, 'Quiet') === 'true' ? [] : [element('Deleted', [keyElement])]
    const body = answer.body.toString()
    return [
      element('Error', [
        keyElement,
        element('Code', textOf(body, 'Code') ?? ''),
        element('Message', textOf(body, 'Message') ?? ''),
      ]),
    ]
  })
  return xmlAnswer('DeleteResult', results)
}

/** Both ends included; `start > end` when the object has no such part. `undefined` without a usable header. */
function rangeOf(range: string | undefined, length: number): { start: number; end: number } | undefined {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (first === '' && last === '') return undefined
  if (first === '') return { start: Math.max(0, length - Number(last)), end: length - 1 }
  const start = Number(first)
  const end = Math.min(last === '' ? Infinity : Number(last), length - 1)
  return { start, end }
}

/** The SDK names its operation in `x-id`, and a presigned URL carries `X-Amz-*`: neither is a sub-resource. */
function unknownParameter({ query }: S3Request, known: readonly string[]): string | undefined {
  return [...query.keys()].find(
    (name) => name !== 'x-id' && !name.toLowerCase().startsWith('x-amz-') && !known.includes(name),
  )
}
