import { describe, expect, test } from '@jest/globals'

import {
  judgeRecord,
  reasonsToPlanAgain,
  type ApplyFacts,
  type PlanGround,
} from '../../src/plan/judge-plan.ts'
import type { PlanRecord, PlanRequest } from '../../src/plan/reviewed-plan.ts'

const commit = 'c'.repeat(40)
const request: PlanRequest = {
  ...{ commentKey: '', destroy: false, refreshOnly: false },
  ...{ planArguments: [], varFiles: [], cliArguments: {} },
}
const record: PlanRecord = {
  ...{
    stateAddress: 's3://tfstate/app',
    workspace: 'default',
    commit,
    baseCommit: null,
    builtCommit: commit,
  },
  ...{
    tree: 't1',
    folderTree: 'f1',
    pullRequest: 7,
    run: null,
    actor: 'octocat',
    event: 'pull_request',
    branch: 'main',
  },
  ...{
    createdAt: '2026-11-28T10:00:00Z',
    engine: 'terraform',
    engineVersion: '1.11.4',
    account: '111122223333',
  },
  ...{ request, varFileDigests: ['v'], lockFileDigest: null, serial: 3, lineage: 'l' },
  ...{ planFileDigest: 'f', planDigest: 'd', keyId: 'k', hasChanges: true },
}
const hour = 3_600_000
const facts: ApplyFacts = {
  ...{
    stateAddress: 's3://tfstate/app',
    workspace: 'default',
    commit,
    branch: 'main',
    account: '111122223333',
  },
  ...{ engine: 'terraform', engineVersion: '1.11.4', lockFileDigest: null, request, isNamed: false },
  ...{ now: 10 * hour, storedAt: 9 * hour, maximumAgeMs: 2 * hour },
}

test('what was made for exactly this may be applied', () => {
  expect(judgeRecord(record, facts)).toBeUndefined()
})

describe('refused, each with its own reason and sentence', () => {
  test.each<[string, Partial<PlanRecord>, Partial<ApplyFacts>, string, RegExp]>([
    [
      'another commit',
      { commit: 'd'.repeat(40) },
      {},
      'no-reviewed-plan',
      /of commit d{12}, and this is about c{12}\./,
    ],
    [
      'another workspace',
      { workspace: 'dev' },
      {},
      'no-reviewed-plan',
      /for the workspace "dev", and this is "default"/,
    ],
    [
      'another backend',
      { stateAddress: 's3://other/app' },
      {},
      'no-reviewed-plan',
      /s3:\/\/other\/app, and the backend here/,
    ],
    [
      'another branch',
      { branch: 'release' },
      {},
      'no-reviewed-plan',
      /for the branch "release", and this is "main"/,
    ],
    [
      'another account',
      { account: '999988887777' },
      {},
      'no-reviewed-plan',
      /account 999988887777, and these are of 1111/,
    ],
    [
      'a destroy that was not asked for',
      { request: { ...request, destroy: true } },
      {},
      'no-reviewed-plan',
      /another `destroy`/,
    ],
    [
      'arguments that were asked for',
      { request: { ...request, planArguments: ['-target=a'] } },
      { request: { ...request, planArguments: ['-target=b'] } },
      'no-reviewed-plan',
      /another `plan-args`/,
    ],
    [
      'arguments of which only the first were planned with',
      { request: { ...request, planArguments: ['-target=a'] } },
      { request: { ...request, planArguments: ['-target=a', '-target=b'] } },
      'no-reviewed-plan',
      /another `plan-args`/,
    ],
    [
      'arguments of which only some are the same',
      { request: { ...request, planArguments: ['-target=a', '-target=b'] } },
      { request: { ...request, planArguments: ['-target=a', '-target=c'] } },
      'no-reviewed-plan',
      /another `plan-args`/,
    ],
    [
      'a refresh that was not asked for',
      { request: { ...request, refreshOnly: true } },
      {},
      'no-reviewed-plan',
      /another `refresh-only`/,
    ],
    [
      'another key',
      { request: { ...request, commentKey: 'eu' } },
      {},
      'no-reviewed-plan',
      /another `comment-key`/,
    ],
    [
      'other values',
      { request: { ...request, varFiles: ['dev.tfvars'] } },
      { request: { ...request, varFiles: ['prod.tfvars'] } },
      'no-reviewed-plan',
      /another `var-file`/,
    ],
    ['too old', {}, { storedAt: 7 * hour }, 'stale-plan', /made 3 h ago, and maximum-plan-age is 2 h/],
    [
      'another version',
      { engineVersion: '1.10.0' },
      {},
      'plan-changed',
      /terraform 1\.10\.0, and this job has terraform 1\.11\.4/,
    ],
    ['another engine', { engine: 'tofu' }, {}, 'plan-changed', /made with tofu 1\.11\.4/],
    ['another lock file', { lockFileDigest: 'x' }, {}, 'plan-changed', /\.terraform\.lock\.hcl/],
  ])('%s', (_, ofRecord, ofFacts, reason, sentence) => {
    const refusal = judgeRecord({ ...record, ...ofRecord }, { ...facts, ...ofFacts })
    expect(refusal).toMatchObject({ reason, message: expect.stringMatching(sentence) })
    expect(refusal?.advice).not.toBe('')
  })
})

