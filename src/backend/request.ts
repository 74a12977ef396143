/** Longer than the SDK's three tries against a store that answers at all. */
const requestTimeoutMs = 15_000

/**
 * Runs a request for at most 15 s, and not beyond a cancel. The SDK hands an abort signal to the request itself only,
 * not to those for credentials that come before it, so the wait for its answer ends here too.
 */
export async function within<T>(
  request: (abortSignal: AbortSignal) => Promise<T>,
  cancelled?: AbortSignal,
): Promise<T> {
  const timeout = AbortSignal.timeout(requestTimeoutMs)
  const abortSignal = cancelled === undefined ? timeout : AbortSignal.any([timeout, cancelled])
  abortSignal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = (): void => {
    reject(abortSignal.reason as Error)
  }
  abortSignal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([request(abortSignal), aborted])
  } finally {
    abortSignal.removeEventListener('abort', abort)
  }
}
