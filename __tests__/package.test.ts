import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isThorough } from './support/proof.ts'

const root = join(import.meta.dirname, '..')
/** Packing bundles anew, which takes a while. */
const thoroughTest = isThorough ? test : test.skip
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-package-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

thoroughTest(
  'the packed file holds what the command line needs and nothing else, and npx runs it',
  () => {
    const options = { cwd: root, encoding: 'utf8', stdio: 'pipe' } as const
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--json', '--pack-destination', folder], options).replace(
        /^[^]*?(?=^\[$)/m,
        '',
      ),
    ) as [{ files: { path: string; size: number }[] }]
    const paths = packed.files.map(({ path }) => path)
    const others = paths.filter((path) => !/^cli\/(?:\d+\.)?index\.js$/.test(path))
    expect(others.sort()).toEqual(
      [
        'LICENSE',
        'README.md',
        'cli/licenses.txt',
        'cli/lockstep.js',
        'cli/package.json',
        'package.json',
      ].sort(),
    )
    const code = paths
      .filter((path) => path.endsWith('.js'))
      .map((path) => readFileSync(join(root, path), 'utf8'))
    expect(code.some((text) => text.includes('class DefaultArtifactClient'))).toBe(false)
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      dependencies?: object
    }
    expect(dependencies).toBeUndefined()

    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'))
    const user = join(folder, 'user')
    rmSync(user, { recursive: true, force: true })
    execFileSync('mkdir', [user])
    writeFileSync(join(user, 'package.json'), '{}')
    const env = { PATH: process.env['PATH'], HOME: user, npm_config_cache: join(folder, 'cache') }
    const npx = ['--yes', '--offline', `--package=${join(folder, archive)}`, '--', 'lockstep', 'status']
    const ran = spawnSync('npx', npx, { cwd: user, env, encoding: 'utf8' })
    expect(ran.stderr).toContain('is no initialised Terraform folder')
    expect(ran.status).toBe(1)
  },
  300_000,
)
