import { describe, expect, test } from '@jest/globals'

import { credentialLife, parseExpiration, stopTime } from '../../src/retry/credential-life.ts'

const minute = 60_000
const now = Date.parse('2026-08-22T10:12:12Z')

describe('an apply', () => {
  test.each<[string, number, number, boolean]>([
    ['starts with exactly the minimum', 15 * minute, 15 * minute, false],
    ['does not start with a millisecond less', 15 * minute - 1, 15 * minute, true],
    ['does not start after the end', -minute, 15 * minute, true],
    ['does not start where it would be stopped at once, without a minimum too', 2 * minute - 1, 0, true],
    ['starts before that, without a minimum', 2 * minute, 0, false],
  ])('%s', (_, leftMs, minimumMs, isTooShort) => {
    expect(credentialLife(now + leftMs, now, minimumMs)).toEqual({
      leftMs,
      neededMs: Math.max(minimumMs, 2 * minute),
      isTooShort,
    })
  })
})

test.each<[string, number, number | undefined]>([
  ['2 minutes before the end', 60 * minute, 58 * minute],
  ['at once, when exactly they are left', 2 * minute, 0],
  ['after half of what is left in the last 2 minutes', minute, minute / 2],
  ['not at all after the end', 0, undefined],
])('Terraform is stopped %s', (_, leftMs, afterMs) => {
  expect(stopTime(now + leftMs, now)).toBe(afterMs === undefined ? undefined : now + afterMs)
})

describe('a time with its zone', () => {
  const at = Date.parse('2026-08-22T11:12:12Z')

  test.each([
    // configure-aws-credentials: JSON of a Date.
    ['"2026-08-22T11:12:12.000Z"', at],
    // aws configure export-credentials: Python's isoformat, of a botocore that has microseconds too.
    ['2026-08-22T11:12:12+00:00', at],
    ['2026-08-22T11:12:12.345678+00:00', at + 345],
    // aws-vault
    ['2026-08-22T11:12:12Z', at],
    ['2026-08-22T13:12:12+02:00', at],
    ['2026-08-22T13:12:12+0200', at],
    ['2026-08-21T23:42:12-11:30', at],
    ['2028-02-29T00:00:00Z', Date.parse('2028-02-29T00:00:00Z')],
  ])('%s', (text, expected) => {
    expect(parseExpiration(text)).toBe(expected)
  })

  test.each([
    '',
    'never',
    '1787396400',
    '2026-08-22',
    '2026-08-22T11:12:12',
    '2026-08-22 11:12:12Z',
    '2026-08-22T11:12Z',
    '2026-08-22T11:12:12z',
    '2026-08-22T11:12:12 UTC',
    '2026-08-22T11:12:12+25:00',
    '2026-02-30T11:12:12Z',
    '2026-13-01T11:12:12Z',
    '2026-08-22T24:00:00Z',
    '2026-08-22T11:12:60Z',
    '+275760-09-13T00:00:00.000Z',
    '"2026-08-22T11:12:12Z',
    '""2026-08-22T11:12:12Z""',
    'x"2026-08-22T11:12:12Z"',
    '"2026-08-22T11:12:12Z"x',
    '2026-08-22T11:12:12Z (noon)',
    '2026-08-22T11:12:12Z\n2026-08-22T11:12:12Z',
    'Sat, 22 Aug 2026 11:12:12 GMT',
  ])('is not %j', (text) => {
    expect(() => parseExpiration(text)).toThrow(RangeError)
    expect(() => parseExpiration(text)).toThrow('expected a time with its zone')
  })
})
