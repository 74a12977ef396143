import { readFileSync } from 'node:fs'
import { readFile, rm, stat } from 'node:fs/promises'

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
export async function readTextIfAny(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export async function isEmpty(file: string): Promise<boolean> {
  return (await stat(file)).size === 0
}

/** A file that is gone already is as good. */
export async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** Milliseconds since 1970; -Infinity for what is no file. */
export async function modifiedAt(file: string): Promise<number> {
  try {
    const found = await stat(file)
    return found.isFile() ? found.mtimeMs : -Infinity
  } catch {
    return -Infinity
  }
}

export async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  )
}
