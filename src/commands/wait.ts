import { LockstepError } from '../errors.ts'
import { describeHolder } from '../lock/lock-holder.ts'
import { waitForFreeLock } from '../lock/wait.ts'
import { startDeadline } from '../retry/deadline.ts'
import { renderDuration } from '../retry/duration.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { findBackend } from './status.ts'

/** A store that fails this often in a row is not about to answer. */
const maxFailedReads = 5

/** Reads the lock until it is free or lock-timeout has passed. Takes no lock. */
export async function wait(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs, clock, random, log, cancelled, holders } = deps
  const { lock } = await findBackend(deps, journey)
  const deadline = startDeadline(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0)
  const start = clock.monotonic()

  for (let failedReads = 0; ;) {
    const end = await waitForFreeLock({
      clock,
      random,
      deadline,
      signal: cancelled,
      read: (signal) => lock.read(signal),
      tell: (holder, remainingMs) => {
        failedReads = 0
        journey.holder = holder
        void holders.look(holder)
        log.say(
          `The state is locked by ${describeHolder(holders.known(holder))}. Time left: ${renderDuration(remainingMs)}.`,
        )
      },
    })
    journey.lockWaitedMs = clock.monotonic() - start
    switch (end.kind) {
      case 'free':
        log.say('The state is not locked.')
        return { kind: 'lock-free' }
      case 'cancelled':
        return { kind: 'cancelled', message: 'The job was cancelled while it waited.', counts: undefined }
      case 'deadline':
        journey.holder = end.holder
        return {
          kind: 'contended',
          holder: end.holder,
          isNeutral: inputs.onContention === 'neutral',
          message: `The state is still locked by ${describeHolder(holders.known(end.holder))} after ${renderDuration(journey.lockWaitedMs)}.`,
        }
      case 'unknown':
        failedReads += 1
        if (!end.transient || failedReads >= maxFailedReads || deadline.hasPassed())
          throw notKnown(end.reason)
        await clock.sleep(Math.min(1000 * failedReads, deadline.remainingMs()), cancelled)
    }
  }
}

function notKnown(reason: string): LockstepError {
  return new LockstepError(
    'lock-fault',
    `Whether the state is locked is not known: ${reason}.`,
    'Waiting needs a lock that can be read: check the permissions and the options of the backend.',
  )
}
