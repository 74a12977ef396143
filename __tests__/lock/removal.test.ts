import { describe, expect, test } from '@jest/globals'

import type { LockHolder } from '../../src/lock/lock-holder.ts'
import type { HeldReading, LockReading, StateLock } from '../../src/lock/lock-reading.ts'
import {
  describeProof,
  judgeHold,
  judgeRemoval,
  judgeReturn,
  judgeUnlock,
  type RemovalFacts,
  type UnlockRequest,
} from '../../src/lock/removal.ts'
import { decisionFor, fakeLock, free, held, holder, proofFor, unknown } from '../support/fake-lock.ts'
import { aliveRun, finishedRun, laptop, otherRun } from '../support/stories.ts'

const ours = held('our-lock', { etag: '"e1"', info: '{}' })
const others = held('bobs-lock')

/** An apply that changed resources, saved its state, and may not give its lock back. */
const removable: RemovalFacts = {
  ownLockIds: ['our-lock'],
  startedAt: Date.parse('2026-08-22T10:11:00Z'),
  operation: 'apply',
  resourceEventSeen: true,
  unlockTried: ['our-lock'],
  unlocked: [],
  stateNotSaved: false,
  isCutOff: false,
  processesLeft: 0,
}
const kindOf = (facts: Partial<RemovalFacts>, reading: LockReading = ours): string =>
  judgeRemoval({ ...removable, ...facts }, reading).kind

describe('a lock of ours behind which nothing is hidden is removed', () => {
  const killed = { unlockTried: [] }
  test.each<[string, Partial<RemovalFacts>, string]>([
    ['a plan', { operation: 'plan', resourceEventSeen: false }, 'nothing-applied'],
    ['a plan that was killed while it read data', { operation: 'plan', ...killed }, 'nothing-applied'],
    [
      'an apply that was killed before it touched a resource',
      { resourceEventSeen: false, ...killed },
      'nothing-applied',
    ],
    ['an apply that saved its state', {}, 'terraform-saved-its-state'],
    [
      'the second lock of a run',
      { ownLockIds: ['init-lock', 'our-lock'], unlockTried: ['init-lock', 'our-lock'] },
      'terraform-saved-its-state',
    ],
    [
      'a lock that Terraform was told it gave back, and that is there',
      { unlocked: ['our-lock'] },
      'terraform-saved-its-state',
    ],
  ])('%s', (_, facts, saved) => {
    const verdict = judgeRemoval({ ...removable, ...facts }, ours)
    expect(verdict).toEqual({
      kind: 'remove',
      lock: ours,
      proof: { lockId: 'our-lock', processes: 'none-with-our-token', saved },
    })
  })
})

describe('each condition alone keeps the lock', () => {
  test.each<[string, Partial<RemovalFacts>, LockReading, string]>([
    ['(a) no ID was recorded', { ownLockIds: [] }, ours, 'nothing-to-remove'],
    ['(a) another ID was recorded', { ownLockIds: ['our-other-lock'] }, ours, 'nothing-to-remove'],
    ['(a) somebody else holds it', {}, others, 'nothing-to-remove'],
    ['(b) the apply was killed or crashed after its first resource event', { unlockTried: [] }, ours, 'keep'],
    [
      '(b) another lock was given back, that of init',
      { ownLockIds: ['init-lock', 'our-lock'], unlockTried: ['init-lock'], unlocked: ['init-lock'] },
      ours,
      'keep',
    ],
    ['(b) it was given back without a beginning', { unlockTried: [], unlocked: ['our-lock'] }, ours, 'keep'],
    ['(b) Terraform said that it could not save its state', { stateNotSaved: true }, ours, 'keep'],
    [
      '(b) the state could not be saved, whatever the log says of the lock',
      { stateNotSaved: true, unlocked: ['our-lock'] },
      ours,
      'keep',
    ],
    [
      '(b) an errored.tfstate lies about, even before a resource event',
      { stateNotSaved: true, resourceEventSeen: false },
      ours,
      'keep',
    ],
    [
      '(b) an errored.tfstate lies about, even for a plan',
      { stateNotSaved: true, operation: 'plan' },
      ours,
      'keep',
    ],
    ['(c) a process is left', { processesLeft: 1 }, ours, 'keep'],
    ['(c) processes can not be counted', { processesLeft: 'not-known' }, ours, 'keep'],
    ['(c) a process of a plan is left', { processesLeft: 1, operation: 'plan' }, ours, 'keep'],
    ['(d) the lock could not be read', {}, unknown, 'keep'],
    ['(d) it is gone', {}, free, 'nothing-to-remove'],
  ])('%s', (_, facts, reading, kind) => {
    expect(kindOf(facts, reading)).toBe(kind)
  })

  test('a lock that could not be read needs no reason to stay where none is left', () => {
    expect(kindOf({ ownLockIds: [] }, unknown)).toBe('nothing-to-remove')
    expect(kindOf({ unlocked: ['our-lock'] }, unknown)).toBe('nothing-to-remove')
    const two = ['init-lock', 'our-lock']
    expect(kindOf({ ownLockIds: two, unlocked: two }, unknown)).toBe('nothing-to-remove')
    expect(kindOf({ ownLockIds: two, unlocked: ['init-lock'] }, unknown)).toBe('keep')
    expect(kindOf({ unlocked: ['another'] }, unknown)).toBe('keep')
  })
})

