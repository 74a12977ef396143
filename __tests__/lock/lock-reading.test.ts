import { describe, expect, test } from '@jest/globals'

import { combineReadings, readingsDisagree, type LockReading } from '../../src/lock/lock-reading.ts'
import { free, held, unknown } from '../support/fake-lock.ts'

const s3Held = held('one', { etag: '"e1"' })
const s3Waiter = held('waiter', { etag: '"e2"' })
const itemHeld = held('one', { info: '{"ID":"one"}' })

describe('where S3 and DynamoDB are both on, the holder is the one of DynamoDB', () => {
  test.each<[string, LockReading, LockReading, LockReading]>([
    ['both are free', free, free, free],
    [
      'both tell one lock, which has two versions',
      s3Held,
      itemHeld,
      held('one', { etag: '"e1"', info: '{"ID":"one"}' }),
    ],
    [
      'the lock file is a waiter’s, which comes and goes',
      s3Waiter,
      itemHeld,
      { ...itemHeld, lockFile: s3Waiter },
    ],
    ['the lock file is gone already', free, itemHeld, itemHeld],
    ['the lock file cannot be read', unknown, itemHeld, { ...itemHeld, lockFile: unknown }],
    ['only the lock file is there', s3Held, free, s3Held],
    ['the item is free, and the lock file cannot be read', unknown, free, unknown],
    ['the item cannot be read, and the lock file is free', free, unknown, unknown],
    ['the item cannot be read, and the lock file is there', s3Held, unknown, unknown],
    ['neither can be read', unknown, unknown, unknown],
  ])('%s', (_, s3, dynamodb, expected) => {
    expect(combineReadings(s3, dynamodb)).toEqual(expected)
  })

  test('the version of another lock never gets into the version of the holder', () => {
    const combined = combineReadings(s3Waiter, itemHeld)
    expect(combined.kind === 'held' ? combined.version : undefined).toEqual({ info: '{"ID":"one"}' })
  })

  test('free is only what both tell', () => {
    const all = [free, unknown, s3Held, itemHeld]
    for (const s3 of all) {
      for (const dynamodb of all) {
        const isFree = combineReadings(s3, dynamodb).kind === 'free'
        expect(isFree).toBe(s3 === free && dynamodb === free)
      }
    }
  })
})

describe('two readings disagree', () => {
  test.each<[string, LockReading, LockReading, boolean]>([
    ['not when both are free', free, free, false],
    ['not when both tell one lock', s3Held, itemHeld, false],
    ['not when neither could be read', unknown, unknown, false],
    ['when they tell two locks', s3Waiter, itemHeld, true],
    ['when only one is free', free, itemHeld, true],
    ['when only the other is free', s3Held, free, true],
    ['when only one could be read', unknown, itemHeld, true],
  ])('%s', (_, s3, dynamodb, disagree) => {
    expect(readingsDisagree(s3, dynamodb)).toBe(disagree)
  })
})
