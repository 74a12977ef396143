import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TerraformProject } from '../__tests__/support/terraform-project.ts'

export interface Laptop {
  /** Of the apply, or of the init if that failed. Null if a signal ended it. */
  readonly exitCode: Promise<number | null>
  /** One SIGINT, on which Terraform ends in order; SIGKILL if it takes too long. Resolves when it is gone. */
  stop(): Promise<void>
}

export interface LaptopOptions {
  readonly terraform: string
  readonly project: TerraformProject
  readonly env: Readonly<Record<string, string>>
  readonly onLine: (line: string) => void
}

const stopGraceMs = 3_000
/** Of an apply's human output: what happens to resources and data, the counts, and errors. */
const worthShowing = /^\S+\.\S+: (?!Provisioning)|^Plan:|^Apply complete!|Error: /

/** Somebody at a laptop: plain Terraform, `init` and `apply -auto-approve`. */
export function startLaptop(options: LaptopOptions): Laptop {
  const { terraform, project, onLine } = options
  // PATH for the shell of a provisioner. Nothing else of this process: no AWS_PROFILE, TF_WORKSPACE or TF_CLI_ARGS.
  const env = { PATH: process.env['PATH'] ?? '', HOME: project.workspace, ...options.env }
  let current: Run | undefined
  let isStopped = false

  async function run(args: string[]): Promise<number | null> {
    if (isStopped) return null
    current = startRun(terraform, args, project.folder, env, onLine)
    return await current.exitCode
  }

  async function initAndApply(): Promise<number | null> {
    onLine('$ terraform init && terraform apply -auto-approve')
    const initCode = await run(['init', '-input=false', '-no-color'])
    return initCode === 0 ? await run(['apply', '-auto-approve', '-input=false', '-no-color']) : initCode
  }

  return {
    exitCode: initAndApply(),
    async stop() {
      isStopped = true
      await current?.stop()
    },
  }
}

interface Run {
  exitCode: Promise<number | null>
  stop(): Promise<void>
}

function startRun(
  file: string,
  args: string[],
  cwd: string,
  env: Record<string, string>,
  onLine: (line: string) => void,
): Run {
  // A process group of its own: a Ctrl-C of the terminal would reach it besides our SIGINT, and Terraform leaves its
  // lock behind at the second interrupt.
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => {
      if (worthShowing.test(line)) onLine(line)
    })
  }
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  const exitCode = once(child, 'close').then(([code]) => code as number | null)
  return {
    exitCode,
    async stop() {
      if (child.pid === undefined || hasEnded()) return
      child.kill('SIGINT')
      await Promise.race([exitCode, sleep(stopGraceMs, undefined, { ref: false })])
      if (!hasEnded()) process.kill(-child.pid, 'SIGKILL')
      await exitCode
    },
  }
}
