import { expect, test } from '@jest/globals'

import { endMain } from '../../src/commands/end-main.ts'
import type { RunProcesses } from '../../src/commands/await-terraform.ts'
import type { Log } from '../../src/runner/log.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'

const main = { pid: 7, startTime: '1' as string | null }

async function end(
  endsAt: number,
  beyondSigint = false,
  of = main,
): Promise<{ sent: [string, number][]; clock: FakeClock }> {
  const clock = createFakeClock()
  const sent: [string, number][] = []
  let isAlive = endsAt !== 0
  if (!beyondSigint) clock.at(endsAt, () => (isAlive = false))
  const processes = {
    isAlive: () => isAlive,
    signal(pid: number, signal: string) {
      sent.push([`${signal} ${String(pid)}`, clock.elapsed()])
      if (signal === 'SIGKILL') isAlive = false
      return true
    },
  } as unknown as RunProcesses
  await endMain({ clock, log: { say: () => undefined } as unknown as Log, processes }, of, 60_000)
  return { sent, clock }
}

test('a main step that has ended is left alone', async () => {
  const { sent, clock } = await end(0)
  expect(sent).toEqual([])
  expect(clock.elapsed()).toBe(0)
})

test('a number alone, which may be another program’s by now, gets no signal', async () => {
  const { sent } = await end(20_000, false, { pid: 7, startTime: null })
  expect(sent).toEqual([])
})

test('one that is at work is asked once to stop, and waited for', async () => {
  const { sent, clock } = await end(20_000)
  expect(sent).toEqual([['SIGINT 7', 0]])
  expect(clock.elapsed()).toBeGreaterThan(20_000)
})

test('one that does not stop is killed, so that it starts nothing more', async () => {
  const { sent } = await end(0.1, true)
  expect(sent).toEqual([
    ['SIGINT 7', 0],
    ['SIGKILL 7', 75_000],
  ])
})
