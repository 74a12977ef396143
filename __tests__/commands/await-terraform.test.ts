import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import {
  awaitTerraform,
  endProcesses,
  type AwaitedRun,
  type AwaitOptions,
  type RunProcesses,
} from '../../src/commands/await-terraform.ts'
import type { RecordedTerraform } from '../../src/runner/run-record.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { readFixture } from '../support/fixture.ts'

const terraformPid = 100
const process = { pid: terraformPid, startTime: '5' }
const event = (type: string, message: string): string =>
  `${JSON.stringify({ '@level': 'info', '@message': message, type })}\n`
const resourceEvent = event('apply_start', 'terraform_data.a: Creating...')

let folder = ''
let outputFile = ''
let clock: FakeClock
/** Those of the run, by their number. */
let alive: Set<number>
let sent: [number, string | number, number][]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-await-'))
  outputFile = join(folder, 'out')
  writeFileSync(outputFile, '')
  clock = createFakeClock()
  alive = new Set([terraformPid])
  sent = []
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** Processes that end by SIGKILL, unless they are beyond it. */
const processes: RunProcesses = {
  async find() {
    // Lets the output be read, which takes no time on a fake clock.
    for (let turns = 0; turns < 3; turns += 1) await turn()
    return [...alive]
  },
  isAlive: ({ pid }) => alive.has(pid),
  leadsGroup: (pid) => pid === terraformPid,
  isGroupLeft: () => Promise.resolve(alive.size > 0),
  signal(pid, signal) {
    sent.push([pid, signal, clock.elapsed()])
    if (signal === 'SIGKILL') alive.delete(Math.abs(pid))
    return true
  },
}

async function wait(
  terraform: Partial<RecordedTerraform> = {},
  options: Partial<AwaitOptions> = {},
  of = processes,
): Promise<{ run: AwaitedRun; said: string[]; lines: number }> {
  const said: string[] = []
  let lines = 0
  const log = { say: (text: string) => said.push(text) } as unknown as Parameters<
    typeof awaitTerraform
  >[0]['log']
  const run = await awaitTerraform(
    {
      ...{ clock, log, processes: of, emergencyStateFile: join(folder, 'emergency') },
      onLine: () => {
        lines += 1
      },
    },
    {
      terraform: { operation: 'apply', outputFile, startedAt: 0, process, ...terraform },
      ...{ isScript: false, graceMs: 60_000, interruptAfterMs: 0, ...options },
    },
  )
  return { run, said, lines }
}
const endsAt = (ms: number, ...pids: number[]): void => {
  clock.at(ms, () => {
    for (const pid of pids) alive.delete(pid)
  })
}
const signalsOf = (name: string): number[] => sent.filter(([, signal]) => signal === name).map(([pid]) => pid)

describe('a Terraform that main has left', () => {
  test('and that has ended is not waited for, and told from its output', async () => {
    alive.clear()
    writeFileSync(outputFile, readFixture('stream-apply.jsonl'))
    const { run, said } = await wait()
    expect(run).toMatchObject({ end: 'ended', emergencyState: undefined })
    expect(run.facts).toMatchObject({ resourceEventSeen: true, errorSeen: false })
    expect(said).toEqual([])
    expect(sent).toEqual([])
  })

  test('is asked once to stop, and waited for', async () => {
    writeFileSync(outputFile, resourceEvent)
    endsAt(20_000, terraformPid)
    const { run, said } = await wait()
    expect(run.end).toBe('ended')
    expect(sent).toEqual([[terraformPid, 'SIGINT', expect.any(Number)]])
    expect(said).toEqual([
      'Terraform is still at work; it has 1 min to end in order.',
      'Asked Terraform to stop.',
    ])
  })

  test('is not asked again where main has asked it, or it says that somebody has', async () => {
    endsAt(5_000, terraformPid)
    await wait({ isInterrupted: true })
    expect(sent).toEqual([])
    alive.add(terraformPid)
    writeFileSync(outputFile, event('log', '\nInterrupt received.\nPlease wait'))
    endsAt(clock.elapsed() + 5_000, terraformPid)
    await wait({}, { interruptAfterMs: 1_000 })
    expect(sent).toEqual([])
  })

  test('is not asked where it ends before its time', async () => {
    endsAt(5_000, terraformPid)
    await wait({}, { interruptAfterMs: 10_000 })
    expect(sent).toEqual([])
  })

  test('behind a script is asked by its group, which is waited for', async () => {
    alive.add(101)
    endsAt(2_000, terraformPid)
    endsAt(8_000, 101)
    const { run } = await wait({}, { isScript: true })
    expect(run.end).toBe('ended')
    expect(signalsOf('SIGINT')).toEqual([-terraformPid])
    expect(clock.elapsed()).toBeGreaterThanOrEqual(8_000)
  })

  test('whose number was not noted is found by its token, and asked as the leader of its group', async () => {
    alive.add(101)
    endsAt(5_000, terraformPid, 101)
    const { run } = await wait({ process: undefined } as object)
    expect(run.end).toBe('ended')
    expect(signalsOf('SIGINT')).toEqual([terraformPid])
  })
})

