import { describe, expect, test } from '@jest/globals'

import type { Backend } from '../../src/backend/backend.ts'
import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney, type Journey, type Outcome } from '../../src/commands/outcome.ts'
import { unlockState } from '../../src/commands/unlock.ts'
import type { LockstepError } from '../../src/errors.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import type { HeldReading, LockReading, Removal } from '../../src/lock/lock-reading.ts'
import type { LockMechanism } from '../../src/lock/mechanism.ts'
import type { Inputs } from '../../src/runner/inputs.ts'
import { createLog } from '../../src/runner/log.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { fakeLock, free, held, unknown } from '../support/fake-lock.ts'
import { aliveRun, finishedRun, laptop, otherRun } from '../support/stories.ts'

const heldBy = (holder: LockHolder, etag = '"e1"'): HeldReading => ({ ...held(), holder, version: { etag } })
const removed: Removal = { kind: 'removed' }
const bobs = held('bobs-lock')

interface Situation {
  readings?: readonly LockReading[]
  removals?: readonly Removal[]
  inputs?: Partial<Inputs>
  mechanism?: LockMechanism
  /** What GitHub says of a holder's run. */
  verdict?: LockHolder['verdict']
  isCancelled?: boolean
}

interface End {
  outcome: Outcome | undefined
  error: LockstepError | undefined
  journey: Journey
  log: string
  calls: string[]
  told: string
}

/** Unlocks the laptop's lock, unless said otherwise. */
async function unlocking(situation: Situation): Promise<End> {
  const { readings = [heldBy(laptop)], removals = [removed], mechanism = 's3', verdict } = situation
  const journey = startJourney()
  const calls: string[] = []
  let log = ''
  const left = [...removals]
  const lock = fakeLock(readings, undefined, calls)
  const backend = {
    mechanism,
    lock: {
      ...lock,
      remove: async (...args: Parameters<typeof lock.remove>) => {
        await lock.remove(...args)
        return left.shift()
      },
    },
  }
  const deps = {
    inputs: {
      ...{ command: 'unlock', lockId: laptop.lockId, reason: 'it was stolen', force: false },
      ...{ workspaceRoot: '/work', workingDirectory: '/work/app', stateAddress: undefined },
      ...situation.inputs,
    },
    clock: createFakeClock(),
    log: createLog((text) => (log += text)),
    cancelled: situation.isCancelled === true ? AbortSignal.abort() : new AbortController().signal,
    ownRun: { serverUrl: 'https://github.com', repository: 'acme/infra', actor: 'octocat' },
    holders: {
      look: (holder: LockHolder) =>
        Promise.resolve(verdict === undefined || holder.run === null ? holder : { ...holder, verdict }),
    },
  }
  const ended = await unlockState(
    deps as unknown as Dependencies,
    journey,
    backend as unknown as Backend,
  ).then(
    (outcome) => ({ outcome, error: undefined }),
    (error: unknown) => ({ outcome: undefined, error: error as LockstepError }),
  )
  const { error } = ended
  return { ...ended, journey, log, calls, told: `${error?.message ?? ''} ${error?.advice ?? ''}` }
}

const removals = ({ calls }: End): string[] => calls.filter((call) => call.startsWith('remove'))

/** It failed, and no request to remove anything was sent. */
function expectRefusal(end: End, reason: string): void {
  expect(end.error).toMatchObject({ name: 'LockstepError', reason })
  expect(removals(end)).toEqual([])
  expect(end.journey).toMatchObject({ lockRecovered: undefined, decision: undefined })
  expect(end.told).toContain('Nothing was removed')
}

