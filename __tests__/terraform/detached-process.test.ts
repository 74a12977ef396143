import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'

import type { Clock } from '../../src/clock.ts'
import { systemClock } from '../../src/runner/system.ts'
import {
  startDetached,
  type DetachedCommand,
  type DetachedProcess,
} from '../../src/terraform/detached-process.ts'
import { createFakeClock } from '../support/fake-clock.ts'

let folder = ''
let outputFile = ''
let pids: number[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-detached-'))
  outputFile = join(folder, 'out')
  writeFileSync(outputFile, '')
})
afterEach(() => {
  for (const pid of pids) {
    try {
      process.kill(-pid, 'SIGKILL')
    } catch {
      // The whole group has ended.
    }
  }
  pids = []
  rmSync(folder, { recursive: true, force: true })
})

async function shell(
  script: string,
  command: Partial<DetachedCommand> = {},
  clock: Clock = systemClock,
): Promise<DetachedProcess> {
  const defaults = { file: '/bin/sh', args: ['-c', script], cwd: folder, outputFile, signalGroup: false }
  const started = await startDetached(
    { ...defaults, env: { PATH: process.env['PATH'] ?? '' }, ...command },
    clock,
  )
  pids.push(started.pid)
  return started
}
const output = (): string => readFileSync(outputFile, 'utf8')
async function untilOutput(pattern: RegExp): Promise<void> {
  for (let tries = 0; tries < 300 && !pattern.test(output()); tries += 1) await sleep(10)
  expect(output()).toMatch(pattern)
}
const countInterrupts = 'trap "echo interrupted" INT; echo ready; while [ ! -e end ]; do sleep 0.02; done'

describe('a detached process', () => {
  test.each([
    ['exit 0', { exitCode: 0, signal: null, groupIsGone: true }],
    ['exit 2', { exitCode: 2, signal: null, groupIsGone: true }],
    ['kill -KILL $$', { exitCode: null, signal: 'SIGKILL', groupIsGone: true }],
  ])('that does “%s” ends so', async (script, end) => {
    expect(await (await shell(script)).ended).toEqual(end)
  })

  test('appends both its streams to a file, in their order', async () => {
    writeFileSync(outputFile, 'before\n')
    const { ended } = await shell('echo one; echo two >&2; echo three')
    await ended
    expect(output()).toBe('before\none\ntwo\nthree\n')
  })

  test('gets its folder and its environment, no more, and nothing to read', async () => {
    const { ended } = await shell('pwd; echo "[$GIVEN][$HOME]"; cat; echo end', {
      env: { GIVEN: 'x', PATH: '/usr/bin:/bin' },
    })
    await ended
    expect(output()).toMatch(/lockstep-detached-\w+\n\[x\]\[\]\nend\n$/)
  })

  test('has a session of its own, so no signal of the terminal or of the job reaches it', async () => {
    const { pid, ended } = await shell('echo ready; read line < /dev/null; sleep 0.3')
    await untilOutput(/ready/)
    const [, , , , group, session] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/\(.*\)/, 'name')
      .split(' ')
    expect([group, session].map(Number)).toEqual([pid, pid])
    await ended
  })

  test('gets arguments as they are, without a shell', async () => {
    const args = ['-c', 'printf "%s|" "$@"', 'sh', 'a b', '$HOME', '"x"', ';ls']
    await (
      await shell('', { args })
    ).ended
    expect(output()).toBe('a b|$HOME|"x"|;ls|')
  })
})

describe('a script that ends before what it has started', () => {
  const leaver = '(while [ ! -e end ]; do sleep 0.02; done; echo done) & echo left'

  test('has ended when its whole group has', async () => {
    const started = await shell(leaver, { signalGroup: true })
    let hasEnded = false
    void started.ended.then(() => (hasEnded = true))
    await untilOutput(/left/)
    await sleep(150)
    expect(hasEnded).toBe(false)
    writeFileSync(join(folder, 'end'), '')
    expect(await started.ended).toEqual({ exitCode: 0, signal: null, groupIsGone: true })
    expect(output()).toBe('left\ndone\n')
  })

  test('is waited for no longer than a minute, since what it left may never end', async () => {
    const clock = createFakeClock()
    const started = await shell(leaver, { signalGroup: true }, clock)
    expect(await started.ended).toEqual({ exitCode: 0, signal: null, groupIsGone: false })
    expect(clock.elapsed()).toBe(60_000)
  })

  test('is not waited for where it is Terraform itself', async () => {
    const started = await shell(leaver)
    expect(await started.ended).toEqual({ exitCode: 0, signal: null, groupIsGone: false })
    expect(output()).toBe('left\n')
  })
})

