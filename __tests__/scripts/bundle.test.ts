import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const readJson = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'))

const { packages } = readJson('package-lock.json') as { readonly packages: Readonly<Record<string, unknown>> }
const ofAws = Object.keys(packages).filter((folder) =>
  /node_modules\/@(?:aws-sdk|smithy)\/[^/]+$/.test(folder),
)

interface Manifest {
  readonly module?: string
  readonly exports?: Readonly<Record<string, { readonly module?: string }>>
}
interface Paths {
  readonly compilerOptions: { readonly paths: Readonly<Record<string, readonly string[]>> }
}
const { paths } = (readJson('scripts/bundle.tsconfig.json') as Paths).compilerOptions

/** Where the longest pattern that fits leads, from the root, as the bundler takes it. */
function pathOf(name: string): string {
  const [pattern = ''] = Object.keys(paths)
    .map((each) => each.replace(/\*$/, ''))
    .filter((each) => name.startsWith(each))
    .sort((a, b) => b.length - a.length)
  const [path = ''] = paths[`${pattern}*`] ?? []
  return join('scripts', path.replace('*', name.slice(pattern.length)))
}

// Each of them has one path, whoever asks for it.
describe('the packages of the AWS SDK', () => {
  test('are there in one version each', () => {
    expect(ofAws.length).toBeGreaterThan(20)
    expect(ofAws.filter((folder) => folder.lastIndexOf('node_modules/') > 0)).toEqual([])
  })

  test.each(ofAws)('are bundled as ES modules, with all their parts: %s', (folder) => {
    const { module = '', exports = { '.': { module } } } = readJson(join(folder, 'package.json')) as Manifest
    const parts = Object.entries(exports).filter(([part]) => part !== './package.json')
    for (const [part, { module: file = '' }] of parts) {
      const name = join(folder, part).replace('node_modules/', '')
      expect([name, pathOf(name)]).toEqual([name, join(folder, file)])
      expect(existsSync(join(root, folder, file))).toBe(true)
    }
  })
})
