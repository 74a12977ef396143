/** Longer than the SDK's three tries against a store that answers at all. */
const requestTimeoutMs = 15_000

/** Ends a request to a store that does not answer, or with `signal`. */
export function requestSignal(signal?: AbortSignal): AbortSignal {
  const timeout = AbortSignal.timeout(requestTimeoutMs)
  return signal === undefined ? timeout : AbortSignal.any([timeout, signal])
}
