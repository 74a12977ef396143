import { describe, expect, test } from '@jest/globals'

import { noCoreLogFacts, parseCoreLog, type CoreLogFacts } from '../../src/lock/core-log.ts'
import {
  classifyRefusal,
  isLockError,
  isLockNeverMade,
  refusalFromDiagnostics,
  refusalFromRun,
  type LockFailure,
  type Refusal,
} from '../../src/lock/lock-failure.ts'
import type { LockReading } from '../../src/lock/lock-reading.ts'
import type { Diagnostic } from '../../src/plan/diagnostic.ts'
import { parseStreamLine, type RunFacts } from '../../src/plan/run-facts.ts'
import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { free, held, unknown } from '../support/fake-lock.ts'
import { factsOf, factsOfFixture, readFixture, streamOf } from '../support/fixture.ts'

const otherId = 'f0000000-0000-4000-8000-000000000001'
const readings: [string, LockReading][] = [
  ['free', free],
  ['held', held('bobs-lock')],
  ['unknown', unknown],
]

function refusalOf(fixture: string): Refusal {
  const refusal = refusalFromRun(factsOfFixture(fixture), noCoreLogFacts)
  if (refusal === undefined) throw new Error(`${fixture} is no refusal`)
  return refusal
}

function classify(fixture: string, reading: LockReading, ownLockIds: readonly string[] = []): LockFailure {
  return classifyRefusal(refusalOf(fixture), ownLockIds, reading)
}

describe('a refusal that names a holder is contention, whatever was read since', () => {
  const fixtures = [
    'stream-contention-s3.jsonl',
    'stream-contention-dynamodb.jsonl',
    'stream-contention-both.jsonl',
    'stream-contention-both-dynamodb.jsonl',
    'stream-missing-workspace-locked.jsonl',
    'stream-both-clean-up-failed.jsonl',
  ]
  test.each(
    fixtures.flatMap((fixture) => readings.map(([name, reading]) => [fixture, name, reading] as const)),
  )('%s, then %s', (fixture, _, reading) => {
    expect(classify(fixture, reading)).toEqual({
      kind: 'contention',
      info: expect.objectContaining({
        id: otherId,
        who: 'runner@fv-az99',
        version: '1.11.4',
        created: '2026-08-22T10:11:12.123456789Z',
      }),
    })
  })

  test('the holder of a local state is named too', () => {
    expect(classify('stream-contention-local.jsonl', unknown)).toEqual({
      kind: 'contention',
      info: expect.objectContaining({ operation: 'OperationTypeApply', path: 'terraform.tfstate' }),
    })
  })

  test('the run that annotated its lock is in the holder', () => {
    const info = 'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1 job=2 pr=3 actor=alice'
    expect(classify('stream-contention-annotated.jsonl', free)).toMatchObject({
      kind: 'contention',
      info: { info },
    })
  })
})

describe('a lock that was there and is gone was lost by a hair', () => {
  const races = ['stream-412-404.jsonl', 'stream-409-404.jsonl', 'stream-dynamodb-vanished.jsonl']
  test.each(races)('%s: nobody holds it now', (fixture) => {
    expect(classify(fixture, free)).toEqual({ kind: 'vanished' })
  })

  test.each(races)('%s: the next one holds it now, and is waited for', (fixture) => {
    expect(classify(fixture, held('bobs-lock'))).toMatchObject({
      kind: 'contention',
      info: { id: 'bobs-lock', who: 'alice@laptop', operation: 'OperationTypeApply' },
    })
  })

  test.each(races.slice(0, 2))('%s: Terraform itself saw it gone, so nobody else needs to', (fixture) => {
    expect(classify(fixture, unknown)).toEqual({ kind: 'vanished' })
  })

  test('a DynamoDB item that is there and tells no holder looks the same to Terraform, and is no race', () => {
    expect(classify('stream-dynamodb-vanished.jsonl', unknown)).toMatchObject({
      kind: 'fault',
      reason: 'somebody holds the lock, but who could not be read',
    })
  })

  test.each(['stream-412-403.jsonl', 'stream-412-400.jsonl'])(
    '%s: what Terraform may not read, we may',
    (fixture) => {
      expect(classify(fixture, free)).toEqual({ kind: 'vanished' })
      expect(classify(fixture, held('bobs-lock'))).toMatchObject({
        kind: 'contention',
        info: { id: 'bobs-lock' },
      })
    },
  )
})

