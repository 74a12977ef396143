import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import type { LockReading } from '../../src/lock/lock-reading.ts'
import { waitForFreeLock, type WaitEnd, type Waiting } from '../../src/lock/wait.ts'
import type { Turn } from '../../src/lock/turn.ts'
import { startDeadline } from '../../src/retry/deadline.ts'
import { createFakeClock, seededRandom, type FakeClock } from '../support/fake-clock.ts'
import { free, held, unknown } from '../support/fake-lock.ts'

interface Scene {
  clock: FakeClock
  waiting: Waiting
  /** When the lock was read, in milliseconds since the start. */
  reads: number[]
  /** What was told: when, of whom, how long was left. */
  told: { at: number; lockId: string; remainingMs: number }[]
  cancel: () => void
}

/** `lockAt` tells the lock at a time. */
function scene(lockAt: (ms: number) => LockReading, timeoutMs = 600_000, seed = 1): Scene {
  const clock = createFakeClock()
  const controller = new AbortController()
  const reads: number[] = []
  const told: Scene['told'] = []
  return {
    clock,
    reads,
    told,
    cancel: () => {
      controller.abort()
    },
    waiting: {
      clock,
      random: seededRandom(seed),
      deadline: startDeadline(clock, timeoutMs),
      signal: controller.signal,
      read: () => {
        reads.push(clock.elapsed())
        return Promise.resolve(lockAt(clock.elapsed()))
      },
      tell: ({ lockId }, remainingMs) => {
        told.push({ at: clock.elapsed(), lockId, remainingMs })
      },
    },
  }
}

const gaps = (times: readonly number[]): number[] =>
  times.slice(1).map((time, index) => time - (times[index] ?? 0))
const lockIdOf = (end: WaitEnd): string | undefined => ('holder' in end ? end.holder?.lockId : undefined)

test('a free lock is waited for not at all', async () => {
  const { waiting, clock, reads, told } = scene(() => free)
  expect(await waitForFreeLock(waiting)).toEqual({ kind: 'free' })
  expect(clock.elapsed()).toBe(0)
  expect(reads).toEqual([0])
  expect(told).toEqual([])
})

test('a reading that is still good saves a look', async () => {
  const { waiting, reads } = scene(() => held())
  expect(await waitForFreeLock(waiting, free)).toEqual({ kind: 'free' })
  expect(reads).toEqual([])
})

test('what cannot be read is not waited for, since only Terraform can tell', async () => {
  const { waiting, clock } = scene((ms) => (ms < 5_000 ? held() : unknown))
  expect(await waitForFreeLock(waiting)).toEqual(unknown)
  expect(clock.elapsed()).toBeLessThan(5_000 + 1_560)
})

test('a lock that is given back is seen within one look', async () => {
  const { waiting, clock } = scene((ms) => (ms < 60_000 ? held() : free))
  expect(await waitForFreeLock(waiting)).toEqual({ kind: 'free' })
  expect(clock.elapsed()).toBeGreaterThanOrEqual(60_000)
  expect(clock.elapsed()).toBeLessThanOrEqual(60_000 + 1_560)
})

test('looks come every 1.2 s, give or take 30 %, and two waiters do not look in step', async () => {
  const looks = async (seed: number): Promise<number[]> => {
    const { waiting, reads } = scene((ms) => (ms < 300_000 ? held() : free), 600_000, seed)
    await waitForFreeLock(waiting)
    return gaps(reads)
  }
  const first = await looks(1)
  expect(Math.min(...first)).toBeGreaterThanOrEqual(840)
  expect(Math.max(...first)).toBeLessThanOrEqual(1_560)
  expect(Math.max(...first) - Math.min(...first)).toBeGreaterThan(500)
  const mean = first.reduce((sum, gap) => sum + gap, 0) / first.length
  expect(mean).toBeGreaterThan(1_150)
  expect(mean).toBeLessThan(1_250)
  expect(await looks(2)).not.toEqual(first)
})

