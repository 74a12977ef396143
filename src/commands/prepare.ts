import { dataDirectory, readBackendFile, readSelectedWorkspace } from '../backend/backend-file.ts'
import type { Backend } from '../backend/backend.ts'
import { preloadS3Client, resolveBackend } from '../backend/resolve.ts'
import { LockstepError } from '../errors.ts'
import { noLockingAdvice } from '../lock/mechanism.ts'
import type { Diagnostic } from '../plan/diagnostic.ts'
import { plainLine, plainText } from '../report/plain-text.ts'
import { readGivenValues } from '../runner/given-values.ts'
import type { Inputs } from '../runner/inputs.ts'
import { initArguments } from '../terraform/arguments.ts'
import { parseHumanErrors } from '../terraform/human-errors.ts'
import type { ShortRun, Terraform } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import { redactionOf, tellDiagnostics } from './redact.ts'

export interface Prepared {
  readonly terraform: Terraform
  readonly backend: Backend
  readonly workspace: string
  /** TF_WORKSPACE for every further command; undefined: the folder says it. */
  readonly workspaceVariable: string | undefined
}

export interface PrepareOptions {
  /** The state is not needed, and may be deleted, or one that Terraform can't read. */
  readonly stateMayBeBroken?: boolean
}
const PLANNING: ReadonlySet<Inputs['command']> = new Set(['plan', 'apply', 'drift'])

/** Everything up to the lock: init, the backend, the workspace. Throws what stands in the way. */
export async function prepare(
  deps: Dependencies,
  journey: Journey,
  { stateMayBeBroken = false }: PrepareOptions = {},
): Promise<Prepared> {
  const { inputs, env, log, clock } = deps
  const directory = dataDirectory(inputs.workingDirectory, env)
  const terraform = deps.openTerraform(inputs.workingDirectory)
  journey.given = await readGivenValues(inputs, env)
  // Before init, which quietly selects `default` where the selected workspace is gone and no other is left.
  const selected = readSelectedWorkspace(directory)
  log.say(`Executable: ${terraform.executable.path}`)
  const wanted = inputs.workspace ?? nonEmpty(env['TF_WORKSPACE'])
  const workspace = wanted ?? selected

  if (terraform.executable.isScript) {
    warn(
      deps,
      journey,
      `${terraform.executable.path} is a script. Lockstep looks at its whole process group, since its own end does not tell that Terraform has ended.`,
    )
  }
  const initialising = inputs.init ? terraform.run(initArguments(inputs)) : undefined
  initialising?.catch(() => undefined)
  // Loading the client takes as long as a small init, and blocks: so it comes after the start of init.
  preloadS3Client()
  if (initialising !== undefined) {
    const init = await initialising
    // It configures the backend, and then reads the state: internal/command/init.go.
    if (stateMayBeBroken && init.exitCode !== 0 && (await isConfigured(terraform))) {
      log.say('terraform init could configure the backend, and not read the state.')
      log.debug(redactionOf(journey, true)(`${init.stdout}${init.stderr}`))
    } else reportInit(deps, journey, init)
  }
  // Without init, only a command that loads the backend tells that the folder's note of it is not out of date.
  else if (!PLANNING.has(inputs.command)) await listWorkspaces(terraform)

  const { workingDirectory, workspaceRoot } = inputs
  const backendFile = readBackendFile(directory)
  const backend = resolveBackend(backendFile, workspace, {
    env,
    clock,
    workingDirectory,
    workspaceRoot,
  })
  journey.stateAddress = backend.address
  journey.mechanism = backend.mechanism
  log.say(`State: ${plainLine(backend.address, 500)}`)
  if (!stateMayBeBroken) await requireWorkspace(deps, terraform, backend, workspace)
  const workspaceVariable = inputs.createWorkspace ? workspace : wanted
  const { executable } = terraform
  deps.recorder.note({ place: { executable, backendFile, workspace, workspaceVariable } })
  return { terraform, backend, workspace, workspaceVariable }
}

