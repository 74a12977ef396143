import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { blocksOf, pageOf } from './support/pages.ts'
import { root, workflowFiles, workflowOf } from './support/workflow-files.ts'

const blocks = blocksOf(pageOf('README.md'))
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8')
const scripts = (JSON.parse(textOf('package.json')) as { scripts: Readonly<Record<string, string>> }).scripts

describe('the workflows of the README', () => {
  const examples = workflowFiles.filter(({ path }) => path.startsWith('examples/'))
  const shown = blocks.filter(({ language }) => language === 'yaml')

  test("are files under examples/, or parts of them, which GitHub's parser has checked", () => {
    for (const { code } of shown) {
      const sources = examples.filter(({ text }) => `\n${text}`.includes(`\n${code}`))
      expect([code, sources.length]).not.toEqual([code, 0])
    }
  })

  test('have one that can be copied as it is, which plans, asks and applies', () => {
    const whole = examples.filter(({ text }) => shown.some(({ code }) => code === text))
    expect(whole.map(({ path }) => path)).toEqual(['examples/call-terraform.yml'])
    const { on, jobs } = workflowOf(whole[0]!)
    expect(Object.keys(on)).toEqual(expect.arrayContaining(['pull_request', 'push']))
    expect(Object.values(jobs)[0]?.with).toHaveProperty('approval-environment')
  })
})

describe('the commands of the README', () => {
  /** Each with the file that runs it, and the words by which it does. */
  const testedIn: Readonly<Record<string, readonly [file: string | RegExp, words: string]>> = {
    'npm ci': ['.ci/run', 'npm ci '],
    'npm run demo': ['__tests__/demo.test.ts', scripts['demo']?.replace('node ', '../') ?? ''],
    'npm test': ['.ci/run', '\nnpm test '],
    // The package is packed and started by npx.
    'npx @OWNER/lockstep status': [/^__tests__\/.*\.test\.ts$/, 'npx'],
    'npx @OWNER/lockstep status --state-address s3://company-prod-terraform-state/prod/terraform.tfstate': [
      ...([/^__tests__\/.*\.test\.ts$/, 'npx'] as const),
    ],
  }
  const shown = blocks
    .filter(({ language }) => language === 'sh')
    .flatMap(({ code }) => code.trimEnd().split('\n'))
    .flatMap((line) => line.replace(/ +# .*$/, '').split(' && '))
  const files = readdirSync(join(root, '__tests__'), { recursive: true, encoding: 'utf8' })
    .map((name) => `__tests__/${name}`)
    .filter((path) => path !== '__tests__/readme.test.ts')

  test('are those that are tested, and no others', () => {
    expect(shown.toSorted()).toEqual(Object.keys(testedIn).toSorted())
  })

  test('stand in no block that this does not look at', () => {
    expect([...new Set(blocks.map(({ language }) => language))].toSorted()).toEqual(['sh', 'yaml'])
  })

  test.each(Object.entries(testedIn))('%s is run where the list says', (_, [file, words]) => {
    expect(words).not.toBe('')
    const where = typeof file === 'string' ? [file] : files.filter((path) => file.test(path))
    expect(where.filter((path) => textOf(path).includes(words))).not.toEqual([])
  })
})
