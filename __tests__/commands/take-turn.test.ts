import { expect, test } from '@jest/globals'

import type { Backend } from '../../src/backend/backend.ts'
import { waitLimitMs } from '../../src/commands/credentials.ts'
import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney } from '../../src/commands/outcome.ts'
import { cancelledOutcome, waitForTurn } from '../../src/commands/take-turn.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import type { LockReading } from '../../src/lock/lock-reading.ts'
import { createTurn } from '../../src/lock/turn.ts'
import { startDeadline } from '../../src/retry/deadline.ts'
import { createLog } from '../../src/runner/log.ts'
import { createFakeClock, seededRandom } from '../support/fake-clock.ts'
import { fakeLock } from '../support/fake-lock.ts'
import { otherRun } from '../support/stories.ts'

const turn = createTurn(undefined, createFakeClock(), () => undefined)
const known = (holder: LockHolder): LockHolder => ({ ...holder, verdict: 'finished' })
/** The same holder, older with each look. */
const readings: LockReading[] = Array.from({ length: 20 }, (_, index) => ({
  kind: 'held',
  holder: { ...otherRun, ageSeconds: 100 + index },
  version: { etag: '"e1"' },
}))

function open(onContention: 'wait' | 'fail', inputs = {}): { deps: Dependencies; backend: Backend } {
  const deps = {
    inputs: { onContention, lockTimeoutMs: 5_000, ...inputs },
    clock: createFakeClock(),
    random: seededRandom(1),
    log: createLog(() => undefined),
    cancelled: new AbortController().signal,
    holders: { known },
    announce: { waiting: () => undefined },
  }
  return {
    deps: deps as unknown as Dependencies,
    backend: { lock: fakeLock(readings) } as unknown as Backend,
  }
}

test('at the deadline the holder is the one of the last look, for the log and everything that is told later', async () => {
  const { deps, backend } = open('wait')
  const journey = startJourney()
  const end = await waitForTurn(deps, journey, backend, startDeadline(deps.clock, 5_000), turn, undefined)
  expect(end).toMatchObject({ kind: 'contended', holder: journey.holder })
  expect(journey.holder?.ageSeconds).toBeGreaterThan(100)
})

test('a wait that ends before lock-timeout, since the apply could not start any more, says so', async () => {
  const { deps, backend } = open('wait', {
    lockTimeoutMs: 600_000,
    minimumCredentialLifeMs: 900_000,
    credentialExpiration: { at: Date.parse('2026-08-22T10:27:17Z'), source: 'credential-expiration' },
  })
  const deadline = startDeadline(deps.clock, waitLimitMs(deps, 'apply'))
  const waiting = waitForTurn(deps, startJourney(), backend, deadline, turn, undefined)
  await expect(waiting).rejects.toMatchObject({
    reason: 'credentials-expiring',
    message: expect.stringMatching(
      /^The state is locked by .*its run has finished.*, and to wait longer would be in vain\. The credentials end in 14 min 59 s/,
    ) as unknown,
  })
  expect(deps.clock.now()).toBe(Date.parse('2026-08-22T10:12:17Z') + 1)
})

test('a wait that ends with lock-timeout is contention, however long the credentials live', async () => {
  const { deps, backend } = open('wait', {
    minimumCredentialLifeMs: 900_000,
    credentialExpiration: { at: Date.parse('2026-08-22T11:12:12Z'), source: 'credential-expiration' },
  })
  const deadline = startDeadline(deps.clock, waitLimitMs(deps, 'apply'))
  expect(await waitForTurn(deps, startJourney(), backend, deadline, turn, undefined)).toMatchObject({
    kind: 'contended',
    message: expect.stringContaining('lock-timeout (5 s) is over') as unknown,
  })
})

test('the holder of a run that does not wait is told with what is known of its run', async () => {
  const { deps, backend } = open('fail')
  const end = await waitForTurn(
    deps,
    startJourney(),
    backend,
    startDeadline(deps.clock, 5_000),
    turn,
    undefined,
  )
  expect(end).toMatchObject({
    kind: 'contended',
    message: expect.stringContaining('its run has finished') as unknown,
  })
})

test('the holder of a run that is cancelled is told with what is known of its run', () => {
  expect(cancelledOutcome(open('wait').deps, otherRun)).toMatchObject({
    message: expect.stringContaining('its run has finished') as unknown,
  })
})
