import { createHash, randomBytes } from 'node:crypto'
import { performance } from 'node:perf_hooks'

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  /** `null` (the word) when it was written while the bucket was not versioned. */
  readonly versionId: string
  readonly isDeleteMarker: boolean
  readonly body: Buffer
  /** Quoted, as in the header. */
  readonly etag: string
  readonly lastModified: Date
  /** What a GET gives back: content-type, x-amz-meta-*, x-amz-server-side-encryption*, x-amz-checksum-*. */
  readonly headers: Readonly<Record<string, string>>
}

export interface Bucket {
  readonly name: string
  versioning: 'Enabled' | 'Suspended' | undefined
  /** Newest version first. */
  readonly versionsByKey: Map<string, ObjectVersion[]>
}

export interface Change {
  bucket: string
  key: string
  kind: 'put' | 'delete'
  /** `performance.now()` */
  at: number
}

export interface MultipartUpload {
  readonly bucket: string
  readonly key: string
  /** What the finished object will carry. */
  readonly headers: Record<string, string>
  readonly parts: Map<number, Buffer>
}

export interface Store {
  readonly buckets: Map<string, Bucket>
  readonly uploads: Map<string, MultipartUpload>
  readonly changeListeners: Set<(change: Change) => void>
}

export function newStore(): Store {
  return { buckets: new Map(), uploads: new Map(), changeListeners: new Set() }
}

export function addBucket(store: Store, name: string, isVersioned: boolean): void {
  if (store.buckets.has(name)) throw new Error(`The bucket ${name} exists already.`)
  store.buckets.set(name, {
    name,
    versioning: isVersioned ? 'Enabled' : undefined,
    versionsByKey: new Map(),
  })
}

/** What a GET without a version ID sees; a delete marker counts as absent. */
export function currentVersion(bucket: Bucket, key: string): ObjectVersion | undefined {
  const newest = bucket.versionsByKey.get(key)?.[0]
  return newest?.isDeleteMarker === true ? undefined : newest
}

/** The keys that have a current version, in the order of S3 (UTF-8 bytes). */
export function currentKeys(bucket: Bucket): string[] {
  return sortedKeys(bucket).filter((key) => currentVersion(bucket, key) !== undefined)
}

export function sortedKeys(bucket: Bucket): string[] {
  return [...bucket.versionsByKey.keys()].sort(compareKeys)
}

export function compareKeys(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left), Buffer.from(right))
}

export function etagOf(body: Buffer): string {
  return `"${createHash('md5').update(body).digest('hex')}"`
}

export interface NewVersion {
  body: Buffer
  headers?: Record<string, string>
  etag?: string
  lastModified?: Date
}

export function putVersion(store: Store, bucket: Bucket, key: string, content: NewVersion): ObjectVersion {
  const version: ObjectVersion = {
    versionId: newVersionId(bucket),
    isDeleteMarker: false,
    body: content.body,
    etag: content.etag ?? etagOf(content.body),
    lastModified: content.lastModified ?? wholeSeconds(new Date()),
    headers: content.headers ?? {},
  }
  addVersion(bucket, key, version)
  announce(store, bucket, key, 'put')
  return version
}

/** Deletes the current version; in a bucket with versioning this adds a delete marker and returns it. */
export function deleteCurrent(store: Store, bucket: Bucket, key: string): ObjectVersion | undefined {
  if (bucket.versioning === undefined) {
    if (bucket.versionsByKey.delete(key)) announce(store, bucket, key, 'delete')
    return undefined
  }
  const marker: ObjectVersion = {
    versionId: newVersionId(bucket),
    isDeleteMarker: true,
    body: Buffer.alloc(0),
    etag: '',
    lastModified: wholeSeconds(new Date()),
    headers: {},
  }
  addVersion(bucket, key, marker)
  announce(store, bucket, key, 'delete')
  return marker
}

/** Removes one version or one delete marker for good, and returns it. */
export function deleteVersion(
  store: Store,
  bucket: Bucket,
  key: string,
  versionId: string,
): ObjectVersion | undefined {
  const versions = bucket.versionsByKey.get(key) ?? []
  const removed = versions.find((version) => version.versionId === versionId)
  if (removed === undefined) return undefined
  const wasCurrent = versions[0] === removed
  const rest = versions.filter((version) => version !== removed)
  if (rest.length === 0) bucket.versionsByKey.delete(key)
  else bucket.versionsByKey.set(key, rest)
  if (wasCurrent) announce(store, bucket, key, currentVersion(bucket, key) === undefined ? 'delete' : 'put')
  return removed
}

function addVersion(bucket: Bucket, key: string, version: ObjectVersion): void {
  // Only one version of a key can be called `null`: a new one replaces it, wherever it is in the history.
  const kept = (bucket.versionsByKey.get(key) ?? []).filter(
    ({ versionId }) => versionId !== version.versionId,
  )
  bucket.versionsByKey.set(key, [version, ...kept])
}

function newVersionId(bucket: Bucket): string {
  return bucket.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : 'null'
}

// S3 stores whole seconds, in listings as in Last-Modified.
function wholeSeconds(date: Date): Date {
  return new Date(Math.floor(date.getTime() / 1000) * 1000)
}

function announce(store: Store, bucket: Bucket, key: string, kind: Change['kind']): void {
  const change: Change = { bucket: bucket.name, key, kind, at: performance.now() }
  for (const listener of store.changeListeners) listener(change)
}