describe('when its time is over', () => {
  test.each([
    ['a plan', 'plan', resourceEvent],
    [
      'an apply that has changed nothing',
      'apply',
      event('planned_change', 'terraform_data.a: Plan to create'),
    ],
  ] as const)('%s is killed, with all that it has started', async (_, operation, output) => {
    writeFileSync(outputFile, output)
    alive.add(101).add(102)
    const { run, said } = await wait({ operation })
    expect(run.end).toBe('killed')
    expect(signalsOf('SIGINT')).toEqual([terraformPid])
    expect([...alive]).toEqual([])
    expect(clock.elapsed()).toBeLessThan(70_000)
    expect(said.at(-1)).toContain('It has changed nothing')
  })

  test('an apply at work goes on', async () => {
    writeFileSync(outputFile, resourceEvent)
    const { run } = await wait()
    expect(run).toMatchObject({ end: 'at-work', facts: { resourceEventSeen: true } })
    expect(signalsOf('SIGKILL')).toEqual([])
    expect([...alive]).toEqual([terraformPid])
  })

  test('an apply that begins to change something in the very last moment is told as what it did', async () => {
    const late: RunProcesses = {
      ...processes,
      signal(pid, signal) {
        if (signal === 'SIGKILL' && alive.has(terraformPid)) appendFileSync(outputFile, resourceEvent)
        return processes.signal(pid, signal)
      },
    }
    const { run } = await wait({}, {}, late)
    expect(run).toMatchObject({ end: 'killed', facts: { resourceEventSeen: true } })
  })

  test('nobody is waited for at all where the time was over before', async () => {
    writeFileSync(outputFile, resourceEvent)
    const { run } = await wait({}, { graceMs: 0 })
    // An interrupt is sent all the same: an apply that goes on shall end soon.
    expect(run.end).toBe('at-work')
    expect(signalsOf('SIGINT')).toEqual([terraformPid])
  })
})

describe('what a Terraform that was killed has left', () => {
  test('is ended where nothing was applied: a provider waits for ever', async () => {
    alive = new Set([101])
    const { run } = await wait({ operation: 'plan' })
    expect(run.end).toBe('ended')
    expect([...alive]).toEqual([])
    expect(signalsOf('SIGINT')).toEqual([])
    expect(clock.elapsed()).toBeLessThan(10_000)
  })

  test('is left at work where something was applied, and not waited for long', async () => {
    writeFileSync(outputFile, resourceEvent)
    alive = new Set([101])
    const { run } = await wait()
    expect(run.end).toBe('ended')
    expect(sent).toEqual([])
    expect(clock.elapsed()).toBeLessThan(10_000)
  })

  test('may be beyond a signal, and then holds nobody up', async () => {
    const stubborn: RunProcesses = { ...processes, signal: () => false }
    await endProcesses({ clock, processes: stubborn })
    expect(clock.elapsed()).toBeLessThan(10_000)
    expect([...alive]).toEqual([terraformPid])
  })
})

test('where the platform does not tell processes by their token, Terraform itself is waited for', async () => {
  const blind: RunProcesses = {
    ...processes,
    find: async () => {
      await processes.find()
      return 'not-known'
    },
  }
  endsAt(3_000, terraformPid)
  expect((await wait({ operation: 'plan' }, {}, blind)).run.end).toBe('ended')
  alive.add(terraformPid)
  expect((await wait({ operation: 'plan' }, { graceMs: 500 }, blind)).run.end).toBe('killed')
  expect(signalsOf('SIGKILL')).toEqual([-terraformPid])
})
