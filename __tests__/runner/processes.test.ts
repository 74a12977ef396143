import { spawn, type ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'

import {
  canInterrupt,
  countProcessesWithToken,
  findProcessesWithToken,
  identityOf,
  isAlive,
  isGroupLeft,
  leadsGroup,
  signalProcess,
  tokenVariable,
} from '../../src/runner/processes.ts'

let folder = ''
const children: ChildProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-processes-'))
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
async function start(
  script: string,
  token: string,
): Promise<{ pid: number; end: () => void; exited: Promise<unknown> }> {
  const env = { PATH: process.env['PATH'], [tokenVariable]: token }
  const child = spawn('/bin/sh', ['-c', `echo started; ${script}`], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
    detached: true,
  })
  children.push(child)
  const exited = once(child, 'exit')
  await once(child.stdout, 'data')
  return { pid: child.pid!, end: () => child.stdin.end(), exited }
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

describe('a process', () => {
  test('is alive until it has ended, and another one with its number is not it', async () => {
    const { pid, end, exited } = await start('read line', randomUUID())
    const identity = identityOf(pid)
    expect(identity.startTime).toMatch(/^\d+$/)
    expect(isAlive(identity)).toBe(true)
    expect(isAlive({ ...identity, startTime: '1' })).toBe(false)
    end()
    await exited
    expect(isAlive(identity)).toBe(false)
    expect(isAlive({ pid, startTime: null })).toBe(false)
  })

  test('that has ended and was not read by its parent is not alive, nor is its group', async () => {
    // The shell becomes `sleep`, which reads no child.
    const { pid } = await start('read line <&- & exec sleep 30', randomUUID())
    await until(() => Promise.resolve(stateOfChild(pid) === 'Z'))
    const zombie = childOf(pid)!
    expect(isAlive(identityOf(zombie))).toBe(false)
    expect(await isGroupLeft(pid)).toBe(true)
    signalProcess(pid, 'SIGKILL')
    await until(async () => (await isGroupLeft(pid)) === false)
  })

  test('that was started detached leads its group, and its children do not', async () => {
    const token = randomUUID()
    const { pid } = await start('sleep 30 & echo; wait', token)
    await until(async () => (await countProcessesWithToken(token)) === 2)
    const found = (await findProcessesWithToken(token)) as readonly number[]
    expect(found.filter(leadsGroup)).toEqual([pid])
  })

  test('gets a signal, alone or with its group; one that is gone does not', async () => {
    const token = randomUUID()
    const { pid, exited } = await start('sleep 30 & echo; wait', token)
    expect(signalProcess(-pid, 'SIGKILL')).toBe(true)
    await exited
    await until(async () => (await countProcessesWithToken(token)) === 0)
    expect(signalProcess(pid, 'SIGINT')).toBe(false)
  })
})

describe('on Windows, where each signal ends a process at once', () => {
  const { platform } = process
  beforeEach(() => {
    Object.defineProperty(process, 'platform', { value: 'win32' })
  })
  afterEach(() => {
    Object.defineProperty(process, 'platform', { value: platform })
  })

  test('nobody is interrupted, and what is ended is ended by its own number', () => {
    const kill = jest.spyOn(process, 'kill').mockReturnValue(true)
    try {
      expect(canInterrupt()).toBe(false)
      expect(signalProcess(7, 'SIGINT')).toBe(false)
      expect(signalProcess(-7, 'SIGINT')).toBe(false)
      expect(signalProcess(-7, 'SIGKILL')).toBe(true)
      expect(kill.mock.calls).toEqual([[7, 'SIGKILL']])
    } finally {
      kill.mockRestore()
    }
  })
})

function childOf(pid: number): number | undefined {
  const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return child === undefined || child === '' ? undefined : Number(child)
}

function stateOfChild(pid: number): string | undefined {
  const child = childOf(pid)
  return child === undefined ? undefined : /\) (\w)/.exec(readFileSync(`/proc/${child}/stat`, 'utf8'))?.[1]
}
