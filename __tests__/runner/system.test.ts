import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { countProcessesWithToken, systemClock, systemRandom, tokenVariable } from '../../src/runner/system.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-system-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
  for (const { pid } of children.splice(0)) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL')
    } catch {
      // The whole group has ended.
    }
  }
})

/** Resolves once the child runs its own program: until then its environment is still ours. */
async function start(script: string, token: string): Promise<{ end: () => void; exited: Promise<unknown> }> {
  const env = { PATH: process.env['PATH'], [tokenVariable]: token }
  const child = spawn('/bin/sh', ['-c', `echo started; ${script}`], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  })
  children.push(child)
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  return { end: () => child.stdin.end(), exited }
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await sleep(10)
  }
  throw new Error('it did not come to pass within 2 s')
}

describe('the processes of a run', () => {
  test('are counted by the token in their environment, with their children', async () => {
    const token = randomUUID()
    expect(await countProcessesWithToken(token)).toBe(0)
    await start('exec sleep 30', token)
    expect(await countProcessesWithToken(token)).toBe(1)
    await start('sleep 30 & echo; wait', token)
    await until(async () => (await countProcessesWithToken(token)) === 3)
    expect(await countProcessesWithToken(randomUUID())).toBe(0)
  })

  test('are gone when they have ended', async () => {
    const token = randomUUID()
    const child = await start('read line', token)
    expect(await countProcessesWithToken(token)).toBe(1)
    child.end()
    await child.exited
    expect(await countProcessesWithToken(token)).toBe(0)
  })

  test('are found when their parent has gone and they have a session of their own', async () => {
    const token = randomUUID()
    const orphan = 'while [ ! -e $0/end ]; do sleep 0.02; done'
    const parent = await start(`setsid sh -c '${orphan}' '${folder}' & exit 0`, token)
    await parent.exited
    // The orphan itself, and the `sleep` that it waits for.
    await until(async () => [1, 2].includes(Number(await countProcessesWithToken(token))))
    writeFileSync(join(folder, 'end'), '')
    await until(async () => (await countProcessesWithToken(token)) === 0)
  })
})

describe('the clock', () => {
  test('sleeps, and only goes forward', async () => {
    const before = systemClock.monotonic()
    await systemClock.sleep(20)
    expect(systemClock.monotonic() - before).toBeGreaterThanOrEqual(18)
    expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1_000)
  })

  test('wakes at once for a signal, and does not reject', async () => {
    const controller = new AbortController()
    const before = systemClock.monotonic()
    const sleeping = systemClock.sleep(60_000, controller.signal)
    controller.abort()
    await sleeping
    await systemClock.sleep(60_000, controller.signal)
    expect(systemClock.monotonic() - before).toBeLessThan(1_000)
  })
})

test('chance is a number from 0 to 1', () => {
  const number = systemRandom()
  expect(number).toBeGreaterThanOrEqual(0)
  expect(number).toBeLessThan(1)
})
