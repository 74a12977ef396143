import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { disposeRuns } from '../support/lockstep.ts'
import { accessRequestsOfS3, isAllowed, isTrialOfConditions, readPolicy } from '../support/policy.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  claimsPrefix,
  expectRefused,
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

const blue = resource('a', '"blue"')

/** The requests that the example's policy for a role would have refused. */
function deniedBy(role: string): unknown[] {
  const policy = readPolicy(role, { bucket: 'tfstate', key: stateKey })
  return world.s3.requests
    .filter((request) => !isTrialOfConditions(request))
    .flatMap(accessRequestsOfS3)
    .filter((request) => !isAllowed([policy], request))
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
      expect(world.keys(plansPrefix)).toEqual([expect.stringContaining(pull.commit)])
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
      expect(world.keys(claimsPrefix)).toHaveLength(1)
      expect(deniedBy('apply-role')).toEqual([])
      expect(world.github.comments(7)[0]?.body).toMatch(
        new RegExp(`✅ Applied to[^]*Plan of commit \`${pull.commit.slice(0, 7)}\``),
      )

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
    expect(world.keys(claimsPrefix)).toEqual([])
    expect(world.github.comments(7)[0]?.body).toContain('Plan of commit')

    world.s3.remove('tfstate', lockKey)
    const apply = await world.applyOnPush(commit)
    expect(apply.outputs).toMatchObject({ result: 'applied' })
    expect(apply.log).not.toContain('Planning again')
  })

  proofTest('can be applied again after a run that failed before it began', async () => {
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
    expect(world.keys(claimsPrefix)).toEqual([])
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
    expect(world.keys(claimsPrefix)).toEqual([])
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

describe('a plan of the same run', () => {
  test('counts as reviewed in the job after its approval, and in no other run', async () => {
    await world.dispatch('500', { command: 'plan' })
    expectRefused(
      await world.dispatch('501', { command: 'apply' }),
      'no-reviewed-plan',
      /made for no pull request and in another run/,
    )
    const apply = await world.dispatch('500', { command: 'apply' })
    expect(apply.outputs).toMatchObject({ result: 'applied', add: '1' })
    expect(apply.log).not.toContain('Planning again')
  })
})