describe('what is left of a group', () => {
  test('counts where it is another user’s, whom nobody may signal', async () => {
    const kill = jest.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
    })
    try {
      expect(await (await shell('exit 0')).ended).toEqual({ exitCode: 0, signal: null, groupIsGone: false })
      const clock = createFakeClock()
      const started = await shell('exit 0', { signalGroup: true }, clock)
      expect(await started.ended).toMatchObject({ groupIsGone: false })
      expect(clock.elapsed()).toBe(60_000)
    } finally {
      kill.mockRestore()
    }
  })

  test('is looked at once more when its time is over', async () => {
    const clock = createFakeClock()
    const started = await shell(
      '(while [ ! -e end ]; do sleep 0.02; done) & exit 3',
      { signalGroup: true },
      clock,
    )
    clock.at(59_990, () => {
      process.kill(-started.pid, 'SIGKILL')
    })
    const { exitCode } = await started.ended
    expect(exitCode).toBe(3)
    expect(clock.elapsed()).toBeGreaterThan(59_000)
  })
})

describe('an interrupt', () => {
  test('is sent once, however often it is asked for', async () => {
    const started = await shell(countInterrupts)
    await untilOutput(/ready/)
    started.interrupt()
    started.interrupt()
    await untilOutput(/interrupted/)
    started.interrupt()
    await sleep(100)
    writeFileSync(join(folder, 'end'), '')
    expect(await started.ended).toEqual({ exitCode: 0, signal: null, groupIsGone: true })
    expect(output()).toBe('ready\ninterrupted\n')
  })

  const wrapper = `sh -c '${countInterrupts}' ; echo "wrapper goes on"`

  test('reaches what a script has started, when it is sent to the group', async () => {
    const started = await shell(`trap "echo wrapper interrupted" INT; ${wrapper}`, { signalGroup: true })
    await untilOutput(/ready/)
    started.interrupt()
    await untilOutput(/^interrupted/m)
    writeFileSync(join(folder, 'end'), '')
    await started.ended
    expect(output()).toMatch(/^wrapper interrupted$/m)
  })

  test('reaches only the process itself otherwise', async () => {
    const started = await shell(`trap "echo wrapper interrupted" INT; ${wrapper}`)
    await untilOutput(/ready/)
    started.interrupt()
    await sleep(100)
    writeFileSync(join(folder, 'end'), '')
    await started.ended
    expect(output()).toBe('ready\nwrapper interrupted\nwrapper goes on\n')
  })

  // A shell's background child ignores SIGINT, so what the script leaves is a program with a handler of its own.
  const heir = `process.on('SIGINT', () => { console.log('interrupted'); process.exit(1) });
    setInterval(() => undefined, 1000); console.log('ready')`

  test('reaches what a script has left behind when the script itself has ended', async () => {
    const script = `"${process.execPath}" -e "$HEIR" & exit 0`
    const env = { HEIR: heir, PATH: process.env['PATH'] ?? '' }
    const started = await shell(script, { signalGroup: true, env })
    await untilOutput(/ready/)
    await sleep(100)
    started.interrupt()
    await untilOutput(/interrupted/)
    started.interrupt()
    expect(await started.ended).toEqual({ exitCode: 0, signal: null, groupIsGone: true })
    expect(output()).toBe('ready\ninterrupted\n')
  })

  test('goes to nobody once the whole group has ended', async () => {
    const started = await shell('exit 0', { signalGroup: true })
    await started.ended
    const kill = jest.spyOn(process, 'kill')
    started.interrupt()
    expect(kill).not.toHaveBeenCalled()
    kill.mockRestore()
  })

  test('comes too late without harm', async () => {
    const started = await shell('exit 0')
    await started.ended
    expect(() => {
      started.interrupt()
    }).not.toThrow()
  })
})

describe('what cannot be started', () => {
  test.each<[string, Partial<DetachedCommand>]>([
    ['a file that is not there', { file: '/no/such/terraform' }],
    ['a folder', { file: '/tmp' }],
    ['a folder to work in that is not there', { cwd: '/no/such/folder' }],
    ['no file for its output', { outputFile: '/no/such/folder/out' }],
  ])('%s rejects', async (_, command) => {
    await expect(shell('exit 0', command)).rejects.toThrow(/ENOENT|EACCES/)
  })
})
