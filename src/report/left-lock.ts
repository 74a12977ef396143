import type { LockLeft } from '../lock/lock-reading.ts'
import { renderHolderTable } from './holder-text.ts'
import { renderUnlockStep, stateInputsFromAddress } from './next-steps.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderRecovery } from './recovery-report.ts'
import type { TellOptions } from './story-text.ts'
import type { Story } from './story.ts'

/** Of the comment, beside a plan; the summary has more room. */
const commentBytes = 12_000

/** The lock of this run that stays: whose, what is known of it and what is not, what the state lacks, what to do. */
export function renderLeftLock(story: Story, foreign: ForeignText, options: TellOptions): string[] {
  const { leftLock, recovery, run, stateAddress = '' } = story
  const limitBytes = options.recoveryBytes ?? commentBytes
  if (leftLock === undefined) {
    const section =
      recovery === undefined ? '' : renderRecovery(recovery, foreign, { isLocked: false, limitBytes })
    return section === '' ? [] : [section]
  }
  const { holder, isUnsaved } = leftLock
  const lockId = holder?.lockId ?? leftLock.lockId
  const stateInputs = options.stateInputs ?? stateInputsFromAddress(stateAddress)
  const step =
    lockId === undefined
      ? undefined
      : renderUnlockStep(
          lockId,
          'the run that took it is over, and its state is complete',
          { stateInputs, action: options.action },
          foreign,
        )
  const known = lockId === undefined ? '' : describeKnown(leftLock, lockId, foreign)
  // Whoever reads this finds that run ended.
  const table =
    holder === undefined ? [] : [renderHolderTable({ ...holder, verdict: 'finished' }, run, foreign)]
  if (isUnsaved && recovery === undefined) {
    return [
      ...table,
      `${known}The state lock stays, since it protects what the state lacks. What that is, the post step of this job tells.`,
    ]
  }
  const section =
    recovery === undefined ? '' : renderRecovery(recovery, foreign, { unlockStep: step, limitBytes })
  if (section !== '') {
    // Of a lock that is read and known by its log the section tells all.
    const isPlain = known === '' || (holder !== undefined && leftLock.evidence === undefined)
    return [...table, ...(isPlain ? [] : [known.trim()]), section]
  }
  const first = isUnsaved
    ? 'take the unsaved changes into the state first.'
    : 'every later run of this state waits for this lock, until it is removed.'
  const then =
    step === undefined
      ? 'When nothing is at work on this state any more and it is complete, remove the lock with the command `unlock`.'
      : 'When nothing is at work on this state any more and it is complete, remove exactly this lock with the step below.'
  return [...table, `${known}**What to do:** ${first} ${then}`, ...(step === undefined ? [] : [step])]
}

/** What is proven of the lock and what is not, with a space at its end. */
function describeKnown({ holder, evidence }: LockLeft, lockId: string, foreign: ForeignText): string {
  const it = holder === undefined ? `the lock ${foreign.code(lockId)}` : 'it'
  const isThere = holder === undefined ? 'that it is still there, and ' : ''
  if (evidence === 'none') {
    return `Not proven: that ${it} is the lock of this run, and that nothing is lost with it. `
  }
  const unread = `this run took ${it}, by Terraform's own log, which does not tell that it was given back`
  const logged = holder === undefined ? unread : "it is the lock of this run, by Terraform's own log"
  const seen = `${it} was there while Terraform was changing resources, so it is the lock of this run`
  return `Proven: ${evidence === 'seen' ? seen : logged}. Not proven: ${isThere}that nothing is lost with it. `
}
