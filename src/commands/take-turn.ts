import type { Backend } from '../backend/backend.ts'
import { describeHolder, type LockHolder } from '../lock/lock-holder.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import type { Turn } from '../lock/turn.ts'
import { waitForFreeLock } from '../lock/wait.ts'
import type { Deadline } from '../retry/deadline.ts'
import { renderDuration } from '../retry/duration.ts'
import { tellBypass } from './ask-queue.ts'
import { refuseVainWait } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { recoverOwnLock } from './exit-look.ts'
import type { Journey, Outcome } from './outcome.ts'

/**
 * Waits until the lock reads free and it is our turn, or nobody can read it. Returns the outcome that ends the run
 * instead, if any. A run that has met nobody yet asks for no turn.
 */
export async function waitForTurn(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  deadline: Deadline,
  turn: Turn,
  first: LockReading | undefined,
): Promise<Outcome | undefined> {
  const { clock, random, cancelled, log } = deps
  if (cancelled.aborted) return cancelledOutcome(deps, journey.holder)
  const read = async (signal: AbortSignal): Promise<LockReading> =>
    await recoverOwnLock(deps, journey, backend, await backend.lock.read(signal))
  const reading = first ?? (await read(cancelled))
  if (reading.kind === 'held') {
    journey.holder = reading.holder
    const end = contendedUnlessWaiting(deps, deadline, reading.holder)
    if (end !== undefined) return end
  }
  const start = clock.monotonic()
  const hasMetOthers = reading.kind === 'held' || journey.lockAttempts > 0
  const end = await waitForFreeLock(
    {
      clock,
      random,
      deadline,
      signal: cancelled,
      read,
      tell: (holder, remainingMs) => {
        journey.holder = holder
        tellHolder(deps, journey, holder, remainingMs)
      },
      ...(hasMetOthers ? { turn } : {}),
    },
    reading,
  )
  const waitedMs = hasMetOthers ? clock.monotonic() - start : 0
  journey.lockWaitedMs += waitedMs
  switch (end.kind) {
    case 'cancelled':
      return cancelledOutcome(deps, end.holder)
    case 'deadline':
      journey.holder = end.holder
      return contendedOutcome(deps, deadline, end.holder)
    case 'unknown':
      // Correctness rests on Terraform's own lock, so it is asked.
      log.debug(`The lock is not known: ${end.reason}`)
      return undefined
    case 'free':
      if (waitedMs > 0) log.say(`The state lock is free after ${renderDuration(waitedMs)}.`)
      return undefined
  }
}

/** The outcome for a holder that is not waited for: by `on-contention`, or since the time is over. */
export function contendedUnlessWaiting(
  deps: Dependencies,
  deadline: Deadline,
  holder: LockHolder,
): Outcome | undefined {
  const waits = deps.inputs.onContention === 'wait' && !deadline.hasPassed()
  return waits ? undefined : contendedOutcome(deps, deadline, holder)
}

export function cancelledOutcome(
  { holders }: Pick<Dependencies, 'holders'>,
  holder: LockHolder | undefined,
): Outcome {
  const message =
    holder === undefined
      ? 'The job was cancelled before Terraform was started.'
      : `The job was cancelled while it waited for the state lock of ${describeHolder(holders.known(holder))}.`
  return { kind: 'cancelled', message, counts: undefined }
}

export function tellHolder(
  { log, clock, holders, announce }: Dependencies,
  journey: Journey,
  holder: LockHolder,
  remainingMs: number,
): void {
  const known = holders.known(holder)
  log.say(
    `Waiting for the state lock: held by ${describeHolder(known)}. Time left: ${renderDuration(remainingMs)}.`,
  )
  tellBypass(log, journey, known)
  journey.onIdle?.()
  announce.waiting(holder, clock.now() + remainingMs)
}

function contendedOutcome(deps: Dependencies, deadline: Deadline, holder: LockHolder): Outcome {
  const { inputs, holders } = deps
  const isWaiting = inputs.onContention === 'wait'
  if (isWaiting) refuseVainWait(deps, deadline, holder)
  const waited = isWaiting ? `, and lock-timeout (${renderDuration(inputs.lockTimeoutMs)}) is over` : ''
  return {
    kind: 'contended',
    holder,
    isNeutral: inputs.onContention === 'neutral',
    message: `The state is locked by ${describeHolder(holders.known(holder))}${waited}.`,
  }
}
