import { beforeEach, describe, expect, test } from '@jest/globals'

import { createTurn, type Turn, type TurnReading, type TurnStore } from '../../src/lock/turn.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'

const wallTime = Date.parse('2026-08-22T10:12:12Z')

interface FakeStore extends TurnStore {
  /** Who is next; undefined: nobody. */
  name: { by: 'us' | 'them'; version: string; since: number } | undefined
  failure: string | undefined
  readonly calls: string[]
}

function fakeStore(): FakeStore {
  let writes = 0
  const reading = ({ name, failure }: FakeStore): TurnReading => {
    if (failure !== undefined) return { kind: 'unknown', reason: failure }
    if (name === undefined) return { kind: 'nobody' }
    const { by, version, since } = name
    return by === 'us' ? { kind: 'ours', version } : { kind: 'theirs', version, since }
  }
  const store: FakeStore = {
    name: undefined,
    failure: undefined,
    calls: [],
    read() {
      store.calls.push('read')
      return Promise.resolve(reading(store))
    },
    take(since, over) {
      store.calls.push(over === undefined ? 'take' : `take over ${over}`)
      if (store.failure === undefined && store.name?.version === over) {
        writes += 1
        store.name = { by: 'us', version: `our-${writes}`, since }
      }
      return Promise.resolve(reading(store))
    },
    giveBack(version) {
      store.calls.push(`give back ${version}`)
      if (store.name?.version === version) store.name = undefined
      return Promise.resolve(store.failure)
    },
  }
  return store
}

/** `waitedMs`: for how long they have waited when our run comes; negative: they come later. */
const them = (version: string, waitedMs: number): FakeStore['name'] => ({
  by: 'them',
  version,
  since: wallTime - waitedMs,
})

let clock: FakeClock
let store: FakeStore
let told: string[]
let turn: Turn
beforeEach(() => {
  clock = createFakeClock()
  store = fakeStore()
  told = []
  turn = createTurn(store, clock, (message) => told.push(message))
})

describe('while the lock is held', () => {
  test('the only one that waits is next, and asks no more', async () => {
    expect(await turn.standInLine()).toBe('next')
    expect(await turn.standInLine()).toBe('next')
    expect(store.calls).toEqual(['read', 'take'])
    expect(store.name).toMatchObject({ by: 'us', since: wallTime })
  })

  test('who has waited longer is let go first', async () => {
    store.name = them('older', 5_000)
    expect(await turn.standInLine()).toBe('behind')
    expect(store.name?.version).toBe('older')
  })

  test('who came later gives way, also where they were first to write', async () => {
    store.name = them('younger', -5_000)
    expect(await turn.standInLine()).toBe('next')
    expect(store.calls).toEqual(['read', 'take over younger'])
  })

  test('of two that came at once the first to write goes first', async () => {
    store.name = them('as-old', 0)
    expect(await turn.standInLine()).toBe('behind')
    expect(store.name?.version).toBe('as-old')
  })

  test('the wait counts from its begin, however often Terraform was refused the lock since', async () => {
    await turn.standInLine()
    await turn.giveBack()
    await clock.sleep(60_000)
    store.name = them('between', -30_000)
    expect(await turn.standInLine()).toBe('next')
    expect(store.name?.since).toBe(wallTime)
  })
})

