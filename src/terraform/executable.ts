import { accessSync, closeSync, constants, openSync, readSync, statSync } from 'node:fs'
import { basename, delimiter, dirname, isAbsolute, join, resolve } from 'node:path'
import { LockstepError } from '../errors.ts'

export interface Executable {
  readonly path: string
  /** A script stands before Terraform: its end says nothing about Terraform's, and signals go to its group. */
  readonly isScript: boolean
}

type Environment = Readonly<Record<string, string | undefined>>

/** `wanted`: the input `executable`, a name or a path (relative to the workspace). */
export function findExecutable(
  wanted: string | undefined,
  env: Environment,
  workspaceRoot: string,
): Executable {
  const found = locate(wanted, env, workspaceRoot)
  if (found === undefined) {
    throw new LockstepError(
      'terraform-error',
      wanted === undefined
        ? 'Neither terraform nor tofu is on PATH.'
        : `The executable "${wanted}" was not found, or may not be run.`,
      'Install it in an earlier step (hashicorp/setup-terraform or opentofu/setup-opentofu), or give its path in the input "executable".',
    )
  }
  if (!isScript(found)) return { path: found, isScript: false }
  const hidden = binaryBehindWrapper(found, env)
  return hidden === undefined ? { path: found, isScript: true } : { path: hidden, isScript: false }
}

function locate(wanted: string | undefined, env: Environment, root: string): string | undefined {
  if (wanted === undefined) return onPath('terraform', env) ?? onPath('tofu', env)
  if (isAbsolute(wanted) || wanted.includes('/') || wanted.includes('\\')) {
    const path = resolve(root, wanted)
    return isRunnable(path) ? path : undefined
  }
  return onPath(wanted, env)
}

function onPath(name: string, env: Environment): string | undefined {
  const suffixes = process.platform === 'win32' ? ['.exe', ''] : ['']
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    // An empty or relative entry would run whatever lies in the checked-out repository.
    if (!isAbsolute(folder)) continue
    for (const suffix of suffixes) {
      const path = join(folder, name + suffix)
      if (isRunnable(path)) return path
    }
  }
  return undefined
}

function isRunnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

function isScript(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(2)
    return readSync(file, start) === 2 && start.toString('latin1') === '#!'
  } finally {
    closeSync(file)
  }
}

/**
 * setup-terraform and setup-opentofu put a script before the real binary. It turns exit code 2 into 0, dies of a
 * SIGINT that Terraform never gets, and copies the plan's JSON into the step's outputs; so it is never run.
 */
function binaryBehindWrapper(script: string, env: Environment): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const name = basename(script).replace(/\.exe$/, '')
  const folders = [dirname(script), env['TERRAFORM_CLI_PATH'], env['TOFU_CLI_PATH']]
  for (const folder of folders) {
    if (folder === undefined || folder === '') continue
    const candidate = join(folder, `${name}-bin${suffix}`)
    if (isRunnable(candidate) && !isScript(candidate)) return candidate
  }
  return undefined
}
