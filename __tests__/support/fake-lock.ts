import { holderFromInfo, type LockHolder } from '../../src/lock/lock-holder.ts'
import type {
  Annotation,
  HeldReading,
  LockReading,
  LockVersion,
  Removal,
  StateLock,
  Taking,
  UnknownReading,
} from '../../src/lock/lock-reading.ts'
import type { Decision, Proof, RemovalFacts, UnlockRequest } from '../../src/lock/removal.ts'
import { judgeRemoval, judgeUnlock } from '../../src/lock/removal.ts'

const now = Date.parse('2026-08-22T10:12:12Z')

/** A lock taken a minute before the fake clock starts. */
export function holder(lockId = 'alices-lock', fields: Partial<LockHolder> = {}): LockHolder {
  const info = {
    id: lockId,
    operation: 'OperationTypeApply',
    info: '',
    who: 'alice@laptop',
    version: '1.11.4',
    created: '2026-08-22T10:11:12Z',
    path: 'tfstate/app/terraform.tfstate',
  }
  return { ...holderFromInfo(info, now), ...fields }
}

export const free: LockReading = { kind: 'free' }
export const unknown: UnknownReading = { kind: 'unknown', reason: 'access was denied', transient: false }
export const held = (lockId = 'alices-lock', version: LockVersion = { etag: '"e1"' }): HeldReading => ({
  kind: 'held',
  holder: holder(lockId),
  version,
})

/** The proof that a plan's lock may go, from the one function that makes proofs. */
export function proofFor(lockId: string): Proof {
  const facts: RemovalFacts = {
    ownLockIds: [lockId],
    startedAt: now,
    operation: 'plan',
    resourceEventSeen: false,
    unlockTried: [],
    unlocked: [],
    stateNotSaved: false,
    isCutOff: false,
    processesLeft: 0,
  }
  const verdict = judgeRemoval(facts, held(lockId))
  if (verdict.kind !== 'remove')
    throw new Error(`The lock of a plan that has ended was to be ${verdict.kind}.`)
  return verdict.proof
}

/** The decision of a person to remove the lock of this reading, from the one function that makes decisions. */
export function decisionFor(reading: HeldReading, request: Partial<UnlockRequest> = {}): Decision {
  const { lockId } = reading.holder
  const reason = 'left behind by a laptop'
  const verdict = judgeUnlock(
    { lockId, reason, force: false, actor: 'octocat', at: now, ...request },
    reading,
  )
  if (verdict.kind !== 'remove') throw new Error(`It was to be removed, and is ${verdict.kind}.`)
  return verdict.decision
}

/** A half of a pair: tells its readings one after the other, the last one again and again. */
export function fakeLock(
  readings: readonly LockReading[],
  removal: Removal = { kind: 'removed' },
  calls: string[] = [],
  name = 'lock',
  annotation: Annotation = { kind: 'annotated', evidence: 'a fake' },
  taking: Taking = { kind: 'taken' },
): StateLock {
  let reads = 0
  return {
    read() {
      calls.push(`read ${name}`)
      const reading = readings[Math.min(reads, readings.length - 1)]
      reads += 1
      return Promise.resolve(reading ?? free)
    },
    remove(version) {
      calls.push(`remove ${name} ${JSON.stringify(version)}`)
      return Promise.resolve(removal)
    },
    take(info) {
      calls.push(`take ${name} ${info.id}`)
      return Promise.resolve(taking)
    },
    annotate(lockId) {
      calls.push(`annotate ${name} ${lockId}`)
      return Promise.resolve(annotation)
    },
  }
}
