import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { describeProof, judgeRemoval } from '../lock/removal.ts'
import { fileExists } from '../runner/files.ts'
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
  const { inputs, log } = deps
  const reading = await backend.lock.read()
  if (reading.kind === 'free') return reading
  const verdict = judgeRemoval(
    {
      ownLockIds: run.coreLog.attempted,
      operation,
      resourceEventSeen: run.facts.resourceEventSeen,
      exitCode: run.exitCode,
      stateNotSaved:
        run.facts.stateNotSaved || (await fileExists(join(inputs.workingDirectory, 'errored.tfstate'))),
      processesLeft: await deps.countProcesses(),
    },
    reading,
  )
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
    case 'gone':
      journey.lockRecovered = lockId
      warn(deps, journey, `Removed a state lock that was left behind: ${describeProof(verdict.proof)}.`)
      return { kind: 'free' }
    case 'changed-hands':
      log.say(`The lock ${lockId} is gone; somebody else has taken the state since.`)
      return await backend.lock.read()
    case 'refused':
      warn(deps, journey, `${left} and could not be removed: ${removal.reason}.`)
      return reading
  }
}
