// Stands in for node:fs/promises: the files of the machine of whoever calls.
import { currentProcess, forever, schedule } from '../kernel.ts'
import { writeSimulatedFile, type Machine, type SimulatedFile } from '../machine.ts'
import { errorOf, existingFile, listFolder, procFile, statOf, type SimulatedStat } from './file-system.ts'

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
  { flag = 'w' }: { flag?: string } = {},
): Promise<void> {
  const machine = await here()
  if (flag === 'wx' && machine.files.has(path)) throw errorOf('EEXIST', path)
  writeSimulatedFile(machine, path, Buffer.from(content))
}

export interface FileHandle {
  /** The path: what a child writes to. */
  readonly fd: string
  read(
    buffer: Buffer,
    offset: number,
    length: number,
    position?: number,
  ): Promise<{ bytesRead: number; buffer: Buffer }>
  close(): Promise<void>
}

export async function open(path: string, flags: string): Promise<FileHandle> {
  const machine = await here()
  if (flags === 'wx' && machine.files.has(path)) throw errorOf('EEXIST', path)
  if (flags.startsWith('w') || (flags === 'a' && !machine.files.has(path)))
    writeSimulatedFile(machine, path, '')
  const file = existingFile(machine, path)
  let at = 0
  return {
    fd: path,
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
