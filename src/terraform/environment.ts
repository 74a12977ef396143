import { tokenVariable } from '../runner/system.ts'

type Environment = Readonly<Record<string, string | undefined>>

// The runner gives these to an action but not to a `run:` step: our inputs and saved state, the tokens of the
// artifact and cache services, and the files through which the step's outputs go.
const OURS_ONLY =
  /^(?:INPUT_|STATE_|ACTIONS_RUNTIME_|ACTIONS_RESULTS_|ACTIONS_CACHE_|GITHUB_OUTPUT$|GITHUB_STATE$)/

/** The environment of every Terraform that a run starts. `workspace` undefined: what the folder says. */
export function terraformEnvironment(
  env: Environment,
  token: string,
  workspace: string | undefined,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !OURS_ONLY.test(name)) result[name] = value
  }
  result['TF_IN_AUTOMATION'] ||= 'lockstep'
  result[tokenVariable] = token
  delete result['TF_WORKSPACE']
  if (workspace !== undefined) result['TF_WORKSPACE'] = workspace
  return result
}

const LOG_VARIABLES = ['TF_LOG', 'TF_LOG_CORE', 'TF_LOG_PROVIDER', 'TF_LOG_CLOUD', 'TF_LOG_PATH']

/** Whether the user keeps a log of Terraform's; then it stays theirs, and we have no name for our lock. */
export function userKeepsLog(env: Environment): boolean {
  return LOG_VARIABLES.some((name) => (env[name] ?? '') !== '')
}

/** The log that tells our lock's ID (lock rule 3). It holds all arguments in clear, so it is never shown. */
export function coreLogEnvironment(logFile: string): Record<string, string> {
  return { TF_LOG_CORE: 'INFO', TF_LOG_PATH: logFile }
}
