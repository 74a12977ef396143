// Stands in for node:fs/promises: the files of the machine of whoever calls.
import { currentProcess, forever, schedule } from '../kernel.ts'
import type { Machine, SimulatedFile } from '../machine.ts'
import { existingFile, listFolder, procFile, statOf, type SimulatedStat } from './file-system.ts'
import { writeFileSync } from './fs.ts'

async function here(): Promise<Machine> {
  const process = currentProcess()
  if (!process.isRunning) await forever()
  return process.machine
}

export async function readFile(path: string): Promise<Buffer>
export async function readFile(path: string, encoding: 'utf8'): Promise<string>
export async function readFile(path: string, encoding?: 'utf8'): Promise<Buffer | string> {
  const machine = await here()
  const content = path.startsWith('/proc/') ? procFile(machine, path) : existingFile(machine, path).content
  return encoding === undefined ? content : content.toString(encoding)
}

export async function readdir(path: string): Promise<string[]> {
  return listFolder(await here(), path)
}

export async function stat(path: string): Promise<SimulatedStat> {
  return statOf(await here(), path)
}

export async function rm(path: string, { recursive = false } = {}): Promise<void> {
  const { files, folders } = await here()
  files.delete(path)
  if (!recursive) return
  folders.delete(path)
  for (const name of [...files.keys()]) if (name.startsWith(`${path}/`)) files.delete(name)
}

export async function writeFile(
  path: string,
  content: string | Uint8Array,
  options?: { flag?: string },
): Promise<void> {
  await here()
  writeFileSync(path, content, options)
}

export interface FileHandle {
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position?: number,
  ): Promise<{ bytesRead: number; buffer: Buffer }>
  close(): Promise<void>
}

/** To read from it. */
export async function open(path: string): Promise<FileHandle> {
  const machine = await here()
  const file = existingFile(machine, path)
  let at = 0
  return {
    async read(buffer, offset, length, position) {
      if (position === undefined && at >= file.content.length) await waitForMore(machine, file, at)
      const from = position ?? at
      const bytesRead = file.content.copy(buffer, offset, from, from + length)
      if (position === undefined) at += bytesRead
      return { bytesRead, buffer }
    },
    close: () => Promise.resolve(),
  }
}

/**
 * A read at the end of a file takes until there is more, or something else has happened on the machine: to look every
 * 20 ms of virtual time would take most of the real time.
 */
const longestReadMs = 400

async function waitForMore(machine: Machine, file: SimulatedFile, at: number): Promise<void> {
  const process = currentProcess()
  await new Promise<void>((resolve) => {
    const wake = (): void => {
      machine.watchers.delete(changed)
      calledOff()
      if (process.isRunning) resolve()
    }
    const calledOff = schedule(longestReadMs, process, wake)
    const changed = (): void => {
      if (file.content.length <= at) {
        schedule(0, process, wake)
        return
      }
      schedule(1, process, wake)
    }
    machine.watchers.add(changed)
  })
}

/** For artifacts, which nobody stores here. */
export async function mkdtemp(): Promise<never> {
  return await Promise.reject(new Error('no artifacts in this world'))
}
