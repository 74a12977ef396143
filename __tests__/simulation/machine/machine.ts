import type { Random } from '../../../src/clock.ts'
import { elapsed, newPid, note, randomOf, runAs, schedule, wallTimeAtStart } from './kernel.ts'

/** A runner's machine, or somebody's laptop: files, processes, and a network that can fail. */
export interface Machine {
  readonly name: string
  readonly files: Map<string, SimulatedFile>
  readonly folders: Set<string>
  readonly processes: Map<number, Process>
  readonly random: Random
  /** How far its clock is off. */
  readonly skewMs: number
  /** Whoever waits for more in a file, or for the end of a process. */
  readonly watchers: Set<() => void>
  frozenUntil: number
  /** No request of this machine gets out. */
  partitionedUntil: number
}

export interface SimulatedFile {
  content: Buffer
  mtimeMs: number
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGKILL'

export interface Process {
  readonly pid: number
  readonly name: string
  readonly machine: Machine
  readonly env: Readonly<Record<string, string | undefined>>
  readonly groupId: number
  readonly startedAt: number
  readonly random: Random
  readonly onSignal: Map<Signal, (() => void)[]>
  readonly onEnd: ((end: ProcessEnd) => void)[]
  /** What it has to do with the worlds's truth. */
  readonly role: Role
  isRunning: boolean
  /** A provider that is changing something. */
  isBusy: boolean
  /** It has ended, and its parent has not looked at it yet. */
  isZombie: boolean
  end: ProcessEnd | undefined
  exitCode: number | undefined
}

export type Role = 'lockstep' | 'terraform' | 'provider' | 'short' | 'person'

export interface ProcessEnd {
  readonly exitCode: number | null
  readonly signal: Signal | null
}

export function createMachine(name: string, skewMs = 0): Machine {
  return {
    name,
    files: new Map(),
    folders: new Set(['/']),
    processes: new Map(),
    random: randomOf(name),
    skewMs,
    watchers: new Set(),
    frozenUntil: 0,
    partitionedUntil: 0,
  }
}

export interface NewProcess {
  readonly name: string
  readonly role: Role
  readonly env: Process['env']
  /** Undefined: it leads a group of its own. */
  readonly groupId?: number | undefined
}

export function startProcess(machine: Machine, { name, role, env, groupId }: NewProcess): Process {
  const pid = newPid()
  const process: Process = {
    pid,
    name: `${machine.name}/${name}`,
    machine,
    env,
    groupId: groupId ?? pid,
    startedAt: elapsed(),
    random: randomOf(`${machine.name}/${name}/${pid}`),
    onSignal: new Map(),
    onEnd: [],
    role,
    isRunning: true,
    isBusy: false,
    isZombie: false,
    end: undefined,
    exitCode: undefined,
  }
  machine.processes.set(pid, process)
  return process
}

export function endProcess(process: Process, end: ProcessEnd): void {
  if (!process.isRunning) return
  process.isRunning = false
  process.end = end
  note(end.signal === null ? `exits with ${String(end.exitCode)}` : `dies of ${end.signal}`, process)
  for (const tell of process.onEnd) tell(end)
  if (!process.isZombie) process.machine.processes.delete(process.pid)
  wakeWatchers(process.machine)
}

/** Returns whether it was there. */
export function signal(machine: Machine, pid: number, name: Signal | 0): boolean {
  const targets = [...machine.processes.values()].filter((process) =>
    pid > 0 ? process.pid === pid : process.groupId === -pid,
  )
  for (const process of targets) if (name !== 0) signalOne(process, name)
  return targets.length > 0
}

export function signalOne(process: Process, name: Signal): void {
  if (!process.isRunning) return
  if (name === 'SIGKILL') {
    endProcess(process, { exitCode: null, signal: name })
    return
  }
  const listeners = process.onSignal.get(name)
  note(`gets ${name}`, process)
  if (listeners === undefined) {
    endProcess(process, { exitCode: null, signal: name })
    return
  }
  schedule(0, process, () => {
    runAs(process, () => {
      for (const listener of listeners) listener()
    })
  })
}

export function wakeWatchers({ watchers }: Machine): void {
  const waiting = [...watchers]
  watchers.clear()
  for (const wake of waiting) wake()
}

export function writeSimulatedFile(machine: Machine, path: string, content: Buffer | string): void {
  machine.files.set(path, { content: Buffer.from(content), mtimeMs: wallTimeOn(machine) })
  wakeWatchers(machine)
}

export function appendToFile(machine: Machine, path: string, text: Buffer | string): void {
  const file = machine.files.get(path)
  // It was removed; who has it open writes on.
  if (file === undefined) return
  file.content = Buffer.concat([file.content, Buffer.from(text)])
  file.mtimeMs = wallTimeOn(machine)
  wakeWatchers(machine)
}

export function wallTime(): number {
  return Math.floor(wallTimeAtStart + elapsed())
}

/** By its own clock. */
export function wallTimeOn({ skewMs }: Machine): number {
  return wallTime() + skewMs
}
