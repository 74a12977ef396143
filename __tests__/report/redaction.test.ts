import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { createRedaction } from '../../src/report/redaction.ts'

const redact = (text: string, ...values: string[]): string => createRedaction(new Set(values))(text)

describe('a sensitive value', () => {
  test.each([
    ['stands for itself', 'a hunter2-password b', ['hunter2-password'], 'a *** b'],
    ['is the whole text', 'hunter2-password', ['hunter2-password'], '***'],
    ['stands twice', 'password password', ['password'], '*** ***'],
    ['begins another', 'password-of-bob', ['password', 'password-of-bob'], '***'],
    ['overlaps another', 'xabcdefghijklx', ['abcdefghij', 'efghijkl'], 'x***x'],
    ['stands beside another', 'aaaaaaaabbbbbbbb', ['aaaaaaaa', 'bbbbbbbb'], '******'],
    ['overlaps itself', 'aaaaaaaaaaa', ['aaaaaaaa'], '***'],
    ['has seven characters', 'hunter2', ['hunter2'], 'hunter2'],
    ['is of other letters', 'correct-horse', ['CORRECT-HORSE'], 'correct-horse'],
    [
      'has several lines, and is indented',
      '  -----BEGIN KEY-----\n    MIIEpAIBAAKC\n  ab\n',
      ['-----BEGIN KEY-----\nMIIEpAIBAAKC\nab\n'],
      '  ***\n    ***\n  ab\n',
    ],
    ['is quoted', 'x = "pass\\"word\\n"', ['pass"word\n'], 'x = "***\\n"'],
    ['looks like a template', 'x = "$${password}"', ['${password}'], 'x = "***"'],
    ['is part of a URL', 'https://a/p%40ss%20word%2F!', ['p@ss word/!'], 'https://a/***'],
    ['is part of a strict URL', 'https://a/p%40ss%20word%21', ['p@ss word!'], 'https://a/***'],
    ['is a field of a form', 'a=p%40ss+word%21&b', ['p@ss word!'], 'a=***&b'],
    ['has half a character', 'password-\ud800', ['password-\ud800'], '***'],
    ['has signs of a pattern', 'a (.*)+$^[x] b', ['(.*)+$^[x]'], 'a *** b'],
  ])('that %s', (_, text, values, redacted) => {
    expect(redact(text, ...values)).toBe(redacted)
  })

  test('is in no text, whatever they are', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 60 })
    const values = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 8, maxLength: 12 }))
    fc.assert(
      fc.property(letters, values, (text, sensitive) => {
        const redacted = redact(text, ...sensitive)
        for (const value of sensitive) expect(redacted).not.toContain(value)
        if (!sensitive.some((value) => text.includes(value))) expect(redacted).toBe(text)
      }),
    )
  })
})

test('thousands of values that begin alike cost one look-up for a character', () => {
  const values = Array.from({ length: 5_000 }, (_, i) => `arn:aws:iam::${i}:${'x'.repeat(i % 50)}`)
  const text = values.join('\n').repeat(6).slice(0, 1_000_000)
  const start = performance.now()
  const redacted = redact(text, ...values)
  // A search for each value would take minutes.
  expect(performance.now() - start).toBeLessThan(5_000)
  expect(redacted).not.toMatch(/arn:aws:iam::\d+:x/)
})
