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
  if (leftLock === undefined) return []
  const { holder, isUnsaved } = leftLock
  if (isUnsaved && recovery === undefined) {
    return [
      'The state lock stays, since it protects what the state lacks. What that is, the post step of this job tells.',
    ]
  }
  const stateInputs = options.stateInputs ?? stateInputsFromAddress(stateAddress)
  const step =
    holder === undefined
      ? undefined
      : renderUnlockStep(
          holder.lockId,
          'the run that took it is over, and its state is complete',
          { stateInputs, action: options.action },
          foreign,
        )
  // Whoever reads this finds that run ended.
  const table =
    holder === undefined ? [] : [renderHolderTable({ ...holder, verdict: 'finished' }, run, foreign)]
  const section =
    recovery === undefined
      ? ''
      : renderRecovery(recovery, foreign, {
          unlockStep: step,
          limitBytes: options.recoveryBytes ?? commentBytes,
        })
  if (section !== '') return [...table, section]
  const proof =
    holder === undefined
      ? ''
      : `Proven: it is the lock of this run, by Terraform's own log. Not proven: that nothing is lost with it. `
  const first = isUnsaved
    ? 'take the unsaved changes into the state first.'
    : 'every later run of this state waits for this lock, until it is removed.'
  const then =
    step === undefined
      ? 'When nothing is at work on this state any more and it is complete, remove the lock with the command `unlock`.'
      : 'When nothing is at work on this state any more and it is complete, remove exactly this lock with the step below.'
  return [...table, `${proof}**What to do:** ${first} ${then}`, ...(step === undefined ? [] : [step])]
}
