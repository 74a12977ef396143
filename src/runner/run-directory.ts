import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of this run under RUNNER_TEMP, readable by its owner only: plans and logs hold secrets. */
export interface RunDirectory {
  readonly path: string
  /** The path of a file that exists, is empty, and has mode 0600: who truncates or appends keeps the mode. */
  createFile(name: string): string
  removeFile(name: string): void
}

export function createRunDirectory(tempDirectory: string, token: string): RunDirectory {
  const path = join(tempDirectory, `lockstep-${token}`)
  mkdirSync(path, { recursive: true, mode: 0o700 })
  return openRunDirectory(path)
}

/** The folder that main has made. */
export function openRunDirectory(path: string): RunDirectory {
  return {
    path,
    // Synchronous: Terraform's start waits for it, and a turn of the event loop takes longer.
    createFile(name) {
      const file = join(path, name)
      rmSync(file, { force: true })
      writeFileSync(file, '', { mode: 0o600, flag: 'wx' })
      return file
    },
    removeFile(name) {
      rmSync(join(path, name), { force: true })
    },
  }
}

/** Writes a file of mode 0600, whatever was there before. */
export function writePrivateFile(file: string, content: string | Uint8Array): void {
  rmSync(file, { force: true })
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
}
