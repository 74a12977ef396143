import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'

// What is small is read and written at once: a turn through Node's thread pool takes up to a millisecond while Terraform
// has the processors, and a run has dozens of them one after the other.

export async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8')
}

/** As one string: the asynchronous one holds the bytes of a large file as well, until they are collected. */
export function readWholeText(file: string): string {
  return readFileSync(file, 'utf8')
}

export async function readBytes(file: string): Promise<Buffer> {
  return await readFile(file)
}

/** undefined where there is none. */
export function readTextIfAny(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export function isEmpty(file: string): boolean {
  return statSync(file).size === 0
}

/** A file that is gone already is as good. */
export function removeFile(file: string): void {
  rmSync(file, { force: true })
}

/** Milliseconds since 1970; -Infinity for what is no file. */
export function modifiedAt(file: string): number {
  try {
    const found = statSync(file)
    return found.isFile() ? found.mtimeMs : -Infinity
  } catch {
    return -Infinity
  }
}

export function isThere(path: string): boolean {
  return existsSync(path)
}
