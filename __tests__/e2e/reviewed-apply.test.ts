import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import type { RunningStep, StepResult } from '../support/fake-runner.ts'
import { disposeRuns } from '../support/lockstep.ts'
import { accessRequestsOfS3, isAllowed, isTrialOfConditions, readPolicy } from '../support/policy.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  claimsPrefix,
  plansPrefix,
  startReviewedWorld,
  stateKey,
  type ReviewedWorld,
} from '../support/reviewed-world.ts'
import type { MergeMethod } from '../support/repository.ts'
import { lockJson, resource } from '../support/terraform-project.ts'

const lockKey = `${stateKey}.tflock`
let world: ReviewedWorld
beforeEach(async () => {
  world = await startReviewedWorld(resource('a', '"red"'))
})
afterEach(async () => {
  disposeRuns()
  await world.close()
  expect(world.github.violations).toEqual([])
})

const keys = (prefix: string): string[] => world.s3.keys('tfstate').filter((key) => key.startsWith(prefix))
const blue = resource('a', '"blue"')

/** The requests that the example's policy for a role would have refused. */
function deniedBy(role: string): unknown[] {
  const policy = readPolicy(role, { bucket: 'tfstate', key: stateKey })
  return world.s3.requests
    .filter((request) => !isTrialOfConditions(request))
    .flatMap(accessRequestsOfS3)
    .filter((request) => !isAllowed([policy], request))
}

/** A job of a run that somebody has started by hand. */
const dispatch = (
  runId: string,
  inputs: Record<string, string>,
  duringMain?: (step: RunningStep) => Promise<void>,
): ReturnType<ReviewedWorld['applyOnPush']> =>
  world.applyOnPush(world.git.head(), inputs, {
    ...(duringMain === undefined ? {} : { duringMain }),
    event: { name: 'workflow_dispatch', payload: { repository: { id: 1296269 } } },
    github: { API_URL: world.github.apiUrl, RUN_ID: runId, SHA: world.git.head() },
  })

function expectRefused(run: StepResult, reason: string, sentence: RegExp): void {
  expect(run.outputs).toMatchObject({ result: 'failed', 'failure-reason': reason })
  expect(run.log).toMatch(sentence)
  expect(run.exitCode).toBe(1)
}

