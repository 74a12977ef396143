import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..', '..')
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, unknown>>
}
const ofAws = Object.keys(packages).filter((folder) =>
  /node_modules\/@(?:aws-sdk|smithy)\/[^/]+$/.test(folder),
)

// scripts/bundle.tsconfig.json gives each of them one path, whoever asks for it.
describe('the packages of the AWS SDK', () => {
  test('are there in one version each', () => {
    expect(ofAws.filter((folder) => folder.lastIndexOf('node_modules/') > 0)).toEqual([])
  })

  test.each(ofAws)('have ES modules where the bundle looks for them: %s', (folder) => {
    const { module, exports = {} } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
      readonly module?: string
      readonly exports?: Readonly<Record<string, { readonly module?: string }>>
    }
    const parts = Object.keys(exports).filter((name) => /^\.\/[^.]+$/.test(name))
    const wanted = parts.map((part) => [part, exports[part]?.module])
    expect(wanted).toEqual(
      parts.map((part) => [part, `./dist-es/submodules/${part.slice('./'.length)}/index.js`]),
    )
    if (parts.length > 0) return
    expect(module).toBe('./dist-es/index.js')
    expect(existsSync(join(root, folder, 'dist-es', 'index.js'))).toBe(true)
  })
})
