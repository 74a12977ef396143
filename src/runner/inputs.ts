import { InvalidInputsError, messageFromError } from '../errors.ts'
import type { S3StateAddress } from '../lock/state-address.ts'
import { parseExpiration, type CredentialExpiration } from '../retry/credential-life.ts'
import { checkCliArgsEnvironment } from '../terraform/arguments-policy.ts'
import {
  checkBackendConfig,
  checkVarFiles,
  readFolders,
  readPlanFile,
  readWorkingDirectory,
} from './input-files.ts'
import { checkArgumentInputs, checkInputRules } from './input-rules.ts'
import { parseInputValues, type InputValues } from './input-table.ts'
import { quoteValue, type Line } from './input-values.ts'

export { inputDefaults } from './input-table.ts'

/** The inputs of a run, valid by themselves and together, `auto` resolved. */
export interface Inputs {
  readonly command: InputValues['command']
  /** GITHUB_WORKSPACE, absolute, without symlinks. */
  readonly workspaceRoot: string
  /** RUNNER_TEMP, absolute, without symlinks. */
  readonly tempDirectory: string
  /** Absolute, without symlinks, inside the workspace root. */
  readonly workingDirectory: string
  /** For `audit`: absolute, without symlinks, inside the workspace root; the working directory where none is given. */
  readonly workingDirectories: readonly string[]
  readonly stateAddress: S3StateAddress | undefined
  readonly workspace: string | undefined
  readonly createWorkspace: boolean
  readonly executable: string | undefined
  readonly init: boolean
  /** Each as it is given to `-backend-config=`; may be secret. */
  readonly backendConfig: readonly string[]
  /** Each as it is given to `-var-file=`, relative to the working directory. */
  readonly varFiles: readonly string[]
  readonly initArguments: readonly string[]
  readonly planArguments: readonly string[]
  readonly applyArguments: readonly string[]
  readonly destroy: boolean
  readonly refreshOnly: boolean
  readonly lock: boolean
  /** The whole time to wait for the lock; 0 is one try. */
  readonly lockTimeoutMs: number
  readonly onContention: 'wait' | 'fail' | 'neutral'
  /** Write our run into the lock. */
  readonly annotateLock: boolean
  readonly recoverLock: 'own-run' | 'off'
  readonly allowUnlockedBackend: boolean
  /** The longest time that Terraform gets after a cancel. */
  readonly cancelGraceMs: number
  /** What `unlock` is told; the texts are empty for any other command. */
  readonly lockId: string
  readonly reason: string
  readonly force: boolean
  readonly planStore: 'auto' | 's3' | 'artifact' | 'none'
  readonly artifactRetentionDays: number
  /** An older plan is not applied. */
  readonly maximumPlanAgeMs: number
  /** A passphrase. */
  readonly planEncryptionKey: string | undefined
  /** Approving reviews without which nothing is applied. */
  readonly requiredApprovals: number
  /** Absolute; only with `apply`. */
  readonly planFile: string | undefined
  /** Any other plan is not applied. */
  readonly planDigest: string | undefined
  readonly applyPolicy: 'reviewed' | 'unreviewed'
  /** undefined: nobody is asked or told. */
  readonly githubToken: string | undefined
  /** When a comment is made where there is none yet. */
  readonly comment: 'auto' | 'always' | 'contention' | 'never'
  /** Empty for the one comment of a state. */
  readonly commentKey: string
  readonly pullRequest: number | undefined
  /** undefined: it is not known that the credentials end. */
  readonly credentialExpiration: CredentialExpiration | undefined
  /** What `apply` needs of them to start. */
  readonly minimumCredentialLifeMs: number
  /** Of this job, as the API for jobs and check runs takes it; null where the server does not tell it. */
  readonly jobId: number | null
  /** Whether the calling workflow's `concurrency` is looked at, and whether what is wrong there stops the run. */
  readonly concurrencyCheck: 'off' | 'warn' | 'fail'
  /** The least verdict with which `audit` fails. */
  readonly auditFailOn: 'fail' | 'warn' | 'never'
  readonly failOnDrift: boolean
  /** Of the state in S3, for `restore` to bring back. */
  readonly stateVersion: string | undefined
  /** `restore` writes the digest of the state that is there. */
  readonly repairDigest: boolean
  /** The context `matrix` of this job; undefined where there is none. */
  readonly matrix: unknown
  /** The file that defines this job, and its commit; empty where the server does not tell them. */
  readonly jobWorkflowRef: string
  readonly jobWorkflowSha: string
  /** What the user should know although it stops nothing: arguments of `TF_CLI_ARGS*` that are overridden. */
  readonly notices: readonly string[]
  /** The same, of interest only with debug logging. */
  readonly debugNotes: readonly string[]
}

/**
 * Reads the inputs from the environment of the action, and looks at the files that they name.
 * @throws InvalidInputsError with every problem there is
 */
