import { randomUUID } from 'node:crypto'
import { appendFile } from 'node:fs/promises'

/** What the post step needs to know of a run. */
export interface SavedState {
  /** The token that every process of the run carries in its environment. */
  readonly token: string
  readonly runDirectory: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Hands the state to the post step. One write, since the runner reads the file of a killed step too and fails at half
 * a record; and not through @actions/core, whose loading would delay the start of Terraform.
 */
export async function saveState(env: Environment, state: SavedState): Promise<void> {
  const file = env['GITHUB_STATE']
  if (file === undefined || file === '') return
  const delimiter = `lockstep_${randomUUID()}`
  const records = Object.entries({ token: state.token, 'run-directory': state.runDirectory })
  await appendFile(
    file,
    records.map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join(''),
  )
}

/** What `saveState` has saved, as the runner gives it to the post step. */
export function readSavedState(env: Environment): SavedState | undefined {
  const { STATE_token: token, 'STATE_run-directory': runDirectory } = env
  return token === undefined || runDirectory === undefined ? undefined : { token, runDirectory }
}
