import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseAge, parseDuration, renderDuration } from '../../src/retry/duration.ts'

test.each([
  ['7d', 7 * 86_400_000],
  ['0d', 0],
  ['99999d', 99_999 * 86_400_000],
  ['12h', 12 * 3_600_000],
  ['1d12h30m', 131_400_000],
])('an age of %s is %d ms', (text, ms) => {
  expect(parseAge(text)).toBe(ms)
})

test.each(['', 'd', '7', '1d2', '1h1d', '-1d', '1.5d', '1d1d', '100000d', '7d\n', '\n7d', 'x7d', '12h\n'])(
  'an age of %j is refused',
  (text) => {
    expect(() => parseAge(text)).toThrow('expected an age such as `7d`')
  },
)

describe('a duration in Go notation', () => {
  test.each([
    ['0', 0],
    ['0s', 0],
    ['+0', 0],
    ['90s', 90_000],
    ['10m', 600_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['.5s', 500],
    ['.25s', 250],
    ['1.s', 1_000],
    ['300ms', 300],
    ['1s1s', 2_000],
    ['+5s', 5_000],
    ['2500us', 3],
    ['2000µs', 2],
    ['2000μs', 2],
    ['5000000ns', 5],
    ['1.1s', 1_100],
    ['2562047h', 9_223_369_200_000],
    ['9223372036854ms', 9_223_372_036_854],
  ])('%s is %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    ...['', ' ', '10', '-5s', '-0', '7d', '1w', '5 m', ' 5m', '5m ', '5M', '1h30', 'm', '.s', '.', '1..5s'],
    ...['1e3s', '0x5s', '١s', 'ten minutes', '5m\n', '5m,3s', 'Infinity', 'NaN', '--5s', '1_000s'],
  ])('%j is refused', (text) => {
    expect(() => parseDuration(text)).toThrow(RangeError)
    expect(() => parseDuration(text)).toThrow('expected a duration such as `90s`')
  })

  test('one that Go cannot hold is refused', () => {
    expect(() => parseDuration('2562048h')).toThrow('less than 292 years')
    expect(() => parseDuration(`${'9'.repeat(400)}h`)).toThrow(RangeError)
  })

  test('the parts of any duration are added up', () => {
    const part = fc.integer({ min: 0, max: 10_000 })
    fc.assert(
      fc.property(part, part, part, part, (h, m, s, ms) => {
        const text = `${String(h)}h${String(m)}m${String(s)}s${String(ms)}ms`
        expect(parseDuration(text)).toBe(((h * 60 + m) * 60 + s) * 1000 + ms)
      }),
    )
  })

  test('any text gives whole milliseconds that are not negative, or a RangeError', () => {
    const likely = fc.array(fc.constantFrom('1', '9', '.', '-', '+', 'h', 'm', 's', 'ns', 'µ', ' '))
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          likely.map((parts) => parts.join('')),
        ),
        (text) => {
          try {
            const ms = parseDuration(text)
            expect(Number.isInteger(ms) && ms >= 0).toBe(true)
          } catch (error) {
            expect(error).toBeInstanceOf(RangeError)
          }
        },
      ),
    )
  })
})

describe('a duration for people', () => {
  test.each([
    [0, '0 s'],
    [-4_000, '0 s'],
    [0.4, '0 s'],
    [1, '1 ms'],
    [300, '300 ms'],
    [999.4, '999 ms'],
    [999.6, '1 s'],
    [1_000, '1 s'],
    [45_000, '45 s'],
    [59_499, '59 s'],
    [59_600, '1 min'],
    [90_000, '1 min 30 s'],
    [600_000, '10 min'],
    [3_599_700, '1 h'],
    [7_500_000, '2 h 5 min'],
    [7_559_000, '2 h 5 min'],
    [86_399_000, '23 h 59 min'],
    [86_400_000, '1 d'],
    [273_600_000, '3 d 4 h'],
  ])('%d ms reads %s', (ms, text) => {
    expect(renderDuration(ms)).toBe(text)
  })

  test('is written with no more than two units, and is never empty', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e6, max: 1e12, noNaN: true }), (ms) => {
        expect(renderDuration(ms)).toMatch(/^\d+ (?:ms|s|min|h|d)(?: \d+ (?:s|min|h))?$/)
      }),
    )
  })

  test('is what Go reads, give or take the smaller unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_000, max: 86_399_000 }), (ms) => {
        const read = parseDuration(renderDuration(ms).replaceAll(' ', '').replaceAll('min', 'm'))
        expect(Math.abs(read - ms)).toBeLessThanOrEqual(ms < 3_600_000 ? 500 : 60_500)
      }),
    )
  })
})
