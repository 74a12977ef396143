import type { Machine, Process, SimulatedFile } from '../machine.ts'
import { ticksOf } from '../process-table.ts'

export interface SimulatedStat {
  readonly size: number
  readonly mtimeMs: number
  isFile(): boolean
  isDirectory(): boolean
}

export function errorOf(code: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${path}`), { code })
}

export function existingFile({ files }: Machine, path: string): SimulatedFile {
  const file = files.get(path)
  if (file === undefined) throw errorOf('ENOENT', path)
  return file
}

export function statOf(machine: Machine, path: string): SimulatedStat {
  const isFolder = machine.folders.has(path)
  const { content, mtimeMs } = isFolder ? { content: { length: 0 }, mtimeMs: 0 } : existingFile(machine, path)
  return { size: content.length, mtimeMs, isFile: () => !isFolder, isDirectory: () => isFolder }
}

export function listFolder({ processes }: Machine, path: string): string[] {
  if (path !== '/proc') throw errorOf('ENOENT', path)
  return [...processes.keys()].map(String)
}

/** `/proc/<pid>/environ` and `/proc/<pid>/stat` (proc_pid_stat(5)). */
export function procFile({ processes }: Machine, path: string): Buffer {
  const [, , pid, name] = path.split('/')
  const process = processes.get(Number(pid))
  if (process === undefined) throw errorOf('ENOENT', path)
  if (name === 'environ') {
    return process.isRunning ? environOf(process) : Buffer.alloc(0)
  }
  const state = process.isRunning ? 'S' : 'Z'
  const rest = Array.from({ length: 16 }, () => '0').join(' ')
  return Buffer.from(`${process.pid} (x) ${state} 1 ${process.groupId} ${rest} ${ticksOf(process)} 0`)
}

/** It is read at each look for what a run has started. */
const environs = new WeakMap<Process, Buffer>()

function environOf(process: Process): Buffer {
  const known = environs.get(process)
  if (known !== undefined) return known
  const entries = Object.entries(process.env).map(([key, value]) => `${key}=${value ?? ''}`)
  const environ = Buffer.from(entries.join('\0'))
  environs.set(process, environ)
  return environ
}
