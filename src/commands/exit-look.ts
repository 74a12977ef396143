import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import type { LockEnd, LockReading } from '../lock/lock-reading.ts'
import { isLockNeverMade, refusalFromRun } from '../lock/lock-failure.ts'
import { describeProof, judgeRemoval, ownLockOf, type RemovalFacts } from '../lock/removal.ts'
import { isCutOff } from '../plan/run-facts.ts'
import { modifiedAt } from '../runner/files.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { warn } from './prepare.ts'

export interface ExitLook {
  /** The lock as it is now, whoever holds it. */
  readonly reading: LockReading
  readonly end: LockEnd
}

type LookDependencies = Pick<Dependencies, 'inputs' | 'log' | 'countProcesses'>

/**
 * The lock as it is after Terraform ended. Terraform's word is not enough (a failed unlock may go unsaid), so it is
 * read; where it is still ours, it is removed as rule 5 allows, else reported. `beside`: what this run has started since,
 * whose processes would be taken for what is left of Terraform.
 */
export async function lookAtLock(
  deps: LookDependencies,
  journey: Journey,
  backend: Backend,
  operation: 'plan' | 'apply',
  run: Pick<LockedRun, 'coreLog' | 'facts' | 'startedAt' | 'groupIsGone'>,
  beside?: Promise<unknown>,
): Promise<ExitLook> {
  const { attempted, unlockTried, unlocked } = run.coreLog
  const { resourceEventSeen } = run.facts
  journey.ownLockIds.push(...attempted)
  const erroredStateAt = modifiedAt(join(deps.inputs.workingDirectory, 'errored.tfstate'))
  const reading = await backend.lock.read()
  if (reading.kind !== 'free') await beside?.catch(() => undefined)
  const refusal = refusalFromRun(run.facts, run.coreLog)
  // A lock that cannot be read may be there, unless it is known that none was written.
  const wasNeverMade =
    reading.kind === 'unknown' && refusal !== undefined && isLockNeverMade(refusal, backend.mechanism)
  return await removeIfOurs(deps, journey, backend, reading, {
    ownLockIds: wasNeverMade ? [] : attempted,
    seenLockId: journey.seenLockId,
    startedAt: run.startedAt,
    operation,
    resourceEventSeen,
    unlockTried,
    unlocked,
    isCutOff: isCutOff(operation, run.facts, run.coreLog),
    stateNotSaved: run.facts.stateNotSaved || erroredStateAt >= run.startedAt,
    groupIsGone: run.groupIsGone,
  })
}

/**
 * A lock that is met while waiting. Where it is of an earlier attempt of this run, which was refused and did nothing,
 * it was left behind by that attempt (with S3 and DynamoDB both on, a foreign item hides our lock file for a while).
 */
export async function recoverOwnLock(
  deps: LookDependencies,
  journey: Journey,
  backend: Backend,
  reading: LockReading,
  ownLockIds: readonly string[] = journey.ownLockIds,
): Promise<LockReading> {
  if (reading.kind !== 'held' || ownLockOf(reading, ownLockIds) === undefined) return reading
  const look = await removeIfOurs(deps, journey, backend, reading, {
    ownLockIds,
    startedAt: 0,
    operation: 'plan',
    resourceEventSeen: false,
    unlockTried: [],
    unlocked: [],
    stateNotSaved: false,
    isCutOff: false,
    groupIsGone: true,
  })
  warnOfLeftLock(deps, journey, look.end)
  return look.reading
}

export function warnOfLeftLock(deps: Pick<Dependencies, 'log'>, journey: Journey, end: LockEnd): void {
  if (end.kind !== 'left') return
  const isThere = end.holder === undefined ? 'may be' : 'is'
  const which = end.evidence === 'none' ? 'A state lock, perhaps of this run,' : 'The state lock of this run'
  warn(deps, journey, `${which} ${isThere} left behind, since ${end.reason}.`)
}

const maxTries = 2

type Facts = Omit<RemovalFacts, 'processesLeft'> & { readonly groupIsGone: boolean }

async function removeIfOurs(
  deps: LookDependencies,
  journey: Journey,
  backend: Backend,
  reading: LockReading,
  facts: Facts,
  tries = 1,
): Promise<ExitLook> {
  const { inputs, log } = deps
  const givenBack = { kind: 'given-back' } as const
  if (reading.kind === 'free') return { reading, end: givenBack }
  const counted = await deps.countProcesses()
  const processesLeft = facts.groupIsGone || counted === 'not-known' ? counted : Math.max(1, counted)
  const verdict = judgeRemoval({ ...facts, processesLeft }, reading)
  if (verdict.kind === 'nothing-to-remove') {
    return { reading, end: facts.ownLockIds.length > 0 ? givenBack : { kind: 'unnamed' } }
  }
  if (verdict.kind === 'keep') return { reading, end: { ...verdict, kind: 'left' } }
  const { lock } = verdict
  const left = (reason: string): ExitLook => ({
    reading,
    end: { kind: 'left', holder: lock.holder, reason, isUnsaved: false },
  })
  if (inputs.recoverLock === 'off') return left('recover-lock is off')
  const { lockId } = verdict.proof
  const removal = await backend.lock.remove(lock.version, verdict.proof)
  switch (removal.kind) {
    case 'removed':
      journey.lockRecovered = lockId
      warn(deps, journey, `Removed a state lock that was left behind: ${describeProof(verdict.proof)}.`)
      return { reading: await backend.lock.read(), end: { kind: 'removed', lockId } }
    case 'gone':
      log.say(`The lock ${lockId} of this run is gone.`)
      return { reading: lock === reading ? { kind: 'free' } : reading, end: givenBack }
    case 'changed-hands':
      // An annotation of ours that the store had not answered may be done only now: it is judged as it is then.
      if (removal.holder?.lockId === lockId) {
        if (tries >= maxTries) return left('it changed each time before it could be removed')
        return await removeIfOurs(deps, journey, backend, await backend.lock.read(), facts, tries + 1)
      }
      log.say(`The lock ${lockId} is gone; somebody else has taken the state since.`)
      return { reading: await backend.lock.read(), end: givenBack }
    case 'refused':
      return left(`it could not be removed: ${removal.reason}`)
  }
}
