import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'

/** Lists the versions of the state, or brings one back under the lock. */
export async function restore(_deps: Dependencies, _journey: Journey): Promise<Outcome> {
  await Promise.resolve()
  throw new Error('restore')
}
