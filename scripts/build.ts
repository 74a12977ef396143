// Builds dist/ with ncc, and packs it. ncc names its chunks by the modules' paths, so the result is the same bytes only
// where node_modules lies in this folder (CONTRIBUTING.md).
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packChunk } from './pack-chunk.ts'

const root = join(import.meta.dirname, '..')
const fresh = join(root, 'node_modules', '.cache', 'lockstep-dist')
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
const args = [
  'build',
  join(root, 'src', 'index.ts'),
  '--out',
  fresh,
  '--no-cache',
  '--license',
  'licenses.txt',
]

rmSync(fresh, { recursive: true, force: true })
execFileSync(process.execPath, [ncc, ...args], { cwd: root, stdio: 'inherit' })
for (const name of readdirSync(fresh).filter((each) => each.endsWith('.js'))) {
  const file = join(fresh, name)
  writeFileSync(file, packChunk(readFileSync(file, 'utf8')))
}
writeFileSync(join(fresh, 'post.js'), "import './index.js'\n")
rmSync(join(root, 'dist'), { recursive: true, force: true })
renameSync(fresh, join(root, 'dist'))
