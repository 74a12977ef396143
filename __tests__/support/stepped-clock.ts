import type { Clock } from '../../src/clock.ts'

/** Time that stands still until it is advanced; for code in which several things wait at once. */
export interface SteppedClock extends Clock {
  /** Lets time pass, waking each sleeper at its moment, and lets what it does settle before the next one. */
  advance(ms: number): Promise<void>
}

export function createSteppedClock(wallTime = '2026-08-22T10:12:12Z'): SteppedClock {
  const start = Date.parse(wallTime)
  let sleepers: { readonly at: number; readonly wake: () => void }[] = []
  let elapsed = 0
  return {
    now: () => start + elapsed,
    monotonic: () => 1_000_000 + elapsed,
    sleep(ms, signal) {
      if (signal?.aborted === true) return Promise.resolve()
      return new Promise((resolve) => {
        const sleeper = { at: elapsed + ms, wake: resolve }
        sleepers.push(sleeper)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper)
          resolve()
        })
      })
    },
    async advance(ms) {
      const end = elapsed + ms
      await settle()
      for (;;) {
        const next = sleepers.toSorted((a, b) => a.at - b.at)[0]
        if (next === undefined || next.at > end) break
        sleepers = sleepers.filter((other) => other !== next)
        elapsed = Math.max(elapsed, next.at)
        next.wake()
        await settle()
      }
      elapsed = end
    },
  }
}

/** Everything that needs no time has happened afterwards. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}
