import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import type { Backend } from '../../src/backend/backend.ts'
import type { Settlement } from '../../src/commands/findings.ts'
import { startJourney, type Journey } from '../../src/commands/outcome.ts'
import { recoverRefused, settle, settleInTime, type SettleDependencies } from '../../src/commands/settle.ts'
import { isNews, isSettled, outcomeOfSettlement } from '../../src/commands/settlement.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import type { LockReading, StateLock } from '../../src/lock/lock-reading.ts'
import type { RunRecord } from '../../src/runner/run-record.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { fakeLock, free, held, holder, unknown } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'
import { otherRun } from '../support/stories.ts'

const lockPath = 'tfstate/app/terraform.tfstate'
const id = 'our-lock'
const ours = held(id)
const ownRun = {
  ...{ serverUrl: 'https://github.com', repository: 'acme/infra', runId: 1, attempt: 1 },
  ...{ jobId: null, pullRequest: null, actor: null },
}
const logLine = (what: string): string =>
  `2026-08-22T10:12:12.000Z [INFO]  backend-s3: ${what} remote state (S3 Native): tf_backend.lock.id=${id} tf_backend.lock.path=${lockPath} tf_backend.lock.operation=OperationTypeApply\n`
const taken = logLine('Attempting to lock') + logLine('Locked')
const givenBack = taken + logLine('Attempting to unlock') + logLine('Unlocked')

let folder = ''
let clock: FakeClock
let calls: string[]
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-settle-'))
  clock = createFakeClock()
  calls = []
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** A lock that no run is named by, and that was made after Terraform had started. */
const madeSince = (fields: Partial<LockHolder> = {}): LockReading => ({
  ...ours,
  holder: holder(id, { created: new Date(clock.now() + 500).toISOString(), ...fields }),
})

interface Situation {
  readonly operation?: 'plan' | 'apply'
  /** Terraform's stream and log. */
  readonly stream?: string
  readonly log?: string
  readonly lock?: StateLock
  readonly record?: Partial<RunRecord>
  /** What carries the token, as long as it is not killed. */
  readonly left?: number[]
  readonly state?: string
  readonly lockPath?: string | undefined
  readonly seenLockId?: string
  readonly readLock?: { readonly lockId: string; readonly at: number }
  readonly isAtWork?: boolean
  readonly isInTime?: boolean
  readonly errored?: string
  readonly onSignal?: (pid: number) => void
}

async function settled(
  situation: Situation,
): Promise<{ end: Settlement; journey: Journey; record: RunRecord; log: string[] }> {
  const {
    operation = 'apply',
    stream = '',
    log = taken,
    lock = fakeLock([ours, free], undefined, calls),
  } = situation
  let left = situation.left ?? []
  writeFileSync(join(folder, 'out'), stream)
  writeFileSync(join(folder, 'log'), log)
  if (situation.errored !== undefined) writeFileSync(join(folder, 'errored.tfstate'), situation.errored)
  const lines: string[] = []
  const say = (text: string): void => void lines.push(text)
  const inputs = {
    workingDirectory: folder,
    cancelGraceMs: situation.isAtWork === true ? 0 : 60_000,
    recoverLock: 'own-run',
    annotateLock: true,
  }
  const deps = {
    ...{ inputs, clock, ownRun, emergencyStateFile: join(folder, 'emergency') },
    log: {
      say,
      lines: say,
      debug: say,
      annotate: (_: string, text: string) => {
        say(text)
      },
      startGroup: say,
      endGroup: () => undefined,
    },
    countProcesses: () => Promise.resolve(left.length),
    processes: {
      find: () => Promise.resolve(left),
      isAlive: () => situation.isAtWork === true,
      leadsGroup: () => false,
      isGroupLeft: () => Promise.resolve(left.length > 0),
      signal: (pid: number) => {
        situation.onSignal?.(pid)
        left = left.filter((other) => other !== pid)
        return true
      },
    },
    backend: { lock, mechanism: 's3' } as Partial<Backend>,
    random: () => 0.5,
    terraform: {
      runPush: () => Promise.resolve({ exitCode: 1, stdout: '', stderr: 'no answer' }),
      run: () =>
        Promise.resolve({
          exitCode: situation.state === undefined ? 1 : 0,
          stdout: situation.state ?? '',
          stderr: '',
        }),
    },
  } as unknown as SettleDependencies
  const terraform = {
    ...{
      operation,
      lockPath: 'lockPath' in situation ? situation.lockPath : lockPath,
      outputFile: join(folder, 'out'),
      logFile: join(folder, 'log'),
      startedAt: clock.now(),
    },
    process: { pid: 100, startTime: '1' },
    ...(situation.readLock === undefined ? {} : { readLock: situation.readLock }),
    ...(situation.seenLockId === undefined ? {} : { seenLockId: situation.seenLockId }),
  }
  const record = { ...situation.record, terraform } as RunRecord
  const place = { executable: { path: 'terraform', isScript: false }, workspace: 'default' } as never
  const journey = startJourney()
  const slowly = {
    ...deps,
    clock: {
      ...clock,
      // What is not waited for takes no time.
      sleep: async () => {
        await sleep(100)
      },
    },
  }
  const end = situation.isInTime
    ? await settleInTime(slowly, journey, { record, place, terraform })
    : await settle(deps, journey, { record, place, terraform })
  return { end, journey, record, log: lines }
}

