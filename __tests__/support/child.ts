import { spawn } from 'node:child_process'
import { clearTimeout, setTimeout } from 'node:timers'
import { setTimeout as sleep } from 'node:timers/promises'
import { runInThisContext } from 'node:vm'

export interface RunningChild {
  readonly pid: number
  /** What it has written so far, stdout and stderr as they came. */
  output(): string
  /** Never rejects. */
  readonly exited: Promise<ChildExit>
  /** SIGTERM, and SIGKILL after 2 s; resolves once it is gone. Does nothing when it has exited before. */
  stop(): Promise<void>
}

export interface ChildExit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface ChildOptions {
  env?: NodeJS.ProcessEnv
  cwd?: string
  /** The child counts as started once its output matches; without it, once it is spawned. */
  ready?: RegExp
  /** For `ready`; 20 s unless given. */
  timeoutMs?: number
}

const stopGraceMs = 2_000
const outputGraceMs = 250

/** Starts a child that is stopped by its own pid, at the latest when this process ends by `exit` or a signal. */
export async function startChild(
  file: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<RunningChild> {
  // A process group of its own: a launcher (pyenv's shims, say) may start the real program as its child, and the
  // signal has to reach that one too.
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  let output = ''
  const outputListeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const listener of outputListeners) listener()
    })
  }
  const closed = new Promise<void>((resolve) =>
    child.once('close', () => {
      resolve()
    }),
  )
  let hasExited = false
  let isStopping = false
  const exited = new Promise<ChildExit>((resolve) => {
    child.once('exit', (code, signal) => {
      hasExited = true
      unregister(child.pid)
      // What a launcher has left of its group; at once, while the group's id can't belong to anybody else.
      if (isStopping && child.pid !== undefined) signalGroup(child.pid, 'SIGKILL')
      // The streams close after the exit, or never while a grandchild holds them.
      void Promise.race([closed, sleep(outputGraceMs, undefined, { ref: false })]).then(() => {
        resolve({ code, signal })
      })
    })
  })

  const { pid } = child
  if (pid !== undefined) register(pid)
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', reject)
  })
  if (pid === undefined) throw new Error(`${file} has no pid.`)

  async function stop(): Promise<void> {
    if (hasExited || pid === undefined) return
    isStopping = true
    signalGroup(pid, 'SIGTERM')
    const killTimer = setTimeout(() => {
      if (!hasExited) signalGroup(pid, 'SIGKILL')
    }, stopGraceMs)
    await exited
    clearTimeout(killTimer)
  }

  const { ready, timeoutMs = 20_000 } = options
  if (ready !== undefined) {
    const { promise: matched, resolve: match } = Promise.withResolvers<'ready'>()
    const look = (): void => {
      if (output.search(ready) !== -1) match('ready')
    }
    outputListeners.add(look)
    look()
    const timer = new AbortController()
    const outcome = await Promise.race([
      matched,
      exited.then(({ code, signal }) => `exited with ${String(code ?? signal)}`),
      sleep(timeoutMs, `did not show ${String(ready)} within ${String(timeoutMs)} ms`, {
        signal: timer.signal,
      }).catch(() => ''),
    ])
    timer.abort()
    outputListeners.delete(look)
    if (outcome !== 'ready') {
      await stop()
      throw new Error(`${file} ${outcome}. Its output:\n${output}`)
    }
  }
  return { pid, output: () => output, exited, stop }
}

// Jest gives tests a copy of `process` whose `exit` event never comes, so the safety net asks for the real one.
const realProcess = runInThisContext('process') as NodeJS.Process
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const runningPids = new Set<number>()

function register(pid: number): void {
  if (runningPids.size === 0) {
    realProcess.on('exit', killRunning)
    for (const signal of endingSignals) realProcess.on(signal, endBySignal)
  }
  runningPids.add(pid)
}

function unregister(pid: number | undefined): void {
  if (pid === undefined || !runningPids.delete(pid) || runningPids.size > 0) return
  removeSafetyNet()
}

function removeSafetyNet(): void {
  realProcess.off('exit', killRunning)
  for (const signal of endingSignals) realProcess.off(signal, endBySignal)
}

function killRunning(): void {
  for (const pid of runningPids) signalGroup(pid, 'SIGKILL')
}

// A listener takes the default away, which is to end: without another listener, the signal is sent again.
function endBySignal(signal: NodeJS.Signals): void {
  killRunning()
  removeSafetyNet()
  if (realProcess.listenerCount(signal) === 0) realProcess.kill(realProcess.pid, signal)
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    realProcess.kill(-pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
