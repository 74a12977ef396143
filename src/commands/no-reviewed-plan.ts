import { LockstepError, messageFromError } from '../errors.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'

export function noPlan(message: string, advice: string): LockstepError {
  return new LockstepError('no-reviewed-plan', message, advice)
}

/** A store or GitHub that gives no answer has shown no plan: nothing is applied. */
export async function ask<T>(
  { cancelled }: Pick<Dependencies, 'cancelled'>,
  request: Promise<T>,
): Promise<T> {
  try {
    return await request
  } catch (error) {
    if (error instanceof LockstepError) throw error
    if (cancelled.aborted)
      throw new LockstepError('cancelled', 'The job was cancelled before anything was applied.')
    throw new LockstepError(
      'no-reviewed-plan',
      `The reviewed plan could not be looked up: ${plainLine(messageFromError(error), 500)}`,
      'Nothing was applied. Run this job again once that is answered.',
      { cause: error },
    )
  }
}
