import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { readGivenValues, writtenValues } from '../../src/runner/given-values.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-given-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

type Given = Partial<Parameters<typeof readGivenValues>[0]> & { env?: Record<string, string> }
async function given({ env = {}, ...inputs }: Given): Promise<string[]> {
  const none = { planArguments: [], applyArguments: [], varFiles: [], workingDirectory: folder }
  return [...(await readGivenValues({ ...none, ...inputs }, env))]
}

describe('what Terraform is given for its variables', () => {
  test('is told by the environment', async () => {
    expect(await given({ env: { TF_VAR_db: 'hunter2', TF_VARIABLE: 'x', HOME: '/root' } })).toEqual([
      'hunter2',
    ])
  })

  test.each([
    ['JSON', '{"user": "alice", "keys": ["one", 12345678]}', ['alice', 'one', '12345678']],
    ['HCL', '[{ user = "alice" }, "two"]', ['alice', 'two']],
  ])('is what stands in %s, too', async (_, value, strings) => {
    expect(await given({ env: { TF_VAR_db: value } })).toEqual([value, ...strings])
  })

  test.each([
    ['in one word', ['-var=db=hunter2=']],
    ['with two dashes', ['--var=db=hunter2=']],
    ['in two words', ['-var', 'db=hunter2=']],
    ['with spaces', ['-var=db = hunter2=']],
  ])('is told by an argument %s', async (_, words) => {
    expect(await given({ planArguments: words })).toEqual(['hunter2='])
    expect(await given({ applyArguments: words })).toEqual(['hunter2='])
    const cli = words.map((word) => `'${word}'`).join(' ')
    expect(await given({ env: { TF_CLI_ARGS_plan: cli } })).toEqual(['hunter2='])
  })

  test('is told by the files that are named', async () => {
    writeFileSync(join(folder, 'a.tfvars'), 'db = "hunter2"\n')
    writeFileSync(join(folder, 'b.tfvars.json'), '{"db": "hunter3"}')
    const planArguments = [`-var-file=${join(folder, 'b.tfvars.json')}`]
    expect(await given({ varFiles: ['a.tfvars', 'missing.tfvars'], planArguments })).toEqual([
      'hunter2',
      'hunter3',
    ])
  })

  test('is nothing where other arguments stand', async () => {
    const planArguments = ['-target=var.db', '-variable=x', 'var=x', '-parallelism', '3', '-var']
    expect(await given({ planArguments, env: { TF_CLI_ARGS: '"open' } })).toEqual([''])
  })
})

describe('a text of HCL or JSON holds', () => {
  test.each([
    ['a string', 'a = "one"', ['one']],
    ['a string with escapes', String.raw`a = "on\"e\n"`, ['on"e\n']],
    ['a string with an escape that JSON has not', String.raw`a = "\UAAAAAAAA"`, [String.raw`\UAAAAAAAA`]],
    ['a number', 'a = 123456789012345678901', ['123456789012345678901']],
    [
      'a text of several lines',
      'a = <<-EOT\n  one "two\n  three\n  EOT\nb = "four"',
      ['  one "two\n  three', 'four'],
    ],
    ['no name', '{"a": "one", "b" = {"c": "two"}}', ['one', 'two']],
    ['no comment', '# isn"t\n// "one"\na = "https://two"', ['https://two']],
    ['what follows a quote that is not closed', 'a = "one\nb = "two"', ['one', 'two']],
    ['what follows such a quote and escaped ones', String.raw`a = "o\"n\"e` + '\nb = "two', ['o"n"e', 'two']],
    ['nothing of several lines', 'a = <<A\nA\nb = "one"', ['', 'one']],
    ['what is in several lines that do not end', 'a = <<EOT\n  b = "two"\n', ['two']],
    ['a text that begins like its end', 'a = <<A\nAB\n A\nb = 12', ['AB', '12']],
    ['nothing', 'a = true', []],
  ])('%s', (_, text, values) => {
    expect(writtenValues(text)).toEqual(values)
  })
})