test('what Terraform has broken into lines is read as one', () => {
  const text = 'https response error StatusCode: 412, and then\n  StatusCode:\n    404, RequestID: x'
  expect(classifyRefusal({ text, info: undefined }, [], unknown)).toEqual({ kind: 'vanished' })
  const other = 'StatusCode: 404, and then StatusCode: 412, RequestID: x'
  expect(classifyRefusal({ text: other, info: undefined }, [], unknown).kind).toBe('fault')
  const bare = 'StatusCode: 409, StatusCode: 404,'
  expect(classifyRefusal({ text: bare, info: undefined }, [], unknown)).toEqual({ kind: 'vanished' })
})

describe('a lock of our own making', () => {
  test.each([
    ['stream-self-412.jsonl', 'core-log-self-412.txt'],
    ['stream-self-dynamodb.jsonl', 'core-log-self-dynamodb.txt'],
  ])('%s bears the ID of our own log, so it is no holder', (fixture, logFixture) => {
    const { attempted } = parseCoreLog(readFixture(logFixture), 'tfstate/app/terraform.tfstate')
    expect(attempted).toHaveLength(1)
    for (const [, reading] of readings) {
      expect(classify(fixture, reading, attempted)).toMatchObject({ kind: 'own', info: { id: attempted[0] } })
    }
    expect(classify(fixture, free, ['another-id'])).toMatchObject({ kind: 'contention' })
  })

  test('is known by its ID where only our own reading names the holder', () => {
    const failure = classify('stream-412-403.jsonl', held('our-lock'), ['our-lock'])
    expect(failure).toMatchObject({ kind: 'own', info: { id: 'our-lock' } })
  })
})

describe('a refusal that waiting cannot help', () => {
  const faults: [string, string, string][] = [
    ['stream-expired-token.jsonl', 'credentials have expired', 'fresh credentials'],
    ['stream-kms-denied.jsonl', 'KMS key', 'kms:GenerateDataKey'],
    ['stream-kms-disabled.jsonl', 'KMS key', 'kms:GenerateDataKey'],
    ['stream-403.jsonl', 'access to the lock was denied', 's3:PutObject'],
    ['stream-dynamodb-403.jsonl', 'access to the lock was denied', 'dynamodb:PutItem'],
    ['stream-no-such-bucket.jsonl', 'bucket of the state does not exist', 'bucket and region'],
    ['stream-missing-table.jsonl', 'lock table does not exist', 'LockID'],
    ['stream-501.jsonl', 'does not know conditional writes', 'If-None-Match'],
    ['stream-503.jsonl', 'throttled', 'on-demand'],
    ['stream-dynamodb-throttled.jsonl', 'throttled', 'on-demand'],
    ['stream-500.jsonl', 'could not be reached, or failed', 'endpoint'],
    ['stream-dropped.jsonl', 'could not be reached, or failed', 'endpoint'],
    ['stream-dynamodb-unreachable.jsonl', 'could not be reached, or failed', 'endpoint'],
    ['stream-400.jsonl', 'could not give the lock', 'above'],
  ]
  test.each(
    faults.flatMap(([fixture, ...texts]) =>
      readings.map(([name, reading]) => [fixture, name, reading, texts] as const),
    ),
  )('%s, then %s', (fixture, _, reading, texts) => {
    const [reason, advice] = texts
    expect(classify(fixture, reading)).toEqual({
      kind: 'fault',
      reason: expect.stringContaining(reason),
      advice: expect.stringContaining(advice),
    })
  })

  test.each([
    ['stream-412-403.jsonl', 'access to the lock was denied'],
    ['stream-412-400.jsonl', 'somebody holds the lock, but who could not be read'],
  ])('%s: nobody can tell who holds it', (fixture, reason) => {
    expect(classify(fixture, unknown)).toMatchObject({ kind: 'fault', reason })
  })

  test('whom nobody may read is told by whoever may allow it', () => {
    expect(classify('stream-412-400.jsonl', unknown)).toMatchObject({
      advice: expect.stringContaining('Allow s3:GetObject on the lock file'),
    })
  })

  test('the name of a state is no evidence', () => {
    const { text } = refusalOf('stream-403.jsonl')
    const named = text.replaceAll('app/terraform.tfstate', 'kms.eu/kms:prod.tfstate')
    expect(classifyRefusal({ text: named, info: undefined }, [], free)).toMatchObject({
      reason: 'access to the lock was denied',
    })
  })
})

