/** Longer than an SDK's three tries against a service that answers at all. */
const requestTimeoutMs = 15_000

/**
 * Runs a request for at most 15 s, and not beyond a cancel. The AWS SDK hands an abort signal to the request itself
 * only, not to those for credentials that come before it, and Octokit's plug-ins sleep whatever it says, so the wait
 * for the answer ends here too.
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
