import { expect, test } from '@jest/globals'

import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney } from '../../src/commands/outcome.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import { runUnderLock, type UnderLock } from '../../src/commands/under-lock.ts'
import { createLog } from '../../src/runner/log.ts'
import { createFakeClock, seededRandom } from '../support/fake-clock.ts'
import { fakeLock, free } from '../support/fake-lock.ts'

/** With credentials that have too little time left, by what init has taken. */
async function run(operation: 'plan' | 'apply', notes: unknown[] = []): Promise<UnderLock> {
  const clock = createFakeClock()
  const deps = {
    inputs: {
      onContention: 'wait',
      lockTimeoutMs: 600_000,
      minimumCredentialLifeMs: 900_000,
      credentialExpiration: { at: clock.now() + 899_999, source: 'credential-expiration' },
    },
    clock,
    random: seededRandom(1),
    log: createLog(() => undefined),
    cancelled: new AbortController().signal,
    recorded: Promise.resolve(),
    recorder: { note: (facts: unknown) => notes.push(facts) },
  }
  const prepared = {
    backend: { lock: fakeLock([free]) },
    terraform: { runLocked: () => Promise.reject(new Error('Terraform was started')) },
  }
  return await runUnderLock(
    deps as unknown as Dependencies,
    startJourney(),
    prepared as unknown as Prepared,
    { operation, args: [], lock: true, showPlannedChanges: false },
  )
}

test('an apply is judged by its credentials again just before Terraform is started, a plan is not', async () => {
  await expect(run('apply')).rejects.toMatchObject({ reason: 'credentials-expiring' })
  await expect(run('plan')).rejects.toThrow('Terraform was started')
})

test('a Terraform that could not be started is noted as none, so that the post step looks for nothing of it', async () => {
  const notes: unknown[] = []
  await expect(run('plan', notes)).rejects.toThrow('Terraform was started')
  expect(notes).toEqual([{ terraform: undefined }])
})
