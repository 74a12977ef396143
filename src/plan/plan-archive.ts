import { unzipSync, type Unzipped } from 'fflate'
import { lockFileName } from './lock-file.ts'

/** What a plan file holds beside the plan itself (Terraform's internal/plans/planfile, OpenTofu's the same). */
export interface PlanArchive {
  /** Of the state that was planned on; 0 and "" for one that was never written; undefined where it can't be read. */
  readonly state: PlanState | undefined
  /** The provider lock file that was planned with, as Terraform writes it out anew. */
  readonly lockFile: string | undefined
  /** The configuration that is applied: the bytes of `m-net.sub/main.tf`, `modules.json`, by their names below `tfconfig/`. */
  readonly config: ReadonlyMap<string, Uint8Array>
}

export interface PlanState {
  readonly serial: number
  readonly lineage: string
}

/** `tfstate-prev`, the state before the refresh, has neither serial nor lineage. */
const STATE = 'tfstate'
const CONFIG = 'tfconfig/'
/** Of all entries that are read. A state with 10,000 resources has 11 MB. */
const maxUnpackedBytes = 256 * 1024 * 1024

/**
 * undefined for what is no plan file: a plan that OpenTofu has encrypted, or what is damaged, ambiguous, or unpacks to
 * more than 256 MiB. It is not proven whole: that is for the SHA-256 of the file.
 */
export function parsePlanArchive(file: Uint8Array): PlanArchive | undefined {
  const entries = unpack(file)
  if (entries === undefined) return undefined
  const text = (name: string): string | undefined => {
    const bytes = entries[name]
    return bytes === undefined ? undefined : Buffer.from(bytes).toString()
  }
  return {
    state: parseState(text(STATE)),
    lockFile: text(lockFileName),
    config: new Map(
      Object.entries(entries).flatMap(([name, bytes]) =>
        name.startsWith(CONFIG) ? [[name.slice(CONFIG.length), bytes]] : [],
      ),
    ),
  }
}

function unpack(file: Uint8Array): Unzipped | undefined {
  const names = new Set<string>()
  let unpackedBytes = 0
  try {
    const entries = unzipSync(file, {
      filter: ({ name, originalSize }) => {
        // Which of two entries of one name Terraform would read is not for us to guess.
        if (names.has(name)) throw new Error(`"${name}" is there twice`)
        names.add(name)
        if (name !== STATE && name !== lockFileName && !name.startsWith(CONFIG)) return false
        unpackedBytes += originalSize
        if (unpackedBytes > maxUnpackedBytes) throw new Error('too large')
        return true
      },
    })
    return names.has('tfplan') ? entries : undefined
  } catch {
    return undefined
  }
}

// Not `parseStateFile`: what it does for the content of a state of 10 MB takes a second.
function parseState(text: string | undefined): PlanState | undefined {
  try {
    const state = JSON.parse(text ?? '') as { serial?: unknown; lineage?: unknown } | null
    if (typeof state?.serial !== 'number' || typeof state.lineage !== 'string') return undefined
    return { serial: state.serial, lineage: state.lineage }
  } catch {
    return undefined
  }
}
