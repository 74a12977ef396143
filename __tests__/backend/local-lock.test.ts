import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createLocalLock } from '../../src/backend/local-lock.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { proofFor } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-local-lock-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const lock = (): ReturnType<typeof createLocalLock> =>
  createLocalLock(join(folder, 'app.tfstate'), createFakeClock())
const infoFile = (): string => join(folder, '.app.tfstate.lock.info')

describe('the lock of a state in a file', () => {
  test('is free where nobody left a trace', async () => {
    expect(await lock().read()).toEqual({ kind: 'free' })
  })

  test('is not known where there is one: it outlives a Terraform that was killed', async () => {
    writeFileSync(infoFile(), readFixture('lock-local.json'))
    expect(await lock().read()).toEqual({
      kind: 'unknown',
      reason: expect.stringMatching(/info file of runner@fv-az12 \(apply,.*left over/),
      transient: true,
    })
  })

  test.each(['', '{', 'null', '{"ID":""}'])('is not known where the trace is %j', async (text) => {
    writeFileSync(infoFile(), text)
    expect(await lock().read()).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('an unknown holder'),
    })
  })

  test('is not known where the trace is huge or cannot be read', async () => {
    writeFileSync(infoFile(), 'x'.repeat(64 * 1024 + 1))
    expect(await lock().read()).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('too large'),
    })
    rmSync(infoFile())
    mkdirSync(infoFile())
    expect(await lock().read()).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('could not be read'),
      transient: false,
    })
  })

  test('is never removed: it ends with its process', async () => {
    expect(await lock().remove({}, proofFor('x'))).toMatchObject({ kind: 'refused' })
  })
})
