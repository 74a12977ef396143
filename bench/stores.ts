import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { motoIsAvailable, startMoto } from '../__tests__/support/moto.ts'
import { bucket, type StoreEvent, type StoreOrder, type StoreRequest } from './store-process.ts'

export interface BenchStore {
  readonly name: string
  readonly endpoint: string
  close(): Promise<void>
}

/** The embedded S3, which tells when locks come and go. */
export interface WatchedStore extends BenchStore {
  /** When the next lock file was stored or deleted, by `sharedNow`. */
  next(kind: 'put' | 'delete'): Promise<number>
  /** How long this lock was there each time that it was taken and given back, from now until it is asked. */
  watchHolds(key: string): () => readonly number[]
  /** All since it was asked the last time. */
  takeRequests(): Promise<readonly StoreRequest[]>
  hold(key: string, body: string): void
  release(key: string, afterMs: number): void
}

export async function startEmbeddedStore(): Promise<WatchedStore> {
  const child = fork(join(import.meta.dirname, 'store-process.ts'))
  const exited = once(child, 'exit')
  const waiting: { kind: StoreEvent['kind']; resolve: (event: StoreEvent) => void }[] = []
  const watches = new Set<(event: StoreEvent) => void>()
  child.on('message', (event: StoreEvent) => {
    for (const watch of watches) watch(event)
    const index = waiting.findIndex(({ kind }) => kind === event.kind)
    if (index >= 0) waiting.splice(index, 1)[0]?.resolve(event)
  })
  const nextEvent = <K extends StoreEvent['kind']>(kind: K): Promise<Extract<StoreEvent, { kind: K }>> =>
    new Promise((resolve) => {
      waiting.push({ kind, resolve: resolve as (event: StoreEvent) => void })
    })
  const died = exited.then(() => {
    throw new Error('the embedded S3 has ended')
  })
  died.catch(() => undefined)
  const order = (message: StoreOrder): void => {
    child.send(message)
  }
  const { endpoint } = await Promise.race([nextEvent('ready'), died])
  return {
    name: 'embedded S3',
    endpoint,
    next: (kind) => {
      const at = Promise.race([nextEvent(kind), died]).then((event) => event.at)
      // Whoever fails meanwhile waits for it no more.
      at.catch(() => undefined)
      return at
    },
    watchHolds: (lock) => {
      const holdsMs: number[] = []
      let takenAt: number | undefined
      const watch = (event: StoreEvent): void => {
        if ((event.kind !== 'put' && event.kind !== 'delete') || event.key !== lock) return
        if (event.kind === 'put') takenAt ??= event.at
        else if (takenAt !== undefined) {
          holdsMs.push(event.at - takenAt)
          takenAt = undefined
        }
      }
      watches.add(watch)
      return () => {
        watches.delete(watch)
        return holdsMs
      }
    },
    takeRequests: async () => {
      const answer = nextEvent('requests')
      order({ kind: 'requests' })
      return (await Promise.race([answer, died])).requests
    },
    hold: (key, body) => {
      order({ kind: 'hold', key, body })
    },
    release: (key, afterMs) => {
      order({ kind: 'release', key, afterMs })
    },
    close: async () => {
      child.disconnect()
      await exited
    },
  }
}

/** undefined where moto is not installed. */
export async function startMotoStore(): Promise<BenchStore | undefined> {
  if (!(await motoIsAvailable())) return undefined
  const moto = await startMoto()
  await moto.createBucket(bucket)
  return { name: 'moto', endpoint: moto.endpoint, close: moto.close }
}
