import { describe, expect, test } from '@jest/globals'
import { createHolderWatch, type HolderWatch } from '../../src/commands/holder-watch.ts'
import type { RunState } from '../../src/github/runs.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { holder } from '../support/fake-lock.ts'
import { createSteppedClock, type SteppedClock } from '../support/stepped-clock.ts'

function holderOfRun(runId: number): LockHolder {
  const run = { repository: 'acme/infra', runId, attempt: 1, jobId: 2, pullRequest: 3, actor: 'alice' }
  const url = `https://github.com/acme/infra/actions/runs/${runId}/attempts/1`
  return { ...holder(`lock-${runId}`), run: { ...run, url, status: null, conclusion: null } }
}

function watching(
  answer: () => Promise<RunState>,
  tokens = 100,
): { watch: HolderWatch; clock: SteppedClock; asked: number[] } {
  const clock = createSteppedClock()
  const asked: number[] = []
  let left = tokens
  const watch = createHolderWatch({
    clock,
    calls: { take: () => (left -= 1) >= 0 },
    debug: () => undefined,
    readRun: async ({ runId }) => {
      asked.push(runId)
      return await answer()
    },
  })
  return { watch, clock, asked }
}

const alive: RunState = { verdict: 'alive', status: 'in_progress', conclusion: null }
const finished: RunState = { verdict: 'finished', status: 'completed', conclusion: 'cancelled' }

describe('the run of a holder', () => {
  test('is told with its verdict, status and conclusion', async () => {
    const { watch } = watching(() => Promise.resolve(finished))
    expect(watch.known(holderOfRun(1))).toMatchObject({ verdict: 'unknown', run: { status: null } })
    const told = { verdict: 'finished', run: { runId: 1, status: 'completed', conclusion: 'cancelled' } }
    expect(await watch.look(holderOfRun(1))).toMatchObject(told)
    expect(watch.known(holderOfRun(1))).toMatchObject(told)
  })

  test('is asked for when the holder changes, and every 5 minutes', async () => {
    const { watch, clock, asked } = watching(() => Promise.resolve(alive))
    await watch.look(holderOfRun(1))
    await watch.look(holderOfRun(1))
    expect(asked).toEqual([1])
    await watch.look(holderOfRun(2))
    expect(asked).toEqual([1, 2])
    await clock.advance(299_000)
    await watch.look(holderOfRun(2))
    expect(asked).toEqual([1, 2])
    await clock.advance(1_000)
    await watch.look(holderOfRun(2))
    expect(asked).toEqual([1, 2, 2])
  })

  test('is not asked for when too much was asked already', async () => {
    const { watch, asked } = watching(() => Promise.resolve(alive), 1)
    await watch.look(holderOfRun(1))
    expect(await watch.look(holderOfRun(2))).toMatchObject({ verdict: 'unknown' })
    expect(asked).toEqual([1])
  })

  test('stays what it was when GitHub does not answer', async () => {
    let down = false
    const { watch, clock } = watching(() =>
      down ? Promise.reject(new Error('502')) : Promise.resolve(alive),
    )
    await watch.look(holderOfRun(1))
    down = true
    await clock.advance(300_000)
    expect(await watch.look(holderOfRun(1))).toMatchObject({ verdict: 'alive' })
  })

  test('of a laptop is asked of nobody', async () => {
    const { watch, asked } = watching(() => Promise.resolve(alive))
    expect(await watch.look(holder())).toEqual(holder())
    expect(asked).toEqual([])
  })
})
