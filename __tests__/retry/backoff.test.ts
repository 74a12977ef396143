import { expect, test } from '@jest/globals'
import fc from 'fast-check'

import { pollDelayMs, raceDelayMs, retryDelayMs } from '../../src/retry/backoff.ts'
import { seededRandom } from '../support/fake-clock.ts'

const least = (): number => 0
const most = (): number => 1 - Number.EPSILON

test('a held lock is looked at every 1.2 s, give or take 30 %', () => {
  expect(pollDelayMs('alone', least)).toBeCloseTo(840)
  expect(pollDelayMs('alone', () => 0.5)).toBeCloseTo(1_200)
  expect(pollDelayMs('alone', most)).toBeCloseTo(1_560)
})

test('whoever is next looks every 0.3 s, and who stands behind every 1.5 s', () => {
  expect(pollDelayMs('next', () => 0.5)).toBeCloseTo(300)
  expect(pollDelayMs('behind', () => 0.5)).toBeCloseTo(1_500)
})

test.each([
  [0, 500, 1_000],
  [1, 1_000, 2_000],
  [2, 2_000, 4_000],
  [3, 4_000, 8_000],
  [4, 7_500, 15_000],
  [5, 7_500, 15_000],
  [1_000, 7_500, 15_000],
])('where only Terraform can tell, try %d comes after %d to %d ms', (attempt, from, to) => {
  expect(retryDelayMs(attempt, least)).toBeCloseTo(from)
  expect(retryDelayMs(attempt, most)).toBeCloseTo(to)
})

test.each([
  [0, 50],
  [1, 100],
  [5, 1_600],
  [6, 1_600],
  [1_000, 1_600],
])('after %d lost races the next try comes within %d ms', (attempt, to) => {
  expect(raceDelayMs(attempt, least)).toBe(0)
  expect(raceDelayMs(attempt, most)).toBeCloseTo(to)
})

test('no delay is negative, endless or no number', () => {
  fc.assert(
    fc.property(fc.nat({ max: 1e6 }), fc.integer(), (attempt, seed) => {
      const random = seededRandom(seed)
      for (const ms of [
        pollDelayMs('next', random),
        retryDelayMs(attempt, random),
        raceDelayMs(attempt, random),
      ]) {
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual(15_000)
      }
    }),
  )
})