const cutOff = readFixture('stream-killed-create.jsonl')

describe('the lock of a Terraform that is gone', () => {
  test('and gave it back needs nothing', async () => {
    const { end, journey } = await settled({
      ...{
        stream: readFixture('stream-apply.jsonl'),
        log: givenBack,
        lock: fakeLock([free], undefined, calls),
      },
    })
    expect(end.lock).toEqual({ kind: 'given-back' })
    expect(journey).toMatchObject({ leftLock: undefined, recovery: undefined, isPlanVoid: true })
    expect(calls).toEqual(['read lock'])
  })

  test.each(['plan', 'apply'] as const)('is removed where a %s had applied nothing', async (operation) => {
    const { end, journey } = await settled({ operation, stream: readFixture('stream-plan.jsonl') })
    expect(end.lock).toEqual({ kind: 'removed', lockId: id })
    expect(journey.lockRecovered).toBe(id)
    expect(calls).toEqual(['read lock', 'remove lock {"etag":"\\"e1\\""}', 'read lock'])
  })

  test('stays where resources were changed, says so, and the report tells what the state lacks', async () => {
    const { end, journey } = await settled({ stream: cutOff, state: readFixture('state-killed-create.json') })
    expect(end.lock).toMatchObject({ kind: 'left', isUnsaved: true, holder: { lockId: id } })
    expect(calls).toEqual(['read lock', `annotate lock ${id}`])
    expect(journey.isPlanVoid).toBe(true)
    expect(journey.recovery?.isStateRead).toBe(true)
    expect(journey.recovery?.fates.some(({ verdict }) => verdict === 'unsaved')).toBe(true)
  })

  test('stays all the same where the state cannot be read, and what was done is told', async () => {
    const { journey } = await settled({ stream: cutOff })
    expect(journey.recovery?.isStateRead).toBe(false)
    expect(journey.recovery?.fates.length).toBeGreaterThan(0)
  })

  test('is removed although a provider was left, which is ended first', async () => {
    const { end } = await settled({ operation: 'plan', left: [101, 102] })
    expect(end.lock).toMatchObject({ kind: 'removed' })
  })

  test('of somebody else is left alone', async () => {
    const { end } = await settled({ stream: cutOff, lock: fakeLock([held('bobs-lock')], undefined, calls) })
    expect(end.lock).toEqual({ kind: 'given-back' })
    expect(calls).toEqual(['read lock'])
  })

  test('that changes hands before it can be removed is left alone', async () => {
    const lock = fakeLock([ours, held('bobs-lock')], { kind: 'changed-hands', holder: undefined }, calls)
    const { end } = await settled({ operation: 'plan', lock })
    expect(end.lock).toEqual({ kind: 'given-back' })
  })

  test('of an earlier try is removed where it shows', async () => {
    const earlier = held('earlier-lock')
    const lock = fakeLock([earlier, free], undefined, calls)
    await settled({ stream: cutOff, lock, record: { ownLockIds: ['earlier-lock'] } })
    expect(calls).toContain('remove lock {"etag":"\\"e1\\""}')
  })

  test('is not taken for one of an earlier try', async () => {
    const { end } = await settled({ stream: cutOff, record: { ownLockIds: ['earlier-lock'] } })
    expect(end.lock).toMatchObject({ kind: 'left', isUnsaved: true })
    expect(calls.join()).not.toContain('remove')
  })
})

