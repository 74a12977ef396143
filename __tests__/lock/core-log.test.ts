import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { noCoreLogFacts, parseCoreLog } from '../../src/lock/core-log.ts'
import { readFixture } from '../support/fixture.ts'

const statePath = 'tfstate/app/terraform.tfstate'
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

const parse = (fixture: string, path = statePath): ReturnType<typeof parseCoreLog> =>
  parseCoreLog(readFixture(fixture), path)

describe('the log of one run', () => {
  test.each([
    'core-log-s3-plan.txt',
    'core-log-s3-apply.txt',
    'core-log-dynamodb-plan.txt',
    'core-log-both-plan.txt',
  ])('%s: a lock that was taken and given back', (fixture) => {
    const { attempted, locked, unlockTried, unlocked } = parse(fixture)
    expect(attempted).toEqual([expect.stringMatching(uuid)])
    expect(locked).toEqual(attempted)
    expect(unlockTried).toEqual(attempted)
    expect(unlocked).toEqual(attempted)
  })

  test.each([
    'core-log-contention-s3.txt',
    'core-log-contention-dynamodb.txt',
    'core-log-self-412.txt',
    'core-log-self-dynamodb.txt',
    'core-log-both-clean-up-failed.txt',
  ])('%s: a lock that was tried and not given', (fixture) => {
    const { attempted, ...others } = parse(fixture)
    expect(attempted).toEqual([expect.stringMatching(uuid)])
    expect(others).toEqual({ locked: [], unlockTried: [], unlocked: [] })
  })

  test('a lock that Terraform may not give back is still there, and was to be given back', () => {
    const { attempted, locked, unlockTried, unlocked } = parse('core-log-release-error.txt')
    expect([locked, unlockTried, unlocked]).toEqual([attempted, attempted, []])
  })

  test('Terraform that was told twice to stop ends before it begins to give its lock back', () => {
    const { attempted, locked, unlockTried, unlocked } = parse('core-log-second-interrupt.txt')
    expect([locked, unlockTried, unlocked]).toEqual([attempted, [], []])
  })

  test('a workspace without state has two locks, and only the second is that of the operation', () => {
    const { attempted, locked, unlockTried, unlocked } = parse(
      'core-log-two-cycles.txt',
      'tfstate/env:/fresh/app/terraform.tfstate',
    )
    expect(attempted).toHaveLength(2)
    expect(attempted[0]).not.toBe(attempted[1])
    expect(locked).toEqual([attempted[1]])
    expect(unlockTried).toEqual(attempted)
    expect(unlocked).toEqual(attempted)
  })

  test('a refusal after the lock that made the state leaves none for the operation', () => {
    const { attempted, locked, unlockTried, unlocked } = parse(
      'core-log-contention-after-init-lock.txt',
      'tfstate/env:/fresh/app/terraform.tfstate',
    )
    expect(attempted).toHaveLength(2)
    expect(locked).toEqual([])
    expect(unlockTried).toEqual([attempted[0]])
    expect(unlocked).toEqual([attempted[0]])
  })
})

describe('what is not ours', () => {
  test('a nested Terraform writes into the same file, of another state', () => {
    const ours = parse('core-log-nested.txt')
    const nested = parse('core-log-nested.txt', 'tfstate/other/terraform.tfstate')
    expect(ours.attempted).toHaveLength(1)
    expect(ours.locked).toEqual(ours.attempted)
    expect(ours.unlockTried).toEqual(ours.attempted)
    expect(ours.unlocked).toEqual(ours.attempted)
    expect(nested.unlockTried).toEqual(nested.attempted)
    expect(nested.attempted).toHaveLength(1)
    expect(nested.attempted).not.toEqual(ours.attempted)
    expect(parse('core-log-nested-refused.txt').locked).toHaveLength(1)
    expect(parse('core-log-nested-refused.txt', 'tfstate/other/terraform.tfstate').locked).toEqual([])
  })

  test.each([
    'app/terraform.tfstate',
    'tfstate/app/terraform.tfstate.tflock',
    'tfstate/app',
    '2tfstate/app/terraform.tfstate',
    '',
  ])('the path %j is not that of the state', (path) => {
    expect(parse('core-log-s3-plan.txt', path)).toEqual(noCoreLogFacts)
  })

  test('an argument that looks like a line of the lock is an argument', () => {
    const line = readFixture('core-log-s3-plan.txt')
      .split('\n')
      .find((text) => text.includes('Locked remote state'))
    const quoting = `2026-08-22T10:11:12.123Z [INFO]  CLI args: []string{"terraform", "plan", "-var=x=${line ?? ''}`
    expect(parseCoreLog(quoting, statePath)).toEqual(noCoreLogFacts)
  })
})

