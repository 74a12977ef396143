import type { Clock } from '../clock.ts'

/** Bounds how often something may be done: at once `capacity` times, then once each `refillMs`. */
export interface TokenBucket {
  /** Takes a token, if there is one. */
  take(): boolean
}

export function createTokenBucket(
  clock: Pick<Clock, 'monotonic'>,
  capacity: number,
  refillMs: number,
): TokenBucket {
  let tokens = capacity
  let countedAt = clock.monotonic()
  return {
    take() {
      const now = clock.monotonic()
      tokens = Math.min(capacity, tokens + (now - countedAt) / refillMs)
      countedAt = now
      if (tokens < 1) return false
      tokens -= 1
      return true
    },
  }
}
