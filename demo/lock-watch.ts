import type { Change, EmbeddedS3, RecordedRequest } from '../__tests__/support/embedded-s3.ts'
import { accessKey, bucket, lockKey } from './scene.ts'
import { actors, type Actor } from './terminal.ts'

/** One holding of the lock. Times are those of `performance.now()`. */
export interface Tenure {
  readonly holder: Actor
  readonly lockId: string
  /** `plan` or `apply`. */
  readonly operation: string
  readonly takenAt: number
  releasedAt: number | undefined
  /** When the holder first met somebody else's lock; undefined if it met none. */
  readonly waitedSince: number | undefined
  readonly waitedFor: readonly Actor[]
  /** From the release before it, if the holder was waiting by then. */
  readonly handOverMs: number | undefined
}

export interface Wait {
  readonly since: number
  readonly waitedFor: Actor[]
}

export interface LockEvents {
  onTaken(tenure: Tenure): void
  onReleased(tenure: Tenure): void
  onWaiting(actor: Actor, holder: Tenure): void
}

export interface LockWatch {
  readonly tenures: readonly Tenure[]
  readonly waiting: ReadonlyMap<Actor, Wait>
  holder(): Tenure | undefined
  /** From now on this actor wants the lock: to meet somebody else's is to wait. */
  expect(actor: Actor): void
  stop(): void
}

const lookIntervalMs = 100

/** Follows the lock by what its bucket sees: who writes it, who deletes it, and who comes to read it meanwhile. */
export function watchLock(s3: EmbeddedS3, events: LockEvents): LockWatch {
  const tenures: Tenure[] = []
  const waiting = new Map<Actor, Wait>()
  const expected = new Set<Actor>()
  let seen = 0

  const holder = (): Tenure | undefined => {
    const last = tenures.at(-1)
    return last?.releasedAt === undefined ? last : undefined
  }

  function take({ at }: Change): void {
    const { ID, Operation } = JSON.parse(s3.object(bucket, lockKey)?.body.toString() ?? '{}') as LockFile
    // A holder may write its own lock again, to say more about itself.
    if (holder()?.lockId === ID) return
    const author = s3.requests.findLast((request) => request.method === 'PUT' && request.key === lockKey)
    const actor = author && actorFrom(author)
    if (actor === undefined) return
    lookAtReaders()
    const wait = waiting.get(actor)
    const before = tenures.at(-1)?.releasedAt
    const tenure: Tenure = {
      holder: actor,
      lockId: ID,
      operation: Operation.replace('OperationType', '').toLowerCase(),
      takenAt: at,
      releasedAt: undefined,
      waitedSince: wait?.since,
      waitedFor: wait?.waitedFor ?? [],
      handOverMs: wait && before !== undefined && wait.since <= before ? at - before : undefined,
    }
    tenures.push(tenure)
    waiting.delete(actor)
    expected.delete(actor)
    events.onTaken(tenure)
  }

  function lookAtReaders(): void {
    for (; seen < s3.requests.length; seen += 1) {
      const request = s3.requests[seen]!
      const actor = actorFrom(request)
      const isLockRead = request.method === 'GET' && request.key === lockKey && request.status === 200
      if (!isLockRead || actor === undefined || !expected.has(actor)) continue
      const met = tenures.findLast(
        ({ takenAt, releasedAt }) => takenAt <= request.at && request.at < (releasedAt ?? Infinity),
      )
      if (met === undefined || met.holder === actor) continue
      const wait = waiting.get(actor) ?? { since: request.at, waitedFor: [] }
      waiting.set(actor, wait)
      if (wait.waitedFor.at(-1) === met.holder) continue
      wait.waitedFor.push(met.holder)
      events.onWaiting(actor, met)
    }
  }

  const endListening = s3.onChange((change) => {
    if (change.bucket !== bucket || change.key !== lockKey) return
    if (change.kind === 'put') {
      take(change)
      return
    }
    const tenure = holder()
    if (tenure === undefined) return
    tenure.releasedAt = change.at
    events.onReleased(tenure)
  })
  const looking = setInterval(lookAtReaders, lookIntervalMs)

  return {
    tenures,
    waiting,
    holder,
    expect: (actor) => expected.add(actor),
    stop() {
      clearInterval(looking)
      endListening()
    },
  }
}

interface LockFile {
  readonly ID: string
  readonly Operation: string
}

// Signature Version 4 names the access key: AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/s3/aws4_request, …
function actorFrom({ headers }: RecordedRequest): Actor | undefined {
  const key = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1]
  return actors.find((actor) => accessKey(actor) === key)
}
