import { relative } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import { LockstepError } from '../errors.ts'
import { describeHolder, type LockHolder } from '../lock/lock-holder.ts'
import type { LockReading, LockVersion, Removal } from '../lock/lock-reading.ts'
import type { LockMechanism } from '../lock/mechanism.ts'
import { describeProof, judgeUnlock, type Decision } from '../lock/removal.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { warn } from './prepare.ts'
import { describeFree } from '../report/free-text.ts'
import { findBackend } from './status.ts'

/** A lock that was written to between our look and our removal is judged anew, as it is then. */
const maxTries = 2

/** Removes exactly the lock that a person names, if its holder is not at work. Takes no lock. */
export async function unlock(deps: Dependencies, journey: Journey): Promise<Outcome> {
  return await unlockState(deps, journey, await findBackend(deps, journey))
}

/** The same for a state whose backend is known. */
export async function unlockState(deps: Dependencies, journey: Journey, backend: Backend): Promise<Outcome> {
  const { inputs, log, ownRun } = deps
  log.say(
    `${ownRun?.actor ?? 'Somebody'} asks to remove the lock ${plainLine(inputs.lockId)}, reason: ${plainLine(inputs.reason, 500)}`,
  )
  for (let tries = 1; tries <= maxTries; tries += 1) {
    const end = await tryToUnlock(deps, journey, backend)
    if (end !== 'written-to') return end
  }
  throw new LockstepError(
    'lock-contention',
    `The lock ${inputs.lockId} was written to each time before it could be removed.`,
    'Somebody is at work under it: wait until that has ended.',
  )
}

async function tryToUnlock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
): Promise<Outcome | 'written-to'> {
  const { inputs, ownRun, clock, cancelled } = deps
  const reading = await readWithRun(deps, backend)
  if (reading.kind === 'held') {
    journey.holder = reading.holder
    if (reading.holder.lockId === inputs.lockId) journey.lockPullRequest = pullRequestOf(deps, reading.holder)
  }
  if (cancelled.aborted) {
    return { kind: 'cancelled', message: 'The job was cancelled; no lock was removed.', counts: undefined }
  }
  const actor = ownRun?.actor ?? null
  const verdict = judgeUnlock({ ...inputs, actor, at: clock.now() }, reading)
  switch (verdict.kind) {
    case 'already-free':
      return { kind: 'already-free', message: `${describeFree(inputs)} There is nothing to remove.` }
    case 'unreadable':
      throw unreadable(inputs, backend.mechanism, verdict.reason)
    case 'other-lock':
      throw otherLock(inputs, verdict.holder, reading)
    case 'owner-may-be-at-work':
      throw ownerMayBeAtWork(verdict.holder)
    case 'remove':
      return await remove(deps, journey, backend, verdict.version, verdict.decision)
  }
}

async function readWithRun({ holders, cancelled }: Dependencies, { lock }: Backend): Promise<LockReading> {
  const reading = await lock.read(cancelled)
  return reading.kind === 'held' ? { ...reading, holder: await holders.look(reading.holder, 'now') } : reading
}

async function remove(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  version: LockVersion,
  decision: Decision,
): Promise<Outcome | 'written-to'> {
  const { log, holders, inputs } = deps
  const { lockId, owner, protectsUnsavedState } = decision
  journey.decision = decision
  log.say(`Removing the state ${describeProof(decision)}.`)
  const removal = await backend.lock.remove(version, decision)
  switch (removal.kind) {
    case 'removed': {
      journey.lockRecovered = lockId
      const wasForced = owner === 'alive' || owner === 'unknown'
      log.annotate(wasForced ? 'warning' : 'notice', `Removed the state ${describeProof(decision)}.`)
      if (protectsUnsavedState) {
        warn(
          deps,
          journey,
          'This lock protected a state that was never saved. What its run has created, changed or destroyed may be missing from the state: see that run’s report, and bring the state up to date before the next apply.',
        )
      }
      return { kind: 'unlocked' }
    }
    case 'gone':
      return { kind: 'already-free', message: `The lock ${lockId} was gone before it could be removed.` }
    case 'changed-hands': {
      const { holder, left } = removal
      if (left !== undefined)
        warn(deps, journey, `Only half of the lock ${lockId} was removed, not its ${left}.`)
      if (holder?.lockId === lockId) return 'written-to'
      if (holder !== undefined) journey.holder = await holders.look(holder, 'now')
      throw changedHands(lockId, journey.holder)
    }
    case 'refused':
      throw refused(inputs, lockId, removal)
  }
}