describe('an apply that was cut off, and whose lock has no name', () => {
  const unnamed = { stream: cutOff, log: '', state: readFixture('state-killed-create.json') }
  const message = ({ end, record, journey }: Awaited<ReturnType<typeof settled>>): string => {
    const outcome = outcomeOfSettlement(end, record, journey)
    expect(outcome).toMatchObject({ kind: 'failed', reason: 'state-not-saved' })
    expect(isNews(end, { ...record, isReported: true })).toBe(true)
    expect(isSettled(end)).toBe(false)
    return outcome.kind === 'failed' ? outcome.message : ''
  }
  test.each<[string, () => Situation]>([
    ['is free', () => ({ lock: fakeLock([free]) })],
    ['was removed by a person', () => ({ log: taken, lock: fakeLock([free]) })],
    ['is somebody else’s', () => ({ lock: fakeLock([held('bobs-lock')]) })],
    [
      'of a known name is gone, and somebody else has it',
      () => ({ log: taken, lock: fakeLock([held('bobs-lock')]) }),
    ],
    ['is that of a run that it names', () => ({ lock: fakeLock([madeSince({ run: otherRun.run })]) })],
    ['could not be read', () => ({ lock: fakeLock([unknown]) })],
  ])('is told as what the state lacks, and never as saved, where the lock %s', async (_, situation) => {
    const found = await settled({ ...unnamed, ...situation() })
    expect(message(found)).toMatch(/killed or crashed.*the state may lack.*No lock is known/)
    expect(found.journey.leftLock).toBeUndefined()
    expect(found.journey.recovery?.isStateRead).toBe(true)
    expect(found.journey.recovery?.fates.some(({ verdict }) => verdict === 'unsaved')).toBe(true)
  })

  test('by a second interrupt is told so too, though Terraform ended by itself', async () => {
    const found = await settled({
      stream: readFixture('stream-second-interrupt.jsonl'),
      log: '',
      lock: fakeLock([free]),
    })
    expect(message(found)).toContain('the state may lack')
  })

  test('has a lock told that was made since its start, which may be its own, and is not touched', async () => {
    const lock = fakeLock([madeSince()], undefined, calls)
    const found = await settled({ ...unnamed, lock })
    expect(found.journey.leftLock).toMatchObject({
      holder: { lockId: id },
      evidence: 'none',
      isUnsaved: true,
    })
    expect(message(found)).toContain('A state lock, perhaps of this run, stays, since')
    expect(calls).toEqual(['read lock'])
  })

  test('has the lock told, and marked, that was there while it was at work', async () => {
    const lock = fakeLock([ours], undefined, calls)
    const found = await settled({ ...unnamed, lock, seenLockId: id })
    expect(found.journey.leftLock).toMatchObject({
      holder: { lockId: id },
      evidence: 'seen',
      isUnsaved: true,
    })
    expect(calls).toEqual(['read lock', `annotate lock ${id}`])
  })

  test('is told the same where no log can name a lock, as on a local backend', async () => {
    const found = await settled({ ...unnamed, lockPath: undefined, lock: fakeLock([ours], undefined, calls) })
    expect(message(found)).toContain('the state may lack')
    expect(calls).toEqual([])
  })

  test('and saved its state all the same is no such one: it told its end', async () => {
    const { end } = await settled({
      ...unnamed,
      stream: readFixture('stream-apply.jsonl'),
      lock: fakeLock([free]),
    })
    expect(end.isUnsaved).toBe(false)
    expect(isSettled(end)).toBe(true)
  })
})

