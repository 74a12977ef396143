import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { removeFile } from './files.ts'

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
    createFile(name) {
      const file = join(path, name)
      writePrivateFile(file, '')
      return file
    },
    removeFile(name) {
      removeFile(join(path, name))
    },
  }
}

/** Writes a file of mode 0600, whatever was there before. */
export function writePrivateFile(file: string, content: string | Uint8Array): void {
  removeFile(file)
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
}
