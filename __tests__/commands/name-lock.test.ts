import { expect, test } from '@jest/globals'

import { createLockNaming } from '../../src/commands/name-lock.ts'
import type { LockReading } from '../../src/lock/lock-reading.ts'
import type { StreamEvent } from '../../src/plan/run-facts.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { fakeLock, free, held, unknown } from '../support/fake-lock.ts'

/** Feeds events, each told so many milliseconds after the lock is read. */
async function named(readings: LockReading[], events: [string, number][]): Promise<[string[], number]> {
  const clock = createFakeClock()
  const calls: string[] = []
  const names: string[] = []
  const name = createLockNaming(fakeLock(readings, undefined, calls), clock, (id) => names.push(id))
  for (const [type, ms] of events) {
    const event: StreamEvent = {
      ...{ kind: 'event', type, message: '' },
      body: { '@timestamp': new Date(clock.now() + ms).toISOString() },
    }
    name(event)
    await Promise.resolve()
    await Promise.resolve()
  }
  return [names, calls.length]
}

test('a lock that is read between two resource events is that of the Terraform that tells them', async () => {
  const events: [string, number][] = [
    ['apply_start', -5],
    ['apply_progress', 5],
    ['apply_complete', 9],
  ]
  expect(await named([held('its-lock'), held('bobs-lock')], events)).toEqual([['its-lock'], 1])
})

test.each<[string, [string, number][]]>([
  ['only one was told', [['apply_start', -5]]],
  [
    'the second was told before the read, and is only read after it',
    [
      ['apply_start', -5],
      ['apply_complete', 0],
    ],
  ],
  [
    'the second is none of a resource',
    [
      ['apply_start', -5],
      ['diagnostic', 5],
    ],
  ],
  [
    'none is of a resource',
    [
      ['planned_change', -5],
      ['change_summary', 5],
    ],
  ],
])('it is not where %s', async (_, events) => {
  expect((await named([held('its-lock')], events))[0]).toEqual([])
})

test('a lock that cannot be read is asked for a few times only', async () => {
  const events = Array.from({ length: 20 }, (_, index): [string, number] => ['apply_start', index])
  expect(await named([unknown, free, unknown, held('its-lock')], events)).toEqual([[], 3])
})
