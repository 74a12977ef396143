import { access, readFile } from 'node:fs/promises'

export async function readText(file: string): Promise<string> {
  return await readFile(file, 'utf8')
}

export async function fileExists(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch {
    return false
  }
}
