import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import type { Readable, Writable } from 'node:stream'
import type { OutputStream } from './step-record.ts'

/** The waits of `ProcessInvoker.cs`, in milliseconds. */
export interface Timetable {
  /** From SIGINT to SIGTERM. */
  afterSigintMs: number
  /** From SIGTERM to SIGKILL. */
  afterSigtermMs: number
  /** How long the runner waits, once node has ended, for whoever else holds its stdout or stderr. */
  drainMs: number
}

export const runnerTimetable: Timetable = { afterSigintMs: 7500, afterSigtermMs: 2500, drainMs: 5000 }

export interface StepProcessOptions {
  node: string
  script: string
  cwd: string
  env: Record<string, string>
  timetable: Timetable
  onLine: (text: string, stream: OutputStream, at: number) => void
  onText: (text: string, stream: OutputStream) => void
}

export interface StepProcessEnd {
  exitCode: number | null
  signal: NodeJS.Signals | null
  cancelled: boolean
  /** Signals that the runner sent to node, in order. */
  signals: SentSignal[]
  durationMs: number
}

export interface SentSignal {
  signal: NodeJS.Signals
  /** Milliseconds since 1970. */
  at: number
}

export interface StepProcess {
  pid: number
  ended: Promise<StepProcessEnd>
  cancel: () => void
  kill: (signal: NodeJS.Signals) => void
  /** Cancels without a signal, and looks away at once; node goes on. */
  abandon: () => void
}

type NodeProcess = ChildProcessByStdio<Writable, Readable, Readable>

/**
 * Port of `ProcessInvoker.ExecuteAsync` for Unix: signals reach node only, never its children. One difference:
 * node starts its children with socket pairs, where the runner has pipes, so a grandchild that inherits them
 * can't open /dev/stdout or /dev/stderr.
 */
export async function startStepProcess(options: StepProcessOptions): Promise<StepProcess> {
  const startedAt = performance.now()
  const child: NodeProcess = spawn(options.node, [options.script], {
    cwd: options.cwd,
    env: options.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  child.stdin.on('error', () => undefined)
  child.stdin.end()

  const signals: SentSignal[] = []
  let cancelled = false
  let timer: NodeJS.Timeout | undefined

  function kill(signal: NodeJS.Signals): void {
    if (child.exitCode !== null || child.signalCode !== null) return
    signals.push({ signal, at: Date.now() })
    child.kill(signal)
  }

  function cancel(): void {
    if (cancelled) return
    cancelled = true
    kill('SIGINT')
    if (child.exitCode !== null || child.signalCode !== null) return
    timer = setTimeout(() => {
      kill('SIGTERM')
      timer = setTimeout(kill, options.timetable.afterSigtermMs, 'SIGKILL')
    }, options.timetable.afterSigintMs)
  }

  const output = readOutput(child, options)
  const abandoned = Promise.withResolvers<'abandoned'>()
  const exited = new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
    child.once('exit', (exitCode, signal) => {
      resolve([exitCode, signal])
    })
  })

  function abandon(): void {
    cancelled = true
    abandoned.resolve('abandoned')
  }

  async function end(): Promise<StepProcessEnd> {
    const seen = await Promise.race([exited, abandoned.promise])
    const [exitCode, signal] = seen === 'abandoned' ? [null, null] : seen
    clearTimeout(timer)
    await output.drained(seen === 'abandoned' ? 0 : options.timetable.drainMs)
    return { exitCode, signal, cancelled, signals, durationMs: performance.now() - startedAt }
  }

  const ended = end()
  await once(child, 'spawn')
  return { pid: child.pid ?? 0, ended, cancel, kill, abandon }
}

interface StepOutput {
  /** Resolves when both streams are closed, or after `limitMs`, and hands over the lines that are whole. */
  drained(limitMs: number): Promise<void>
}

function readOutput(child: NodeProcess, options: StepProcessOptions): StepOutput {
  const pending: Record<OutputStream, (() => void)[]> = { stderr: [], stdout: [] }
  let scheduled: NodeJS.Immediate | undefined
  let abandoned = false

  // The runner empties both queues at each wake-up, stderr first, whatever was printed first.
  function flush(): void {
    scheduled = undefined
    for (const name of ['stderr', 'stdout'] as const) for (const hand of pending[name].splice(0)) hand()
  }

  async function read(name: OutputStream): Promise<void> {
    const lines = createLineSplitter((text) => {
      const at = Date.now()
      pending[name].push(() => {
        options.onLine(text, name, at)
      })
      scheduled ??= setImmediate(flush)
    })
    child[name].setEncoding('utf8')
    child[name].on('data', (text: string) => {
      if (abandoned) return
      options.onText(text, name)
      lines.push(text)
    })
    await once(child[name], 'end')
    if (!abandoned) lines.end()
  }

  const closed = Promise.all([read('stdout'), read('stderr')])

  async function drained(limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, limitMs)
    })
    await Promise.race([closed, limit])
    clearTimeout(timer)
    clearImmediate(scheduled)
    flush()
    abandoned = true
    // The runner forgets its readers but never closes them: who still holds the pipe can go on writing.
    for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream.unref()
  }

  return { drained }
}

/** Lines as .NET's `ReadLine` sees them: a lone CR ends a line too, so that what follows it may be a command. */
function createLineSplitter(onLine: (text: string) => void): { push(text: string): void; end(): void } {
  let rest = ''
  let endedWithCr = false
  return {
    push(text) {
      const parts = (rest + (endedWithCr ? text.replace(/^\n/, '') : text)).split(/\r\n|\n|\r/)
      endedWithCr = text.endsWith('\r')
      rest = parts.pop() ?? ''
      parts.forEach(onLine)
    },
    end() {
      if (rest !== '') onLine(rest)
    },
  }
}
