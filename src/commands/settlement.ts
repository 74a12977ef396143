import type { LockLeft } from '../lock/lock-reading.ts'
import type { RunRecord } from '../runner/run-record.ts'
import type { Journey, Outcome } from './outcome.ts'
import type { Rescue } from './rescue-state.ts'
import type { Settlement } from './findings.ts'

/**
 * What the post step found, as the end of the run that it is told with. undefined: no Terraform was left, but main was
 * ended before it could tell anything.
 */
export function outcomeOfSettlement(
  settlement: Settlement | undefined,
  record: RunRecord,
  journey: Journey,
): Outcome {
  const { counts } = journey
  const sentences =
    settlement === undefined
      ? [causeOf(record), record.inputs.command === 'restore' ? untouched : untold]
      : [
          causeOf(record),
          describeRescue(settlement.rescue),
          describeEnd(settlement, record.isReported === true),
          describeLock(settlement),
        ]
  const message = sentences.filter((sentence) => sentence !== '').join(' ')
  if (record.cancelledAt !== undefined) return { kind: 'cancelled', message, counts }
  const reason = settlement !== undefined && lacksState(settlement) ? 'state-not-saved' : 'terraform-error'
  return { kind: 'failed', reason, message, advice: '', counts }
}

/** Main has told its end already; it is told once more where more is known by now. */
export function isNews({ end, lock, rescue, isUnsaved }: Settlement, record: RunRecord): boolean {
  const isLockTold = lock.kind === 'given-back' || lock.kind === 'unnamed'
  return record.isReported !== true || end !== 'ended' || !isLockTold || rescue !== undefined || isUnsaved
}

/** Nothing is left for a person to do. */
export function isSettled({ end, lock, rescue, isUnsaved }: Settlement): boolean {
  const isDone = end === 'ended' || end === 'killed'
  return isDone && lock.kind !== 'left' && !isUnsaved && (rescue?.kind ?? 'pushed') === 'pushed'
}

function lacksState({ lock, rescue, isUnsaved }: Settlement): boolean {
  if (rescue !== undefined) return rescue.kind !== 'pushed'
  return isUnsaved || (lock.kind === 'left' && lock.isUnsaved)
}

function describeRescue(rescue: Rescue | undefined): string {
  if (rescue === undefined) return ''
  if (rescue.kind === 'pushed') return 'Terraform could not save its state; it is pushed now.'
  const first = `Terraform could not save its state, and it could not be pushed: ${rescue.reason}.`
  const place =
    rescue.kind === 'kept'
      ? `It is kept in ${rescue.where}.`
      : `It lies in ${rescue.file} on this runner, and is lost with it: keep that file.`
  const marked = rescue.isMarked ? ' Every later apply refuses, and says what to do, until it is pushed.' : ''
  return `${first} ${place}${marked}`
}

const untold = 'No Terraform was at work any more; what it had done by then stands in its log.'

const untouched = 'The state was not touched.'

function causeOf({ cancelledAt, isReported, terraform }: RunRecord): string {
  if (cancelledAt !== undefined) return 'The job was cancelled.'
  if (terraform === undefined) return 'The action was ended before it could tell its end.'
  return isReported === true
    ? 'Terraform did not end in order.'
    : 'The action was ended while Terraform was at work.'
}

function describeEnd({ end, hasChanged, isUnsaved, lock, rescue }: Settlement, isReported: boolean): string {
  if (end === 'at-work' && hasChanged) return atWork
  if (end === 'late')
    return 'What it left could not be looked at to its end in the time that a cancelled job has; this is what was known by then.'
  if (rescue !== undefined || lock.kind === 'removed' || (lock.kind === 'left' && lock.isUnsaved)) return ''
  if (isUnsaved)
    return 'Terraform was killed or crashed while it was changing resources, and the state may lack some of them.'
  if (hasChanged && isReported) return 'Its state is saved.'
  if (hasChanged) return 'Terraform ended in order, and its state is saved.'
  return end === 'killed'
    ? 'Terraform did not end in the time that it was given, and had changed nothing, so it was ended.'
    : 'Terraform has changed nothing.'
}

const atWork =
  'Terraform is still changing resources and is left to finish. On a hosted runner it ends with the machine, in a moment, and the state then lacks what it has not saved. This is what it had done so far.'

function describeLock({ end, lock, isUnsaved }: Settlement): string {
  switch (lock.kind) {
    case 'removed':
      return end === 'killed'
        ? 'Terraform did not end in the time that it was given. It had changed nothing, so it was ended, and its lock was removed.'
        : 'Terraform had ended without giving its lock back; nothing was lost with it, so the lock was removed.'
    case 'left':
      if (end === 'at-work' && lock.evidence !== 'none') return 'Its lock stays until then.'
      return describeLeft(lock)
    case 'unnamed':
    case 'given-back':
      if (end === 'at-work' || end === 'late') return ''
      if (isUnsaved) return 'No lock is known that protects it: nobody may apply until it is in order.'
      if (lock.kind === 'unnamed') return ''
      return 'It has left no lock.'
  }
}

function describeLeft({ holder, evidence, reason, isUnsaved }: LockLeft): string {
  const which = evidence === 'none' ? 'A state lock, perhaps of this run,' : 'The state lock'
  const stays = isUnsaved ? 'stays' : 'is left behind'
  return `${which} ${holder === undefined ? 'may be left behind' : stays}, since ${reason}.`
}
