// Stands in for node:fs.
import { currentProcess } from '../kernel.ts'
import { writeSimulatedFile } from '../machine.ts'
import { existingFile, procFile, statOf, type SimulatedStat } from './file-system.ts'

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

export function writeFileSync(path: string, content: string): void {
  writeSimulatedFile(currentProcess().machine, path, content)
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
