import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import type { ReadRun, RunState } from '../github/runs.ts'
import type { HolderRun, LockHolder } from '../lock/lock-holder.ts'
import type { TokenBucket } from '../retry/token-bucket.ts'

/** What GitHub says of the runs that hold the lock, as far as it was asked. */
export interface HolderWatch {
  /** The holder with what is known of its run by now. */
  known(holder: LockHolder): LockHolder
  /**
   * Asks GitHub first, unless this run was asked for less than 5 minutes ago, or too much was asked already. `paid`:
   * the caller has taken the token. `now`: asks in any case.
   */
  look(holder: LockHolder, how?: 'paid' | 'now'): Promise<LockHolder>
  /** How many requests a look takes now. */
  callsOfLook(holder: LockHolder): number
}

export interface HolderWatchOptions {
  /** undefined: there is nobody to ask. */
  readonly readRun: ReadRun | undefined
  readonly clock: Clock
  readonly calls: TokenBucket
  readonly debug: (message: string) => void
}

const lookAgainAfterMs = 5 * 60_000

export function createHolderWatch({ readRun, clock, calls, debug }: HolderWatchOptions): HolderWatch {
  const states = new Map<string, RunState>()
  const looks = new Map<string, { readonly at: number; readonly done: Promise<void> }>()

  const ask = async (read: ReadRun, run: HolderRun): Promise<void> => {
    try {
      states.set(nameOf(run), await read(run))
    } catch (error) {
      debug(`The run that holds the lock could not be looked up: ${messageFromError(error)}`)
    }
  }
  const known: HolderWatch['known'] = (holder) => {
    const state = holder.run === null ? undefined : states.get(nameOf(holder.run))
    if (holder.run === null || state === undefined) return holder
    const { verdict, status, conclusion } = state
    return { ...holder, verdict, run: { ...holder.run, status, conclusion } }
  }
  const isDue = (run: HolderRun): boolean => {
    const last = looks.get(nameOf(run))
    return last === undefined || clock.monotonic() - last.at >= lookAgainAfterMs
  }
  return {
    known,
    async look(holder, how) {
      const { run } = holder
      if (run === null || readRun === undefined) return holder
      if (how === 'now' || (isDue(run) && (how === 'paid' || calls.take())))
        looks.set(nameOf(run), { at: clock.monotonic(), done: ask(readRun, run) })
      await looks.get(nameOf(run))?.done
      return known(holder)
    },
    callsOfLook: ({ run }) => (run !== null && readRun !== undefined && isDue(run) ? 1 : 0),
  }
}

function nameOf({ url, jobId }: HolderRun): string {
  return `${url} ${String(jobId)}`
}
