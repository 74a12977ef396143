import { spawn } from 'node:child_process'
import { basename } from 'node:path'

export interface ProcessOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}

export interface TimedProcess {
  /** Of `sharedNow`, just before the process was asked for. */
  readonly startedAt: number
  readonly pid: number
  /** Milliseconds to the process's end. Rejects, with its output, when that is not exit code 0. */
  readonly ended: Promise<number>
  /** Resolves when the output holds the text; rejects when the process ends before. */
  showed(text: string): Promise<void>
}

/**
 * Milliseconds of a clock that processes share: `performance.now()` begins anew in each, but both read
 * CLOCK_MONOTONIC.
 */
export function sharedNow(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

export function startTimed(file: string, args: readonly string[], options: ProcessOptions): TimedProcess {
  const startedAt = sharedNow()
  const start = performance.now()
  const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  const listeners = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      for (const listener of listeners) listener()
    })
  }
  const ended = new Promise<number>((resolve, reject) => {
    let ms = 0
    child.once('error', reject)
    child.once('exit', () => {
      ms = performance.now() - start
    })
    child.once('close', (code, signal) => {
      if (code === 0) resolve(ms)
      else reject(new Error(`${basename(file)} ended with ${String(code ?? signal)}:\n${output}`))
    })
  })
  ended.catch(() => undefined)
  return {
    startedAt,
    pid: child.pid ?? 0,
    ended,
    showed: async (text) => {
      const { promise, resolve } = Promise.withResolvers<undefined>()
      const look = (): void => {
        if (output.includes(text)) resolve(undefined)
      }
      listeners.add(look)
      look()
      await before(promise, ended, `"${text}"`)
    },
  }
}

/** The whole life of a process, in milliseconds. */
export async function timeProcess(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<number> {
  return await startTimed(file, args, options).ended
}

/** Waits for an event that has to come before the process ends: else nothing would end the wait. */
export async function before<T>(event: Promise<T>, ended: Promise<number>, what: string): Promise<T> {
  const tooLate = ended.then(() => {
    throw new Error(`the process ended before ${what}`)
  })
  return await Promise.race([event, tooLate])
}