test('the deadline ends the wait with the holder, after one last look', async () => {
  const { waiting, clock, reads } = scene(() => held(), 10_000)
  const end = await waitForFreeLock(waiting)
  expect(end.kind).toBe('deadline')
  expect(lockIdOf(end)).toBe('alices-lock')
  expect(clock.elapsed()).toBe(10_000)
  expect(reads.at(-1)).toBe(10_000)
})

test('a lock that is given back in the last moment is won', async () => {
  const { waiting, clock } = scene((ms) => (ms < 10_000 ? held() : free), 10_000)
  expect(await waitForFreeLock(waiting)).toEqual({ kind: 'free' })
  expect(clock.elapsed()).toBe(10_000)
})

test('no time to wait is one look', async () => {
  const { waiting, reads, told, clock } = scene(() => held(), 0)
  expect((await waitForFreeLock(waiting)).kind).toBe('deadline')
  expect(reads).toEqual([0])
  expect(told).toEqual([])
  expect(clock.sleeps).toEqual([])
})

test('the holder at the deadline is the last one', async () => {
  const { waiting } = scene((ms) => held(ms < 9_000 ? 'first' : 'second'), 10_000)
  expect(lockIdOf(await waitForFreeLock(waiting))).toBe('second')
})

test('a cancel ends the wait at once, in the middle of a sleep', async () => {
  const { waiting, clock, cancel, reads } = scene(() => held())
  clock.at(30_500, cancel)
  const end = await waitForFreeLock(waiting)
  expect(end.kind).toBe('cancelled')
  expect(lockIdOf(end)).toBe('alices-lock')
  expect(clock.elapsed()).toBe(30_500)
  expect(Math.max(...reads)).toBeLessThan(30_500)
})

test('a cancel before the first look has no holder to tell', async () => {
  const { waiting, cancel, clock } = scene(() => held())
  cancel()
  expect(await waitForFreeLock(waiting)).toEqual({ kind: 'cancelled', holder: undefined })
  expect(clock.elapsed()).toBe(0)
})

test('a cancel during a look wins over what it saw', async () => {
  const { waiting, cancel } = scene(() => {
    cancel()
    return free
  })
  expect((await waitForFreeLock(waiting)).kind).toBe('cancelled')
})

test('a holder is told once, again every 30 s, and a new one at once', async () => {
  const { waiting, told } = scene((ms) => (ms < 70_000 ? held('first') : ms < 80_000 ? held('second') : free))
  await waitForFreeLock(waiting)
  expect(told.map(({ lockId }) => lockId)).toEqual(['first', 'first', 'first', 'second'])
  const times = told.map(({ at }) => at)
  expect(times[0]).toBe(0)
  for (const gap of gaps(times.slice(0, 3))) {
    expect(gap).toBeGreaterThanOrEqual(30_000)
    expect(gap).toBeLessThanOrEqual(31_560)
  }
  expect(times[3]).toBeGreaterThanOrEqual(70_000)
  expect(times[3]).toBeLessThanOrEqual(71_560)
})

test('each telling says how long is left', async () => {
  const { waiting, told } = scene((ms) => (ms < 40_000 ? held() : free), 600_000)
  await waitForFreeLock(waiting)
  for (const { at, remainingMs } of told) expect(remainingMs).toBe(600_000 - at)
})

test('whatever happens to the lock, the wait ends within its time and tells the truth', async () => {
  const holders = fc.array(fc.constantFrom('free', 'a', 'b', 'unknown'), { minLength: 1, maxLength: 40 })
  await fc.assert(
    fc.asyncProperty(
      holders,
      fc.integer({ min: 0, max: 30_000 }),
      fc.integer(),
      async (story, timeout, seed) => {
        const lockAt = (ms: number): LockReading => {
          const now = story[Math.min(Math.floor(ms / 1_000), story.length - 1)] ?? 'free'
          return now === 'free' ? free : now === 'unknown' ? unknown : held(now)
        }
        const { waiting, clock } = scene(lockAt, timeout, seed)
        const end = await waitForFreeLock(waiting)
        expect(clock.elapsed()).toBeLessThanOrEqual(timeout)
        const there = lockAt(clock.elapsed())
        expect(end.kind).toBe(there.kind === 'held' ? 'deadline' : there.kind)
        if (there.kind === 'held') expect(lockIdOf(end)).toBe(there.holder.lockId)
      },
    ),
  )
})

