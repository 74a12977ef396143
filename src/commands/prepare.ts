import { dataDirectory, readBackendFile, readSelectedWorkspace } from '../backend/backend-file.ts'
import type { Backend } from '../backend/backend.ts'
import { preloadS3Client } from '../backend/aws-clients.ts'
import { resolveBackend } from '../backend/resolve.ts'
import { LockstepError } from '../errors.ts'
import { adviseMechanism } from '../lock/mechanism.ts'
import { plainLine } from '../report/plain-text.ts'
import { initArguments } from '../terraform/arguments.ts'
import { parseHumanErrors } from '../terraform/human-errors.ts'
import type { ShortRun, Terraform } from '../terraform/terraform.ts'
import { renderVersion, type TerraformVersion } from '../terraform/version.ts'
import { annotateDiagnostics } from './annotate.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'

export interface Prepared {
  readonly terraform: Terraform
  readonly backend: Backend
  readonly workspace: string
  readonly version: TerraformVersion
}

/** Everything up to the lock: version, init, the backend, the workspace. Throws what stands in the way. */
export async function prepare(deps: Dependencies, journey: Journey): Promise<Prepared> {
  const { inputs, env, log, clock } = deps
  const terraform = await deps.openTerraform()
  const directory = dataDirectory(inputs.workingDirectory, env)
  // Before init, which quietly selects `default` where the selected workspace is gone and no other is left.
  const selected = await readSelectedWorkspace(directory)
  const workspace = inputs.workspace ?? nonEmpty(env['TF_WORKSPACE']) ?? selected

  preloadS3Client()
  const initialising = inputs.init ? terraform.run(initArguments(inputs)) : undefined
  initialising?.catch(() => undefined)

  const version = await terraform.version()
  log.lines(`${renderVersion(version)} at ${terraform.executable.path}`)
  if (terraform.executable.isScript) {
    warn(
      deps,
      journey,
      `${terraform.executable.path} is a script. Lockstep looks at its whole process group, since its own end does not tell that Terraform has ended.`,
    )
  }
  if (initialising !== undefined) reportInit(deps, await initialising)

  const { workingDirectory, workspaceRoot } = inputs
  const backend = resolveBackend(await readBackendFile(directory), workspace, {
    env,
    clock,
    workingDirectory,
    workspaceRoot,
  })
  journey.stateAddress = backend.address
  log.lines(`State: ${plainLine(backend.address, 500)}`)
  await requireWorkspace(deps, terraform, backend, workspace)
  return { terraform, backend, workspace, version }
}

/** Says what the version rule says of the backend's locking; `apply` is refused where there is none. */
export function adviseOnLocking(deps: Dependencies, journey: Journey, prepared: Prepared): void {
  const { inputs } = deps
  const advice = adviseMechanism(prepared.backend.mechanism, prepared.version)
  if (advice === undefined) return
  if (advice.refusesApply && inputs.command === 'apply' && !inputs.allowUnlockedBackend) {
    throw new LockstepError(
      'unlocked-backend',
      advice.message,
      'To apply without a lock all the same, set allow-unlocked-backend to true.',
    )
  }
  warn(deps, journey, advice.message)
}

export function warn(deps: Pick<Dependencies, 'log'>, journey: Journey, message: string): void {
  journey.warnings.push(message)
  deps.log.annotate('warning', message)
}

function reportInit(deps: Dependencies, init: ShortRun): void {
  const { log, inputs } = deps
  log.startGroup('terraform init')
  log.lines(`${init.stdout}${init.stderr}`)
  log.endGroup()
  if (init.exitCode === 0) return
  const errors = parseHumanErrors(init.stderr)
  annotateDiagnostics(log, errors, inputs)
  const first = errors[0]
  const missing = /Currently selected workspace "(.*)" does not exist/.exec(first?.summary ?? '')
  if (missing !== null) throw workspaceMissing(plainLine(missing[1] ?? ''), 'the folder has it selected')
  const summary = first === undefined ? `exit code ${String(init.exitCode)}` : plainLine(first.summary, 300)
  throw new LockstepError(
    'terraform-error',
    `terraform init failed: ${summary}`,
    'Its output stands above, in the group "terraform init".',
  )
}

/** `init` ran without TF_WORKSPACE, since it would create the workspace; so it is looked for here. */
async function requireWorkspace(
  deps: Dependencies,
  terraform: Terraform,
  backend: Backend,
  workspace: string,
): Promise<void> {
  if (workspace === 'default') return
  const { inputs, log } = deps
  let presence = await backend.workspacePresence()
  if (presence.kind === 'ask-terraform') {
    const list = await terraform.run(['workspace', 'list'])
    const names = list.stdout.split('\n').map((line) => line.replace(/^\*? +/, '').trim())
    presence = { kind: list.exitCode === 0 && names.includes(workspace) ? 'exists' : 'missing' }
  }
  if (presence.kind === 'exists') return
  if (presence.kind === 'denied') {
    throw workspaceMissing(workspace, presence.reason)
  }
  if (!inputs.createWorkspace) throw workspaceMissing(workspace, 'the backend has no state for it')
  log.lines(`Creating the workspace "${workspace}".`)
  const created = await terraform.run(['workspace', 'new', '-no-color', workspace])
  // Another job may have been faster; then it is there, which is all that was wanted.
  if (created.exitCode === 0 || /already exists/.test(created.stderr)) return
  const reason = parseHumanErrors(created.stderr)[0]?.summary ?? created.stderr
  throw new LockstepError(
    'terraform-error',
    `The workspace "${workspace}" could not be created: ${plainLine(reason, 300)}`,
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