describe('a lock that main has read after one event of a Terraform without a log', () => {
  const whole = {
    log: '',
    stream: readFixture('stream-apply.jsonl'),
    lock: (): StateLock => fakeLock([ours]),
  }

  test('is told where an event came after it, also where Terraform told its end', async () => {
    const found = await settled({ ...whole, lock: whole.lock(), readLock: { lockId: id, at: 0 } })
    expect(found.journey.leftLock).toMatchObject({ holder: { lockId: id }, evidence: 'seen' })
  })

  test('is not taken for its own where none came', async () => {
    const found = await settled({ ...whole, lock: whole.lock(), readLock: { lockId: id, at: Infinity } })
    expect(found.journey.leftLock).toBeUndefined()
  })
})

describe('a lock that could not be read at the end', () => {
  test('is told by the ID that the log recorded', async () => {
    const { journey } = await settled({ stream: cutOff, lock: fakeLock([unknown]) })
    expect(journey.leftLock).toMatchObject({
      ...{ holder: undefined, lockId: id, isUnsaved: true },
      reason: expect.stringMatching(/changing resources; the lock could not be read: access was denied/),
    })
    expect(journey.recovery?.fates.length).toBeGreaterThan(0)
  })
})

describe('an apply that is still at work at the deadline', () => {
  test('leaves all that is known of it by then', async () => {
    const found = await settled({
      ...{ stream: cutOff, state: readFixture('state-killed-create.json') },
      ...{ isAtWork: true, lock: fakeLock([ours], undefined, calls) },
    })
    expect(found.end).toMatchObject({ end: 'at-work', isUnsaved: true })
    expect(found.journey.leftLock).toMatchObject({ holder: { lockId: id }, isUnsaved: true })
    expect(found.journey.recovery?.fates.length).toBeGreaterThan(0)
    expect(isSettled(found.end)).toBe(false)
    const { message } = outcomeOfSettlement(found.end, found.record, found.journey) as { message: string }
    expect(message).toMatch(/left to finish\. On a hosted runner it ends with the machine.* Its lock stays/)
    // Terraform has it, and may write it.
    expect(calls).toEqual(['read lock'])
  })
  test('has the lock told that may be its own where no log names it', async () => {
    const found = await settled({
      ...{ stream: cutOff, log: '', isAtWork: true },
      lock: fakeLock([madeSince()], undefined, calls),
    })
    expect(found.journey.leftLock).toMatchObject({
      holder: { lockId: id },
      evidence: 'none',
      isUnsaved: true,
    })
    const { message } = outcomeOfSettlement(found.end, found.record, found.journey) as { message: string }
    expect(message).toContain('A state lock, perhaps of this run, stays, since Terraform is still changing')
    expect(calls).toEqual(['read lock'])
  })

  test('tells no lock that is older than it', async () => {
    const lock = fakeLock([held('bobs-lock')], undefined, calls)
    const found = await settled({ stream: cutOff, log: '', isAtWork: true, lock })
    expect(found.journey.leftLock).toBeUndefined()
  })
})

