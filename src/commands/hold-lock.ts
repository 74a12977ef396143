import { randomUUID } from 'node:crypto'
import type { Backend } from '../backend/backend.ts'
import { LockstepError } from '../errors.ts'
import { renderAnnotation } from '../lock/annotation.ts'
import type { LockInfo } from '../lock/lock-info.ts'
import { describeProof, judgeHold, judgeReturn } from '../lock/removal.ts'
import { createTurn } from '../lock/turn.ts'
import { maxRacesInARow, raceDelayMs } from '../retry/backoff.ts'
import { startDeadline } from '../retry/deadline.ts'
import type { RecordedWrite } from '../runner/run-record.ts'
import { systemUser } from '../runner/system.ts'
import type { Dependencies } from './dependencies.ts'
import { warnOfLeftLock } from './exit-look.ts'
import type { Journey, Outcome } from './outcome.ts'
import { cancelledOutcome, contendedUnlessWaiting, waitForTurn } from './take-turn.ts'

/** What is done under the lock tells how far it has come: a lock with half done work under it stays. */
export interface Hold {
  /** Called before the first write: the post step goes on from here. */
  begin(write: RecordedWrite): void
  /** All that was to be written is there, or nothing is. */
  settle(written: 'nothing' | 'all'): void
}

/** Waits for the lock and takes it as Terraform would, does the work, and gives it back by condition. */
export async function holdLock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  work: (hold: Hold) => Promise<Outcome>,
): Promise<Outcome> {
  if (backend.mechanism === 'none') return await work({ begin: () => undefined, settle: () => undefined })
  const { recorder } = deps
  const lockId = randomUUID()
  const obstacle = await takeLock(deps, journey, backend, lockId)
  if (obstacle !== undefined) return obstacle
  const done: { written: 'nothing' | 'all' | 'some' } = { written: 'nothing' }
  try {
    return await work({
      begin(write) {
        done.written = 'some'
        recorder.note({ restore: { lockId, write } })
      },
      settle(how) {
        done.written = how
      },
    })
  } finally {
    if (done.written !== 'some') await giveBack(deps, journey, backend, lockId, done.written)
  }
}

/** Returns the outcome that ends the run instead, if any. */
async function takeLock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  lockId: string,
): Promise<Outcome | undefined> {
  const { inputs, clock, random, cancelled, recorder, log } = deps
  const deadline = startDeadline(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0)
  const turn = createTurn(backend.turns, clock, (message) => {
    log.debug(message)
  })
  try {
    for (let races = 1; races <= maxRacesInARow; races += 1) {
      const inTheWay = await waitForTurn(deps, journey, backend, deadline, turn, undefined)
      if (inTheWay !== undefined) return inTheWay
      journey.lockAttempts += 1
      recorder.note({ restore: { lockId } })
      const taking = await backend.lock.take(newLockInfo(deps, backend, lockId), judgeHold(lockId, 'nothing'))
      if (taking.kind === 'taken') {
        log.say(`Took the state lock, with the ID ${lockId}.`)
        return undefined
      }
      if (taking.kind === 'refused') {
        throw new LockstepError(
          'lock-fault',
          `The state lock could not be taken: ${taking.reason}. Nothing was changed.`,
          'The role of this job needs s3:PutObject, s3:GetObject and s3:DeleteObject on the lock file, or dynamodb:PutItem, GetItem and DeleteItem on the lock table.',
        )
      }
      recorder.note({ restore: undefined })
      if (cancelled.aborted) return cancelledOutcome(deps, journey.holder)
      const reading = await backend.lock.read(cancelled)
      if (reading.kind === 'held') {
        journey.holder = reading.holder
        const end = contendedUnlessWaiting(deps, deadline, reading.holder)
        if (end !== undefined) return end
        races = 0
      }
      await clock.sleep(raceDelayMs(races, random), cancelled)
    }
    throw new LockstepError(
      'lock-fault',
      `The store refused the lock ${String(maxRacesInARow)} times in a row, and showed no lock each time. Nothing was changed.`,
      'Look at what the store says of the lock with debug logging.',
    )
  } finally {
    await turn.giveBack()
  }
}

function newLockInfo({ inputs, ownRun, clock }: Dependencies, backend: Backend, id: string): LockInfo {
  return {
    id,
    operation: 'restore',
    info: ownRun === undefined || !inputs.annotateLock ? '' : renderAnnotation(ownRun),
    who: systemUser(),
    version: 'lockstep',
    created: new Date(clock.now()).toISOString(),
    path: backend.lockPath ?? '',
  }
}

async function giveBack(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  lockId: string,
  written: 'nothing' | 'all',
): Promise<void> {
  const { log, recorder } = deps
  const verdict = judgeReturn(lockId, written, await backend.lock.read())
  if (verdict.kind === 'not-there') {
    log.annotate('warning', `Somebody has removed the lock ${lockId} of this run while it was at work.`)
    recorder.note({ restore: undefined })
    return
  }
  const { holder } = verdict
  const end = verdict.kind === 'remove' ? await backend.lock.remove(verdict.version, verdict.proof) : verdict
  if (end.kind !== 'keep' && end.kind !== 'refused') {
    log.debug(`Gave back the ${describeProof(judgeHold(lockId, written))}.`)
    recorder.note({ restore: undefined })
    return
  }
  const reason = `it could not be removed: ${end.reason}`
  journey.leftLock = { kind: 'left', holder, lockId, reason, isUnsaved: false }
  warnOfLeftLock(deps, journey, journey.leftLock)
}
