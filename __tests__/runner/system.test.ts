import { describe, expect, test } from '@jest/globals'

import { systemClock, systemRandom } from '../../src/runner/system.ts'

describe('the clock', () => {
  test('sleeps, and only goes forward', async () => {
    const before = systemClock.monotonic()
    await systemClock.sleep(20)
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(18)
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  })

  test('wakes at once for a signal, and does not reject', async () => {
    const controller = new AbortController()
    const before = systemClock.monotonic()
    const sleeping = systemClock.sleep(60_000, controller.signal)
    controller.abort()
    await sleeping
    await systemClock.sleep(60_000, controller.signal)
    expect(systemClock.monotonic() - before).toBeLessThan(1_000)
  })
})

test('chance is a number from 0 to 1', () => {
  const number = systemRandom()
  expect(number).toBeGreaterThanOrEqual(0)
  expect(number).toBeLessThan(1)
})