describe('the lock that was named', () => {
  test('is removed as the version that was read, and who, when and why is logged', async () => {
    const end = await unlocking({})
    expect(end.outcome).toEqual({ kind: 'unlocked' })
    expect(end.calls).toEqual(['read lock', 'remove lock {"etag":"\\"e1\\""}'])
    expect(end.journey).toMatchObject({
      lockRecovered: laptop.lockId,
      decision: { actor: 'octocat', reason: 'it was stolen', owner: 'no-run' },
      holder: laptop,
      warnings: [],
    })
    expect(end.log).toMatch(
      /::notice::Removed the state lock 1f2e3d4c-.*by the decision of octocat on 2026-08-22 10:12 UTC, reason: "it was stolen"; /,
    )
  })

  test('of a run that has finished is removed', async () => {
    const end = await unlocking({ readings: [heldBy(otherRun)], verdict: 'finished' })
    expect(end.outcome).toEqual({ kind: 'unlocked' })
    expect(end.log).toContain('::notice::Removed')
  })

  test.each<[string, LockHolder['verdict'], RegExp]>([
    ['is at work', 'alive', /its run is still at work.*Wait until that run has ended, or cancel it.*force/],
    [
      'is not known',
      'unknown',
      /whether its run has finished is not known.*actions: read.*Look at that run.*force/,
    ],
  ])('of a run that %s stays, unless it is forced, which is a warning', async (_, verdict, told) => {
    const end = await unlocking({ readings: [heldBy(otherRun)], verdict })
    expectRefusal(end, 'lock-contention')
    expect(end.told).toMatch(told)
    expect(end.journey.holder).toEqual({ ...otherRun, verdict })
    const forced = await unlocking({ readings: [heldBy(otherRun)], verdict, inputs: { force: true } })
    expect(forced.outcome).toEqual({ kind: 'unlocked' })
    expect(forced.log).toMatch(/::warning::Removed .*its removal was forced/)
  })

  test('that protects an unsaved state is removed, and that is said plainly', async () => {
    const holder = { ...finishedRun, info: `${finishedRun.info} needs-attention` }
    const end = await unlocking({ readings: [heldBy(holder)] })
    expect(end.outcome).toEqual({ kind: 'unlocked' })
    expect(end.journey.warnings).toEqual([expect.stringContaining('a state that was never saved')])
    expect(end.log).toContain('::warning::This lock protected a state that was never saved')
  })

  test('that is not there is no failure', async () => {
    const end = await unlocking({ readings: [free] })
    expect(end.outcome).toMatchObject({ kind: 'already-free' })
    expect(removals(end)).toEqual([])
  })

  test('that is gone when it is to be removed is no failure', async () => {
    const end = await unlocking({ removals: [{ kind: 'gone' }] })
    expect(end.outcome).toMatchObject({ kind: 'already-free', message: expect.stringContaining('was gone') })
    expect(end.journey.lockRecovered).toBeUndefined()
  })

  test('is not touched once the job is cancelled', async () => {
    const end = await unlocking({ isCancelled: true })
    expect(end.outcome).toMatchObject({ kind: 'cancelled' })
    expect(removals(end)).toEqual([])
  })
})

describe('another lock', () => {
  test('stays, and the failure tells its holder, force or not', async () => {
    for (const force of [false, true]) {
      const end = await unlocking({ readings: [bobs], inputs: { force } })
      expectRefusal(end, 'lock-contention')
      expect(end.told).toMatch(/not locked by 1f2e3d4c-.*, but by alice@laptop .*lock ID bobs-lock/)
      expect(end.journey.holder).toEqual(bobs.holder)
    }
  })

  test('that has come in between stays, and the failure tells its holder', async () => {
    const end = await unlocking({ removals: [{ kind: 'changed-hands', holder: bobs.holder }] })
    expect(end.error).toMatchObject({ reason: 'lock-contention' })
    expect(end.told).toMatch(/was gone before it could be removed.*lock ID bobs-lock.*left as it is/)
    expect(end.journey).toMatchObject({ holder: bobs.holder, lockRecovered: undefined })
    expect(removals(end)).toHaveLength(1)
  })

  test('that DynamoDB tells is the holder, although the lock file bears the ID that was named', async () => {
    const end = await unlocking({ readings: [{ ...bobs, lockFile: heldBy(laptop) }] })
    expectRefusal(end, 'lock-contention')
    expect(end.told).toContain('Only the lock file bears the ID 1f2e3d4c-')
  })
})

describe('a lock that is written to in between', () => {
  const written: Removal = { kind: 'changed-hands', holder: laptop }

  test('is judged and removed as it is then', async () => {
    const end = await unlocking({
      readings: [heldBy(laptop), heldBy(laptop, '"e2"')],
      removals: [written, removed],
    })
    expect(end.outcome).toEqual({ kind: 'unlocked' })
    expect(removals(end)).toEqual(['remove lock {"etag":"\\"e1\\""}', 'remove lock {"etag":"\\"e2\\""}'])
  })

  test('stays if it names a run at work then', async () => {
    const end = await unlocking({
      readings: [heldBy(laptop), heldBy(aliveRun)],
      removals: [written, removed],
    })
    expect(end.error).toMatchObject({ reason: 'lock-contention' })
    expect(end.told).toContain('its run is still at work')
    expect(removals(end)).toHaveLength(1)
  })

  test('stays if that goes on', async () => {
    const end = await unlocking({ removals: [written, written, removed] })
    expect(end.error).toMatchObject({ reason: 'lock-contention' })
    expect(end.told).toContain('written to each time')
    expect(removals(end)).toHaveLength(2)
  })
})

