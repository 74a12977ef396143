import { expect, test } from '@jest/globals'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { homeFromPackage, withHome } from '../../scripts/home.ts'

const root = join(import.meta.dirname, '..', '..')
const moved = { repository: 'octo-org/lockstep', packageName: '@octo-org/lockstep' }

test('package.json says where the action lives', () => {
  const home = homeFromPackage(readFileSync(join(root, 'package.json'), 'utf8'))
  expect(home.packageName).toBe(`@${home.repository}`)
  expect(() => homeFromPackage('{"name":"a","repository":"https://example.com"}')).toThrow(
    'github:OWNER/NAME',
  )
})

test.each([
  ['- uses: OWNER/lockstep@v1', '- uses: octo-org/lockstep@v1'],
  [
    'uses: OWNER/lockstep/.github/workflows/terraform.yml@v1',
    'uses: octo-org/lockstep/.github/workflows/terraform.yml@v1',
  ],
  ['`OWNER/lockstep@v1`', '`octo-org/lockstep@v1`'],
  ['https://github.com/OWNER/lockstep/blob/v1/docs', 'https://github.com/octo-org/lockstep/blob/v1/docs'],
  ['npx @OWNER/lockstep status', 'npx @octo-org/lockstep status'],
  ['gh attestation verify x --repo OWNER/lockstep', 'gh attestation verify x --repo octo-org/lockstep'],
  ['node_modules/.cache/lockstep-demo', 'node_modules/.cache/lockstep-demo'],
  ['uses: actions/checkout@v5', 'uses: actions/checkout@v5'],
])('%j', (text, expected) => {
  expect(withHome(text, moved)).toBe(expected)
  expect(withHome(expected, moved)).toBe(expected)
})

test('no file that users read keeps the old home', () => {
  const { repository } = homeFromPackage(readFileSync(join(root, 'package.json'), 'utf8'))
  const files = ['README.md', 'examples/**/*.yml', 'docs/**/*.md', '.github/**/*.yml'].flatMap((pattern) =>
    globSync(pattern, { cwd: root }),
  )
  const left = files.filter((file) =>
    withHome(readFileSync(join(root, file), 'utf8'), moved).includes(repository),
  )
  expect(left).toEqual([])
})
