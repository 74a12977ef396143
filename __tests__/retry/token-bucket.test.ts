import { expect, test } from '@jest/globals'
import { createTokenBucket } from '../../src/retry/token-bucket.ts'

function bucketAt(capacity: number, refillMs: number): { takeAt(ms: number): boolean } {
  let now = 5_000
  const bucket = createTokenBucket({ monotonic: () => now }, capacity, refillMs)
  return {
    takeAt(ms) {
      now = 5_000 + ms
      return bucket.take()
    },
  }
}

test('gives its capacity at once, and then nothing', () => {
  const { takeAt } = bucketAt(3, 1000)
  expect([0, 0, 0, 0].map((ms) => takeAt(ms))).toEqual([true, true, true, false])
})

test('gives one more after each refill time', () => {
  const { takeAt } = bucketAt(1, 1000)
  expect([0, 999, 1000, 1999, 2000].map((ms) => takeAt(ms))).toEqual([true, false, true, false, true])
})

test('never saves up more than its capacity', () => {
  const { takeAt } = bucketAt(2, 1000)
  expect([60_000, 60_000, 60_000].map((ms) => takeAt(ms))).toEqual([true, true, false])
})
