import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { describeProof, judgeRemoval, type RemovalFacts } from '../lock/removal.ts'
import { modifiedAt } from '../runner/files.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { warn } from './prepare.ts'

/**
 * The lock as it is after Terraform ended. Terraform's word is not enough (a failed unlock may go unsaid), so it is
 * read; where it is still ours, it is removed as rule 5 allows, else reported.
 */
export async function lookAtLock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  operation: 'plan' | 'apply',
  run: LockedRun,
): Promise<LockReading> {
  const { attempted, unlockTried, unlocked } = run.coreLog
  const { resourceEventSeen } = run.facts
  journey.ownLockIds.push(...attempted)
  const erroredStateAt = await modifiedAt(join(deps.inputs.workingDirectory, 'errored.tfstate'))
  return await removeIfOurs(deps, journey, backend, await backend.lock.read(), {
    ownLockIds: attempted,
    operation,
    resourceEventSeen,
    unlockTried,
    unlocked,
    stateNotSaved: run.facts.stateNotSaved || erroredStateAt >= run.startedAt,
    groupIsGone: run.groupIsGone,
  })
}

/**
 * A lock that is met while waiting. Where it is of an earlier attempt of this run, which was refused and did nothing,
 * it was left behind by that attempt (with S3 and DynamoDB both on, a foreign item hides our lock file for a while).
 */
export async function recoverOwnLock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  reading: LockReading,
): Promise<LockReading> {
  if (reading.kind !== 'held' || !journey.ownLockIds.includes(reading.holder.lockId)) return reading
  return await removeIfOurs(deps, journey, backend, reading, {
    ownLockIds: journey.ownLockIds,
    operation: 'plan',
    resourceEventSeen: false,
    unlockTried: [],
    unlocked: [],
    stateNotSaved: false,
    groupIsGone: true,
  })
}

const maxTries = 2

type Facts = Omit<RemovalFacts, 'processesLeft'> & { readonly groupIsGone: boolean }

async function removeIfOurs(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  reading: LockReading,
  facts: Facts,
  tries = 1,
): Promise<LockReading> {
  const { inputs, log } = deps
  if (reading.kind === 'free') return reading
  const counted = await deps.countProcesses()
  const processesLeft = facts.groupIsGone || counted === 'not-known' ? counted : Math.max(1, counted)
  const verdict = judgeRemoval({ ...facts, processesLeft }, reading)
  if (verdict.kind === 'nothing-to-remove') return reading
  if (verdict.kind === 'keep') {
    warn(deps, journey, `The state lock of this run may be left behind: ${verdict.reason}.`)
    return reading
  }
  const { lockId } = verdict.proof
  const left = `The state lock ${lockId} of this run was left behind`
  if (inputs.recoverLock === 'off') {
    warn(deps, journey, `${left}, and recover-lock is off.`)
    return reading
  }
  const removal = await backend.lock.remove(verdict.version, verdict.proof)
  switch (removal.kind) {
    case 'removed':
      journey.lockRecovered = lockId
      warn(deps, journey, `Removed a state lock that was left behind: ${describeProof(verdict.proof)}.`)
      return await backend.lock.read()
    case 'gone':
      log.say(`The lock ${lockId} of this run is gone.`)
      return { kind: 'free' }
    case 'changed-hands':
      // An annotation of ours that the store had not answered may be done only now: it is judged as it is then.
      if (removal.holder?.lockId === lockId) {
        if (tries < maxTries) {
          return await removeIfOurs(deps, journey, backend, await backend.lock.read(), facts, tries + 1)
        }
        warn(deps, journey, `${left} and changed each time before it could be removed.`)
        return reading
      }
      log.say(`The lock ${lockId} is gone; somebody else has taken the state since.`)
      return await backend.lock.read()
    case 'refused':
      warn(deps, journey, `${left} and could not be removed: ${removal.reason}.`)
      return reading
  }
}
