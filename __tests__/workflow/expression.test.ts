import { expect, test } from '@jest/globals'
import fc from 'fast-check'

import { evaluateText, isDifferentWith, referencesIn } from '../../src/workflow/expression.ts'

const contexts = { github: { ref: 'refs/heads/main', event_name: 'push', head_ref: '', workflow: 'Infra' } }
const others = { github: { ...contexts.github, ref: 'refs/heads/other' } }

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['${{ github.workflow }}-${{ github.ref }}', 'Infra-refs/heads/main'],
  ['${{ github.head_ref || github.ref }}', 'refs/heads/main'],
  ["${{ github.event_name == 'PUSH' && 'yes' || 'no' }}", 'yes'],
  ["a-${{ format('{0}}}', 'x') }}-b", 'a-x}-b'],
  ["${{ 'it''s }} here' }}", "it's }} here"],
  ['${{ github.ref', '${{ github.ref'],
  ['${{ needs.state.outputs.group }}', undefined],
  ['a-${{ inputs.x || github.ref }}', undefined],
  ['${{ matrix.state }}', undefined],
  ['${{ fromJSON(vars.X) }}', undefined],
  ['${{ not an expression }}', undefined],
  ['${{ unknown.context }}', undefined],
  ["${{ fromJSON('{') }}", undefined],
])('%s is %s', (text, expected) => {
  expect(evaluateText(text, contexts)).toBe(expected)
})

test('a part that is known and another one elsewhere is enough to differ', () => {
  const differs = (text: string): boolean => isDifferentWith(text, contexts, others)
  expect(differs('x-${{ github.ref }}-${{ inputs.x }}')).toBe(true)
  expect(differs('${{ inputs.x || github.ref }}')).toBe(false)
  expect(differs("${{ github.event_name == 'pull_request' && github.ref || 'production' }}")).toBe(false)
  expect(differs('github.ref')).toBe(false)
})

test('references are found outside of strings', () => {
  expect(referencesIn("github.x ${{ GitHub.Ref }} ${{ 'github.sha' || needs.a.outputs.b-c }}")).toEqual([
    'github.ref',
    'needs.a.outputs.b-c',
  ])
})

test('quotes without end take no time', () => {
  const quotes = `\${{ '${"''".repeat(50_000)}`
  expect(evaluateText(quotes, contexts)).toBe(quotes)
  expect(evaluateText('${{ '.repeat(20_000), contexts)).toBe('${{ '.repeat(20_000))
})

test('no text makes it throw', () => {
  const part = fc.oneof(
    fc.string(),
    fc.constantFrom('${{', '}}', "'", 'github.ref', '(', ')', '[', '*', '||', 'fromJSON'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join(' ')
      expect(['string', 'undefined']).toContain(typeof evaluateText(text, contexts))
      expect(typeof isDifferentWith(text, contexts, others)).toBe('boolean')
      expect(Array.isArray(referencesIn(text))).toBe(true)
    }),
    { seed: 6, numRuns: 5_000 },
  )
})