describe('a store that refuses', () => {
  test('keeps the lock, with its reason, and Terraform’s own way is told', async () => {
    const end = await unlocking({ removals: [{ kind: 'refused', reason: 'this store ignores If-Match' }] })
    expect(end.error).toMatchObject({ reason: 'lock-fault' })
    expect(end.told).toMatch(/Nothing was removed: this store ignores If-Match\..*s3:DeleteObject/)
    expect(end.told).toContain(`terraform -chdir=app force-unlock ${laptop.lockId}`)
    expect(end.journey.lockRecovered).toBeUndefined()
  })

  test('half of it leaves the other half, which is named', async () => {
    const refused: Removal = { kind: 'refused', reason: 'the lock item: denied', left: 'lock item' }
    const end = await unlocking({ mechanism: 's3-and-dynamodb', removals: [refused] })
    expect(end.error).toMatchObject({ reason: 'lock-fault' })
    expect(end.told).toMatch(/Only half of the lock .* was removed.*the lock item: denied.*run unlock again/)
    expect(end.journey).toMatchObject({ lockRecovered: undefined, decision: { actor: 'octocat' } })
  })

  test('half of which has changed hands tells that as well', async () => {
    const changed: Removal = { kind: 'changed-hands', holder: bobs.holder, left: 'lock item' }
    const end = await unlocking({ mechanism: 's3-and-dynamodb', removals: [changed] })
    expect(end.error).toMatchObject({ reason: 'lock-contention' })
    expect(end.journey.warnings).toEqual([
      expect.stringMatching(/^Only half of the lock .*not its lock item/),
    ])
  })
})

describe('a lock that cannot be read', () => {
  test.each<[LockMechanism, RegExp]>([
    ['s3', /s3:GetObject/],
    ['dynamodb', /dynamodb:GetItem/],
    ['s3-and-dynamodb', /s3:ListBucket/],
    ['other', /terraform -chdir=app force-unlock 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b$/],
    ['local', /ends with the process that holds it/],
    ['none', /no lock that could be removed/],
  ])('is never free: on %s', async (mechanism, told) => {
    for (const force of [false, true]) {
      const end = await unlocking({ readings: [unknown], mechanism, inputs: { force } })
      expectRefusal(end, 'lock-fault')
      expect(end.told).toContain('access was denied')
      expect(end.told).toMatch(told)
      expect(end.told.includes('force-unlock')).toBe(mechanism === 'other')
    }
  })

  test('in half is not removed in half', async () => {
    const end = await unlocking({ readings: [{ ...heldBy(laptop), lockFile: unknown }] })
    expectRefusal(end, 'lock-fault')
  })

  test.each([
    ['a; rm -rf /', '/work/app'],
    ['-force', '/work/app'],
    ['$(x)', '/work/app'],
    ['id', '/work/a b'],
    ['id', '/work/-x'],
  ])('is no command to paste for the lock %j in %s', async (lockId, workingDirectory) => {
    const end = await unlocking({
      readings: [unknown],
      mechanism: 'other',
      inputs: { lockId, workingDirectory },
    })
    expect(end.told).toMatch(/: terraform force-unlock, with that lock ID$/)
  })

  test('in the workspace’s root needs no folder', async () => {
    const inputs = { lockId: '1724', workingDirectory: '/work' }
    const end = await unlocking({ readings: [unknown], mechanism: 'other', inputs })
    expect(end.told).toMatch(/: terraform force-unlock 1724$/)
  })
})

describe('the pull request that the lock names', () => {
  const run = finishedRun.run!
  test.each<[string, LockHolder, number | undefined]>([
    ['is told', finishedRun, 412],
    [
      'of another repository is not',
      { ...finishedRun, run: { ...run, repository: 'mallory/infra' } },
      undefined,
    ],
    [
      'of another server is not',
      { ...finishedRun, run: { ...run, url: run.url.replace('github.com', 'github.com.evil.example') } },
      undefined,
    ],
    ['of another lock is not', { ...finishedRun, lockId: 'bobs-lock' }, undefined],
    ['of none is not', laptop, undefined],
  ])('%s', async (_, holder, number) => {
    expect((await unlocking({ readings: [heldBy(holder)] })).journey.lockPullRequest).toBe(number)
  })
})
