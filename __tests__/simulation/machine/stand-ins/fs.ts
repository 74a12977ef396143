// Stands in for node:fs.
import { currentProcess } from '../kernel.ts'
import { appendToFile, writeSimulatedFile } from '../machine.ts'
import { errorOf, existingFile, procFile, statOf, type SimulatedStat } from './file-system.ts'

export const constants = { X_OK: 1 }

export function existsSync(path: string): boolean {
  const { files, folders } = currentProcess().machine
  return files.has(path) || folders.has(path)
}

export function readFileSync(path: string, encoding?: 'utf8'): Buffer | string {
  const { machine } = currentProcess()
  const content = path.startsWith('/proc/') ? procFile(machine, path) : existingFile(machine, path).content
  return encoding === undefined ? content : content.toString(encoding)
}

export function writeFileSync(
  path: string,
  content: string | Uint8Array,
  { flag = 'w' }: { flag?: string } = {},
): void {
  const { machine } = currentProcess()
  if (flag === 'wx' && machine.files.has(path)) throw errorOf('EEXIST', path)
  writeSimulatedFile(machine, path, Buffer.from(content))
}

export function appendFileSync(path: string, text: string): void {
  const { machine } = currentProcess()
  if (!machine.files.has(path)) writeSimulatedFile(machine, path, '')
  appendToFile(machine, path, text)
}

export function mkdirSync(path: string): void {
  currentProcess().machine.folders.add(path)
}

export function accessSync(path: string): void {
  existingFile(currentProcess().machine, path)
}

/** Returns the path: what a child writes to. */
export function openSync(path: string, flags: string): string {
  const { machine } = currentProcess()
  if (flags === 'w' || (flags === 'a' && !machine.files.has(path))) writeSimulatedFile(machine, path, '')
  existingFile(machine, path)
  return path
}

export function readSync(path: string, buffer: Buffer): number {
  return existingFile(currentProcess().machine, path).content.copy(buffer)
}

export function closeSync(): void {
  // Nothing is held open.
}

export function rmSync(path: string): void {
  currentProcess().machine.files.delete(path)
}

export function renameSync(from: string, to: string): void {
  const { machine } = currentProcess()
  machine.files.set(to, existingFile(machine, from))
  machine.files.delete(from)
}

export function statSync(path: string): SimulatedStat {
  return statOf(currentProcess().machine, path)
}

export function realpathSync(path: string): string {
  return path
}
