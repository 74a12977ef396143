import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import { signalProcess } from '../runner/processes.ts'

export interface ProcessEnd {
  /** null when a signal ended it. */
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** No process of its group is left; false also where one belongs to another user. */
  readonly groupIsGone: boolean
}

/** A Terraform that outlives this process: its own session, its output in a file. */
export interface DetachedProcess {
  readonly pid: number
  /** Resolves with what was seen of its end. */
  readonly ended: Promise<ProcessEnd>
  /** Sends one SIGINT, the first time only: Terraform takes a second one as an order to drop everything. */
  interrupt(): void
}

export interface DetachedCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  /** An existing file; output is appended, both streams in the order of their writes. */
  readonly outputFile: string
  /** Send signals to the whole group: a script does not hand them on. */
  readonly signalGroup: boolean
}

const waitForGroupMs = 60_000

export async function startDetached(command: DetachedCommand, clock: Clock): Promise<DetachedProcess> {
  const output = openSync(command.outputFile, 'a')
  try {
    const child = spawn(command.file, command.args, {
      cwd: command.cwd,
      env: command.env,
      detached: true,
      shell: false,
      stdio: ['ignore', output, output],
    })
    const exited = new Promise<Omit<ProcessEnd, 'groupIsGone'>>((resolve) => {
      child.once('exit', (exitCode, signal) => {
        resolve({ exitCode, signal })
      })
    })
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
    // 'error' also comes when a signal can't be sent, which the end of the process then explains.
    child.on('error', () => undefined)
    const pid = child.pid ?? 0
    const ended = exited.then(async (end) => ({
      ...end,
      groupIsGone: await waitForGroup(pid, command.signalGroup ? waitForGroupMs : 0, clock),
    }))
    let isOver = false
    void ended.then(() => (isOver = true))
    return {
      pid,
      ended,
      interrupt() {
        if (isOver) return
        isOver = true
        // It may have ended between the look and the signal.
        signalProcess(command.signalGroup ? -pid : pid, 'SIGINT')
      },
    }
  } finally {
    closeSync(output)
  }
}

/** A script may end before the Terraform that it started; a process that Terraform left behind may never end. */
async function waitForGroup(pid: number, limitMs: number, clock: Clock): Promise<boolean> {
  const latest = clock.monotonic() + limitMs
  for (;;) {
    try {
      process.kill(-pid, 0)
    } catch (error) {
      // EPERM is a process that is there, under sudo for one.
      if ((error as NodeJS.ErrnoException).code === 'ESRCH') return true
    }
    if (clock.monotonic() >= latest) return false
    await clock.sleep(50)
  }
}
