import { expect, test } from '@jest/globals'

import { startDeadline } from '../../src/retry/deadline.ts'
import { createFakeClock } from '../support/fake-clock.ts'

test('a deadline counts down from when it was started, and stays at zero', async () => {
  const clock = createFakeClock()
  await clock.sleep(5_000)
  const deadline = startDeadline(clock, 10_000)
  const seen: [number, boolean][] = []
  for (const ms of [0, 4_000, 5_999, 1, 1]) {
    await clock.sleep(ms)
    seen.push([deadline.remainingMs(), deadline.hasPassed()])
  }
  expect(seen).toEqual([
    [10_000, false],
    [6_000, false],
    [1, false],
    [0, true],
    [0, true],
  ])
  expect(deadline.totalMs).toBe(10_000)
})

test('time that was used before is gone from the start', () => {
  const deadline = startDeadline(createFakeClock(), 10_000, 4_000)
  expect(deadline.remainingMs()).toBe(6_000)
  expect(deadline.totalMs).toBe(10_000)
})

test('no time at all has passed from the start', () => {
  expect(startDeadline(createFakeClock(), 0).hasPassed()).toBe(true)
})