describe('a lock that was refused before it was written', () => {
  test.each([
    ['stream-403.jsonl', 's3'],
    ['stream-403.jsonl', 's3-and-dynamodb'],
    ['stream-kms-denied.jsonl', 's3'],
    ['stream-no-such-bucket.jsonl', 's3'],
    ['stream-501.jsonl', 's3'],
    ['stream-missing-table.jsonl', 'dynamodb'],
    ['stream-dynamodb-403.jsonl', 'dynamodb'],
  ] as const)('%s, on %s: there is none', (fixture, mechanism) => {
    expect(isLockNeverMade(refusalOf(fixture), mechanism)).toBe(true)
  })

  test.each([
    // The lock file comes first, and may be there.
    ['stream-missing-table.jsonl', 's3-and-dynamodb'],
    ['stream-dynamodb-403.jsonl', 's3-and-dynamodb'],
    // What failed may have been done, and so may a try before the one that was answered so.
    ['stream-500.jsonl', 's3'],
    ['stream-503.jsonl', 's3'],
    ['stream-dropped.jsonl', 's3'],
    ['stream-expired-token.jsonl', 's3'],
    // Denied was to read the lock.
    ['stream-412-403.jsonl', 's3'],
    ['stream-dynamodb-vanished.jsonl', 'dynamodb'],
    ['stream-contention-local.jsonl', 'local'],
  ] as const)('%s, on %s: there may be one', (fixture, mechanism) => {
    expect(isLockNeverMade(refusalOf(fixture), mechanism)).toBe(false)
  })
})

describe('what is no refusal', () => {
  test.each([
    'stream-plan.jsonl',
    'stream-apply.jsonl',
    'stream-stale-plan.jsonl',
    'stream-plan-errors.jsonl',
    'stream-apply-failed.jsonl',
    'stream-release-error.jsonl',
    'stream-state-not-saved.jsonl',
    'stream-emergency-dump.jsonl',
    'stream-interrupted-plan.jsonl',
    'stream-interrupted-apply.jsonl',
    'stream-second-interrupt.jsonl',
    'stream-missing-bucket.jsonl',
    'stream-unreachable.jsonl',
    'stream-provisioner-quotes-lock-error.jsonl',
  ])('%s', (fixture) => {
    expect(refusalFromRun(factsOfFixture(fixture), noCoreLogFacts)).toBeUndefined()
  })

  test('a run of which nothing was seen', () => {
    expect(refusalFromRun(factsOf([]), noCoreLogFacts)).toBeUndefined()
  })

  // Terraform's summary of such an error is its own, so the other signs are not needed to tell.
  test.each(['stream-provisioner-quotes-lock-error.jsonl', 'stream-release-error.jsonl'])(
    'a lock error in the detail alone: %s',
    (fixture) => {
      const { diagnostics } = factsOfFixture(fixture)
      expect(diagnostics.some(({ detail }) => /Lock Info:|Error acquiring the state lock/.test(detail))).toBe(
        true,
      )
      expect(refusalFromDiagnostics(diagnostics)).toBeUndefined()
    },
  )
})

