import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigurationFile } from '../audit/backend-block.ts'

/** Larger than a file that a person writes a backend into. */
const maxFileBytes = 1024 * 1024

/** The `.tf` and `.tofu` files of a folder, by their names in order. What can't be read is left out. */
export async function readConfigurationFiles(folder: string): Promise<ConfigurationFile[]> {
  const names = await readdir(folder).catch(() => [])
  const found = await Promise.all(
    names
      .filter((name) => /^[^.].*\.(?:tf|tofu)$/.test(name))
      .toSorted()
      .map(async (name) => {
        const path = join(folder, name)
        const isSmall = (await stat(path)).size <= maxFileBytes
        return isSmall ? { name, text: await readFile(path, 'utf8') } : undefined
      })
      .map(async (file) => await file.catch(() => undefined)),
  )
  return found.filter((file) => file !== undefined)
}
