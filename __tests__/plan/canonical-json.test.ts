import { expect, test } from '@jest/globals'

import { canonicalJson } from '../../src/plan/canonical-json.ts'

test.each<[unknown, string]>([
  [{ b: 1, a: [2, 1], c: { e: null, d: true } }, '{"a":[2,1],"b":1,"c":{"d":true,"e":null}}'],
  [{ a: 1, b: 2, c: 3 }, '{"a":1,"b":2,"c":3}'],
  [{ a: undefined, b: 2, c: undefined }, '{"b":2}'],
  [[{}, [], '', 'a"b', 0.1, -0.5], '[{},[],"","a\\"b",0.1,-0.5]'],
  [{ 10: 'x', 9: 'y' }, '{"10":"x","9":"y"}'],
])('%j is JSON with sorted keys', (value, text) => {
  expect(canonicalJson(value)).toBe(text)
})

test('a small number is the text that Terraform writes', () => {
  expect(canonicalJson(1e-7)).toBe('"0.0000001"')
  expect(canonicalJson(1.25e-7)).toBe('"0.000000125"')
})

test('one that 20 decimals do not hold keeps its value', () => {
  expect(canonicalJson(1.5e-21)).toBe('1.5e-21')
})
