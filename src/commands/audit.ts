import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'

/** Checks the backend of each folder against production practice. Takes no lock and writes nothing to the store. */
export async function audit(deps: Dependencies, journey: Journey): Promise<Outcome> {
  // No other command has to load what only this one needs.
  const { auditFolders } = await import('./audit-folders.ts')
  return await auditFolders(deps, journey)
}