describe('with others that wait too', () => {
  /** `oursAt`: from when on it is our turn, in milliseconds since the start. */
  const turnFrom = (clock: FakeClock, oursAt: number, place: 'next' | 'behind' = 'behind'): Turn => ({
    standInLine: () => Promise.resolve(place),
    take: () => Promise.resolve(clock.elapsed() >= oursAt),
    giveBack: () => Promise.resolve(),
  })

  test('a free lock is left to whose turn it is, and looked at again', async () => {
    const { waiting, clock, reads } = scene((ms) => (ms < 1_000 ? held() : free))
    expect(await waitForFreeLock({ ...waiting, turn: turnFrom(clock, 10_000) })).toEqual({ kind: 'free' })
    expect(clock.elapsed()).toBeGreaterThanOrEqual(10_000)
    expect(clock.elapsed()).toBeLessThanOrEqual(10_000 + 1_950)
    expect(reads.length).toBeGreaterThan(4)
  })

  test('a lock that was taken meanwhile is waited for, and its holder told', async () => {
    const { waiting, clock, told } = scene((ms) =>
      ms < 1_000 ? held('first') : ms < 20_000 ? (ms < 5_000 ? free : held('second')) : free,
    )
    await waitForFreeLock({ ...waiting, turn: turnFrom(clock, 15_000) })
    expect(told.map(({ lockId }) => lockId)).toEqual(['first', 'second'])
    expect(clock.elapsed()).toBeGreaterThanOrEqual(20_000)
  })

  test('the next one looks more often than those behind', async () => {
    const looks = async (place: 'next' | 'behind'): Promise<number> => {
      const { waiting, clock, reads } = scene((ms) => (ms < 60_000 ? held() : free))
      await waitForFreeLock({ ...waiting, turn: turnFrom(clock, 0, place) })
      return reads.length
    }
    expect(await looks('next')).toBeGreaterThan(4 * (await looks('behind')))
  })

  test('at the deadline a free lock is asked for, whoever is next', async () => {
    const { waiting, clock } = scene((ms) => (ms < 1_000 ? held() : free), 5_000)
    expect(await waitForFreeLock({ ...waiting, turn: turnFrom(clock, Infinity) })).toEqual({ kind: 'free' })
    expect(clock.elapsed()).toBe(5_000)
  })

  test.each(['standInLine', 'take'] as const)('a cancel during %s wins over what it tells', async (name) => {
    const { waiting, clock, cancel } = scene(() => (name === 'take' ? free : held()))
    const turn = turnFrom(clock, 0)
    const asked: Turn = {
      ...turn,
      [name]: () => {
        cancel()
        return turn[name]()
      },
    }
    expect((await waitForFreeLock({ ...waiting, turn: asked })).kind).toBe('cancelled')
    expect(clock.elapsed()).toBe(0)
  })
})

test('a free lock that is the turn of another is looked at again at the pace of one who knows of nobody', async () => {
  const { waiting, clock, reads } = scene(() => free)
  const turn: Turn = {
    standInLine: () => Promise.resolve('next'),
    take: () => Promise.resolve(clock.elapsed() > 0),
    giveBack: () => Promise.resolve(),
  }
  expect(await waitForFreeLock({ ...waiting, turn })).toEqual({ kind: 'free' })
  expect(reads).toHaveLength(2)
  expect(reads[1]).toBeGreaterThanOrEqual(840)
  expect(reads[1]).toBeLessThanOrEqual(1_560)
})

test('a holder that stays is told again after exactly 30 s', async () => {
  const { waiting, told } = scene((ms) => (ms < 65_000 ? held() : free))
  const clock: FakeClock = {
    ...(waiting.clock as FakeClock),
    sleep: (_, signal) => waiting.clock.sleep(10_000, signal),
  }
  await waitForFreeLock({ ...waiting, clock })
  expect(told.map(({ at }) => at)).toEqual([0, 30_000, 60_000])
})
