// Stands in for node:child_process: what is started is the modelled Terraform.
import { commitOf } from '../environment.ts'
import { theWorld } from '../world.ts'
import { currentProcess, runAs, schedule } from '../kernel.ts'
import { appendToFile, endProcess, signalOne, startProcess, type Process, type Signal } from '../machine.ts'
import { runProgram } from '../program.ts'

type Listener = (...args: never[]) => void

class Emitter {
  readonly listeners = new Map<string, Listener[]>()

  on(name: string, listener: Listener): this {
    this.listeners.set(name, [...(this.listeners.get(name) ?? []), listener])
    return this
  }

  once(name: string, listener: Listener): this {
    return this.on(name, listener)
  }

  setEncoding(): this {
    return this
  }

  emit(name: string, ...args: unknown[]): void {
    for (const listener of this.listeners.get(name) ?? []) (listener as (...all: unknown[]) => void)(...args)
  }
}

class Child extends Emitter {
  readonly pid: number
  readonly stdout = new Emitter()
  readonly stderr = new Emitter()

  constructor(pid: number) {
    super()
    this.pid = pid
  }
}

interface SpawnOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
  readonly detached?: boolean
  readonly stdio: readonly (string | undefined)[]
  readonly signal?: AbortSignal
  readonly killSignal?: Signal
}

const startMs = 2

export function spawn(file: string, args: readonly string[], options: SpawnOptions): Child {
  const parent = currentProcess()
  const { machine } = parent
  const [, stdout = 'pipe', stderr = 'pipe'] = options.stdio
  const isLong = args[0] === 'plan' || args[0] === 'apply'
  const process = startProcess(machine, {
    name: args.slice(0, args[0] === 'state' ? 2 : 1).join('-'),
    role: isLong ? 'terraform' : 'short',
    env: options.env,
    groupId: options.detached === true ? undefined : parent.groupId,
  })
  const child = new Child(process.pid)
  const write = (to: string, emitter: Emitter) => (text: string | Buffer) => {
    if (!process.isRunning) return
    if (to !== 'pipe') appendToFile(machine, to, text)
    else
      schedule(0, parent, () => {
        runAs(parent, () => {
          emitter.emit('data', text.toString())
        })
      })
  }
  process.isZombie = true
  parent.onEnd.push(() => {
    process.isZombie = false
    if (!process.isRunning) machine.processes.delete(process.pid)
  })
  process.onEnd.push(({ exitCode, signal }) => {
    schedule(1, parent, () => {
      process.isZombie = false
      machine.processes.delete(process.pid)
      runAs(parent, () => {
        child.emit('exit', exitCode, signal)
        child.emit('close', exitCode, signal)
      })
    })
  })
  const abort = (): void => {
    signalOne(process, options.killSignal ?? 'SIGTERM')
    child.emit('error', new Error('The operation was aborted'))
  }
  if (options.signal?.aborted === true) schedule(0, parent, abort)
  else options.signal?.addEventListener('abort', abort)
  schedule(startMs, parent, () => {
    runAs(parent, () => {
      child.emit('spawn')
    })
  })
  runAs(process, () => {
    void runProgram(process, args, {
      cwd: options.cwd,
      out: write(stdout, child.stdout),
      err: write(stderr, child.stderr),
    }).then(
      (exitCode) => {
        end(process, exitCode)
      },
      (error: unknown) => {
        globalThis.console.error(`the modelled ${file} ${args.join(' ')} has a defect:`, error)
        end(process, 99)
      },
    )
  })
  return child
}

function end(process: Process, exitCode: number): void {
  endProcess(process, { exitCode, signal: null })
}

/** Git, on the machines of a pull request's jobs; nobody else has it. */
export function execFile(
  _file: string,
  args: readonly string[],
  _options: unknown,
  done: (error: Error | null, stdout: string) => void,
): void {
  const { machine } = currentProcess()
  const job = theWorld().jobOn(machine)
  const tree = job === undefined ? undefined : theWorld().github?.treeOf(job)
  const asked = args.slice(args.indexOf('-C') + 2).join(' ')
  void Promise.resolve().then(() => {
    if (tree === undefined || job === undefined) done(new Error('ENOENT'), '')
    else if (asked === 'rev-parse HEAD HEAD^{tree} HEAD:./')
      done(null, `${commitOf(job)}\n${tree}\n${tree}\n`)
    else if (asked === 'cat-file commit HEAD') done(null, `tree ${tree}\n\nmerge`)
    // The clone is shallow.
    else done(asked.startsWith('status') ? null : new Error('1'), '')
  })
}
