import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { notImplemented, refusal } from './answer.ts'
import { header } from './request.ts'
import type { Bucket, ObjectVersion } from './store.ts'

export const customerKeyMd5Header = 'x-amz-server-side-encryption-customer-key-md5'
const customerKeyHeader = 'x-amz-server-side-encryption-customer-key'
const checksumPrefix = 'x-amz-checksum-'
const encryptionPrefix = 'x-amz-server-side-encryption'
const keptNames = ['cache-control', 'content-disposition', 'content-language', 'content-type', 'expires']
const keptPrefixes = ['x-amz-meta-', encryptionPrefix, checksumPrefix]
const controlNames = [
  customerKeyHeader,
  'x-amz-checksum-mode',
  'x-amz-checksum-algorithm',
  'x-amz-checksum-type',
]

/** The headers of a PUT that belong to the object. */
export function storedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const stored: Record<string, string> = { 'content-type': 'binary/octet-stream' }
  for (const name of Object.keys(headers)) {
    const isKept = keptNames.includes(name) || keptPrefixes.some((prefix) => name.startsWith(prefix))
    if (isKept && !controlNames.includes(name)) stored[name] = header(headers, name) ?? ''
  }
  // `aws-chunked` describes the transfer, not the object.
  const encodings = (header(headers, 'content-encoding') ?? '').split(',').map((encoding) => encoding.trim())
  const encoding = encodings.filter((name) => name !== '' && name !== 'aws-chunked').join(',')
  if (encoding !== '') stored['content-encoding'] = encoding
  return stored
}

/** What a PUT answers about the version it has made. */
export function writtenHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  const echoed = Object.entries(version.headers).filter(
    ([name]) => name.startsWith(encryptionPrefix) || name.startsWith(checksumPrefix),
  )
  return { etag: version.etag, ...versionHeaders(bucket, version), ...Object.fromEntries(echoed) }
}

/** What a GET or a HEAD answers, content-length apart. */
export function readHeaders(
  bucket: Bucket,
  version: ObjectVersion,
  wantsChecksum: boolean,
): Record<string, string> {
  const stored = Object.entries(version.headers).filter(
    ([name]) => wantsChecksum || !name.startsWith(checksumPrefix),
  )
  return {
    ...Object.fromEntries(stored),
    ...versionHeaders(bucket, version),
    etag: version.etag,
    'last-modified': version.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
  }
}

/** A bucket that never had versioning does not mention versions. */
export function versionHeaders(bucket: Bucket, version: ObjectVersion): Record<string, string> {
  if (bucket.versioning === undefined) return {}
  return {
    'x-amz-version-id': version.versionId,
    ...(version.isDeleteMarker ? { 'x-amz-delete-marker': 'true' } : {}),
  }
}

/** Conditions of a write; only the current version counts. If-Match on nothing is 404, not 412. */
export function failedCondition(
  headers: IncomingHttpHeaders,
  current: ObjectVersion | undefined,
): Answer | undefined {
  const ifMatch = header(headers, 'if-match')
  const ifNoneMatch = header(headers, 'if-none-match')
  if (ifMatch !== undefined) {
    if (current === undefined) return noSuchKey()
    if (!etagMatches(ifMatch, current)) return preconditionFailed()
  }
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== '*') return notImplemented('a write with If-None-Match other than *')
    if (current !== undefined) return preconditionFailed()
  }
  return undefined
}

/** S3 takes an ETag with or without its quotes. */
export function etagMatches(condition: string, version: ObjectVersion): boolean {
  return condition === '*' || condition.replaceAll('"', '') === version.etag.replaceAll('"', '')
}

/** An object stored under a customer's key can be read only by naming that key again; 400, not 403, without it. */
export function failedCustomerKey(headers: IncomingHttpHeaders, version: ObjectVersion): Answer | undefined {
  const stored = version.headers[customerKeyMd5Header]
  const given = header(headers, customerKeyMd5Header)
  if (stored === given) return undefined
  if (stored === undefined) {
    return refusal(400, 'InvalidRequest', 'The encryption parameters are not applicable to this object.')
  }
  if (given !== undefined) return refusal(403, 'AccessDenied', 'Access Denied')
  return refusal(
    400,
    'InvalidRequest',
    'The object was stored using a form of Server Side Encryption. ' +
      'The correct parameters must be provided to retrieve the object.',
  )
}

export function noSuchKey(headers: Record<string, string> = {}): Answer {
  return refusal(404, 'NoSuchKey', 'The specified key does not exist.', headers)
}

export function preconditionFailed(): Answer {
  return refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold')
}
