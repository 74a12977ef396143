import { appendToRunnerFile, renderFileCommands } from './file-commands.ts'

/** What the post step needs to know of a run. */
export interface SavedState {
  /** The token that every process of the run carries in its environment. */
  readonly token: string
  readonly runDirectory: string
}

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Hands the state to the post step. One write, since the runner reads the file of a killed step too and fails at half
 * a record.
 */
export function saveState(env: Environment, state: SavedState): void {
  const { token, runDirectory } = state
  appendToRunnerFile(env['GITHUB_STATE'], renderFileCommands({ token, 'run-directory': runDirectory }))
}

/** What `saveState` has saved, as the runner gives it to the post step. */
export function readSavedState(env: Environment): SavedState | undefined {
  const { STATE_token: token, 'STATE_run-directory': runDirectory } = env
  return token === undefined || runDirectory === undefined ? undefined : { token, runDirectory }
}