describe('the lock file of ours that another’s item in DynamoDB hides', () => {
  const file = held('our-lock', { etag: '"e1"' })
  const hidden = { ...held('bobs-lock', { info: 'bobs' }), lockFile: file }

  test('is judged, and removed, as it is', () => {
    const verdict = judgeRemoval(removable, hidden)
    expect(verdict).toMatchObject({ kind: 'remove', lock: file, proof: { lockId: 'our-lock' } })
  })

  test('stays where it protects something', () => {
    expect(judgeRemoval({ ...removable, unlockTried: [] }, hidden)).toMatchObject({
      ...{ kind: 'keep', isUnsaved: true, holder: { lockId: 'our-lock' } },
    })
  })

  test('is told by its ID where it could not be read', () => {
    expect(judgeRemoval(removable, { ...hidden, lockFile: unknown })).toMatchObject({
      ...{ kind: 'keep', holder: undefined, lockId: 'our-lock' },
    })
    expect(kindOf({ unlocked: ['our-lock'] }, { ...hidden, lockFile: unknown })).toBe('nothing-to-remove')
  })
})

test('an item of ours stays while the lock file beside it cannot be read: half an unlock would keep everybody out, untold', () => {
  const item = { ...held('our-lock', { info: 'ours' }), lockFile: unknown }
  expect(judgeRemoval(removable, item)).toMatchObject({
    ...{ kind: 'keep', holder: { lockId: 'our-lock' }, isUnsaved: false },
    reason: 'the lock could not be read as a whole: access was denied',
  })
  expect(judgeRemoval(removable, { ...item, lockFile: held('bobs-lock') }).kind).toBe('remove')
})

