import { beforeEach, describe, expect, test } from '@jest/globals'

import { claimOfPlan } from '../../src/commands/claim-plan.ts'
import { giveBackClaim } from '../../src/commands/give-back-claim.ts'
import type { Settlement } from '../../src/commands/findings.ts'
import type { RunReference } from '../../src/lock/annotation.ts'
import type { ApplyLedger } from '../../src/plan/plan-store.ts'
import type { RunRecord } from '../../src/runner/run-record.ts'

const ownRun: RunReference = {
  ...{ serverUrl: 'https://github.com', repository: 'acme/infra', runId: 2, attempt: 1 },
  ...{ jobId: null, pullRequest: null, actor: 'alice' },
}
const other: RunReference = { ...ownRun, runId: 1 }

let calls: string[]
let noted: Partial<RunRecord>[]
let said: string[]
beforeEach(() => {
  calls = []
  noted = []
  said = []
})

function ledger(claim: ApplyLedger['claim'], problem?: string): ApplyLedger {
  return {
    async claim(...args) {
      calls.push(`claim ${args[0]}`)
      return await claim(...args)
    },
    readClaim: () => Promise.resolve(undefined),
    giveBack(planId, { nonce, version }) {
      calls.push(`give back ${planId} ${version ?? nonce}`)
      return Promise.resolve(problem)
    },
    readApplied: () => Promise.reject(new Error('not asked')),
    writeApplied: () => Promise.reject(new Error('not asked')),
  }
}
const granted = ledger(() => Promise.resolve({ kind: 'claimed', claim: { nonce: 'n1', version: 'v1' } }))
const log = { say: (text: string) => void said.push(text) }

function claimed(of: ApplyLedger): ReturnType<typeof claimOfPlan> {
  const deps = {
    ...{ log, ownRun, cancelled: new AbortController().signal },
    recorder: { note: (facts: Partial<RunRecord>) => void noted.push(facts) },
  }
  return claimOfPlan(deps as unknown as Parameters<typeof claimOfPlan>[0], of, 'plan-1')
}

describe('the claim on a plan', () => {
  test('is taken once, and noted for the post step before Terraform starts', async () => {
    const claim = claimed(granted)
    await claim.take()
    await claim.take()
    expect(calls).toEqual(['claim plan-1'])
    expect(noted).toEqual([{ claim: { planId: 'plan-1', nonce: expect.any(String) } }])
  })

  test('is given back as the version that was taken, and can be taken again', async () => {
    const claim = claimed(granted)
    await claim.take()
    await claim.giveBack()
    await claim.giveBack()
    await claim.take()
    expect(calls).toEqual(['claim plan-1', 'give back plan-1 v1', 'claim plan-1'])
    expect(noted[1]).toEqual({ claim: undefined })
  })

  test('that another run has names that run, and forbids the start', async () => {
    const taken = ledger(() => Promise.resolve({ kind: 'taken', run: other, since: '2026-11-28T10:00:00Z' }))
    await expect(claimed(taken).take()).rejects.toMatchObject({
      reason: 'stale-plan',
      message: expect.stringMatching(
        /applied already, or is being applied, by https:.*\/runs\/1\/.*2026-11-28/,
      ),
    })
    expect(noted.at(-1)).toEqual({ claim: undefined })
  })

  test('that the store refuses forbids the start too: it could be applied twice', async () => {
    const denied = ledger(() => Promise.reject(new Error('s3:PutObject is missing')))
    await expect(claimed(denied).take()).rejects.toMatchObject({
      reason: 'no-reviewed-plan',
      message: expect.stringContaining('s3:PutObject is missing'),
    })
  })

  test('that could not be given back is told', async () => {
    const claim = claimed(
      ledger(
        () => Promise.resolve({ kind: 'claimed', claim: { nonce: 'n1', version: 'v1' } }),
        'the store is down',
      ),
    )
    await claim.take()
    await claim.giveBack()
    expect(said.join()).toContain('the store is down')
    // It is still ours, for the next start and for the post step.
    await claim.take()
    expect(calls).toEqual(['claim plan-1', 'give back plan-1 v1'])
    expect(noted).toHaveLength(1)
  })
})

describe('the post step', () => {
  const claim = { planId: 'plan-1', nonce: 'n1' }
  const terraform = { operation: 'apply' } as RunRecord['terraform']
  const plan = { operation: 'plan' } as RunRecord['terraform']

  test.each<[string, Pick<RunRecord, 'claim' | 'terraform'>, boolean | undefined, boolean]>([
    ['gives back what was claimed for an apply that was never started', { claim }, undefined, true],
    ['gives back what was claimed beside a plan that was made again', { claim, terraform: plan }, true, true],
    ['gives back what Terraform never had the lock for', { claim, terraform }, false, true],
    ['keeps the claim of an apply that had the lock', { claim, terraform }, true, false],
    ['keeps the claim where nothing tells whether it had the lock', { claim, terraform }, undefined, false],
    ['has nothing to give back without a claim', { terraform }, false, false],
  ])('%s', async (_, record, lockWasOurs, isGivenBack) => {
    const settlement = { lockWasOurs } as unknown as Settlement
    await giveBackClaim(log, { plans: { ledger: granted } as never }, record, settlement)
    expect(calls).toEqual(isGivenBack ? ['give back plan-1 n1'] : [])
  })
})
