import { expect, test } from '@jest/globals'
import { jsonMembers } from '../../src/plan/json-members.ts'

const membersOf = (text: string): [string, string][] | undefined => {
  const members = jsonMembers(text)
  return members && [...members].map(([name, part]) => [name, part])
}

test.each<[string, [string, string][]]>([
  ['{}', []],
  [' {\n} ', []],
  ['{"a":1}', [['a', '1']]],
  [
    '{ "a" : true , "b" : [ 1, {"c": "]"} ] }',
    [
      ['a', 'true'],
      ['b', '[ 1, {"c": "]"} ]'],
    ],
  ],
  [
    String.raw`{"a\"b":"\\","c":"\\\"}"}`,
    [
      ['a"b', String.raw`"\\"`],
      ['c', String.raw`"\\\"}"`],
    ],
  ],
  [
    '{"\u00e9":"é","x":{}}',
    [
      ['é', '"é"'],
      ['x', '{}'],
    ],
  ],
  ['{"a":1,"a":2}', [['a', '2']]],
])('%s', (text, expected) => {
  expect(membersOf(text)).toEqual(expected)
})

test.each([
  '',
  ' ',
  '[]',
  '"a"',
  '1',
  '{',
  '{"a"',
  '{"a" 1}',
  '{"a":1',
  '{"a":1 2}',
  '{"a":1}}',
  '{"a":1,}',
  '{a:1}',
  '{"\u0000":1}',
  '{"\\x":1}',
  '{"a":1} x',
])('%j is no object', (text) => {
  expect(membersOf(text)).toBeUndefined()
})
