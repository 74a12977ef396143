import type { Answer } from './answer.ts'
import { notImplemented, xmlAnswer } from './answer.ts'
import type { Bucket, ObjectVersion } from './store.ts'
import { compareKeys, currentKeys, currentVersion, sortedKeys } from './store.ts'
import { element } from './xml.ts'

const maxKeysPerPage = 1000

/** ListObjectsV2. A common prefix counts as one key, and a page can end with one. */
export function listObjects(bucket: Bucket, query: URLSearchParams): Answer {
  const prefix = query.get('prefix') ?? ''
  const delimiter = query.get('delimiter') ?? ''
  const startAfter = query.get('start-after') ?? ''
  const token = query.get('continuation-token')
  const maxKeys = maxKeysOf(query)
  const names = new Set(
    currentKeys(bucket)
      .filter((key) => key.startsWith(prefix) && compareKeys(key, startAfter) > 0)
      .map((key) => commonPrefixOf(key, prefix, delimiter) ?? key),
  )
  const lastName = token === null ? '' : Buffer.from(token, 'base64url').toString()
  const remaining = [...names].filter((name) => compareKeys(name, lastName) > 0)
  const page = remaining.slice(0, maxKeys)
  const isTruncated = page.length > 0 && page.length < remaining.length
  const encodeKey = keyEncoder(query)

  const children = [
    element('Name', bucket.name),
    element('Prefix', encodeKey(prefix)),
    element('KeyCount', page.length),
    element('MaxKeys', maxKeys),
    element('IsTruncated', isTruncated),
  ]
  if (delimiter !== '') children.push(element('Delimiter', encodeKey(delimiter)))
  if (startAfter !== '') children.push(element('StartAfter', encodeKey(startAfter)))
  if (query.has('encoding-type')) children.push(element('EncodingType', 'url'))
  if (token !== null) children.push(element('ContinuationToken', token))
  if (isTruncated)
    children.push(element('NextContinuationToken', Buffer.from(page.at(-1) ?? '').toString('base64url')))
  for (const name of page) {
    const version =
      commonPrefixOf(name, prefix, delimiter) === undefined ? currentVersion(bucket, name) : undefined
    children.push(
      version === undefined
        ? element('CommonPrefixes', [element('Prefix', encodeKey(name))])
        : element('Contents', [element('Key', encodeKey(name)), ...describeVersion(version)]),
    )
  }
  return xmlAnswer('ListBucketResult', children)
}

/** ListObjectVersions: newest first within a key, delete markers among them. */
export function listVersions(bucket: Bucket, query: URLSearchParams): Answer {
  if ((query.get('delimiter') ?? '') !== '') return notImplemented('ListObjectVersions with a delimiter')
  const prefix = query.get('prefix') ?? ''
  const keyMarker = query.get('key-marker') ?? ''
  const versionMarker = query.get('version-id-marker') ?? ''
  const maxKeys = maxKeysOf(query)
  const all = sortedKeys(bucket)
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) =>
      (bucket.versionsByKey.get(key) ?? []).map((version, index) => ({
        key,
        version,
        isLatest: index === 0,
      })),
    )
  // Both markers name the last entry of the page before; without the version, the whole key is behind us.
  const markerIndex = all.findIndex(
    ({ key, version }) => key === keyMarker && version.versionId === versionMarker,
  )
  const remaining =
    markerIndex === -1 ? all.filter(({ key }) => compareKeys(key, keyMarker) > 0) : all.slice(markerIndex + 1)
  const page = remaining.slice(0, maxKeys)
  const last = page.length < remaining.length ? page.at(-1) : undefined
  const encodeKey = keyEncoder(query)

  const children = [
    element('Name', bucket.name),
    element('Prefix', encodeKey(prefix)),
    element('KeyMarker', encodeKey(keyMarker)),
    element('VersionIdMarker', versionMarker),
    element('MaxKeys', maxKeys),
    element('IsTruncated', last !== undefined),
  ]
  if (query.has('encoding-type')) children.push(element('EncodingType', 'url'))
  if (last !== undefined) {
    children.push(element('NextKeyMarker', encodeKey(last.key)))
    children.push(element('NextVersionIdMarker', last.version.versionId))
  }
  for (const { key, version, isLatest } of page) {
    const identity = [
      element('Key', encodeKey(key)),
      element('VersionId', version.versionId),
      element('IsLatest', isLatest),
    ]
    children.push(
      version.isDeleteMarker
        ? element('DeleteMarker', [...identity, element('LastModified', version.lastModified.toISOString())])
        : element('Version', [...identity, ...describeVersion(version)]),
    )
  }
  return xmlAnswer('ListVersionsResult', children)
}

function describeVersion(version: ObjectVersion): string[] {
  return [
    element('LastModified', version.lastModified.toISOString()),
    element('ETag', version.etag),
    element('Size', version.body.length),
    element('StorageClass', 'STANDARD'),
  ]
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const index = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
  return index === -1 ? undefined : key.slice(0, index + delimiter.length)
}

function maxKeysOf(query: URLSearchParams): number {
  return Math.min(Number(query.get('max-keys') ?? maxKeysPerPage), maxKeysPerPage)
}

function keyEncoder(query: URLSearchParams): (key: string) => string {
  return query.get('encoding-type') === 'url'
    ? (key) => encodeURIComponent(key).replaceAll('%2F', '/')
    : (key) => key
}