describe('a store in trouble', () => {
  const silent: LockReading = { kind: 'unknown', reason: 'no answer', transient: true }

  test('is asked again', async () => {
    const { end } = await settled({
      operation: 'plan',
      lock: fakeLock([silent, silent, ours, free], undefined, calls),
    })
    expect(end.lock).toEqual({ kind: 'removed', lockId: id })
    expect(clock.elapsed()).toBeLessThan(30_000)
  })

  test('is asked again for the lock file beside an item, before anything is removed', async () => {
    const { end } = await settled({
      operation: 'plan',
      lock: fakeLock([{ ...ours, lockFile: silent }, ours, free], undefined, calls),
    })
    expect(end.lock).toEqual({ kind: 'removed', lockId: id })
    expect(calls.slice(0, 2)).toEqual(['read lock', 'read lock'])
  })

  test('is not asked beyond the time that the runner leaves', async () => {
    const { end } = await settled({
      ...{ operation: 'plan', lock: fakeLock([silent], undefined, calls) },
      record: { cancelledAt: clock.now() - 100_000 },
    })
    expect(end.lock).toMatchObject({ kind: 'left', holder: undefined, isUnsaved: false })
    expect(clock.elapsed()).toBeGreaterThan(60_000)
    expect(clock.elapsed() + 100_000).toBeLessThan(245_000)
  })

  test('has all the time where it was a step’s timeout, and no cancel, that was long ago', async () => {
    const lock = fakeLock([silent], undefined, calls)
    await settled({ operation: 'plan', lock, record: { cancelledAt: clock.now() - 1_000_000 } })
    expect(clock.elapsed()).toBeGreaterThan(150_000)
  })

  test('that denies the read is not asked again', async () => {
    await settled({ operation: 'plan', lock: fakeLock([{ ...silent, transient: false }], undefined, calls) })
    expect(calls).toEqual(['read lock'])
  })

  test('that cannot delete by condition keeps the lock, and it is told why', async () => {
    const lock = fakeLock([ours], { kind: 'refused', reason: 'this store ignores If-Match on DELETE' }, calls)
    const { end } = await settled({ operation: 'plan', lock })
    expect(end.lock).toMatchObject({
      kind: 'left',
      isUnsaved: false,
      reason: expect.stringContaining('ignores If-Match'),
    })
  })
})

describe('an apply that saved its state, could not unlock, and left a process at work', () => {
  test('has the process ended, and then its lock removed', async () => {
    const { end } = await settled({
      ...{ stream: readFixture('stream-apply.jsonl'), left: [101] },
      ...{
        log: taken + logLine('Attempting to unlock'),
        lock: fakeLock([ours, ours, free], undefined, calls),
      },
    })
    expect(end.lock).toEqual({ kind: 'removed', lockId: id })
    expect(isSettled(end)).toBe(true)
  })

  test('keeps its processes where its lock is given back', async () => {
    const signalled: number[] = []
    const lock = fakeLock([free])
    const stream = readFixture('stream-apply.jsonl')
    await settled({ stream, left: [101], log: givenBack, lock, onSignal: (pid) => signalled.push(pid) })
    expect(signalled).toEqual([])
  })
})

test('a push of this job that still has its lock is told, with that lock, and not as one that was given back', async () => {
  const pushing = held('lock-of-push')
  const lock = fakeLock([{ ...pushing, holder: holder('lock-of-push', { operation: 'state-push' }) }])
  const stream = readFixture('stream-state-not-saved.jsonl')
  const found = await settled({
    stream,
    log: givenBack,
    lock,
    errored: readFixture('state-one-resource.json'),
  })
  expect(found.end.rescue).toMatchObject({ kind: 'left' })
  expect(found.journey.leftLock).toMatchObject({
    ...{ holder: { lockId: 'lock-of-push' }, evidence: 'none', isUnsaved: false },
  })
  const { message } = outcomeOfSettlement(found.end, found.record, found.journey) as { message: string }
  expect(message).toContain('a "terraform state push" has it')
  expect(message).not.toMatch(/given back|left no lock/)
})

test('what takes longer than the runner leaves is told as it is known by then', async () => {
  const lock: StateLock = { ...fakeLock([]), read: () => new Promise(() => undefined) }
  const found = await settled({ stream: cutOff, lock, isInTime: true })
  expect(found.end).toMatchObject({ end: 'late', isUnsaved: true, lock: { kind: 'left', lockId: id } })
  expect(found.journey.leftLock).toMatchObject({ lockId: id })
  expect(found.journey.recovery).toMatchObject({ isStateRead: false })
  const outcome = outcomeOfSettlement(found.end, found.record, found.journey)
  expect(outcome).toMatchObject({
    reason: 'state-not-saved',
    message: expect.stringContaining('what was known by then'),
  })
})

