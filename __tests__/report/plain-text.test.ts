import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { plainLine, plainText } from '../../src/report/plain-text.ts'
import { unicodeText } from '../support/unicode-text.ts'

const escape = '\u001b'

describe('plain text', () => {
  test.each([
    ['words, tabs and lines', 'a\tb\nc', 'a\tb\nc'],
    ['letters of every language', 'Ünïcödé 語 🧱', 'Ünïcödé 語 🧱'],
    ['colours', `${escape}[1m${escape}[31mred${escape}[0m${escape}[38;5;196m!`, 'red!'],
    ['cursor movements', `a${escape}[2K${escape}[1A${escape}[?25lb`, 'ab'],
    ['a window title', `${escape}]0;title\u0007a${escape}]2;title${escape}\\b`, 'ab'],
    [
      'a link of the terminal',
      `${escape}]8;;https://evil.example${escape}\\text${escape}]8;;${escape}\\`,
      'text',
    ],
    ['two-letter sequences', `a${escape}Mb${escape}\\c`, 'abc'],
    ['a sequence that hides another', `${escape}${escape}[31m[31mred`, '[31mred'],
    ['a sequence that is cut off', `red${escape}[3`, 'red[3'],
    ['the one-byte form of a sequence', 'a\u009b31mb', 'a31mb'],
    ['line ends of Windows', 'a\r\nb', 'a\nb'],
    ['a line written over', 'harmless\rrm -rf', 'harmlessrm -rf'],
    ['a bell, a backspace, NUL and DEL', 'a\u0007b\bc\0d\u007fe', 'abcde'],
    ['text that is read from right to left', 'user\u202enimda\u202c', 'usernimda'],
    ['isolates and marks', '\u2066a\u2069\u200e\u200f\u061cb', 'ab'],
    ['what nobody sees', 'a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg', 'abcdefg'],
    ['tags, which nobody sees either', 'a\u{e0041}\u{e007f}b', 'ab'],
    ['fillers and joiners', 'a\u034fb\u115fc\u1160d\u3164e\uffa0f\u17b4g', 'abcdefg'],
    ['selectors that can carry a text', 'a\u{e0100}\u{e01ef}b', 'ab'],
    ['the selector that makes an emoji', '⚠\ufe0f', '⚠\ufe0f'],
    ['half a character', 'a\ud83eb\uddf1', 'a\ufffdb\ufffd'],
    ['other ends of a line', 'a\u2028b\u2029c\u0085d', 'abcd'],
    ['nothing', '', ''],
  ])('keeps or loses %s', (_, text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  const hostile = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        escape,
        '[',
        ']',
        '0',
        ';',
        'm',
        '\\',
        '\u0007',
        '\u009b',
        '\r',
        '\n',
        '\u202e',
        '\u200b',
      ),
      unicodeText({ minLength: 1, maxLength: 1 }),
    ),
  })

  test('has no control, bidirectional or invisible characters, whatever it is made of', () => {
    const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/
    fc.assert(
      fc.property(hostile, (text) => {
        expect(plainText(text)).not.toMatch(forbidden)
        expect(plainText(plainText(text))).toBe(plainText(text))
      }),
    )
  })

  test('on one line has neither an end of a line nor more than its limit', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, limit) => {
        const line = plainLine(text, limit)
        expect(line).not.toMatch(/[\n\r\t\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        expect(line.length).toBeLessThanOrEqual(limit)
        expect(line).toBe(line.trim())
      }),
    )
  })
})

describe('plain text on one line', () => {
  test('is cut between characters', () => {
    expect(plainLine('🧱'.repeat(5), 4)).toBe('🧱…')
  })

  test.each([
    ['  a\n\n\tb  ', 'a b'],
    ['a\r\nb', 'a b'],
    ['x'.repeat(200), 'x'.repeat(200)],
    ['x'.repeat(201), `${'x'.repeat(199)}…`],
  ])('%j reads %j', (text, line) => {
    expect(plainLine(text)).toBe(line)
  })

  test('is cut where it is told to be', () => {
    expect(plainLine('abcdef', 4)).toBe('abc…')
  })
})

test('a sequence that nothing ends hides the rest of its line only', () => {
  expect(plainText('a\u001b]0;title\nb')).toBe('a\nb')
})
