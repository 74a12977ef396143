import { createHash } from 'node:crypto'
import { ServiceError } from './network.ts'

export interface StoredObject {
  readonly body: Buffer
  readonly etag: string
  readonly versionId: string
  readonly storedAt: number
}

export interface Version {
  readonly kind: 'object' | 'delete-marker'
  readonly key: string
  readonly object: StoredObject
}

export interface Condition {
  readonly IfMatch?: string | undefined
  readonly IfNoneMatch?: string | undefined
}

/** One change of an object; `after` undefined: it was deleted. */
export interface ObjectChange {
  readonly key: string
  readonly before: StoredObject | undefined
  readonly after: StoredObject | undefined
  readonly condition: Condition
}

/** S3 as it is at one moment, with versions of all that there was. */
export interface Bucket {
  /** Changed by switches of the world: such a store deletes whatever the ETag is. */
  ignoresDeleteConditions: boolean
  readonly versions: Version[]
  peek(key: string): StoredObject | undefined
  keys(): readonly string[]
  get(key: string, versionId?: string): StoredObject
  put(key: string, body: Buffer | string, condition: Condition): StoredObject
  remove(key: string, condition: Condition): void
}

export function createBucket(now: () => number, onChange: (change: ObjectChange) => void): Bucket {
  const objects = new Map<string, StoredObject>()
  let writes = 0
  const bucket: Bucket = {
    ignoresDeleteConditions: false,
    versions: [],
    peek: (key) => objects.get(key),
    keys: () => [...objects.keys()],
    get(key, versionId) {
      const found =
        versionId === undefined
          ? objects.get(key)
          : bucket.versions.find((version) => version.key === key && version.object.versionId === versionId)
              ?.object
      if (found === undefined) throw new ServiceError('NoSuchKey', 404)
      return found
    },
    put(key, body, condition) {
      const before = objects.get(key)
      if (condition.IfNoneMatch !== undefined && before !== undefined) throw preconditionFailed()
      if (condition.IfMatch !== undefined && before === undefined) throw new ServiceError('NoSuchKey', 404)
      if (condition.IfMatch !== undefined && before?.etag !== condition.IfMatch) throw preconditionFailed()
      writes += 1
      const bytes = Buffer.from(body)
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
      const after = { body: bytes, etag, versionId: `v${writes}`, storedAt: now() }
      objects.set(key, after)
      bucket.versions.push({ kind: 'object', key, object: after })
      onChange({ key, before, after, condition })
      return after
    },
    remove(key, condition) {
      const before = objects.get(key)
      if (condition.IfMatch !== undefined && !bucket.ignoresDeleteConditions) {
        if (before === undefined) throw new ServiceError('NoSuchKey', 404)
        if (before.etag !== condition.IfMatch) throw preconditionFailed()
      }
      objects.delete(key)
      if (before === undefined) return
      writes += 1
      const marker = { body: Buffer.alloc(0), etag: '', versionId: `v${writes}`, storedAt: now() }
      bucket.versions.push({ kind: 'delete-marker', key, object: marker })
      onChange({ key, before, after: undefined, condition })
    },
  }
  return bucket
}

function preconditionFailed(): ServiceError {
  return new ServiceError('PreconditionFailed', 412)
}