describe('a refusal is tried again only if all three signs are there', () => {
  const lines = streamOf('stream-contention-s3.jsonl')
  const facts = factsOf(lines)
  const [diagnostic] = facts.diagnostics as [Diagnostic]
  const withDiagnostic = (fields: Partial<Diagnostic>): RunFacts => ({
    ...facts,
    diagnostics: [{ ...diagnostic, ...fields }],
  })
  // No exit code: a script before Terraform may hide it.
  const isRefusal = (given: RunFacts, coreLog: Partial<CoreLogFacts> = {}): boolean =>
    refusalFromRun(given, { ...noCoreLogFacts, ...coreLog }) !== undefined

  test('all are there', () => {
    expect(isRefusal(facts)).toBe(true)
    expect(isRefusal(facts, { attempted: ['our-lock'] })).toBe(true)
  })

  test.each<[string, Partial<Diagnostic>]>([
    ['another summary', { summary: 'local-exec provisioner error' }],
    [
      'a summary that only begins like it',
      { summary: 'Error acquiring the state lock of the other project' },
    ],
    ['a summary that only ends like it', { summary: 'Error: Error acquiring the state lock' }],
    ['a summary with the lock error further down', { summary: 'Failed\nError acquiring the state lock' }],
    ['a resource that it is about', { address: 'terraform_data.nested' }],
    ['a warning', { severity: 'warning' }],
  ])('not with %s', (_, fields) => {
    expect(isRefusal(withDiagnostic(fields))).toBe(false)
  })

  test('not after a lock was taken', () => {
    expect(isRefusal(facts, { attempted: ['our-lock'], locked: ['our-lock'] })).toBe(false)
    expect(isRefusal(facts, { attempted: ['a', 'b'], locked: ['a'], unlocked: ['a'] })).toBe(false)
  })

  test.each([
    'refresh_start',
    'planned_change',
    'apply_start',
    'provision_progress',
    'resource_drift',
    'an_event_of_tomorrow',
  ])('not after the event %s', (type) => {
    const event = parseStreamLine(JSON.stringify({ '@level': 'info', '@message': '', type }))
    expect(isRefusal(factsOf([...lines.slice(0, 1), event, ...lines.slice(1)]))).toBe(false)
  })

  test.each(['version', 'log', 'state_lock_acquire', 'state_lock_release'])(
    'the event %s says nothing of work',
    (type) => {
      const event = parseStreamLine(JSON.stringify({ '@level': 'info', '@message': '', type }))
      expect(isRefusal(factsOf([event, ...lines]))).toBe(true)
    },
  )
})

describe('the lock error', () => {
  const error: Diagnostic = { severity: 'error', summary: 'Error acquiring the state lock', detail: '' }

  test.each([
    'Error acquiring the state lock',
    'Error acquiring the state lock\nError message: 412',
    'Error loading state: failed to lock s3 state: x',
    'error loading state: failed to lock s3 state: x',
  ])('is one with the summary %j', (summary) => {
    expect(isLockError({ ...error, summary })).toBe(true)
  })

  test.each<[string, Partial<Diagnostic>]>([
    ['no summary', { summary: '' }],
    ['the summary of an unlock', { summary: 'Error releasing the state lock' }],
    ['the summary of a state that is missing', { summary: 'Error loading state: no such bucket' }],
    ['the words in its detail', { summary: 'x', detail: 'Error acquiring the state lock' }],
    ['a resource', { address: 'terraform_data.nested' }],
    ['the severity of a warning', { severity: 'warning' }],
  ])('is none with %s', (_, fields) => {
    expect(isLockError({ ...error, ...fields })).toBe(false)
  })

  test('may stand behind another error', () => {
    const other: Diagnostic = { ...error, summary: 'Something else' }
    expect(refusalFromDiagnostics([other, error])?.text).toContain(error.summary)
  })
})

describe('a workspace without state', () => {
  const path = 'tfstate/env:/fresh/app/terraform.tfstate'

  test('the lock that made its state is not the lock of the operation, which was refused', () => {
    const coreLog = parseCoreLog(readFixture('core-log-contention-after-init-lock.txt'), path)
    expect(coreLog.attempted).toHaveLength(2)
    const refusal = refusalFromRun(factsOfFixture('stream-contention-after-init-lock.jsonl'), coreLog)
    expect(refusal?.info).toMatchObject({ id: otherId, path })
  })

  test('the refusal of init is in its summary', () => {
    const errors = parseHumanErrors(readFixture('init-missing-workspace-locked.txt'))
    expect(refusalFromDiagnostics(errors)?.text).toContain(otherId)
  })
})
