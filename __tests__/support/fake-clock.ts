import type { Clock, Random } from '../../src/clock.ts'

/** Time that only passes where somebody sleeps, and then at once. */
export interface FakeClock extends Clock {
  /** Milliseconds since the clock was made. */
  elapsed(): number
  /** Lets something happen once `ms` have passed since the clock was made, while somebody sleeps. */
  at(ms: number, happen: () => void): void
  /** Every sleep that was asked for, in milliseconds, also those that an aborted signal cut short. */
  readonly sleeps: readonly number[]
}

/** `wallTime` is what `now` tells at the start. For one sleeper at a time. */
export function createFakeClock(wallTime = '2026-08-22T10:12:12Z'): FakeClock {
  const start = Date.parse(wallTime)
  const sleeps: number[] = []
  let events: { at: number; happen: () => void }[] = []
  let elapsed = 0
  return {
    sleeps,
    elapsed: () => elapsed,
    now: () => start + elapsed,
    // Not from zero, so that nobody takes it for the time since the start.
    monotonic: () => 1_000_000 + elapsed,
    at(ms, happen) {
      events.push({ at: ms, happen })
      events.sort((left, right) => left.at - right.at)
    },
    async sleep(ms, signal) {
      sleeps.push(ms)
      const isAborted = (): boolean => signal?.aborted === true
      const end = elapsed + ms
      while (!isAborted()) {
        const [next] = events
        if (next === undefined || next.at > end) break
        events = events.slice(1)
        elapsed = Math.max(elapsed, next.at)
        next.happen()
      }
      if (!isAborted()) elapsed = end
      await Promise.resolve()
    },
  }
}

/** The same numbers in [0, 1) for the same seed (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
