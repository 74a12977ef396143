import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'

/** Checks the backend against production practice. */
export async function audit(_deps: Dependencies, _journey: Journey): Promise<Outcome> {
  await Promise.resolve()
  throw new Error('audit')
}
