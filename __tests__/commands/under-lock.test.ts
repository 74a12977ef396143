import { expect, test } from '@jest/globals'

import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney, type Journey } from '../../src/commands/outcome.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import { runUnderLock, type UnderLock } from '../../src/commands/under-lock.ts'
import { createRunFacts, parseStreamLine } from '../../src/plan/run-facts.ts'
import { createLog } from '../../src/runner/log.ts'
import { createFakeClock, seededRandom } from '../support/fake-clock.ts'
import { fakeLock, free } from '../support/fake-lock.ts'

const notStarted = (): Promise<never> => Promise.reject(new Error('Terraform was started'))

interface RunOptions {
  readonly notes?: unknown[]
  readonly journey?: Journey
  readonly runLocked?: () => Promise<object>
}

/** With credentials that have too little time left, by what init has taken. */
async function run(
  operation: 'plan' | 'apply',
  { notes = [], journey = startJourney(), runLocked = notStarted }: RunOptions = {},
): Promise<UnderLock> {
  const clock = createFakeClock()
  const deps = {
    inputs: {
      onContention: 'wait',
      lockTimeoutMs: 600_000,
      workingDirectory: '/nowhere',
      minimumCredentialLifeMs: 900_000,
      credentialExpiration: { at: clock.now() + 899_999, source: 'credential-expiration' },
    },
    clock,
    random: seededRandom(1),
    log: createLog(() => undefined),
    cancelled: new AbortController().signal,
    recorder: { note: (facts: unknown) => notes.push(facts) },
  }
  const prepared = {
    backend: { lock: fakeLock([free]) },
    terraform: { runLocked },
  }
  return await runUnderLock(deps as unknown as Dependencies, journey, prepared as unknown as Prepared, {
    ...{ operation, args: [], lock: true, showPlannedChanges: false },
  })
}

test('an apply is judged by its credentials again just before Terraform is started, a plan is not', async () => {
  await expect(run('apply')).rejects.toMatchObject({ reason: 'credentials-expiring' })
  await expect(run('plan')).rejects.toThrow('Terraform was started')
})

test('a Terraform that could not be started is noted as none, so that the post step looks for nothing of it', async () => {
  const notes: unknown[] = []
  await expect(run('plan', { notes })).rejects.toThrow('Terraform was started')
  expect(notes).toEqual([{ terraform: undefined }])
})

/** A plan that held the lock with this ID, and gave it back. */
function planUnder(lockId: string): () => Promise<object> {
  const facts = createRunFacts()
  facts.add(
    parseStreamLine('{"@level":"info","@message":"","terraform":"1.11.4","type":"version","ui":"1.2"}'),
  )
  const ids = [lockId]
  return () =>
    Promise.resolve({
      ...{ exitCode: 0, signal: null, groupIsGone: true, startedAt: 0, facts: facts.facts() },
      coreLog: { attempted: ids, locked: ids, unlockTried: ids, unlocked: ids },
      discardFiles: () => Promise.resolve(),
    })
}

test('the lock IDs that are noted after one Terraform do not grow by those of the next, behind which something may be unsaved', async () => {
  const notes: { readonly ownLockIds?: readonly string[] }[] = []
  const journey = startJourney()
  await run('plan', { notes, journey, runLocked: planUnder('first') })
  await run('plan', { notes, journey, runLocked: planUnder('second') })
  expect(notes.map(({ ownLockIds }) => ownLockIds)).toEqual([['first'], ['first', 'second']])
})