describe('a lock that is not known by Terraform’s log to be ours is never removed', () => {
  const started = removable.startedAt
  /** An apply that was cut off, of an engine whose log names no lock. */
  const unnamed: Partial<RemovalFacts> = { ownLockIds: [], unlockTried: [], isCutOff: true }
  const made = (at: number, run: LockHolder['run'] = null): HeldReading => ({
    ...held('a-lock'),
    holder: holder('a-lock', { created: new Date(at).toISOString(), run }),
  })
  const withRun = made(started, finishedRun.run)
  const noLog = "Terraform's own log does not say that it is the lock of this run"
  const killed = 'Terraform was killed or crashed while it was changing resources'
  const notSaved = 'it protects a state that Terraform could not save'

  test.each<[string, Partial<RemovalFacts>, HeldReading, object | undefined]>([
    [
      'the one that was there while Terraform was at work is told as that',
      { ...unnamed, seenLockId: 'a-lock' },
      withRun,
      { evidence: 'seen', reason: killed, isUnsaved: true },
    ],
    [
      'also after Terraform has ended by itself: its state is saved then',
      { ...unnamed, seenLockId: 'a-lock', isCutOff: false },
      withRun,
      { evidence: 'seen', reason: noLog, isUnsaved: false },
    ],
    [
      'and where that said that it could not save its state',
      { ...unnamed, seenLockId: 'a-lock', isCutOff: false, stateNotSaved: true },
      withRun,
      { evidence: 'seen', reason: notSaved, isUnsaved: true },
    ],
    [
      'of an apply that had changed nothing nothing is lost',
      { ...unnamed, seenLockId: 'a-lock', resourceEventSeen: false },
      withRun,
      { evidence: 'seen', reason: noLog, isUnsaved: false },
    ],
    [
      'one that was made since Terraform started, by no known run, may be ours',
      unnamed,
      made(started),
      { evidence: 'none', reason: killed, isUnsaved: true },
    ],
    ['one that was made before is not', unnamed, made(started - 1), undefined],
    ['one that names a run is not', unnamed, withRun, undefined],
    [
      'nor one beside a log that names ours',
      { ...unnamed, ownLockIds: ['our-lock'] },
      made(started),
      undefined,
    ],
    [
      'nor one after Terraform has ended by itself',
      { ...unnamed, isCutOff: false },
      made(started),
      undefined,
    ],
    [
      'nor another one than was there while Terraform was at work, if that was not cut off',
      { ...unnamed, isCutOff: false, seenLockId: 'another' },
      made(started),
      undefined,
    ],
  ])('%s', (_, facts, reading, told) => {
    expect(judgeRemoval({ ...removable, ...facts }, reading)).toEqual(
      told === undefined ? { kind: 'nothing-to-remove' } : { kind: 'keep', holder: reading.holder, ...told },
    )
  })

  test.each<[string, Partial<RemovalFacts>, object | undefined]>([
    [
      'by the ID in the log, of which Terraform saved the state',
      {},
      { reason: 'the lock could not be read: access was denied', isUnsaved: false },
    ],
    [
      'by the ID in the log, and what its state may lack',
      { unlockTried: [] },
      { reason: `${killed}; the lock could not be read: access was denied`, isUnsaved: true },
    ],
    [
      'by the ID in the log, and what its state may lack, whatever else was given back',
      { unlockTried: ['another'] },
      { reason: `${killed}; the lock could not be read: access was denied`, isUnsaved: true },
    ],
    [
      'as cut off, whatever the log says of its end',
      { isCutOff: true },
      { reason: `${killed}; the lock could not be read: access was denied`, isUnsaved: true },
    ],
    [
      'by the ID in the log rather than by the one that was seen',
      { isCutOff: true, seenLockId: 'a-lock', resourceEventSeen: false },
      { reason: 'the lock could not be read: access was denied', isUnsaved: false },
    ],
    [
      'by the ID that was seen',
      { ...unnamed, seenLockId: 'our-lock' },
      {
        ...{ evidence: 'seen', isUnsaved: true },
        reason: `${killed}; the lock could not be read: access was denied`,
      },
    ],
    [
      'not, where it was seen and Terraform ended by itself',
      { ...unnamed, seenLockId: 'our-lock', isCutOff: false },
      undefined,
    ],
    ['not, where nothing names it', unnamed, undefined],
  ])('one that cannot be read is told %s', (_, facts, told) => {
    expect(judgeRemoval({ ...removable, ...facts }, unknown)).toEqual(
      told === undefined
        ? { kind: 'nothing-to-remove' }
        : { kind: 'keep', holder: undefined, lockId: 'our-lock', ...told },
    )
  })
})

describe('a lock that this process has taken itself', () => {
  const taken = held('our-lock', { etag: '"e1"', info: '{}' })
  const proof = { lockId: 'our-lock', written: 'all' }

  test.each<[string, LockReading, object]>([
    [
      'is given back as it was read',
      taken,
      { kind: 'remove', version: taken.version, proof, holder: taken.holder },
    ],
    [
      'is given back beside the lock file of another',
      { ...taken, lockFile: others },
      { kind: 'remove', version: taken.version, proof, holder: taken.holder },
    ],
    ['is gone', free, { kind: 'not-there' }],
    ['is gone where somebody else’s has taken its place', others, { kind: 'not-there' }],
    [
      'stays where it cannot be read',
      unknown,
      { kind: 'keep', holder: undefined, reason: 'access was denied' },
    ],
    [
      'stays where half of it cannot be read',
      { ...taken, lockFile: unknown },
      { kind: 'keep', holder: taken.holder, reason: 'access was denied' },
    ],
  ])('%s', (_, reading, verdict) => {
    expect(judgeReturn('our-lock', 'all', reading)).toEqual(verdict)
  })

  test('goes with words for what was written under it', () => {
    expect(describeProof(judgeHold('our-lock', 'nothing'))).toBe(
      'lock our-lock was taken by this run itself, and nothing was written under it',
    )
    expect(describeProof(judgeHold('our-lock', 'all'))).toBe(
      'lock our-lock was taken by this run itself, and all that it wrote under it is there',
    )
  })
})

