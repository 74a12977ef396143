import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { diagnosticFromJson, renderDiagnostic } from '../../src/plan/diagnostic.ts'
import { factsOfFixture } from '../support/fixture.ts'

const rendered = (fixture: string): string[] => factsOfFixture(fixture).diagnostics.map(renderDiagnostic)

describe('a diagnostic reads as Terraform prints it', () => {
  test('with its place and the code there', () => {
    const [unsupported] = rendered('stream-plan-errors.jsonl').filter((text) => text.includes('"y"'))
    expect(unsupported).toBe(
      [
        'Error: Unsupported attribute',
        '',
        '  on main.tf line 26, in resource "terraform_data" "b":',
        '    26:   input = { x = 1 }.y',
        '',
        'This object does not have an attribute named "y".',
      ].join('\n'),
    )
  })

  test('with the resource that it is about', () => {
    const [error] = rendered('stream-apply-failed.jsonl')
    expect(error).toMatch(
      /^Error: local-exec provisioner error\n\n {2}with terraform_data\.bad,\n {2}on main\.tf line \d+, in resource/,
    )
    expect(error).toContain('exit status 3. Output: from the provisioner')
  })

  test('a warning says that it is one', () => {
    expect(rendered('stream-plan-precondition.jsonl')[0]).toMatch(/^Warning: Check block assertion failed\n/)
  })

  test('without a place it is its summary and its detail', () => {
    expect(rendered('stream-stale-plan.jsonl')).toEqual([
      expect.stringMatching(/^Error: Saved plan is stale\n\nThe given plan file can no longer be applied/),
    ])
  })

  test('without a detail it is its summary', () => {
    expect(rendered('stream-interrupted-apply.jsonl').at(-1)).toBe('Error: execution halted')
  })
})

describe('a diagnostic of another shape', () => {
  test.each([[null], [undefined], ['text'], [5], [{}], [{ summary: 5 }], [[]]])('%p is none', (value) => {
    expect(diagnosticFromJson(value)).toBeUndefined()
  })

  test('has what it has', () => {
    const value = {
      summary: 'S',
      detail: 5,
      severity: 'unknown',
      address: '',
      range: {},
      snippet: { code: 1 },
    }
    expect(diagnosticFromJson(value)).toEqual({ severity: 'error', summary: 'S', detail: '', address: '' })
  })

  test('counts lines from 1', () => {
    const range = { filename: 'a.tf', start: { line: 0, column: -3 }, end: 'x' }
    expect(diagnosticFromJson({ summary: 'S', range })?.range).toEqual({
      filename: 'a.tf',
      start: { line: 1, column: 1 },
      end: { line: 1, column: 1 },
    })
  })

  test('can always be rendered', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom('summary', 'detail', 'range', 'snippet'), fc.jsonValue()),
        (value) => {
          const diagnostic = diagnosticFromJson(value)
          if (diagnostic !== undefined) expect(renderDiagnostic(diagnostic)).toContain(diagnostic.summary)
        },
      ),
    )
  })
})

test('a snippet of more lines than a call takes arguments is rendered', () => {
  const range = { filename: 'main.tf', start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }
  const snippet = { context: undefined, code: 'x\n'.repeat(300_000), startLine: 1 }
  const text = renderDiagnostic({ severity: 'error', summary: 'Wrong', detail: '', range, snippet })
  expect(text.split('\n').length).toBeGreaterThan(300_000)
})
