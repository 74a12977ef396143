import { needsAttention } from '../lock/annotation.ts'
import type { LockHolder } from '../lock/lock-holder.ts'
import { renderFence } from './fence.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderLink } from './run-links.ts'
import type { OwnRun } from './story.ts'

/** The inputs that name a state in a step: `state-address`, or `working-directory` and `workspace`. */
export type StateInputs = Readonly<Record<string, string>>

/** What the step to paste needs beside the lock. */
export interface StepTarget {
  readonly stateInputs: StateInputs
  /** `OWNER/REPOSITORY@REF` of this action; of another form, or left out: a name to replace. */
  readonly action?: string | undefined
}

export function stateInputsFromAddress(stateAddress: string): StateInputs {
  return stateAddress.startsWith('s3://') ? { 'state-address': stateAddress } : { 'working-directory': '.' }
}

/** What to do about a lock that was not waited for any longer. */
export function renderNextSteps(
  holder: LockHolder,
  own: OwnRun | undefined,
  target: StepTarget,
  foreign: ForeignText,
): string[] {
  const again = own === undefined ? 'run this job again' : renderLink('run this job again', own.url, foreign)
  if (holder.run === null) {
    const owner = foreign.code(holder.who) || 'its owner'
    return [
      `**What to do:** ask ${owner}. When the lock is free, ${again}. Only if nobody is at work any more: remove the lock with the command \`unlock\` and the lock ID above.`,
    ]
  }
  if (needsAttention(holder.info)) return renderUnlock(attention, holder, again, target, foreign)
  switch (holder.verdict) {
    case 'alive':
      return [`**What to do:** wait until that run has ended, then ${again}.`]
    case 'unknown':
      return [
        `**What to do:** look at that run. If it is at work, wait until it has ended, then ${again}. If it has ended, see in its log whether it saved its state before anything else.`,
      ]
    case 'finished':
      return renderUnlock(finished, holder, again, target, foreign)
  }
}

const finished =
  'look at that run first. That it has finished does not prove that its state was saved: an apply that was cut off leaves its lock to protect the state.'
const attention =
  'the job summary of that run lists what it did and what the state lacks, with `import` blocks to paste. Work through it first.'

function renderUnlock(
  first: string,
  holder: LockHolder,
  again: string,
  target: StepTarget,
  foreign: ForeignText,
): string[] {
  const look = `**What to do:** ${first}`
  const reason = `run ${String(holder.run?.runId)} has finished and left the lock, its state was checked`
  const step = renderUnlockStep(holder.lockId, reason, target, foreign)
  if (step === undefined) {
    return [
      `${look} Once you know that the state is complete, remove the lock with the command \`unlock\`, then ${again}. No step is shown here, since the lock or the state has a name that a workflow would not take as it is.`,
    ]
  }
  return [
    `${look} Once you know that the state is complete, remove exactly this lock with the step below, then ${again}.`,
    step,
  ]
}

const LOCK_ID = /^[\w.-]{1,100}$/
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
/** As GITHUB_ACTION_REPOSITORY and GITHUB_ACTION_REF name it; both are empty for an action of the workflow's own folder. */
const ACTION = /^[a-z\d][a-z\d-]{0,38}\/[\w.-]{1,100}@[\w./-]{1,200}$/i
/** What YAML reads as a string without quotes. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z./](?:[\w./=-]|:(?=\S))*$/i
/** The runner evaluates an expression within quotes too. */
const UNSAFE = /\$\{\{|[\p{C}\p{Default_Ignorable_Code_Point}`\u2028\u2029]/u

/** The step of a workflow that removes exactly this lock; undefined where a name in it is not to be shown as it is. */
export function renderUnlockStep(
  lockId: string,
  reason: string,
  { stateInputs, action = '' }: StepTarget,
  foreign: ForeignText,
): string | undefined {
  const inputs = Object.entries(stateInputs)
  // A text that is not shown as it is makes no exact step.
  const isExact = (text: string): boolean => !UNSAFE.test(text) && foreign.isHarmless(text)
  if (!LOCK_ID.test(lockId) || ![lockId, ...inputs.flat()].every(isExact)) return undefined
  const value = (text: string): string => (UUID.test(text) || PLAIN.test(text) ? text : JSON.stringify(text))
  const lines = [
    `- uses: ${ACTION.test(action) && foreign.isHarmless(action) ? action : 'OWNER/lockstep@v1'}`,
    '  with:',
    '    command: unlock',
    ...inputs.map(([name, text]) => `    ${name}: ${value(text)}`),
    `    lock-id: ${value(lockId)}`,
    `    reason: ${reason}`,
  ]
  return renderFence(lines.join('\n'), 'yaml').trimEnd()
}
