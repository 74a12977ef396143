import { describe, expect, test } from '@jest/globals'

import { createStoredState, describeStateError, type StoredState } from '../../src/terraform/stored-state.ts'
import type { ShortRun, Terraform } from '../../src/terraform/terraform.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { readFixture } from '../support/fixture.ts'

const now = Date.parse('2026-08-22T10:12:12Z')

function stored(end: Partial<ShortRun> | Promise<ShortRun>): { state: StoredState; asked: unknown[][] } {
  const asked: unknown[][] = []
  const run = (...args: unknown[]): Promise<ShortRun> => {
    asked.push(args)
    return end instanceof Promise ? end : Promise.resolve({ exitCode: 0, stdout: '', stderr: '', ...end })
  }
  const terraform = {
    run,
    runPush: run,
  } as unknown as Terraform
  return { state: createStoredState(terraform, 'prod', createFakeClock()), asked }
}

describe('what state push says', () => {
  test.each([
    ['denied', /AccessDenied/],
    ['expired', /ExpiredToken/],
    ['digest', /does not have the expected content/],
    ['unreachable', /exceeded maximum number of attempts/],
    ['older-serial', /cannot import state with serial 0 over newer state with serial 1/],
    ['other-lineage', /unrelated state with lineage/],
    ['same-serial', /different state that has the same serial/],
    ['cut-off', /could not be parsed as JSON/],
    ['locked', /^the state is locked by runner@fv-az99 \(apply/],
    ['lock-denied', /^the state lock could not be taken: /],
  ])('of %s is told in a line', (name, expected) => {
    const reason = describeStateError(readFixture(`state-push-${name}.txt`), now)
    expect(reason).toMatch(expected)
    expect(reason).not.toContain('\n')
  })

  test('is never nothing', () => {
    expect(describeStateError('', now)).toBe('Terraform did not say why')
  })
})

describe('a push', () => {
  test('takes the lock, compares serial and lineage, and names the workspace', async () => {
    const { state, asked } = stored({})
    expect(await state.push('errored.tfstate', { ownLock: false })).toEqual({
      kind: 'pushed',
      lockLeft: undefined,
    })
    expect(asked).toEqual([
      [['state', 'push', '-no-color', '-lock=true', '-lock-timeout=0s', 'errored.tfstate'], 'prod'],
    ])
  })

  test('goes without the lock only under the lock of the run that could not save it', async () => {
    const { state, asked } = stored({})
    await state.push('errored.tfstate', { ownLock: true })
    expect(asked[0]?.[0]).toContain('-lock=false')
  })

  test('that leaves its own lock behind says which', async () => {
    const { state } = stored({ stderr: readFixture('state-push-lock-left.txt') })
    expect(await state.push('x', { ownLock: false })).toEqual({
      kind: 'pushed',
      lockLeft: '6be28a92-5c06-df34-15e6-77f2a41c1148',
    })
  })

  test('that takes long is not waited for, and goes on: no second one is started, which its lock would refuse', async () => {
    const { promise, resolve } = Promise.withResolvers<ShortRun>()
    const { state, asked } = stored(promise)
    const push = async (): Promise<unknown> => await state.push('x', { ownLock: false })
    const goesOn = { kind: 'failed', reason: 'terraform state push did not end within 30 s, and goes on' }
    expect(await push()).toEqual(goesOn)
    expect(await push()).toEqual(goesOn)
    resolve({ exitCode: 0, stdout: '', stderr: '' })
    expect(await push()).toEqual({ kind: 'pushed', lockLeft: undefined })
    expect(asked).toHaveLength(1)
    await push()
    expect(asked).toHaveLength(2)
  })
})

describe('a pull', () => {
  test.each([
    ['nothing', '', undefined],
    [
      'a state that was never written',
      '{"version":4,"serial":0,"lineage":"","outputs":{},"resources":[]}',
      undefined,
    ],
  ])('of %s has no state', async (_, stdout, expected) => {
    expect(await stored({ stdout }).state.pull()).toEqual({ kind: 'pulled', state: expected, text: stdout })
  })

  test('tells the state that is there', async () => {
    const stdout = readFixture('state-one-resource.json')
    expect(await stored({ stdout }).state.pull()).toMatchObject({
      kind: 'pulled',
      state: { serial: 1 },
      text: stdout,
    })
  })

  test.each([
    ['no state', { stdout: 'hello' }],
    ['a failure', { exitCode: 1, stderr: readFixture('state-push-unreachable.txt') }],
  ])('that gives %s failed', async (_, end) => {
    expect((await stored(end).state.pull()).kind).toBe('failed')
  })
})

describe('a failure', () => {
  const head =
    'operation error S3: HeadObject, https response error StatusCode: 400, RequestID: , HostID: , api error BadRequest: Bad Request'
  const lockIsHeld = 'operation error S3: PutObject, https response error StatusCode: 412, RequestID: 1'
  const lockIsSecret = 'operation error S3: GetObject, https response error StatusCode: 403, RequestID: 2'

  test.each([
    ['a denied write', readFixture('state-push-denied.txt'), true],
    ['credentials that have ended', readFixture('state-push-expired.txt'), true],
    ['credentials that have ended, told to a HEAD, whose answer has no words', head, true],
    ['a denied lock, whose text is wrapped', readFixture('state-push-lock-denied.txt'), true],
    ['a lock that is held and may not be read', `${lockIsHeld}\n${lockIsSecret}`, false],
    ['a lock that is held', readFixture('state-push-locked.txt'), false],
    ['a store that is away', readFixture('state-push-unreachable.txt'), false],
  ])('of %s is a denial or not', async (_, stderr, isDenied) => {
    const { state } = stored({ exitCode: 1, stderr })
    expect(await state.push('errored.tfstate', { ownLock: false })).toMatchObject({ isDenied })
    expect(await state.pull()).toMatchObject({ isDenied })
  })
})
