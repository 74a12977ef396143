// Builds dist/ with ncc. ncc names its chunks by the modules' paths, so the result is the same bytes only where
// node_modules lies in this folder (CONTRIBUTING.md).
import { execFileSync } from 'node:child_process'
import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const fresh = join(root, 'node_modules', '.cache', 'lockstep-dist')
const ncc = join(root, 'node_modules', '@vercel', 'ncc', 'dist', 'ncc', 'cli.js')
rmSync(fresh, { recursive: true, force: true })
execFileSync(process.execPath, [ncc, 'build', join(root, 'src', 'index.ts'), '--out', fresh, '--no-cache'], {
  cwd: root,
  stdio: 'inherit',
})
writeFileSync(join(fresh, 'post.js'), "import './index.js'\n")
rmSync(join(root, 'dist'), { recursive: true, force: true })
renameSync(fresh, join(root, 'dist'))
