import { test } from '@jest/globals'

/** `npm run proof` runs all there is; `npm test` leaves out what takes long and is a variant of what it runs. */
export const isProof = process.env['LOCKSTEP_PROOF'] === '1'

/** Whether each push is to pass it (`.ci/run`), or a proof. */
export const isThorough = isProof || process.env['LOCKSTEP_TESTS'] === 'all'

export const proofTest = isProof ? test : test.skip

/** All of `variants` in a proof, else the first `count`. */
export function sampled<T>(variants: readonly T[], count: number): T[] {
  return isProof ? [...variants] : variants.slice(0, count)
}

/** Whether the post step ends main, judges the lock that a killed Terraform has left, and reports on it. */
export const hasFullPost = true as boolean