describe('the reviewed plan of a pull request', () => {
  test.each(sampled<MergeMethod>(['squash', 'merge', 'rebase'], 1))(
    'is the file that is applied after a %s, with no second plan, and once',
    async (method) => {
      const pull = world.open(7, blue)
      const plan = await world.plan(pull)
      expect(plan.problems).toEqual([])
      expect(plan.outputs).toMatchObject({
        result: 'changes',
        'plan-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
      })
      expect(keys(plansPrefix)).toEqual([expect.stringContaining(pull.commit)])
      expect(deniedBy('plan-role')).toEqual([])
      world.s3.requests.splice(0)

      const apply = await world.mergeAndApply(pull, {}, method)
      expect(apply.problems).toEqual([])
      expect(apply.outputs).toMatchObject({
        result: 'applied',
        add: '1',
        'plan-digest': plan.outputs['plan-digest'],
      })
      expect(apply.log).toContain(`The reviewed plan: commit ${pull.commit.slice(0, 12)} of pull request #7`)
      expect(apply.log).not.toContain('Planning again')
      expect(world.stateValues()).toEqual({ 'terraform_data.a': 'blue' })
      expect(keys(claimsPrefix)).toHaveLength(1)
      expect(deniedBy('apply-role')).toEqual([])
      expect(world.github.comments(7)[0]?.body).toContain('✅ Applied to')

      const serial = world.serial()
      const again = await world.applyOnPush(world.git.head())
      const taken = /was applied already, or is being applied, by https:.*\/actions\/runs\/\d+/
      expectRefused(again, 'stale-plan', taken)
      expect(world.serial()).toBe(serial)
    },
  )

  test('survives contention: a run that gave up leaves no claim, and the next one applies it', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const commit = world.merge(pull)
    world.s3.put('tfstate', lockKey, lockJson())
    const refused = await world.applyOnPush(commit, { 'on-contention': 'fail' })
    expect(refused.outputs).toMatchObject({ result: 'contended' })
    expect(keys(claimsPrefix)).toEqual([])
    expect(world.github.comments(7)[0]?.body).toContain('Plan of commit')

    world.s3.remove('tfstate', lockKey)
    const apply = await world.applyOnPush(commit)
    expect(apply.outputs).toMatchObject({ result: 'applied' })
    expect(apply.log).not.toContain('Planning again')
  })

  test('can be applied again after a run that failed before it began', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const commit = world.merge(pull)
    const end = world.s3.onChange(({ key, kind }) => {
      if (key !== lockKey || kind !== 'put') return
      const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const
      world.s3.fault({ method: 'HEAD', key: stateKey, times: Infinity, fault })
    })
    const refused = await world.applyOnPush(commit)
    end()
    expect(refused.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    expect(keys(claimsPrefix)).toEqual([])
    world.s3.clearFaults()
    expect((await world.applyOnPush(commit)).outputs).toMatchObject({ result: 'applied' })
  })

  proofTest('keeps its claim for the next try where the store does not let it go', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const commit = world.merge(pull)
    const refuse = { kind: 'status', status: 403, code: 'AccessDenied' } as const
    world.s3.fault({ method: 'DELETE', key: /\.lockstep\/claims/, times: Infinity, fault: refuse })
    // Somebody takes the lock right before Terraform does, once.
    world.s3.fault({
      method: 'PUT',
      key: lockKey,
      times: 1,
      fault: { kind: 'status', status: 412, code: 'PreconditionFailed' },
    })
    const apply = await world.applyOnPush(commit)
    expect(apply.log).toContain('could not be given back')
    expect(apply.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
  })

  test('is made again where the state has moved, and applied where it is equal', async () => {
    const pull = world.open(7, blue)
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    const plan = await world.plan(pull)
    world.moveState()
    const apply = await world.mergeAndApply(pull)
    expect(apply.log).toContain('Planning again, since the state has moved.')
    expect(apply.log).toContain('The new plan is equal to the reviewed one.')
    expect(apply.outputs).toMatchObject({
      result: 'applied',
      change: '1',
      'plan-digest': plan.outputs['plan-digest'],
    })
    expect(world.stateValues()).toEqual({ 'terraform_data.a': 'blue' })
  })

  test('is not applied where the state has moved and it would do something else: reviewed against now', async () => {
    const pull = world.open(7, `${blue}${resource('b', '"new"')}`)
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    await world.plan(pull)
    world.moveState(({ resources }) => {
      resources[0]!.instances[0]!.attributes.input!.value = 'green'
    })
    const serial = world.serial()
    const apply = await world.mergeAndApply(pull)
    expectRefused(
      apply,
      'plan-changed',
      /What would be applied now is not what was reviewed, so nothing was applied/,
    )
    expect(world.serial()).toBe(serial)
    const [comment] = world.github.comments(7)
    expect(comment?.body).toMatch(/terraform_data\.a/)
    expect(comment?.body).not.toMatch(/\| `terraform_data\.b`/)
    expect(comment?.body).toContain('Plan of commit')
    expect(keys(claimsPrefix)).toEqual([])
  })

  proofTest('is made again where the state moves while it waits for the lock', async () => {
    const pull = world.open(7, blue)
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    await world.plan(pull)
    const commit = world.merge(pull)
    world.s3.put('tfstate', lockKey, lockJson())
    const apply = await world.applyOnPush(
      commit,
      {},
      {
        onLine: ({ text }) => {
          if (!text.includes('Waiting for the state lock') || world.serial() > 1) return
          world.moveState()
          world.s3.remove('tfstate', lockKey)
        },
      },
    )
    expect(apply.log).toContain('Saved plan is stale')
    expect(apply.log).toContain('The new plan is equal to the reviewed one.')
    expect(apply.outputs).toMatchObject({ result: 'applied', change: '1' })
  })
})

describe('code that has changed since the review', () => {
  proofTest('elsewhere makes a new plan, which is equal', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    world.project.write('../README.md', 'Something else')
    world.git.commit('Something else')
    const apply = await world.mergeAndApply(pull)
    expect(apply.log).toContain('Planning again, since the code is not the one that was planned.')
    expect(apply.outputs).toMatchObject({ result: 'applied' })
  })

  test('in what is planned is not applied', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    world.project.write('more.tf', resource('c', '"more"'))
    world.git.commit('More')
    expectRefused(await world.mergeAndApply(pull), 'plan-changed', /terraform_data\.c/)
    expect(world.serial()).toBe(0)
  })

  proofTest('by a push to the pull request has no plan', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    world.git.checkout(pull.branch)
    world.project.write('more.tf', resource('c', '"more"'))
    const headSha = world.git.commit('After the review')
    world.git.checkout('main')
    world.github.setPullRequest(7, { headSha })
    expectRefused(
      await world.mergeAndApply(pull),
      'no-reviewed-plan',
      new RegExp(`There is no plan of commit ${headSha.slice(0, 12)} of pull request #7 in s3://tfstate/`),
    )
  })

  test('that comes after what was applied last is never undone by an older run', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const olderCommit = world.merge(pull)
    world.project.write('more.tf', resource('b', '"newer"'))
    const newerCommit = world.git.commit('A newer one')
    expect(newerCommit).toBe(world.git.head())
    for (const command of ['plan', 'apply']) await dispatch('600', { command })
    world.git.checkout(olderCommit)
    expectRefused(await world.applyOnPush(olderCommit), 'superseded', /was applied to this state already/)
  })
})

