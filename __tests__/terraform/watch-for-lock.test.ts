import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from '@jest/globals'

import { watchForLock } from '../../src/terraform/watch-for-lock.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { readFixture } from '../support/fixture.ts'

const path = 'tfstate/app/terraform.tfstate'
const lines = (fixture: string): string[] => readFixture(fixture).split(/(?<=\n)/)
let folder = ''
let file = ''
let clock: FakeClock
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-watch-'))
  file = join(folder, 'log')
  writeFileSync(file, '')
  clock = createFakeClock()
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The locks that are told of a log whose lines come 100 ms apart, with the time of each; the writer ends after 60 s. */
async function watch(
  log: readonly string[],
  lockPath = path,
): Promise<{ told: [number, string][]; over: number }> {
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  for (const [index, line] of log.entries()) {
    clock.at(100 * (index + 1), () => {
      appendFileSync(file, line)
    })
  }
  clock.at(60_000, () => {
    resolve(undefined)
  })
  const told: [number, string][] = []
  await watchForLock(file, lockPath, ended, clock, (lockId) => told.push([clock.elapsed(), lockId]))
  return { told, over: clock.elapsed() }
}

test.each(['core-log-s3-plan.txt', 'core-log-dynamodb-plan.txt', 'core-log-both-plan.txt'])(
  'a lock is told as soon as it is held, once, and nothing is read after that: %s',
  async (fixture) => {
    const log = lines(fixture)
    const index = log.findIndex((line) => line.includes('Locked remote state'))
    const { told, over } = await watch([...log, ...log])
    expect(told).toEqual([[expect.any(Number), expect.stringMatching(/^[0-9a-f-]{36}$/)]])
    expect(told[0]?.[0]).toBeLessThan(100 * (index + 1) + 50)
    expect(over).toBe(told[0]?.[0])
  },
)

test('that under which a workspace is made is none', async () => {
  const log = lines('core-log-two-cycles.txt')
  const ids = log.flatMap((line) => /Locked remote state .*lock\.id=(\S+)/.exec(line)?.[1] ?? [])
  const { told } = await watch(log, 'tfstate/env:/fresh/app/terraform.tfstate')
  expect(told.map(([, id]) => id)).toEqual([ids[1]])
})

test.each([
  ['core-log-contention-s3.txt', path],
  ['core-log-self-412.txt', path],
  ['core-log-s3-plan.txt', 'tfstate/another/terraform.tfstate'],
])('nothing is told where there is no lock of this state: %s, %s', async (fixture, lockPath) => {
  expect(await watch(lines(fixture), lockPath)).toEqual({ told: [], over: 60_000 })
})

test('a line is not read by halves', async () => {
  const [line = ''] = lines('core-log-s3-plan.txt').filter((each) => each.includes('Locked remote state'))
  const half = line.length / 2
  const { told } = await watch([line.slice(0, half), line.slice(half)])
  expect(told).toHaveLength(1)
  expect(told[0]?.[0]).toBeGreaterThanOrEqual(200)
})