test('of all that can be known, only what rule 5 allows is removed', () => {
  const verdicts = { remove: 0, kept: 0 }
  for (const ownLockIds of [[], ['our-lock'], ['another']])
    for (const operation of ['plan', 'apply'] as const)
      for (const resourceEventSeen of [false, true])
        for (const unlockTried of [[], ['our-lock'], ['another'], ['another', 'our-lock'], ['bobs-lock']])
          for (const unlocked of [[], ['our-lock']])
            for (const stateNotSaved of [false, true])
              for (const processesLeft of [0, 1, 2, 'not-known'] as const)
                for (const reading of [free, unknown, ours, others])
                  for (const isCutOff of [false, true])
                    for (const seenLockId of [undefined, 'our-lock']) {
                      const facts = {
                        ...{ startedAt: 0, isCutOff, seenLockId },
                        ...{ ownLockIds, operation, resourceEventSeen, unlockTried, unlocked },
                        ...{ stateNotSaved, processesLeft },
                      }
                      const isOurs = ownLockIds.includes('our-lock') && reading === ours
                      const nothingApplied = operation === 'plan' || !resourceEventSeen
                      const saved = unlockTried.includes('our-lock')
                      const nothingUnsaved = !stateNotSaved && (nothingApplied || saved)
                      const mayGo = isOurs && nothingUnsaved && processesLeft === 0
                      const isRemoved = kindOf(facts, reading) === 'remove'
                      expect([facts, reading, isRemoved]).toEqual([facts, reading, mayGo])
                      verdicts[mayGo ? 'remove' : 'kept'] += 1
                    }
  expect(verdicts).toEqual({ remove: 34 * 4, kept: (3 * 2 * 2 * 5 * 2 * 2 * 4 * 4 - 34) * 4 })
})

test('a lock that stays has a reason that can be told', () => {
  const notKnown = { processesLeft: 'not-known' as const }
  for (const facts of [{ unlockTried: [] }, { stateNotSaved: true }, { processesLeft: 3 }, notKnown]) {
    const verdict = judgeRemoval({ ...removable, ...facts }, ours)
    const reason: unknown = expect.stringMatching(/^[a-zA-Z0-9].{20,}[a-z]$/)
    expect(verdict).toEqual({
      kind: 'keep',
      holder: ours.holder,
      reason,
      isUnsaved: !('processesLeft' in facts),
    })
  }
  expect(judgeRemoval({ ...removable, processesLeft: 3 }, ours)).toMatchObject({
    reason: expect.stringContaining('3 process'),
  })
})

test('what the state may lack is told before anything else', () => {
  const verdict = judgeRemoval({ ...removable, unlockTried: [], processesLeft: 3 }, ours)
  expect(verdict).toMatchObject({ isUnsaved: true, reason: expect.stringContaining('changing resources') })
})

test('the proof says whose the lock was, and why nothing was lost', () => {
  const verdict = judgeRemoval(removable, ours)
  if (verdict.kind !== 'remove') throw new Error('it was to be removed')
  expect(describeProof(verdict.proof)).toMatch(/our-lock.*no process.*saved its state/)
  expect(describeProof(proofFor('a-plan'))).toMatch(/a-plan.*no process.*nothing had been applied/)
})

