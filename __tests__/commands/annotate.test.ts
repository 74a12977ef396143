import { describe, expect, test } from '@jest/globals'

import { annotateDiagnostics } from '../../src/commands/annotate.ts'
import type { Diagnostic } from '../../src/plan/diagnostic.ts'
import { createLog } from '../../src/runner/log.ts'
import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { factsOfFixture, readFixture } from '../support/fixture.ts'

const repository = { workspaceRoot: '/work/repo', workingDirectory: '/work/repo/app' }
function annotations(diagnostics: readonly Diagnostic[], folders = repository): string[] {
  let written = ''
  annotateDiagnostics(
    createLog((text) => (written += text)),
    diagnostics,
    folders,
  )
  return written.split('\n').slice(0, -1)
}
const at = (filename: string, fields: Partial<Diagnostic> = {}, line = 3): Diagnostic => ({
  ...{ severity: 'error', summary: 'Wrong', detail: '' },
  range: { filename, start: { line, column: 1 }, end: { line: line + 1, column: 1 } },
  ...fields,
})
const places = (lines: string[]): string[] => lines.map((line) => /file=([^,]*)/.exec(line)?.[1] ?? '')

describe('an annotation on a line of the pull request', () => {
  test('says what Terraform says of it', () => {
    const lines = annotations(factsOfFixture('stream-plan-errors.jsonl').diagnostics)
    expect(lines).toHaveLength(3)
    expect(lines.find((line) => line.includes('Unsupported attribute'))).toMatch(
      /^::error title=Unsupported attribute,file=app\/main\.tf,line=26,endLine=26::Error: Unsupported attribute%0A%0A {2}on main\.tf line 26/,
    )
    expect(places(lines)).toContain('app/child/main.tf')
  })

  test('of a warning is one', () => {
    const kinds = annotations(factsOfFixture('stream-plan-precondition.jsonl').diagnostics)
    expect(kinds.map((line) => /^::(\w+)/.exec(line)?.[1])).toEqual(['warning', 'error'])
  })

  test('is made of the errors of init, too', () => {
    const lines = annotations(parseHumanErrors(readFixture('init-broken-hcl.txt')))
    expect(places(lines)).toEqual(Array<string>(4).fill('app/main.tf'))
  })

  test.each(['stream-contention-s3.jsonl', 'stream-stale-plan.jsonl', 'stream-interrupted-plan.jsonl'])(
    'is not made of what has no place: %s',
    (fixture) => {
      expect(annotations(factsOfFixture(fixture).diagnostics)).toEqual([])
    },
  )

  test.each([
    ['main.tf', 'app/main.tf'],
    ['../shared/main.tf', 'shared/main.tf'],
    ['modules/a/b.tf', 'app/modules/a/b.tf'],
    ['/work/repo/other/x.tf', 'other/x.tf'],
    ['../..odd/x.tf', '..odd/x.tf'],
  ])('of %s points to %s', (filename, file) => {
    expect(places(annotations([at(filename)]))).toEqual([file])
  })

  test.each(['../../outside.tf', '/elsewhere/x.tf', '.terraform/modules/vpc/main.tf', '../..'])(
    'is not made of %s, which is not in the repository',
    (filename) => {
      expect(annotations([at(filename)])).toEqual([])
    },
  )

  test('ends no earlier than it begins', () => {
    const range = { filename: 'a.tf', start: { line: 9, column: 1 }, end: { line: 2, column: 1 } }
    expect(annotations([at('a.tf', { range })])[0]).toContain('line=9,endLine=9::')
  })

  test('is made of nine errors and nine warnings, which leaves one of each for the step itself', () => {
    const errors = Array.from({ length: 20 }, (_, line) => at('a.tf', {}, line + 1))
    const warnings = errors.map((error): Diagnostic => ({ ...error, severity: 'warning' }))
    const lines = annotations([...errors, ...warnings])
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(9)
    expect(lines.filter((line) => line.startsWith('::warning'))).toHaveLength(9)
  })

  test('has no colours and no order to the runner, whatever a provider says', () => {
    const [line = ''] = annotations([
      at('a,line=1::b.tf', { summary: 'x\n::error::\u001b[31my', detail: '\u202e##[add-mask]z' }),
    ])
    expect(line).toMatch(
      /^::error title=x %3A%3Aerror%3A%3Ay,file=app\/a%2Cline=1%3A%3Ab\.tf,line=3,endLine=4::/,
    )
    expect(line).not.toMatch(/[\u001b\u202e]/)
  })
})