/** An S3 backend without any locking is warned of by `plan`, and refused by `apply` unless that is wanted. */
export function requireLocking(deps: Dependencies, journey: Journey, { backend }: Prepared): void {
  if (backend.mechanism !== 'none') return
  const { command, allowUnlockedBackend } = deps.inputs
  if ((command === 'apply' || command === 'restore') && !allowUnlockedBackend) {
    throw new LockstepError(
      'unlocked-backend',
      noLockingAdvice,
      `To ${command} without a lock all the same, set allow-unlocked-backend to true.`,
    )
  }
  warn(deps, journey, noLockingAdvice)
}

/** Each warning once, however often Terraform is started. */
export function warn(deps: Pick<Dependencies, 'log'>, journey: Journey, message: string): void {
  if (journey.warnings.includes(message)) return
  journey.warnings.push(message)
  deps.log.annotate('warning', message)
}

export function reportInit(deps: Dependencies, journey: Journey, init: ShortRun): void {
  const { log } = deps
  const redact = redactionOf(journey, init.exitCode !== 0)
  log.startGroup('terraform init')
  log.lines(redact(`${init.stdout}${init.stderr}`))
  log.endGroup()
  if (init.exitCode === 0) return
  const errors = parseHumanErrors(init.stderr)
  tellDiagnostics(deps, journey, errors, true)
  const [first] = errors
  const missing = /Currently selected workspace "(.*)" does not exist/.exec(first?.summary ?? '')
  if (missing !== null) throw workspaceMissing(plainLine(missing[1] ?? ''), 'the folder has it selected')
  const summary =
    first === undefined
      ? `exit code ${String(init.exitCode)}`
      : plainLine(redact(plainText(first.summary)), 300)
  throw new LockstepError(
    'terraform-error',
    `terraform init failed: ${summary}`,
    `The log has its whole output in the group "terraform init".${isDigestApart(first) ? ` ${digestAdvice}` : ''}`,
  )
}

// internal/backend/remote-state/s3/client.go, errBadChecksumFmt.
function isDigestApart(error: Diagnostic | undefined): boolean {
  return error?.summary.includes('state data in S3 does not have the expected content') === true
}

const digestAdvice =
  'The command "restore" tells which of the two is newer, the state or its digest in the lock table. Where the state that is there is the right one, restore with repair-digest: true writes its digest.'

/**
 * `init` ran without TF_WORKSPACE, since it would create the workspace; so it is looked for here. A workspace that may
 * be created is left to Terraform, which makes it under its own lock when TF_WORKSPACE names it.
 */
async function requireWorkspace(
  deps: Dependencies,
  terraform: Terraform,
  backend: Backend,
  workspace: string,
): Promise<void> {
  const { inputs, log, cancelled } = deps
  if (workspace === 'default') return
  let presence = await backend.workspacePresence(cancelled)
  if (presence === 'ask-terraform') {
    presence = (await listWorkspaces(terraform)).includes(workspace) ? 'exists' : 'missing'
  }
  if (presence === 'exists') return
  if (!inputs.createWorkspace) throw workspaceMissing(workspace, 'the backend has no state for it')
  log.say(`The workspace "${workspace}" does not exist yet; Terraform creates it.`)
}

/** Whether the folder is set up for the backend of its configuration; the state is not looked at. */
async function isConfigured(terraform: Terraform): Promise<boolean> {
  return (await terraform.run(['workspace', 'list'])).exitCode === 0
}

async function listWorkspaces(terraform: Terraform): Promise<string[]> {
  const list = await terraform.run(['workspace', 'list'])
  if (list.exitCode === 0) return list.stdout.split('\n').map((line) => line.replace(/^\*? +/, '').trim())
  const reason = parseHumanErrors(list.stderr)[0]?.summary ?? list.stderr
  throw new LockstepError(
    'terraform-error',
    `terraform workspace list failed: ${plainLine(reason, 300)}`,
    'Where this folder is not initialised for its backend, leave out init: false.',
  )
}

function workspaceMissing(workspace: string, why: string): LockstepError {
  return new LockstepError(
    'workspace-missing',
    `The workspace "${workspace}" was not found: ${why}. Nothing was created.`,
    'Check the input "workspace" and TF_WORKSPACE; to create it, set create-workspace to true.',
  )
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === '' ? undefined : text
}
