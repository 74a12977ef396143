import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../src/clock.ts'
import { createHeap } from './heap.ts'

/** Time in which many sleep at once. It stands still until `run`, and passes at once there. */
export interface VirtualClock extends Clock {
  /** Milliseconds since the clock was made. */
  elapsed(): number
  /** Lets time pass until nobody sleeps any more, or until `untilMs` since the clock was made. */
  run(untilMs?: number): Promise<void>
}

interface Sleeper {
  readonly at: number
  /** Of two that wake at the same time the first to fall asleep is first, so that a run repeats itself. */
  readonly order: number
  wake: (() => void) | undefined
}

/** `wallTime` is what `now` tells at the start. */
export function createVirtualClock(wallTime = '2026-08-22T10:12:12Z'): VirtualClock {
  const start = Date.parse(wallTime)
  const sleepers = createHeap<Sleeper>((a, b) => a.at - b.at || a.order - b.order)
  let elapsed = 0
  let order = 0
  return {
    elapsed: () => elapsed,
    now: () => start + Math.floor(elapsed),
    // Not from zero, so that nobody takes it for the time since the start.
    monotonic: () => 1_000_000 + elapsed,
    async sleep(ms, signal) {
      if (signal?.aborted === true) return
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const wake = (): void => {
        sleeper.wake = undefined
        signal?.removeEventListener('abort', wake)
        resolve(undefined)
      }
      order += 1
      const sleeper: Sleeper = { at: elapsed + Math.max(0, ms), order, wake }
      sleepers.push(sleeper)
      signal?.addEventListener('abort', wake)
      await promise
    },
    async run(untilMs = Infinity) {
      await settle()
      for (let next = sleepers.first(); next !== undefined && next.at <= untilMs; next = sleepers.first()) {
        sleepers.shift()
        if (next.wake === undefined) continue
        elapsed = Math.max(elapsed, next.at)
        next.wake()
        await settle()
      }
      if (untilMs !== Infinity) elapsed = Math.max(elapsed, untilMs)
    },
  }
}

/** Everything that takes no virtual time has happened afterwards, also a look at a real file. */
async function settle(): Promise<void> {
  do await nextTurn()
  while (process.getActiveResourcesInfo().some((resource) => resource.startsWith('FSReq')))
}
