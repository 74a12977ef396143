import type { Backend } from '../backend/backend.ts'
import { messageFromError } from '../errors.ts'
import { describeProof, judgeReturn } from '../lock/removal.ts'
import { md5Of } from '../restore/state-summary.ts'
import type { RecordedRestore, RecordedWrite, RunRecord } from '../runner/run-record.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'

type SettleDependencies = Pick<Dependencies, 'inputs' | 'log' | 'clock'> & { readonly backend: Backend }

export interface SettledRestore {
  readonly outcome: Outcome
  /** Nothing is left for a person to do. */
  readonly isSettled: boolean
}

/** A request of the main process that was under way when it was ended may be done only now. */
const lookAgainAfterMs = 3_000

/**
 * Where main was ended under the lock that `restore` had taken: what was written is brought to its end, since a state
 * without its digest can't be read, and the lock given back. What can't be told apart keeps its lock.
 */
export async function settleRestore(
  deps: SettleDependencies,
  journey: Journey,
  { lockId, write }: RecordedRestore,
  { cancelledAt, isReported }: RunRecord,
): Promise<SettledRestore> {
  const written = await finish(deps, write)
  const lock =
    written.kind === 'unclear'
      ? await leave(deps, journey, lockId, written.reason)
      : await giveBack(deps, journey, lockId, written.kind)
  const end =
    isReported === true ? 'The restore did not come to its end.' : 'The action was ended during the restore.'
  const cause = cancelledAt === undefined ? end : 'The job was cancelled.'
  const message = `${cause} ${SENTENCES[written.kind]} ${lock.sentence}`
  const counts = undefined
  return {
    isSettled: written.kind !== 'unclear' && lock.isGone,
    outcome:
      cancelledAt !== undefined
        ? { kind: 'cancelled', message, counts }
        : { kind: 'failed', reason: 'state-not-saved', message, advice: '', counts },
  }
}

const SENTENCES = {
  nothing: 'Nothing was written: the state is as it was.',
  all: 'What it was to write is written: the state is the one that was to be brought back.',
  unclear:
    'What became of the state is not clear: run restore without state-version, and look at the newest versions.',
} as const

type Written = { readonly kind: 'nothing' | 'all' } | { readonly kind: 'unclear'; readonly reason: string }

async function finish(
  { backend: { history }, clock }: SettleDependencies,
  write: RecordedWrite | undefined,
): Promise<Written> {
  if (write === undefined || history === undefined) return { kind: 'nothing' }
  const look = async (): Promise<'written' | 'as-before' | 'other'> => {
    const now = await history.readNow()
    if (now !== undefined && md5Of(now.body) === write.md5) return 'written'
    return now?.etag === write.etagBefore ? 'as-before' : 'other'
  }
  try {
    let found = await look()
    if (found === 'as-before') {
      await clock.sleep(lookAgainAfterMs)
      found = await look()
    }
    if (found === 'as-before') return { kind: 'nothing' }
    if (found === 'other') return { kind: 'unclear', reason: 'somebody else has written the state since' }
    if (write.digestBefore.kind === 'no-table') return { kind: 'all' }
    const digest = await history.writeDigest(write.md5, write.digestBefore)
    if (digest.kind === 'written') return { kind: 'all' }
    const why = digest.kind === 'failed' ? digest.reason : 'somebody else has written one since'
    return { kind: 'unclear', reason: `its digest could not be written: ${why}` }
  } catch (error) {
    return { kind: 'unclear', reason: messageFromError(error) }
  }
}

interface LockSentence {
  readonly sentence: string
  readonly isGone: boolean
}

async function giveBack(
  deps: SettleDependencies,
  journey: Journey,
  lockId: string,
  written: 'nothing' | 'all',
): Promise<LockSentence> {
  const { backend, inputs, log } = deps
  const verdict = judgeReturn(lockId, written, await backend.lock.read())
  if (verdict.kind === 'not-there') return { sentence: 'It has left no lock.', isGone: true }
  if (verdict.kind === 'keep') return await leave(deps, journey, lockId, verdict.reason)
  if (inputs.recoverLock === 'off') return await leave(deps, journey, lockId, 'recover-lock is off')
  const { version, proof } = verdict
  const removal = await backend.lock.remove(version, proof)
  if (removal.kind === 'refused') return await leave(deps, journey, lockId, removal.reason)
  if (removal.kind === 'removed') {
    journey.lockRecovered = lockId
    log.say(`Removed the ${describeProof(proof)}.`)
  }
  return { sentence: 'Its lock was removed.', isGone: true }
}

async function leave(
  { backend }: SettleDependencies,
  journey: Journey,
  lockId: string,
  reason: string,
): Promise<LockSentence> {
  const reading = await backend.lock.read()
  const holder = reading.kind === 'held' && reading.holder.lockId === lockId ? reading.holder : undefined
  if (reading.kind !== 'unknown' && holder === undefined)
    return { sentence: 'It has left no lock.', isGone: true }
  journey.leftLock = { kind: 'left', holder, lockId, reason, isUnsaved: false }
  return { sentence: `Its lock ${lockId} stays, since ${reason}.`, isGone: false }
}