test('the lock of a try that was refused is looked for, and removed, where no Terraform is recorded any more', async () => {
  const deps = {
    ...{ inputs: { recoverLock: 'own-run' }, countProcesses: () => Promise.resolve(0) },
    log: { annotate: () => undefined },
    backend: { lock: fakeLock([ours, free], undefined, calls) },
  } as unknown as SettleDependencies
  const journey = startJourney()
  await recoverRefused(deps, journey, {} as RunRecord)
  expect(calls).toEqual([])
  await recoverRefused(deps, journey, { ownLockIds: [id] } as unknown as RunRecord)
  expect(journey.lockRecovered).toBe(id)
})

test('a plan without a lock has none to look at', async () => {
  const terraform = { operation: 'plan' as const, outputFile: join(folder, 'out'), startedAt: 0 }
  writeFileSync(terraform.outputFile, '')
  const deps = {
    ...{ clock, inputs: { cancelGraceMs: 0 }, emergencyStateFile: '' },
    log: { startGroup: () => undefined, endGroup: () => undefined },
    processes: { find: () => Promise.resolve([]), isAlive: () => false },
    backend: { lock: fakeLock([ours], undefined, calls) },
  } as unknown as SettleDependencies
  const unsettled = { record: {}, place: { executable: {} }, terraform } as never
  expect((await settle(deps, startJourney(), unsettled)).lock).toEqual({ kind: 'given-back' })
  expect(calls).toEqual([])
})

describe('what is told of it', () => {
  test.each<[string, Situation, Partial<RunRecord>, string, RegExp]>([
    [
      'a cancel, ended in order',
      { stream: readFixture('stream-apply.jsonl'), log: givenBack, lock: fakeLock([free]) },
      { cancelledAt: 1 },
      'cancelled',
      /^The job was cancelled\. Terraform ended in order, and its state is saved\. It has left no lock\.$/,
    ],
    [
      'a cancel before anything was applied',
      { operation: 'plan', lock: fakeLock([free]) },
      { cancelledAt: 1 },
      'cancelled',
      /Terraform has changed nothing\. It has left no lock\.$/,
    ],
    [
      'a killed action',
      { operation: 'plan' },
      {},
      'failed',
      /^The action was ended while Terraform was at work\. .*the lock was removed\.$/,
    ],
    [
      'a killed Terraform',
      { stream: cutOff },
      { isReported: true },
      'failed',
      /^Terraform did not end in order\. The state lock stays, since Terraform was killed/,
    ],
  ])('%s', async (_, situation, record, kind, message) => {
    const found = await settled({ ...situation, record })
    const outcome = outcomeOfSettlement(found.end, found.record, found.journey)
    expect(outcome).toMatchObject({ kind, message: expect.stringMatching(message) })
  })

  test('a run that main has told, and behind which nothing was left, is not told again', async () => {
    const { end, record } = await settled({ lock: fakeLock([free]), record: { isReported: true } })
    expect(isNews(end, record)).toBe(false)
    expect(isNews(end, { ...record, isReported: false })).toBe(true)
  })

  test('a run that was ended while nothing was at work', () => {
    const record = { cancelledAt: undefined, inputs: { command: 'apply' } } as unknown as RunRecord
    expect(outcomeOfSettlement(undefined, record, startJourney())).toMatchObject({
      kind: 'failed',
      message: expect.stringMatching(
        /^The action was ended before it could tell its end\. No Terraform was at work any more; [^.]*\.$/,
      ),
    })
  })

  test('what cannot be saved fails with a reason of its own', async () => {
    const { end, record, journey } = await settled({ stream: cutOff })
    expect(outcomeOfSettlement(end, record, journey)).toMatchObject({ reason: 'state-not-saved' })
  })
})
