import type { Clock, Random } from '../../src/clock.ts'
import type { StateBucket, WriteCondition } from '../../src/plan-store/state-bucket.ts'

export interface SimulatedObject {
  readonly body: string
  readonly etag: string
}

/** A bucket in which each request takes its time, and is done at one moment within it, as S3's are. */
export interface SimulatedStore {
  /** Requests so far, by method and key. */
  readonly requests: ReadonlyMap<string, number>
  /** What is there now, without a request. */
  peek(key: string): SimulatedObject | undefined
  /** Without a request, and so at once. */
  plant(key: string, body: string): SimulatedObject
  uproot(key: string): void
  keys(): readonly string[]
  get(key: string): Promise<SimulatedObject | undefined>
  /** undefined: the condition was not met. */
  put(key: string, body: string, condition: WriteCondition | undefined): Promise<SimulatedObject | undefined>
  remove(key: string, etag?: string): Promise<'removed' | 'gone' | 'changed'>
}

export interface StoreFaults {
  readonly ignoresConditions?: (key: string) => boolean
  /** What is thrown in place of an answer; undefined: nothing. */
  readonly refusal?: (method: string, key: string) => Error | undefined
}

export interface StoreOptions {
  readonly clock: Clock
  /** How long the next request takes. */
  readonly latencyMs: () => number
  readonly faults?: StoreFaults | undefined
  /** Called at the very moment; `object` undefined: it is gone. */
  readonly onChange: (key: string, object: SimulatedObject | undefined) => void
}

export function createSimulatedStore({
  clock,
  latencyMs,
  faults = {},
  onChange,
}: StoreOptions): SimulatedStore {
  const objects = new Map<string, SimulatedObject>()
  const requests = new Map<string, number>()
  let writes = 0

  const plant = (key: string, body: string): SimulatedObject => {
    writes += 1
    const object = { body, etag: `"${writes}"` }
    objects.set(key, object)
    onChange(key, object)
    return object
  }
  const uproot = (key: string): void => {
    if (objects.delete(key)) onChange(key, undefined)
  }
  const request = async <T>(method: string, key: string, act: () => T): Promise<T> => {
    const name = `${method} ${key}`
    requests.set(name, (requests.get(name) ?? 0) + 1)
    const ms = latencyMs()
    const refusal = faults.refusal?.(method, key)
    await clock.sleep(ms / 2)
    const answer = refusal === undefined ? act() : undefined
    await clock.sleep(ms / 2)
    if (answer === undefined && refusal !== undefined) throw refusal
    return answer as T
  }
  return {
    requests,
    peek: (key) => objects.get(key),
    plant,
    uproot,
    keys: () => [...objects.keys()],
    get: async (key) => await request('GET', key, () => objects.get(key)),
    put: async (key, body, condition) =>
      await request('PUT', key, () => {
        const found = objects.get(key)
        if (faults.ignoresConditions?.(key) === true) return plant(key, body)
        if (condition !== undefined && 'IfMatch' in condition && found?.etag !== condition.IfMatch)
          return undefined
        if (condition !== undefined && 'IfNoneMatch' in condition && found !== undefined) return undefined
        return plant(key, body)
      }),
    remove: async (key, etag) =>
      await request('DELETE', key, () => {
        const found = objects.get(key)
        if (faults.ignoresConditions?.(key) === true) etag = undefined
        if (etag !== undefined && found === undefined) return 'gone'
        if (etag !== undefined && found?.etag !== etag) return 'changed'
        uproot(key)
        return 'removed'
      }),
  }
}

/** Mostly 15 to 45 ms; one request of a hundred takes 300 ms. */
export function s3Latency(random: Random): () => number {
  return () => (random() < 0.01 ? 300 : 15 + 30 * random())
}

/** The product's own view of the bucket. */
export function simulatedBucket(store: SimulatedStore): StateBucket {
  const read: StateBucket['read'] = async (key) => {
    const found = await store.get(key)
    return found && { body: Buffer.from(found.body), etag: found.etag, storedAt: '' }
  }
  const unused = (): never => {
    throw new Error('nothing is listed in a simulated bucket')
  }
  return {
    addressOf: (key) => `s3://tfstate/${key}`,
    read,
    readIfAllowed: read,
    async write(key, body, condition) {
      const written = await store.put(key, body.toString(), condition)
      return written === undefined ? { kind: 'lost' } : { kind: 'written', etag: written.etag }
    },
    remove: async (key, etag) => await store.remove(key, etag),
    list: unused,
    isListed: unused,
  }
}