/** Whoever may take the lock may name any run, so only a pull request of our own repository is written to. */
function pullRequestOf({ ownRun }: Dependencies, { run }: LockHolder): number | undefined {
  if (ownRun === undefined || run === null) return undefined
  const isNear = run.url.startsWith(`${ownRun.serverUrl}/`) && run.repository === ownRun.repository
  return isNear ? (run.pullRequest ?? undefined) : undefined
}

function unreadable(inputs: Inputs, mechanism: LockMechanism, reason: string): LockstepError {
  return new LockstepError(
    'lock-fault',
    `Nothing was removed, since the lock could not be read: ${reason}.`,
    UNREADABLE_ADVICE[mechanism](inputs),
  )
}

const permissionsAdvice = (): string =>
  'Allow s3:GetObject on the lock file (<state key>.tflock) and s3:ListBucket on its bucket, or dynamodb:GetItem on the lock table, to the role of this job, and check region and table.'

const UNREADABLE_ADVICE: Readonly<Record<LockMechanism, (inputs: Inputs) => string>> = {
  s3: permissionsAdvice,
  dynamodb: permissionsAdvice,
  's3-and-dynamodb': permissionsAdvice,
  other: forceUnlockAdvice,
  // `terraform force-unlock` says "LocalState not locked" there, whoever holds the lock.
  local: () =>
    'The lock of a local state ends with the process that holds it. No other process can remove it, Terraform’s neither.',
  none: () => 'There is no lock that could be removed.',
}

const PLAIN = /^\w[\w./-]{0,199}$/

/** Terraform's own way, which reads the ID and then deletes whatever is there: told, and never gone. */
function forceUnlockAdvice({ lockId, workingDirectory, workspaceRoot, stateAddress }: Inputs): string {
  const folder = stateAddress === undefined ? relative(workspaceRoot, workingDirectory) : ''
  const command =
    PLAIN.test(lockId) && (folder === '' || PLAIN.test(folder))
      ? `terraform ${folder === '' ? '' : `-chdir=${folder} `}force-unlock ${lockId}`
      : 'terraform force-unlock, with that lock ID'
  return `By hand, in the state's initialised folder and workspace, and only while nobody can take the lock, since it deletes without a condition: ${command}`
}

function otherLock({ lockId }: Inputs, holder: LockHolder, reading: LockReading): LockstepError {
  const given = plainLine(lockId)
  const { lockFile } = reading.kind === 'held' ? reading : {}
  const isFileOnly = lockFile?.kind === 'held' && lockFile.holder.lockId === lockId
  return new LockstepError(
    'lock-contention',
    `Nothing was removed: the state is not locked by ${given}, but by ${describeHolder(holder)}.`,
    isFileOnly
      ? `Only the lock file bears the ID ${given}, and the lock item in DynamoDB says who holds the state. Whoever waits for that makes and deletes a lock file at each try; if it is still there when the lock item is gone, run unlock again.`
      : 'Give the ID of the lock that is there, if it is that one that shall go.',
  )
}

function ownerMayBeAtWork(holder: LockHolder): LockstepError {
  const isAlive = holder.verdict === 'alive'
  const why = isAlive
    ? 'its run is still at work'
    : 'whether its run has finished is not known (the token needs actions: read in its repository)'
  return new LockstepError(
    'lock-contention',
    `Nothing was removed, since ${why}: ${describeHolder(holder)}.`,
    `${isAlive ? 'Wait until that run has ended, or cancel it.' : 'Look at that run, and wait until it has ended.'} Only if it is certain that it does not work on this state any more: set force to true.`,
  )
}

function changedHands(lockId: string, holder: LockHolder | undefined): LockstepError {
  const who = holder === undefined ? 'somebody' : describeHolder(holder)
  return new LockstepError(
    'lock-contention',
    `The lock ${lockId} was gone before it could be removed, and the state is locked by ${who} now. That lock was left as it is.`,
    'Look at who holds it now. Where it is to be removed too, that takes its own lock-id.',
  )
}

function refused(
  inputs: Inputs,
  lockId: string,
  { reason, left }: Extract<Removal, { kind: 'refused' }>,
): LockstepError {
  if (left !== undefined) {
    return new LockstepError(
      'lock-fault',
      `Only half of the lock ${lockId} was removed. What is left is ${reason}.`,
      `The state stays locked until its ${left} is gone too. Allow s3:DeleteObject on the lock file and dynamodb:DeleteItem on the lock table, then run unlock again: it removes what is left.`,
    )
  }
  return new LockstepError(
    'lock-fault',
    `Nothing was removed: ${reason}.`,
    `Lockstep removes a lock only on the condition that it is still the one that was read; the role of this job needs s3:DeleteObject on the lock file, or dynamodb:DeleteItem on the lock table. ${forceUnlockAdvice(inputs)}`,
  )
}