describe('another plan than the reviewed one is refused', () => {
  const [first] = [0]
  const tamper = (change: (bundle: string) => string): void => {
    const key = keys(plansPrefix)[first]!
    const { body } = world.s3.object('tfstate', key)!
    world.s3.put('tfstate', key, Buffer.from(change(body.toString('latin1')), 'latin1'))
  }

  test.each(
    sampled<[string, (bundle: string) => string, RegExp]>(
      [
        [
          'a tampered record',
          (text) => text.replace('"pullRequest":7', '"pullRequest":8'),
          /its record was changed after it was stored/,
        ],
        [
          'a tampered plan file',
          (text) => `${text.slice(0, -1)}x`,
          /its plan file was changed after it was stored/,
        ],
      ],
      1,
    ),
  )('%s', async (_, change, sentence) => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    tamper(change)
    expectRefused(await world.mergeAndApply(pull), 'plan-changed', sentence)
    expect(world.serial()).toBe(0)
  })

  proofTest('of another branch', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull, {}, onBranch('release', pull))
    expectRefused(
      await world.mergeAndApply(pull),
      'no-reviewed-plan',
      /for the branch "release", and this is "main"/,
    )
  })

  test('with another provider lock file', async () => {
    const pull = world.open(7, blue)
    world.project.write('.terraform.lock.hcl', '# the one\n')
    await world.plan(pull)
    world.project.write('.terraform.lock.hcl', '# the other\n')
    expectRefused(await world.mergeAndApply(pull), 'plan-changed', /provider lock file/)
    expect(world.serial()).toBe(0)
  })

  proofTest('that destroys what the apply was not told to destroy', async () => {
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    const pull = world.open(7, blue)
    await world.plan(pull, { destroy: 'true' })
    expectRefused(await world.mergeAndApply(pull), 'no-reviewed-plan', /only with another `destroy`/)
    const destroyed = await world.applyOnPush(world.git.head(), { destroy: 'true' })
    expect(destroyed.outputs).toMatchObject({ result: 'applied', destroy: '1' })
    expect(world.stateValues()).toEqual({})
  })

  proofTest('that is too old', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const key = keys(plansPrefix)[0]!
    const { body } = world.s3.object('tfstate', key)!
    world.s3.put('tfstate', key, body, { lastModified: new Date(Date.now() - 49 * 3_600_000) })
    expectRefused(
      await world.mergeAndApply(pull, { 'maximum-plan-age': '2d' }),
      'stale-plan',
      /made 2 d 1 h ago, and maximum-plan-age is 2 d/,
    )
  })

  test('that no pull request brought', async () => {
    const commit = world.git.commit('Straight to main')
    const payload = { repository: { id: 1296269 }, ref: 'refs/heads/main', after: commit, forced: true }
    const apply = await world.applyOnPush(commit, {}, { event: { name: 'push', payload } })
    expectRefused(
      apply,
      'no-reviewed-plan',
      /came without a pull request, so nobody has reviewed a plan of it/,
    )
  })
})

describe('a plan file', () => {
  proofTest(
    'that is not in the folder of its step is worth nothing, whatever record lies beside it',
    async () => {
      const [planFile, record] = [
        join(world.project.folder, 'plan.tfplan'),
        join(world.project.folder, 'plan-record.json'),
      ]
      await dispatch('700', { command: 'plan' }, async (step) => {
        const { outputs } = await step.result
        copyFileSync(outputs['plan-file']!, planFile)
        copyFileSync(join(dirname(outputs['plan-file']!), 'plan-record.json'), record)
      })
      for (const key of keys(plansPrefix)) world.s3.remove('tfstate', key)
      expectRefused(
        await dispatch('700', { command: 'apply', 'plan-file': planFile }),
        'no-reviewed-plan',
        /The plan file is none that was stored/,
      )
    },
  )

  proofTest('that destroys is applied by the next step of its job', async () => {
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    await dispatch('700', { command: 'plan', destroy: 'true' }, async (step) => {
      const { outputs } = await step.result
      const apply = await dispatch('700', { command: 'apply', 'plan-file': outputs['plan-file']! })
      expect(apply.outputs).toMatchObject({ result: 'applied', destroy: '1' })
    })
    expect(world.stateValues()).toEqual({})
  })
})

describe('a plan of the same run', () => {
  test('counts as reviewed in the job after its approval, and in no other run', async () => {
    await dispatch('500', { command: 'plan' })
    expectRefused(
      await dispatch('501', { command: 'apply' }),
      'no-reviewed-plan',
      /made for no pull request and in another run/,
    )
    const apply = await dispatch('500', { command: 'apply' })
    expect(apply.outputs).toMatchObject({ result: 'applied', add: '1' })
    expect(apply.log).not.toContain('Planning again')
  })
})

function onBranch(
  base: string,
  pull: Parameters<ReviewedWorld['plan']>[0],
): ReturnType<ReviewedWorld['onPullRequest']> {
  const options = world.onPullRequest(pull)
  const payload = options.event?.payload as { pull_request: { base: { ref: string } } }
  payload.pull_request.base.ref = base
  return options
}
