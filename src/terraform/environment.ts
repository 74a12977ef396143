import { inputDefaults } from '../runner/input-table.ts'
import { tokenVariable } from '../runner/processes.ts'

type Environment = Readonly<Record<string, string | undefined>>

// Our inputs (which may hold secrets; a variable of the user's own has no hyphen) and saved state, the tokens of the
// artifact and cache services, which the runner gives to no `run:` step, and the files through which a step commands
// the runner.
const OURS_ONLY =
  /^(?:INPUT_.*-.*|STATE_token|STATE_run-directory|ACTIONS_(?:RUNTIME|RESULTS|CACHE)_.*|GITHUB_(?:OUTPUT|STATE|ENV|PATH|STEP_SUMMARY))$/
const OUR_INPUTS = new Set(Object.keys(inputDefaults).map((name) => `INPUT_${name.toUpperCase()}`))

/** The environment of every Terraform that a run starts. `workspace` undefined: what the folder says. */
export function terraformEnvironment(
  env: Environment,
  token: string,
  workspace: string | undefined,
): Record<string, string> {
  const result: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !OURS_ONLY.test(name) && !OUR_INPUTS.has(name)) result[name] = value
  }
  result['TF_IN_AUTOMATION'] ||= 'lockstep'
  result[tokenVariable] = token
  delete result['TF_WORKSPACE']
  if (workspace !== undefined) result['TF_WORKSPACE'] = workspace
  return result
}

function isAnySet(env: Environment, names: readonly string[]): boolean {
  return names.some((name) => (env[name] ?? '') !== '')
}

const LOG_VARIABLES = ['TF_LOG', 'TF_LOG_CORE', 'TF_LOG_PROVIDER', 'TF_LOG_CLOUD', 'TF_LOG_PATH']

/** Whether the user keeps a log of Terraform's; then it stays theirs, and we have no name for our lock. */
export function userKeepsLog(env: Environment): boolean {
  return isAnySet(env, LOG_VARIABLES)
}

/** The log that tells our lock's ID (lock rule 3). It holds all arguments in clear, so it is never shown. */
export function coreLogEnvironment(logFile: string): Record<string, string> {
  return { TF_LOG_CORE: 'INFO', TF_LOG_PATH: logFile }
}

/** From here on a command may take more memory for less time: GitHub's smallest runner has 7 GB to give. */
const plentyBytes = 4e9

/**
 * For commands that change no resource and end soon. Go collects its garbage first at 4 MB, and then whenever what is in use
 * has doubled (go.dev/doc/gc-guide): a third of a Terraform that takes 50 ms. Its providers inherit this, so the limit,
 * from which on they collect as often as it takes, keeps all of them within what is free. The user's own settings stay.
 */
export function collectLess(env: Environment, freeBytes: number): Record<string, string> {
  if (isAnySet(env, ['GOGC', 'GOMEMLIMIT']) || freeBytes < plentyBytes) return {}
  return { GOGC: '400', GOMEMLIMIT: String(Math.floor(freeBytes / 8)) }
}

/**
 * What outlives this process is left to finish: at the end of a job the runner kills what carries its tracking ID
 * (actions/runner, JobExtension.cs), and a Terraform that is killed at work leaves its state behind what it did.
 */
export function detachedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return { ...env, RUNNER_TRACKING_ID: '' }
}

/** The same for what is not to be found by the run's token either, since its end would do harm at any time. */
export function untracedEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  return detachedEnvironment(
    Object.fromEntries(Object.entries(env).filter(([name]) => name !== tokenVariable)),
  )
}