export function parseInputs(env: Readonly<Record<string, string | undefined>>): Inputs {
  const given = parseInputValues(env)
  const cliArgs = checkCliArgsEnvironment(env)
  const problems = [
    ...given.problems,
    ...checkInputRules(given.values),
    ...checkArgumentInputs(given.values),
    ...cliArgs.problems,
  ]
  const places = readPlaces(env, given.values, problems)
  if (problems.length > 0 || places === undefined) throw new InvalidInputsError(problems)

  const values = given.values as InputValues
  const isDrift = values.command === 'drift'
  const credentials = readCredentialExpiration(values['credential-expiration'], env)
  return {
    command: values.command,
    ...places,
    stateAddress: values['state-address'],
    workspace: values.workspace,
    createWorkspace: values['create-workspace'],
    executable: values.executable,
    init: values.init,
    backendConfig: textsFromLines(values['backend-config']),
    varFiles: textsFromLines(values['var-file']),
    initArguments: textsFromLines(values['init-args']),
    planArguments: textsFromLines(values['plan-args']),
    applyArguments: textsFromLines(values['apply-args']),
    destroy: values.destroy,
    refreshOnly: values['refresh-only'],
    lock: values.lock === 'auto' ? !isDrift : values.lock,
    lockTimeoutMs: values['lock-timeout'],
    onContention: onContentionOf(values),
    annotateLock: values['annotate-lock'],
    recoverLock: values['recover-lock'],
    allowUnlockedBackend: values['allow-unlocked-backend'],
    cancelGraceMs: values['cancel-grace'],
    lockId: values['lock-id'] ?? '',
    reason: values.reason ?? '',
    force: values.force,
    planStore: values['plan-store'],
    artifactRetentionDays: values['artifact-retention-days'],
    maximumPlanAgeMs: values['maximum-plan-age'],
    planEncryptionKey: values['plan-encryption-key'],
    requiredApprovals: values['required-approvals'],
    planDigest: values['plan-digest'],
    applyPolicy: values['apply-policy'],
    githubToken: values['github-token'],
    comment: values.comment,
    commentKey: values['comment-key'],
    pullRequest: values['pull-request'],
    ...credentials,
    minimumCredentialLifeMs: values['minimum-credential-life'],
    jobId: values['job-id'],
    concurrencyCheck: values['concurrency-check'],
    auditFailOn: values['audit-fail-on'],
    failOnDrift: values['fail-on-drift'],
    stateVersion: values['state-version'],
    repairDigest: values['repair-digest'],
    matrix: values.matrix,
    jobWorkflowRef: values['job-workflow-ref'],
    jobWorkflowSha: values['job-workflow-sha'],
    notices: cliArgs.notices,
  }
}

/**
 * The input, else the variable in which the AWS CLI (`configure export-credentials`) and aws-vault tell when the
 * credentials beside it end.
 */
function readCredentialExpiration(
  given: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Pick<Inputs, 'credentialExpiration' | 'debugNotes'> {
  if (given !== undefined)
    return { credentialExpiration: { at: given, source: 'credential-expiration' }, debugNotes: [] }
  const source = 'AWS_CREDENTIAL_EXPIRATION'
  const text = env[source]?.trim() ?? ''
  if (text === '') return { credentialExpiration: undefined, debugNotes: [] }
  try {
    return { credentialExpiration: { at: parseExpiration(text), source }, debugNotes: [] }
  } catch (error) {
    const note = `${source} is ${quoteValue(text)}, which says nothing: ${messageFromError(error)}`
    return { credentialExpiration: undefined, debugNotes: [note] }
  }
}

function onContentionOf(values: InputValues): Inputs['onContention'] {
  const given = values['on-contention']
  if (given !== 'auto') return given
  return values.command === 'drift' ? 'neutral' : 'wait'
}

type Places = Pick<
  Inputs,
  'workspaceRoot' | 'tempDirectory' | 'workingDirectory' | 'workingDirectories' | 'planFile'
>

/** The folders and files of the inputs as they are on disk, or undefined after a problem with a folder. */
function readPlaces(
  env: Readonly<Record<string, string | undefined>>,
  values: Partial<InputValues>,
  problems: string[],
): Places | undefined {
  const folders = readFolders(env, problems)
  if (folders === undefined) return undefined
  const { command, 'plan-file': planFile, 'working-directory': folder } = values
  const plan =
    planFile !== undefined && command === 'apply'
      ? readPlanFile(planFile, folders.workspaceRoot, problems)
      : undefined
  const workingDirectory =
    folder === undefined
      ? undefined
      : readWorkingDirectory('`working-directory`', folder, folders.workspaceRoot, problems)
  const several = (values['working-directories'] ?? []).map(({ number, text }) =>
    readWorkingDirectory(
      `\`working-directories\`, line ${String(number)},`,
      text,
      folders.workspaceRoot,
      problems,
    ),
  )
  if (workingDirectory === undefined) return undefined
  checkVarFiles(values['var-file'] ?? [], workingDirectory, problems)
  const workingDirectories =
    several.length === 0 ? [workingDirectory] : several.filter((path) => path !== undefined)
  // Terraform takes such a file relative to the folder that it runs in.
  for (const path of workingDirectories) checkBackendConfig(values['backend-config'] ?? [], path, problems)
  return { ...folders, workingDirectory, workingDirectories, planFile: plan }
}

function textsFromLines(lines: readonly Line[]): readonly string[] {
  return lines.map((line) => line.text)
}
