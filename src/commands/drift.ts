import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'

/** Plans, and keeps one issue about what differs from the state. */
export async function drift(_deps: Dependencies, _journey: Journey): Promise<Outcome> {
  await Promise.resolve()
  throw new Error('drift')
}