describe('a person decides', () => {
  const request: UnlockRequest = {
    lockId: laptop.lockId,
    reason: 'the laptop was stolen',
    force: false,
    actor: 'octocat',
    at: Date.parse('2026-08-22T10:12:12Z'),
  }
  const heldBy = (holder: typeof laptop, more = {}): LockReading => ({
    ...{ kind: 'held', holder, version: { etag: '"e1"', info: '{}' } },
    ...more,
  })
  const attention = { ...finishedRun, info: `${finishedRun.info} needs-attention` }

  test.each<[string, LockReading, string, string]>([
    ['a laptop’s', heldBy(laptop), 'remove', 'remove'],
    ['that of a run that has finished', heldBy(finishedRun), 'remove', 'remove'],
    ['that of a run that is at work', heldBy(aliveRun), 'owner-may-be-at-work', 'remove'],
    ['that of a run that is not known', heldBy(otherRun), 'owner-may-be-at-work', 'remove'],
    ['another one', heldBy({ ...laptop, lockId: 'bobs-lock' }), 'other-lock', 'other-lock'],
    ['one that begins alike', heldBy({ ...laptop, lockId: `${laptop.lockId}0` }), 'other-lock', 'other-lock'],
    [
      'one in capitals',
      heldBy({ ...laptop, lockId: laptop.lockId.toUpperCase() }),
      'other-lock',
      'other-lock',
    ],
    ['none', free, 'already-free', 'already-free'],
    ['what cannot be read', unknown, 'unreadable', 'unreadable'],
    [
      'one beside a lock file that cannot be read',
      heldBy(laptop, { lockFile: unknown }),
      'unreadable',
      'unreadable',
    ],
    ['one beside the lock file of a waiter', heldBy(laptop, { lockFile: others }), 'remove', 'remove'],
    [
      'that of a waiter’s lock file, while DynamoDB tells another holder',
      heldBy({ ...laptop, lockId: 'bobs-lock' }, { lockFile: heldBy(laptop) }),
      'other-lock',
      'other-lock',
    ],
  ])('of %s', (_, reading, kind, forced) => {
    expect(judgeUnlock(request, reading).kind).toBe(kind)
    expect(judgeUnlock({ ...request, force: true }, reading).kind).toBe(forced)
  })

  test('for the very version that was read', () => {
    expect(judgeUnlock(request, heldBy(finishedRun))).toEqual({
      kind: 'remove',
      version: { etag: '"e1"', info: '{}' },
      decision: {
        ...{ lockId: laptop.lockId, reason: 'the laptop was stolen', actor: 'octocat', at: request.at },
        ...{ owner: 'finished', protectsUnsavedState: false },
      },
    })
    expect(judgeUnlock(request, heldBy(attention))).toMatchObject({
      decision: { protectsUnsavedState: true },
    })
  })

  test('and log and summary say who, when, why, and what was looked at', () => {
    const of = (holder: typeof laptop, force = false): string =>
      describeProof(decisionFor({ ...held(), holder }, { ...request, force }))
    expect(of(laptop)).toBe(
      'lock 1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b, by the decision of octocat on 2026-08-22 10:12 UTC, reason: "the laptop was stolen"; its ID was given exactly, only the lock as it was read may go, and it names no run, so whether its owner is at work cannot be looked up',
    )
    expect(of(finishedRun)).toContain('the run that it names has finished')
    expect(of(aliveRun, true)).toContain('was still at work, and its removal was forced')
    expect(of(otherRun, true)).toContain('is not known, and its removal was forced')
    expect(describeProof(decisionFor(held(), { actor: null }))).toContain('of somebody who is not known on')
  })

  test('in a line: a reason that would reorder or hide its text does not', () => {
    const reason = 'it is \u202egone\u202c\u200b'
    expect(decisionFor(held(), { reason }).reason).toBe('it is gone')
  })
})

test('nobody can remove a lock without a proof, or make a proof up', () => {
  const lock: StateLock = fakeLock([free])
  // @ts-expect-error -- a proof is missing
  expect(lock.remove({ etag: '"e1"' })).toBeInstanceOf(Promise)
  // @ts-expect-error -- a proof comes from judgeRemoval alone
  void lock.remove({}, { lockId: 'x', processes: 'none-with-our-token', saved: 'nothing-applied' })
  const said = {
    lockId: 'x',
    reason: 'r',
    actor: 'a',
    at: 0,
    owner: 'no-run',
    protectsUnsavedState: false,
  } as const
  // @ts-expect-error -- a decision comes from judgeUnlock alone
  void lock.remove({}, said)
})