test('a path with spaces, quotes and letters of every language is read back', () => {
  const path = 'tfstate/a b/"c" ü.tfstate'
  const { attempted, locked, unlockTried, unlocked } = parse('core-log-quoted-path.txt', path)
  expect(attempted).toHaveLength(1)
  expect(locked).toEqual(attempted)
  expect(unlockTried).toEqual(attempted)
  expect(unlocked).toEqual(attempted)
})

test('a log that stops in the middle of a line says what its whole lines say', () => {
  const log = readFixture('core-log-s3-plan.txt')
  const lockedAt = log.indexOf('Locked remote state')
  const { attempted, locked } = parseCoreLog(log.slice(0, lockedAt + 60), statePath)
  expect(attempted).toHaveLength(1)
  expect(locked).toEqual([])
})

test('a log that ends between the beginning of the unlock and its end says that it was tried', () => {
  const log = readFixture('core-log-s3-apply.txt')
  const endOfLineBefore = (text: string): number => log.lastIndexOf('\n', log.indexOf(text))
  const tried = parseCoreLog(log.slice(0, endOfLineBefore('Unlocked remote state')), statePath)
  expect([tried.unlockTried, tried.unlocked]).toEqual([tried.attempted, []])
  const notTried = parseCoreLog(log.slice(0, endOfLineBefore('Attempting to unlock')), statePath)
  expect([notTried.locked, notTried.unlockTried]).toEqual([tried.attempted, []])
})

test('no log and no text at all say nothing, and no text throws', () => {
  expect(parseCoreLog('', statePath)).toEqual(noCoreLogFacts)
  const pieces = fc.constantFrom(
    ...[
      '[INFO]  backend-s3: ',
      'Locked remote state (',
      'Attempting to unlock remote state (',
      'S3 Native only',
      '): ',
      '...: ',
      'tf_backend.lock.id=',
    ],
    ...['tf_backend.lock.path=', '"', '\\', '\\u', ' ', '\n', '2026-08-22T10:11:12Z ', 'tfstate/a'],
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      expect(() => parseCoreLog(parts.join(''), 'tfstate/a')).not.toThrow()
    }),
  )
})

describe('a line of the log', () => {
  const attemptedOf = (fields: string, path = statePath): readonly string[] =>
    parseCoreLog(
      `2026-08-22T10:11:12.123Z [INFO]  backend-s3: Attempting to lock remote state (S3 Native only)...: ${fields}`,
      path,
    ).attempted

  test('has its fields in any order', () => {
    expect(attemptedOf(`tf_backend.lock.path=${statePath} tf_backend.lock.id=a`)).toEqual(['a'])
  })

  test('is of the path of its lock, before bucket and key', () => {
    const fields =
      'tf_backend.lock.id=a tf_backend.s3.bucket=tfstate tf_backend.s3.path=app/terraform.tfstate'
    expect(attemptedOf(fields)).toEqual(['a'])
    expect(attemptedOf(`${fields} tf_backend.lock.path=other/key`)).toEqual([])
    expect(attemptedOf(`${fields} tf_backend.lock.path=other/key`, 'other/key')).toEqual(['a'])
  })

  test.each([
    ['no ID', `tf_backend.lock.path=${statePath}`, statePath],
    ['no key', 'tf_backend.lock.id=a tf_backend.s3.bucket=tfstate', 'tfstate/undefined'],
    ['no bucket', 'tf_backend.lock.id=a tf_backend.s3.path=app', 'undefined/app'],
    ['neither', 'tf_backend.lock.id=a', 'undefined/undefined'],
    ['an escape that JSON has not', 'tf_backend.lock.id=a tf_backend.lock.path="a\\x00b"', 'a\0b'],
  ])('that has %s is of no lock that is known', (_, fields, path) => {
    expect(attemptedOf(fields, path)).toStrictEqual([])
  })
})
