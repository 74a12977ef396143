import { LockstepError } from '../../src/errors.ts'

/** What a user would be told of it. */
export function thrownBy(call: () => unknown): LockstepError {
  try {
    call()
  } catch (error) {
    if (error instanceof LockstepError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
