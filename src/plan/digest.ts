import { createHmac } from 'node:crypto'
import type { PlanArchive } from './plan-archive.ts'
import type { PlanJson } from './plan-json.ts'
import { partsOfPlan } from './plan-parts.ts'

/**
 * Equal for two plans of one state that do the same with the same code, values, providers and engine, whenever they were
 * made: an HMAC-SHA256 in hex, since a plan has sensitive values, which nobody without the key can guess by it.
 * `key`: the same for both, 32 bytes. `isRefreshOnly`: what the plan found changed is what it takes over.
 */
export function digestOfPlan(
  key: Uint8Array,
  plan: PlanJson,
  archive: PlanArchive,
  isRefreshOnly: boolean,
): string {
  const hmac = createHmac('sha256', key)
  // JSON on a line of its own has one beginning and one end, whatever is in it.
  for (const { kind, name, text } of partsOfPlan({ plan, archive, isRefreshOnly })) {
    hmac.update(`["${kind}",${JSON.stringify(name)},${text}]\n`)
  }
  return hmac.digest('hex')
}

/** Of a plan file that can't be looked into. */
export function digestOfFile(key: Uint8Array, file: Uint8Array): string {
  return createHmac('sha256', key).update('a plan file\n').update(file).digest('hex')
}
