import type { Clock, Random } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import type { RunReference } from '../lock/annotation.ts'
import type { Keeping } from '../lock/unsaved-marker.ts'
import { sha256 } from '../plan/sha256.ts'
import { compareStates, parseStateFile, type StateFile } from '../plan/state-file.ts'
import { retryDelayMs } from '../retry/backoff.ts'
import { startDeadline } from '../retry/deadline.ts'
import { readText, removeFile } from '../runner/files.ts'
import type { Log } from '../runner/log.ts'
import { createStoredState, type StoredState, type StoreFailure } from '../terraform/stored-state.ts'
import type { Prepared } from './prepare.ts'

export interface RescueParts extends Omit<Prepared, 'workspace'> {
  readonly clock: Clock
  readonly random: Random
  readonly log: Pick<Log, 'say' | 'annotate'>
  /** undefined outside of GitHub. */
  readonly ownRun: RunReference | undefined
}

export interface RescueOptions {
  /** The lock of the run that could not save this state still stands. */
  readonly ownLock: boolean
  /**
   * For how long the push is tried again. The first try is made in any case, and what is under way at the end may
   * take 105 s more: Terraform's three commands (look, push, look) 30 s each, the copy 15 s.
   */
  readonly budgetMs: number
}

/** What became of a state that Terraform could not save. `isMarked`: every later `apply` meets the marker. */
export type Rescue =
  | { readonly kind: 'pushed' }
  /** `where`: the address of the copy. The file is left, too. */
  | { readonly kind: 'kept'; readonly where: string; readonly reason: string; readonly isMarked: boolean }
  | { readonly kind: 'left'; readonly file: string; readonly reason: string; readonly isMarked: boolean }

/**
 * Saves a state that lies in a file since Terraform could not save it: pushes it, and from the first failure on keeps a
 * copy beside the state, whose marker makes every later `apply` refuse. The file is removed once the state was read
 * back from where it belongs.
 */
export async function rescueState(
  parts: RescueParts,
  file: string,
  { ownLock, budgetMs }: RescueOptions,
): Promise<Rescue> {
  const { clock, random, log, backend } = parts
  const deadline = startDeadline(clock, budgetMs)
  let text: string
  try {
    text = await readText(file)
  } catch (error) {
    return { kind: 'left', file, reason: messageFromError(error), isMarked: false }
  }
  const state = parseStateFile(text)
  const stored = createStoredState(parts.terraform, parts.workspaceVariable, clock)
  let keeping: Keeping | undefined
  for (let tries = 0; ; tries += 1) {
    const end = state === undefined ? notAState : await pushOnce(parts, stored, file, state, ownLock)
    if (end.kind === 'stored') {
      if (state !== undefined) await backend.unsaved?.settle(state.content)
      removeFile(file)
      return { kind: 'pushed' }
    }
    // Each time until both are there: the store may be back for one of them only.
    if (keeping?.copy === undefined || !keeping.isMarked) keeping = await keep(parts, file, text, end.reason)
    if (end.kind === 'refused' || deadline.hasPassed()) return describeEnd(file, end.reason, keeping)
    log.say(`The state could not be pushed yet: ${end.reason}. Trying again.`)
    await clock.sleep(Math.min(retryDelayMs(tries, random), deadline.remainingMs()))
  }
}

/**
 * Keeps a copy of the state in this file beside the state it should be, and marks that. undefined where the backend
 * has no place for it.
 */
export async function keepUnsavedState(
  parts: Pick<RescueParts, 'backend' | 'clock' | 'ownRun'>,
  file: string,
  reason: string,
): Promise<Keeping | undefined> {
  try {
    return await keep(parts, file, await readText(file), reason)
  } catch (error) {
    return { copy: undefined, isMarked: false, problem: messageFromError(error) }
  }
}

type End = { readonly kind: 'stored' } | { readonly kind: 'refused' | 'failed'; readonly reason: string }

const notAState: End = {
  kind: 'refused',
  reason: 'the file is no whole state in clear, so it cannot be compared with the one in the store',
}

/** The store itself tells how it ended: what Terraform said of a push may be a lost answer. */
async function pushOnce(
  { log }: RescueParts,
  stored: StoredState,
  file: string,
  state: StateFile,
  ownLock: boolean,
): Promise<End> {
  const before = await compareWithStored(stored, state)
  if (before.kind !== 'newer') return before
  const push = await stored.push(file, { ownLock })
  if (push.kind === 'failed') return endOfFailure(push)
  if (push.lockLeft !== undefined) {
    log.annotate(
      'warning',
      `The state was pushed, but Terraform could not give back the lock that it took for that. When no Terraform works on this state, run: terraform force-unlock ${push.lockLeft}`,
    )
  }
  const after = await compareWithStored(stored, state)
  if (after.kind !== 'newer') return after
  return { kind: 'failed', reason: 'Terraform pushed it, but the store does not have it' }
}

/** A denial stays one, and so do expired credentials: only a store that is down comes back. */
function endOfFailure({ reason, isDenied }: StoreFailure): End {
  return { kind: isDenied === true ? 'refused' : 'failed', reason }
}

async function compareWithStored(stored: StoredState, state: StateFile): Promise<End | { kind: 'newer' }> {
  const pull = await stored.pull()
  if (pull.kind === 'failed') return endOfFailure(pull)
  const standing = compareStates(state, pull.state)
  return standing.kind === 'overtaken' ? { kind: 'refused', reason: standing.reason } : standing
}

async function keep(
  { backend, clock, ownRun }: Pick<RescueParts, 'backend' | 'clock' | 'ownRun'>,
  file: string,
  text: string,
  reason: string,
): Promise<Keeping | undefined> {
  const state = parseStateFile(text)
  const unsaved = {
    since: new Date(clock.now()).toISOString(),
    run: ownRun,
    serial: state?.serial ?? null,
    lineage: state?.lineage ?? null,
    content: state?.content ?? sha256(text),
    ...{ file, reason },
  }
  return await backend.unsaved?.keep(unsaved, text)
}

function describeEnd(file: string, pushReason: string, keeping: Keeping | undefined): Rescue {
  const isMarked = keeping?.isMarked ?? false
  const problem = keeping?.problem ?? ''
  const reason = problem === '' ? pushReason : `${pushReason}; ${problem}`
  return keeping?.copy === undefined
    ? { kind: 'left', file, reason, isMarked }
    : { kind: 'kept', where: keeping.copy, reason, isMarked }
}
