import { beforeAll, describe, expect, test } from '@jest/globals'

import { isProof, sampled } from '../support/proof.ts'
import { measureTraces, type Measures } from './measures.ts'
import type { Scenario, World } from './scenario.ts'
import { lockKey, simulatedLockJson, turnKey } from './simulated-terraform.ts'
import { allAtOnce, openStream, playSeeds, type Situation } from './situations.ts'

const waiters =
  (count: number): Situation['contention'] =>
  (seed) =>
    allAtOnce(count, seed)

async function measure(situation: Situation, first: number, seeds: number): Promise<Measures> {
  return measureTraces(await playSeeds(situation, first, seeds))
}

describe.each(sampled(['fast', 'slow'] as const, 1))(
  'fifty waiters on one lock, with a %s start of Terraform',
  (start) => {
    let ours: Measures
    beforeAll(async () => {
      ours = await measure({ by: 'lockstep', contention: waiters(50), start }, 1, isProof ? 10 : 1)
    })

    test('are all served, and a Terraform is hardly ever started in vain', () => {
      expect(ours.served).toBe(isProof ? 500 : 50)
      expect(ours.startsPerHandOver).toBeLessThanOrEqual(1.1)
    })

    test('come in the order of their arrival, but for those that came within a few seconds', () => {
      expect(ours.overtakes.mean).toBeLessThanOrEqual(1)
    })

    test('lose little time between two of them', () => {
      expect(ours.handOverMs.p95).toBeLessThanOrEqual(1_500)
      expect(ours.requestsPerMinute).toBeLessThanOrEqual(60 * 50)
    })
  },
)

test('without turns, fifty waiters start more than three Terraforms for each hand-over', async () => {
  const without = await measure({ by: 'lockstep-without-turns', contention: waiters(50) }, 1, 1)
  expect(without.served).toBe(50)
  expect(without.startsPerHandOver).toBeGreaterThan(3)
})

test('ten waiters are drained in 1.25 times the sum of their holds, where Terraform itself takes more than three times', async () => {
  const situation = { contention: waiters(10) }
  const ours = await measure({ ...situation, by: 'lockstep' }, 1, 5)
  const bare = await measure({ ...situation, by: 'terraform' }, 1, 5)
  expect(ours.drainRatio).toBeLessThanOrEqual(1.25)
  expect(bare.drainRatio).toBeGreaterThan(3)
})

test('a lone waiter has the lock soon after it is free', async () => {
  const lone = await measure({ by: 'lockstep', contention: waiters(1) }, 1, 100)
  expect(lone.handOverMs.median).toBeLessThanOrEqual(800)
  expect(lone.handOverMs.p95).toBeLessThanOrEqual(2_000)
  expect(lone.startsPerHandOver).toBe(1)
})

test('in a stream of runs that leaves the lock no rest, nobody starves', async () => {
  const contention: Situation['contention'] = (seed) => openStream(120, 0.95, 3_000, seed)
  const stream = await measure({ by: 'lockstep', contention }, 1, 2)
  expect(stream.served).toBe(240)
  expect(stream.overtakes.max).toBeLessThanOrEqual(15)
  expect(stream.startsPerHandOver).toBeLessThanOrEqual(3)
})

test('a run that meets nobody asks for no turn, and nothing is left behind by those that do', async () => {
  const alone = await playSeeds(
    { by: 'lockstep', contention: () => ({ arrivals: [0], heldUntilMs: 0 }) },
    1,
    1,
  )
  expect([...alone[0]!.requests.keys()].filter((request) => request.includes('.lockstep'))).toEqual([])
  const [many] = await playSeeds({ by: 'lockstep', contention: waiters(10) }, 1, 1)
  expect(many!.requests.get(`PUT ${turnKey}`)).toBeGreaterThanOrEqual(10)
  expect(many!.left).toEqual([])
})

test('those that give up leave no turn behind', async () => {
  const [trace] = await playSeeds(
    { by: 'lockstep', contention: waiters(10), holdMs: 12_000, lockTimeoutMs: 15_000 },
    1,
    1,
  )
  const ends = trace!.runs.map(({ end }) => end)
  expect(ends.filter((end) => end === 'contended')).toHaveLength(9)
  expect(trace!.left).toEqual([])
})

test('a run that is refused the lock takes a new turn, since the old one counts as long over', async () => {
  const prepare = ({ clock, store, runs }: World): void => {
    const takeInBetween = async (): Promise<void> => {
      while (runs[0]!.startedAt.length === 0) await clock.sleep(10)
      store.plant(lockKey, simulatedLockJson('barger', clock.now()))
      await clock.sleep(20_000)
      store.uproot(lockKey)
    }
    void takeInBetween()
  }
  const [trace] = await playSeeds({ by: 'lockstep', contention: waiters(1), more: { prepare } }, 1, 1)
  expect(trace!.runs[0]).toMatchObject({ end: 'served', startedAt: { length: 2 } })
  expect(trace!.requests.get(`DELETE ${turnKey}`)).toBe(2)
  expect(trace!.left).toEqual([])
})

test('the same seed gives the same trace, and another one another', async () => {
  const play = async (seed: number): Promise<unknown> =>
    await playSeeds({ by: 'lockstep', contention: waiters(5) }, seed, 1)
  expect(await play(3)).toEqual(await play(3))
  expect(await play(3)).not.toEqual(await play(4))
})

describe('turns that cannot be relied on', () => {
  const oldest = (nonce: string): string => JSON.stringify({ since: '2000-01-01T00:00:00Z', nonce })
  const measureWith = async (more: Pick<Scenario, 'faults' | 'prepare'>): Promise<Measures> =>
    await measure({ by: 'lockstep', contention: waiters(10), more }, 1, 2)

  test('one of a run that is dead costs ten seconds, once', async () => {
    const prepare = ({ store }: World): void => {
      store.plant(turnKey, oldest('dead'))
    }
    const measures = await measureWith({ prepare })
    expect(measures.served).toBe(20)
    expect(measures.startsPerHandOver).toBeLessThanOrEqual(1.2)
    expect(measures.handOverMs.max).toBeGreaterThan(10_000)
    expect(measures.handOverMs.max).toBeLessThan(15_000)
    expect(measures.longestWaitMs).toBeLessThan(65_000)
  })

  test('one that is forged again and again keeps nobody for more than half a minute', async () => {
    const prepare = ({ clock, store }: World): void => {
      const forge = async (): Promise<void> => {
        for (let nonce = 0; clock.elapsed() < 600_000; nonce += 1) {
          store.plant(turnKey, oldest(String(nonce)))
          await clock.sleep(500)
        }
      }
      void forge()
    }
    const measures = await measureWith({ prepare })
    expect(measures.served).toBe(20)
    expect(measures.handOverMs.max).toBeLessThan(35_000)
    expect(measures.longestWaitMs).toBeLessThan(120_000)
  })

  test('a store that ignores conditions still tells who is next', async () => {
    const measures = await measureWith({ faults: { ignoresConditions: (key) => key === turnKey } })
    expect(measures.served).toBe(20)
    expect(measures.startsPerHandOver).toBeLessThanOrEqual(1.5)
  })

  test('where they are denied the waiters go on as if there were none', async () => {
    const denied = new Error('access was denied')
    const measures = await measureWith({
      faults: { refusal: (_, key) => (key === turnKey ? denied : undefined) },
    })
    expect(measures.served).toBe(20)
    expect(measures.drainRatio).toBeLessThanOrEqual(1.35)
  })
})
