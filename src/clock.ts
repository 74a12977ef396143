/** Time as the product sees it. Simulations and tests bring their own. */
export interface Clock {
  /** Wall time in milliseconds since 1970; for what people read, never for measuring. */
  now(): number
  /** Milliseconds that only go forward; for measuring and deadlines. */
  monotonic(): number
  /** Resolves after `ms`, or at once when `signal` is aborted; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** A number in [0, 1), like `Math.random`. */
export type Random = () => number

/** Resolves when the work is done, after `limitMs`, or when `hurry` is aborted. What the work throws is thrown. */
export async function waitAtMost(
  clock: Pick<Clock, 'sleep'>,
  work: Promise<unknown>,
  limitMs: number,
  hurry: AbortSignal,
): Promise<void> {
  const over = new AbortController()
  await Promise.race([work, clock.sleep(limitMs, AbortSignal.any([over.signal, hurry]))])
  over.abort()
}
