import { expect, test } from '@jest/globals'

import { colourPlan } from '../../src/report/colour.ts'
import { plainText } from '../../src/report/plain-text.ts'
import { readFixture } from '../support/fixture.ts'

test.each([
  ['  + create', 32],
  ['  - destroy', 31],
  ['  ~ update', 33],
  ['-/+ replace', 31],
  ['+/- replace', 31],
  [' <= read', 36],
  ['  # comment', 1],
])('%j has its colour', (line, colour) => {
  expect(colourPlan(line)).toBe(`\u001b[${colour}m${line}\u001b[0m`)
})

test.each(['', 'Plan: 1 to add', '    id = "x" # forces', '+no', '  -', 'a + b'])('%j has none', (line) => {
  expect(colourPlan(line)).toBe(line)
})

test('the words of a real plan stay as they are', () => {
  const text = readFixture('plan-changes.txt')
  expect(plainText(colourPlan(text))).toBe(text)
  expect(colourPlan(text)).toContain('\u001b[32m  + resource "terraform_data" "added" {\u001b[0m')
})
