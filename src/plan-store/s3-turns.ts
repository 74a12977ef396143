import { randomUUID } from 'node:crypto'
import type { S3BackendConfig } from '../backend/s3-config.ts'
import { messageFromError } from '../errors.ts'
import type { TurnReading, TurnStore } from '../lock/turn.ts'
import { BucketError, type StateBucket, type StoredObject, type WriteCondition } from './state-bucket.ts'

/** A store that is slower than this is not asked: whoever waits for it loses more than is saved. */
const limitMs = 2_000
const maxBytes = 1024

/** The turn of one state is the object `.lockstep/turns/<state key>`, in which the run that is next has written itself. */
export function createS3Turns(
  { statePath }: Pick<S3BackendConfig, 'statePath'>,
  bucket: StateBucket,
): TurnStore {
  const key = `.lockstep/turns/${statePath}`
  /** What we wrote, also where the answer was lost. Each write has its own, so that each has its own ETag. */
  const nonces = new Set<string>()

  const readingFrom = (stored: StoredObject | undefined): TurnReading => {
    if (stored === undefined) return { kind: 'nobody' }
    const { etag: version } = stored
    if (version === undefined) return { kind: 'unknown', reason: 'the store tells no ETag' }
    const { nonce, since } = parseTurn(stored.body)
    return nonces.has(nonce) ? { kind: 'ours', version } : { kind: 'theirs', version, since }
  }
  const read = async (signal: AbortSignal): Promise<TurnReading> =>
    readingFrom(await bucket.read(key, maxBytes, signal))

  const take = async (
    since: number,
    condition: WriteCondition,
    signal: AbortSignal,
  ): Promise<TurnReading> => {
    const nonce = randomUUID()
    nonces.add(nonce)
    const body = JSON.stringify({ note, since: new Date(since).toISOString(), nonce })
    const writing = await bucket.write(key, body, condition, signal).catch(lostIfBusy)
    return writing.kind === 'written' && writing.etag !== undefined
      ? { kind: 'ours', version: writing.etag }
      : await read(signal)
  }

  /** A bucket may keep objects from being deleted, and a turn that stayed would cost each later run its ten seconds. */
  const leaveToAll = async (version: string, signal: AbortSignal): Promise<void> => {
    const body = JSON.stringify({ note, nonce: randomUUID() })
    await bucket.write(key, body, { IfMatch: version }, signal).catch(() => undefined)
  }

  return {
    read: async () => await limited(read, unknownFrom),
    take: async (since, over) =>
      await limited(
        async (signal) =>
          await take(since, over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over }, signal),
        unknownFrom,
      ),
    giveBack: async (version) =>
      await limited(
        async (signal) => {
          await bucket.remove(key, version, signal).catch(async (error: unknown) => {
            if (!isUnknownCondition(error)) {
              await leaveToAll(version, signal)
              throw error
            }
            await bucket.remove(key, undefined, signal)
          })
          return undefined
        },
        (reason) => reason,
      ),
  }
}

const note =
  'A run that waits for the state lock is next. This is only advice, and may be deleted at any time.'

/** Not ended by a cancel: a turn that nobody knows of keeps the others waiting. */
async function limited<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  otherwise: (reason: string) => T,
): Promise<T> {
  const signal = AbortSignal.timeout(limitMs)
  try {
    return await ask(signal)
  } catch (error) {
    return otherwise(
      signal.aborted ? `S3 did not answer in ${String(limitMs / 1000)} s` : messageFromError(error),
    )
  }
}

function unknownFrom(reason: string): TurnReading {
  return { kind: 'unknown', reason }
}

/** What makes no sense gives way to every other run. */
function parseTurn(body: Buffer): { readonly nonce: string; readonly since: number } {
  try {
    const { nonce, since } = JSON.parse(body.toString('utf8')) as Record<string, unknown>
    const at = typeof since === 'string' ? Date.parse(since) : NaN
    return { nonce: typeof nonce === 'string' ? nonce : '', since: Number.isNaN(at) ? Infinity : at }
  } catch {
    return { nonce: '', since: Infinity }
  }
}

/** 409: another conditional request for this key was under way, so somebody else is next. */
function lostIfBusy(error: unknown): { readonly kind: 'lost' } {
  if (error instanceof BucketError && error.status === 409) return { kind: 'lost' }
  throw error
}

/** Of a store without conditional deletes. What is deleted then may be the turn of another run, which loses little. */
function isUnknownCondition(error: unknown): boolean {
  return error instanceof BucketError && (error.status === 400 || error.status === 501)
}
