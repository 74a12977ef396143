import type { RunRecord } from '../runner/run-record.ts'
import type { Journey, Outcome } from './outcome.ts'
import type { Rescue } from './rescue-state.ts'
import type { Settlement } from './settle.ts'

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
  const { lock, rescue } = settlement ?? { lock: { kind: 'given-back' } as const, rescue: undefined }
  const sentences = [
    causeOf(record),
    describeRescue(rescue),
    settlement === undefined ? untold : describeEnd(settlement, record),
  ]
  const message = sentences.filter((sentence) => sentence !== '').join(' ')
  if (record.cancelledAt !== undefined) return { kind: 'cancelled', message, counts }
  const isUnsaved = rescue === undefined ? lock.kind === 'left' && lock.isUnsaved : rescue.kind !== 'pushed'
  const reason = isUnsaved ? 'state-not-saved' : 'terraform-error'
  return { kind: 'failed', reason, message, advice: '', counts }
}

/** Main has told its end already; it is told once more where more is known by now. */
export function isNews({ lock, rescue }: Settlement, record: RunRecord): boolean {
  return record.isReported !== true || lock.kind !== 'given-back' || rescue !== undefined
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

const untold =
  'No Terraform was at work any more, and no lock of this run is left; what it had done by then stands in its log.'

function causeOf({ cancelledAt, isReported, terraform }: RunRecord): string {
  if (cancelledAt !== undefined) return 'The job was cancelled.'
  if (terraform === undefined) return 'The action was ended before it could tell its end.'
  return isReported === true
    ? 'Terraform did not end in order.'
    : 'The action was ended while Terraform was at work.'
}

function describeEnd({ run, lock, rescue }: Settlement, { terraform }: RunRecord): string {
  switch (lock.kind) {
    case 'at-work':
      return 'Terraform is still changing resources and is left to finish, and its lock stays until then. Where the machine ends with the job, the lock will protect what the state lacks.'
    case 'removed':
      return run.end === 'killed'
        ? 'Terraform did not end in the time that it was given. It had changed nothing, so it was ended, and its lock was removed.'
        : 'Terraform had ended without giving its lock back; nothing was lost with it, so the lock was removed.'
    case 'left':
      return lock.isUnsaved
        ? `The state lock stays, since ${lock.reason}.`
        : `The state lock ${lock.holder === undefined ? 'may be' : 'is'} left behind, since ${lock.reason}.`
    case 'given-back':
      if (rescue !== undefined) return 'Its lock is given back.'
      if (run.end === 'killed')
        return 'Terraform did not end in the time that it was given, and had changed nothing, so it was ended.'
      return terraform?.operation === 'apply' && run.facts.resourceEventSeen
        ? 'Terraform ended in order: its state is saved, and its lock is given back.'
        : 'Terraform has changed nothing, and left no lock.'
  }
}
