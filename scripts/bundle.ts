import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packChunk } from './pack-chunk.ts'

const root = join(import.meta.dirname, '..')
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
// ncc takes the AWS SDK's CommonJS, of which nothing can be left out: 3 times the bytes that are needed, and half of the
// time that the client takes to load. These paths, which its tsconfig-paths takes from this variable, are the ES modules.
const modulesOfAws = { TS_NODE_PROJECT: join(import.meta.dirname, 'bundle.tsconfig.json') }

/**
 * Bundles `src/<entry>` with ncc into a folder of this repository, and packs it. `more`: further files of it, by name.
 * ncc names its chunks by the modules' paths, so the result is the same bytes only where node_modules lies in this folder
 * (CONTRIBUTING.md).
 */
export function bundle(entry: string, folder: string, more: Readonly<Record<string, string>>): void {
  const fresh = join(root, 'node_modules', '.cache', `lockstep-${folder}`)
  const args = ['build', join(root, 'src', entry), '--out', fresh, '--no-cache', '--license', 'licenses.txt']
  rmSync(fresh, { recursive: true, force: true })
  const env = { ...process.env, ...modulesOfAws }
  execFileSync(process.execPath, [ncc, ...args], { cwd: root, stdio: 'inherit', env })
  for (const name of readdirSync(fresh).filter((each) => each.endsWith('.js'))) {
    const file = join(fresh, name)
    writeFileSync(file, packChunk(readFileSync(file, 'utf8')))
  }
  for (const [name, text] of Object.entries(more)) writeFileSync(join(fresh, name), text)
  rmSync(join(root, folder), { recursive: true, force: true })
  renameSync(fresh, join(root, folder))
}