describe('at a free lock', () => {
  test('the one that is next goes, if it still is', async () => {
    await turn.standInLine()
    expect(await turn.take()).toBe(true)
    store.name = them('older', 5_000)
    expect(await turn.take()).toBe(false)
  })

  test('where nobody is next whoever comes first goes', async () => {
    expect(await turn.take()).toBe(true)
    expect(store.name).toMatchObject({ by: 'us', since: wallTime })
  })

  test('a turn that is another one’s by now is not given back', async () => {
    await turn.standInLine()
    store.name = them('older', 5_000)
    await turn.take()
    await turn.giveBack()
    expect(store.calls).not.toContain('give back our-1')
  })

  test('a turn that is given back is not worth a word', async () => {
    await turn.standInLine()
    await turn.giveBack()
    expect(store.calls).toContain('give back our-1')
    expect(told).toEqual([])
  })

  test('one who came later keeps its turn: its Terraform may have been started', async () => {
    store.name = them('younger', -5_000)
    expect(await turn.take()).toBe(false)
    expect(store.calls).toEqual(['read'])
  })

  test('a turn that waits for a lock that is held again is not used up by that', async () => {
    store.name = them('older', 5_000)
    expect(await turn.take()).toBe(false)
    await clock.sleep(20_000)
    expect(await turn.standInLine()).toBe('behind')
    expect(await turn.take()).toBe(false)
    expect(store.name?.version).toBe('older')
  })

  test('a turn that nobody uses for ten seconds is taken over, by our own clock', async () => {
    // Of a machine whose clock is a day ahead.
    store.name = them('dead', -86_400_000)
    expect(await turn.take()).toBe(false)
    await clock.sleep(9_999)
    expect(await turn.take()).toBe(false)
    await clock.sleep(1)
    expect(await turn.take()).toBe(true)
    expect(store.calls.at(-1)).toBe('take over dead')
  })

  test('another turn has ten seconds of its own', async () => {
    store.name = them('first', 5_000)
    await turn.take()
    await clock.sleep(9_000)
    store.name = them('second', 5_000)
    expect(await turn.take()).toBe(false)
    await clock.sleep(9_000)
    expect(await turn.take()).toBe(false)
  })

  test('turns that change for ever are ignored after half a minute, and from then on', async () => {
    const askUntilOurs = async (): Promise<number> => {
      const start = clock.elapsed()
      for (let nonce = 0; nonce < 100; nonce += 1) {
        store.name = them(`forged-${clock.elapsed()}`, 86_400_000)
        if (await turn.take()) return clock.elapsed() - start
        if (nonce === 20) await turn.standInLine()
        await clock.sleep(1_000)
      }
      throw new Error('it was never our turn')
    }
    // The second in which somebody held the lock is not counted.
    expect(await askUntilOurs()).toBe(31_000)
    expect(await turn.standInLine()).toBe('alone')
    expect(await askUntilOurs()).toBe(0)
    expect(told).toEqual([
      'The lock is free, and it is the turn of another run.',
      'The lock is free, and it is the turn of another run.',
      'The lock was free for too long: nobody is let go first any more.',
    ])
  })
})

describe('a turn is given back', () => {
  test('once, and nobody is told that it is before that is done', async () => {
    await turn.standInLine()
    const [first, second] = [turn.giveBack(), turn.giveBack()]
    await second
    expect(store.name).toBeUndefined()
    await first
    await turn.giveBack()
    expect(store.calls).toEqual(['read', 'take', 'give back our-1'])
  })

  test('only where there is one of ours', async () => {
    store.name = them('older', 5_000)
    await turn.standInLine()
    await turn.giveBack()
    expect(store.calls).toEqual(['read'])
  })

  test('and again after the next one was taken', async () => {
    await turn.take()
    await turn.giveBack()
    await turn.take()
    await turn.giveBack()
    expect(store.name).toBeUndefined()
  })

  test('or that is told for debugging', async () => {
    await turn.standInLine()
    store.failure = 'access was denied'
    await turn.giveBack()
    expect(told).toEqual(['The turn was not given back: access was denied.'])
  })
})

test('without a store every moment is ours, and one that fails counts as none, told once', async () => {
  const none = createTurn(undefined, clock, () => undefined)
  expect(await none.standInLine()).toBe('alone')
  expect(await none.take()).toBe(true)
  await none.giveBack()

  store.failure = 'access was denied'
  expect(await turn.standInLine()).toBe('alone')
  expect(await turn.standInLine()).toBe('alone')
  expect(await turn.take()).toBe(true)
  await turn.giveBack()
  expect(told).toEqual(['Waiting without a turn: access was denied.'])
})

test('a store that denies turns again and again is asked no more, one that answers in between is', async () => {
  const tries = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index += 1) expect(await turn.standInLine()).toBe('alone')
  }
  store.failure = 'access was denied'
  await tries(2)
  store.failure = undefined
  store.name = them('older', 5_000)
  expect(await turn.standInLine()).toBe('behind')
  store.failure = 'access was denied'
  await tries(5)
  expect(store.calls).toHaveLength(6)
})

test('a turn is given back also where its store has not answered in between', async () => {
  await turn.standInLine()
  store.failure = 'no answer'
  expect(await turn.take()).toBe(true)
  store.failure = undefined
  await turn.giveBack()
  expect(store.name).toBeUndefined()
})
