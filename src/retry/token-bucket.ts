import type { Clock } from '../clock.ts'

/** Bounds how often something may be done: at once `capacity` times, then once each `refillMs`. */
export interface TokenBucket {
  /** Takes so many tokens, if there are as many. */
  take(count?: number): boolean
}

export function createTokenBucket(
  clock: Pick<Clock, 'monotonic'>,
  capacity: number,
  refillMs: number,
): TokenBucket {
  let tokens = capacity
  let countedAt = clock.monotonic()
  return {
    take(count = 1) {
      const now = clock.monotonic()
      tokens = Math.min(capacity, tokens + (now - countedAt) / refillMs)
      countedAt = now
      if (tokens < count) return false
      tokens -= count
      return true
    },
  }
}
