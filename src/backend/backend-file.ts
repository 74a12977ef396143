import { isAbsolute, join } from 'node:path'
import { LockstepError } from '../errors.ts'
import { readTextIfAny } from '../runner/files.ts'

/** What `init` left in the data directory (internal/command/workdir/backend_state.go). */
export interface BackendFile {
  readonly type: string
  readonly config: Readonly<Record<string, unknown>>
  readonly hash: number
}

/** TF_DATA_DIR, relative to the working directory, or `.terraform`. */
export function dataDirectory(
  workingDirectory: string,
  env: Readonly<Record<string, string | undefined>>,
): string {
  const wanted = env['TF_DATA_DIR'] ?? ''
  if (wanted === '') return join(workingDirectory, '.terraform')
  return isAbsolute(wanted) ? wanted : join(workingDirectory, wanted)
}

/** The initialised backend; the local one where no backend is configured. Holds secrets: never print it. */
export function readBackendFile(directory: string): BackendFile {
  const file = join(directory, 'terraform.tfstate')
  const text = readTextIfAny(file)
  if (text === undefined) return { type: 'local', config: {}, hash: 0 }
  let content: { backend?: unknown; state_store?: unknown } | null
  try {
    content = JSON.parse(text) as typeof content
  } catch (error) {
    throw new LockstepError(
      'terraform-error',
      `"${file}" is not JSON, so the backend of this folder is not known.`,
      'Run with the input "init" set to true, or remove the file and initialise the folder again.',
      { cause: error },
    )
  }
  const backend = (content?.backend ?? content?.state_store) as Partial<BackendFile> | null | undefined
  if (backend === undefined || backend === null) return { type: 'local', config: {}, hash: 0 }
  return {
    type: typeof backend.type === 'string' ? backend.type : 'unknown',
    config: typeof backend.config === 'object' ? (backend.config ?? {}) : {},
    hash: typeof backend.hash === 'number' ? backend.hash : 0,
  }
}

/** The workspace that the folder has selected. */
export function readSelectedWorkspace(directory: string): string {
  const name = readTextIfAny(join(directory, 'environment'))?.trim() ?? ''
  return name === '' ? 'default' : name
}