test.each<[string, Partial<PlanRecord>, Partial<ApplyFacts>]>([
  ['an account that one of the two does not know', { account: null }, {}],
  ['arguments that the apply does not repeat', { request: { ...request, planArguments: ['-target=a'] } }, {}],
  ['values that the apply does not repeat', { request: { ...request, varFiles: ['dev.tfvars'] } }, {}],
  [
    'the same arguments and values',
    { request: { ...request, planArguments: ['-target=a', '-target=b'], varFiles: ['v'] } },
    { request: { ...request, planArguments: ['-target=a', '-target=b'], varFiles: ['v'] } },
  ],
  ['an account that is not known here', {}, { account: null }],
  ['a destroy that was named by its file', { request: { ...request, destroy: true } }, { isNamed: true }],
  ['an event that names no branch', { branch: 'release' }, { branch: undefined }],
  ['a version that could not be read', { engineVersion: '1.10.0' }, { engineVersion: undefined }],
  ['exactly as old as it may be', {}, { storedAt: 8 * hour }],
])('not refused: %s', (_, ofRecord, ofFacts) => {
  expect(judgeRecord({ ...record, ...ofRecord }, { ...facts, ...ofFacts })).toBeUndefined()
})

describe('planned again', () => {
  const ground: PlanGround = { tree: 't1', varFileDigests: ['v'], serial: 3, lineage: 'l' }

  test.each<[string, Partial<PlanGround>, string[]]>([
    ['never without a reason', {}, []],
    ['after another apply', { serial: 4 }, ['the state has moved']],
    ['for another lineage', { lineage: 'm' }, ['the state has moved']],
    ['for other code', { tree: 't2' }, ['the code is not the one that was planned']],
    ['for code that is not known', { tree: null }, ['nothing tells whether the code is still the same']],
    ['for other values', { varFileDigests: ['other'] }, ['a var file has changed']],
    ['not for values that only the plan needs', { varFileDigests: [null] }, []],
    [
      'not for a state that could not be read: Terraform compares it itself',
      { serial: null, lineage: null },
      [],
    ],
  ])('%s', (_, more, reasons) => {
    expect(reasonsToPlanAgain(record, { ...ground, ...more })).toEqual(reasons)
  })

  test('not for a state that could not be read when it was planned', () => {
    expect(reasonsToPlanAgain({ ...record, serial: null, lineage: null }, ground)).toEqual([])
  })

  test('where nothing tells of which code it was made, whatever is here', () => {
    expect(reasonsToPlanAgain({ ...record, tree: null }, ground)).toEqual([
      'nothing tells whether the code is still the same',
    ])
  })

  test('where one of several var files has changed', () => {
    const two = { ...record, varFileDigests: ['v', 'w'] }
    expect(reasonsToPlanAgain(two, { ...ground, varFileDigests: ['v', 'w'] })).toEqual([])
    expect(reasonsToPlanAgain(two, { ...ground, varFileDigests: ['v', 'x'] })).toEqual([
      'a var file has changed',
    ])
  })
})
