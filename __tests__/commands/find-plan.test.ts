import { beforeEach, describe, expect, test } from '@jest/globals'

import type { Dependencies } from '../../src/commands/dependencies.ts'
import { findReviewedPlan, type FindOptions, type FoundPlan } from '../../src/commands/find-plan.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import type { DigestKey, PlanStore } from '../../src/plan/plan-store.ts'
import { requestIdOf, selectorOf } from '../../src/plan/reviewed-plan.ts'
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts'
import { commitOfPlan, digestKey, reviewedPlan } from '../support/reviewed-plan.ts'

const pushed = 'f'.repeat(40)
const hurriedly: FindOptions = { isInHurry: true }

let clock: FakeClock
/** When GitHub names the pull request of the push, in milliseconds since it was asked first; undefined: never. */
let namedAfterMs: number | undefined
let key: DigestKey | undefined
let made: string[]
beforeEach(() => {
  clock = createFakeClock()
  namedAfterMs = undefined
  key = digestKey()
  made = []
})

const plan = reviewedPlan(digestKey(), { request: { planArguments: [] } })

async function find(options?: FindOptions): Promise<FoundPlan> {
  const { request, planFileDigest } = plan.record
  const store: PlanStore = {
    kind: 's3',
    placeOf: (commit) => `s3://plans/${commit}`,
    readKey: () => {
      made.push('a key')
      return Promise.resolve(digestKey())
    },
    findKey: () => Promise.resolve(key),
    put: () => Promise.reject(new Error('nothing is stored here')),
    list: (commit) =>
      Promise.resolve(
        commit === commitOfPlan
          ? [
              {
                ...{ id: 'a-plan', storedAt: 0, runId: 42, planFileDigest },
                ...{ selector: selectorOf(request), requestId: requestIdOf(request) },
              },
            ]
          : [],
      ),
    read: () => Promise.resolve({ kind: 'read', plan, key: digestKey() }),
    ledger: undefined,
  }
  const mergedPullRequest = {
    ...{ number: 3, merged: true, baseRefName: 'main', headRefOid: commitOfPlan, author: null },
    ...{
      baseRepository: { nameWithOwner: 'acme/infra' },
      mergeCommit: { oid: pushed, parents: { nodes: [] } },
    },
  }
  const graphql = (): Promise<unknown> => {
    const isNamed = namedAfterMs !== undefined && clock.elapsed() >= namedAfterMs
    const nodes = isNamed ? [mergedPullRequest] : []
    return Promise.resolve({ repository: { object: null, pullRequests: { nodes } } })
  }
  const deps = {
    inputs: { planStore: 'auto', planArguments: [], varFiles: [], commentKey: '', ...noMode },
    env: { GITHUB_SHA: pushed, GITHUB_REPOSITORY: 'acme/infra', GITHUB_REF_NAME: 'main' },
    event: {
      name: 'push',
      push: { after: pushed, commits: [pushed], branch: 'main', isForced: false, isDeleted: false },
    },
    ownRun: { runId: 77 },
    github: () => Promise.resolve({ graphql }),
    ...{ clock, cancelled: new AbortController().signal, log: { debug: () => undefined } },
  }
  const prepared = { backend: { plans: store, address: 's3://state' } }
  return await findReviewedPlan(deps as unknown as Dependencies, prepared as unknown as Prepared, options)
}
const noMode = { destroy: false, refreshOnly: false }

describe('of a push whose pull request GitHub names late', () => {
  test('the plan is found within a minute, or where it is only to be shown within a quarter of one', async () => {
    namedAfterMs = 60_000
    expect((await find()).pullRequest).toBe(3)
    clock = createFakeClock()
    namedAfterMs = 15_000
    expect((await find(hurriedly)).pullRequest).toBe(3)
    expect(clock.elapsed()).toBe(15_000)
  })

  test('nothing is found later than that', async () => {
    namedAfterMs = 61_000
    await expect(find()).rejects.toMatchObject({ reason: 'no-reviewed-plan' })
    clock = createFakeClock()
    namedAfterMs = 16_000
    await expect(find(hurriedly)).rejects.toThrow(/came without a pull request/)
    expect(clock.elapsed()).toBe(15_000)
  })
})

test('GitHub is not waited for where no plan of the state was ever stored, and no key is made', async () => {
  key = undefined
  await expect(find(hurriedly)).rejects.toThrow('No plan of s3://state was stored yet.')
  expect(clock.sleeps).toEqual([])
  expect(made).toEqual([])
})

test('a plan whose key is gone is not taken', async () => {
  key = undefined
  namedAfterMs = 0
  await expect(find()).rejects.toMatchObject({
    reason: 'plan-changed',
    message: expect.stringContaining('the digest key that it was stored with is gone'),
  })
  expect(made).toEqual([])
})
