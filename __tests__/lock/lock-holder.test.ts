import { describe, expect, test } from '@jest/globals'

import { describeHolder, holderFromInfo, type LockHolder } from '../../src/lock/lock-holder.ts'
import { parseLockInfo } from '../../src/lock/lock-info.ts'
import { holder } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'

const info = parseLockInfo(readFixture('lock-s3.json'))
const runUrl = 'https://github.com/acme/infra/actions/runs/1/attempts/1'
const at = (created: string, now: string, age?: number): number | null =>
  holderFromInfo({ ...info, created }, Date.parse(now), age).ageSeconds

describe('the age of a lock', () => {
  test.each([
    ['2026-08-22T10:11:12Z', '2026-08-22T10:13:15Z', 123],
    ['2026-08-22T10:11:12.600000000Z', '2026-08-22T10:11:13Z', 0],
    ['', '2026-08-22T10:13:15Z', null],
  ])('of one taken at %j, at %s, is %p seconds', (created, now, age) => {
    expect(at(created, now)).toBe(age)
  })

  test('a holder whose clock is ahead has a lock of no age, not a negative one', () => {
    expect(at('2026-08-22T10:20:00Z', '2026-08-22T10:13:15Z')).toBe(0)
  })

  test('the clock of the store counts more than that of the holder', () => {
    expect(at('2026-08-22T10:20:00Z', '2026-08-22T10:13:15Z', 59.6)).toBe(60)
    expect(at('', '2026-08-22T10:13:15Z', 5)).toBe(5)
  })
})

test('a holder is the fields of the lock, and nothing is known of its run yet', () => {
  expect(holderFromInfo(info, Date.parse(info.created))).toEqual({
    lockId: info.id,
    operation: 'OperationTypePlan',
    who: 'runner@fv-az12',
    version: '1.11.4',
    created: info.created,
    path: 'tfstate/app/terraform.tfstate',
    info: '',
    ageSeconds: 0,
    verdict: 'unknown',
    run: null,
  })
})

describe('a holder in one line', () => {
  test('has who, what, which version, how long and which lock', () => {
    const line = describeHolder(holder('the-lock', { ageSeconds: 123 }))
    expect(line).toMatch(/^alice@laptop \(apply, version 1\.11\.4, \w+ 2 min 3 s, lock ID the-lock\)$/)
  })

  const annotated = (text: string, verdict: LockHolder['verdict'] = 'unknown'): string =>
    describeHolder({ ...holderFromInfo({ ...info, info: text }, Date.parse(info.created)), verdict })

  test('names the run that annotated the lock, not the words of the annotation', () => {
    expect(annotated(`lockstep run=${runUrl} job=2 pr=3 actor=alice`)).toBe(
      `runner@fv-az12 (plan, version 1.11.4, for 0 s, lock ID ${info.id}, run ${runUrl}, pull request 3, started by alice)`,
    )
  })

  test('leaves out what the annotation does not tell', () => {
    expect(annotated(`lockstep run=${runUrl}`)).toMatch(/, run https:\S+\/attempts\/1\)$/)
  })

  test.each([
    ['alive', ', still at work)'],
    ['finished', ', its run has finished)'],
  ] as const)('says that its run is %s', (verdict, end) => {
    expect(annotated(`lockstep run=${runUrl}`, verdict).endsWith(end)).toBe(true)
  })

  test('says that its state was not saved', () => {
    expect(annotated(`lockstep run=${runUrl} needs-attention`)).toMatch(/, its state was not saved\)$/)
  })

  test('has what somebody else has written into the lock', () => {
    expect(annotated('lockstep run=https://github.com/acme/infra/x job=2')).toContain(
      `lock ID ${info.id}, lockstep run=https://github.com/acme/infra/x job=2)`,
    )
  })

  test.each([
    ['OperationTypePlan', '(plan,'],
    ['OperationTypeRefresh', '(refresh,'],
    ['OperationTypeInvalid', '(import or console,'],
    ['init', '(creation of a workspace,'],
    ['state-push', '(state-push,'],
    ['constructor', '(constructor,'],
    ['__proto__', '(__proto__,'],
    ['', '(version'],
  ])('of the operation %j reads %s', (operation, text) => {
    expect(describeHolder(holder('the-lock', { operation }))).toContain(text)
  })

  test('says nothing of what is not known', () => {
    const empty = { operation: '', who: '', version: '', ageSeconds: null }
    expect(describeHolder(holder('the-lock', empty))).toBe('somebody (lock ID the-lock)')
  })
})
