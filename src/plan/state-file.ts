import { isJsonObject, parseExactJson } from './exact-json.ts'
import { sha256 } from './sha256.ts'

/** What tells one state from another (internal/states/statefile/version4.go). */
export interface StateFile {
  readonly serial: number
  /** Empty for a state that was never written. */
  readonly lineage: string
  /** SHA-256 of outputs, resources and check results, whatever the order of their keys. */
  readonly content: string
}

/** undefined for what is no whole state in clear: cut off, of another format, or encrypted by OpenTofu. */
export function parseStateFile(text: string): StateFile | undefined {
  const state = parseWholeState(text, sorted)
  if (state === undefined) return undefined
  const { serial, lineage, outputs, resources, check_results } = state
  return {
    serial: Number(JSON.stringify(serial)),
    lineage,
    content: sha256(JSON.stringify({ outputs, resources, check_results })),
  }
}

export interface WholeState extends Readonly<Record<string, unknown>> {
  readonly lineage: string
  readonly resources: readonly unknown[]
}

/** The same with all that it holds. `revive`: as of `parseExactJson`. */
export function parseWholeState(
  text: string,
  revive?: Parameters<typeof parseExactJson>[1],
): WholeState | undefined {
  let file: unknown
  try {
    file = parseExactJson(text, revive)
  } catch {
    return undefined
  }
  if (!isJsonObject(file)) return undefined
  const { version, lineage, resources } = file
  const isWhole = JSON.stringify(version) === '4' && Array.isArray(resources) && typeof lineage === 'string'
  return isWhole ? { ...file, lineage, resources } : undefined
}

/** How the state of a file stands to the one that is stored. */
export type Standing =
  | { readonly kind: 'stored' }
  | { readonly kind: 'newer' }
  | { readonly kind: 'overtaken'; readonly reason: string }

/**
 * Serial and lineage as `state push` compares them, and the two cases that it does not see. A state that was pushed
 * is stored under the next serial (where there was none before, under another lineage too), so only its content tells
 * that it is there. And an empty state is overwritten by `state push` whatever its serial
 * (`CheckValidImport`, internal/states/statemgr/migrate.go), which brings back what somebody has destroyed since.
 */
export function compareStates(file: StateFile, stored: StateFile | undefined): Standing {
  if (stored?.content === file.content) return { kind: 'stored' }
  if (stored === undefined || stored.lineage === '') return { kind: 'newer' }
  if (stored.lineage !== file.lineage) {
    return {
      kind: 'overtaken',
      reason:
        'the store has a state of another lineage, which does not descend from the one that was changed',
    }
  }
  if (stored.serial >= file.serial) {
    return {
      kind: 'overtaken',
      reason: `somebody has written the state since: it has serial ${String(stored.serial)}, the unsaved one ${String(file.serial)}`,
    }
  }
  return { kind: 'newer' }
}

function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
