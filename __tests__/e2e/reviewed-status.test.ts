import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { digestKeyFromBytes, nameOfBundle, parseBundle, renderBundle } from '../../src/plan/plan-bundle.ts'
import { disposeRuns } from '../support/lockstep.ts'
import { accessRequestsOfS3, isAllowed, readPolicy } from '../support/policy.ts'
import { proofTest } from '../support/proof.ts'
import {
  claimsPrefix,
  expectRefused,
  plansPrefix,
  startReviewedWorld,
  stateKey,
  type ReviewedWorld,
} from '../support/reviewed-world.ts'
import { lockJson, resource } from '../support/terraform-project.ts'

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
const status = { command: 'status' }
const otherDigest = 'f'.repeat(64)
const noPlan = { result: 'free', 'has-changes': '', add: '', 'plan-digest': '', 'plan-file': '' }

describe('after the merge', () => {
  test('status shows the plan that was reviewed, and with its digest that one is applied, and no other', async () => {
    const pull = world.open(7, blue)
    const plan = await world.plan(pull)
    const commit = world.merge(pull)
    world.s3.put('tfstate', `${stateKey}.tflock`, lockJson())
    world.s3.requests.splice(0)
    const shown = await world.applyOnPush(commit, status)
    expect(shown.exitCode).toBe(0)
    expect(shown.outputs).toMatchObject({
      ...{ result: 'locked', 'has-changes': 'true', add: '1', change: '0', destroy: '0' },
      'plan-digest': plan.outputs['plan-digest'],
    })
    const words = `The reviewed plan: commit ${pull.commit.slice(0, 12)} of pull request #7, stored`
    expect(shown.log).toContain(words)
    for (const text of [shown.log, shown.summary]) {
      expect(text).toContain('Plan: 1 to add, 0 to change, 0 to destroy.')
      expect(text).toMatch(/\+ resource "terraform_data" "a"[^]*"blue"/)
    }
    expect(world.github.comments(7)).toHaveLength(1)
    expect(world.s3.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
    const policy = readPolicy('review-role', { bucket: 'tfstate', key: stateKey })
    const denied = world.s3.requests
      .flatMap(accessRequestsOfS3)
      .filter((request) => !isAllowed([policy], request))
    expect(denied).toEqual([])
    world.s3.remove('tfstate', `${stateKey}.tflock`)

    const refused = await world.applyOnPush(commit, { 'plan-digest': otherDigest })
    expectRefused(refused, 'plan-changed', /is not the one that was approved: its digest begins with/)
    expect(world.serial()).toBe(0)
    expect(world.keys(claimsPrefix)).toEqual([])

    const approved = { 'plan-digest': shown.outputs['plan-digest']! }
    expect((await world.applyOnPush(commit, approved)).outputs).toMatchObject({ result: 'applied', add: '1' })
    expect(world.stateValues()).toEqual({ 'terraform_data.a': 'blue' })

    const after = await world.applyOnPush(commit, status)
    expect(after.log).toMatch(/No reviewed plan to show\. The reviewed plan was applied already/)
    expect(after.outputs).toMatchObject(noPlan)
    expect(after.summary).not.toContain('<summary>The plan')
  })

  proofTest(
    'an equal plan is as good as the one that was approved, stored after it and on a state that has moved',
    async () => {
      const pull = world.open(7, blue)
      await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
      await world.plan(pull)
      const commit = world.merge(pull)
      const approved = { 'plan-digest': (await world.applyOnPush(commit, status)).outputs['plan-digest']! }
      world.moveState()
      await world.plan(pull)
      expect(world.keys(plansPrefix)).toHaveLength(2)
      const apply = await world.applyOnPush(commit, approved)
      expect(apply.outputs).toMatchObject({ result: 'applied', change: '1', ...approved })
    },
  )
})

test('a forged plan that bears the approved digest is neither shown nor applied', async () => {
  const pull = world.open(7, blue)
  const plan = await world.plan(pull)
  const [approvedKey] = world.keys(plansPrefix)
  await world.plan(world.open(8, resource('a', '"forged"')))
  const otherKey = world.keys(plansPrefix).find((key) => key !== approvedKey)
  const { key: hex } = JSON.parse(bodyOf(`.lockstep/keys/${stateKey}`).toString()) as { key: string }
  const key = digestKeyFromBytes(Buffer.from(hex, 'hex'))
  const [approved, other] = [approvedKey, otherKey].map((name) => parseBundle(bodyOf(name!), key))
  if (approved?.kind !== 'read' || other?.kind !== 'read') throw new Error('the plans are not there')
  const { planFile, record } = other.plan
  const { planFileDigest } = record
  const forged = { ...approved.plan, planFile, record: { ...approved.plan.record, planFileDigest } }
  const bundle = renderBundle(forged, key)
  const name = nameOfBundle(bundle, forged.record)
  const lastModified = new Date(Date.now() + 2_000)
  world.s3.put('tfstate', `${plansPrefix}${pull.commit}/${name}`, bundle, { lastModified })

  const commit = world.merge(pull)
  const words = /its record has the digest of another plan/
  const shown = await world.applyOnPush(commit, status)
  expect(shown.log).toMatch(words)
  expect(shown.outputs).toMatchObject(noPlan)
  expect(shown.summary).not.toContain('<summary>The plan')
  const digest = plan.outputs['plan-digest']!
  expectRefused(await world.applyOnPush(commit, { 'plan-digest': digest }), 'plan-changed', words)
  expect(world.serial()).toBe(0)
})
const bodyOf = (key: string): Buffer => world.s3.object('tfstate', key)!.body

describe('where there is no plan to apply', () => {
  test('status says so and is green, in no more time than it takes to read the lock', async () => {
    const started = Date.now()
    const push = await world.applyOnPush(world.git.head(), status)
    expect(Date.now() - started).toBeLessThan(14_000)
    expect(push.exitCode).toBe(0)
    expect(push.outputs).toMatchObject(noPlan)
    const words = 'No reviewed plan to show. No plan of s3://tfstate/app/terraform.tfstate was stored yet.'
    expect(push.log).toContain(words)
    expect(push.summary).toMatch(/No reviewed plan to show\. No plan of .+ was stored yet\./)
    expect(world.s3.keys('tfstate').filter((key) => key.startsWith('.lockstep'))).toEqual([])

    const none = await world.applyOnPush(world.git.head(), { ...status, 'plan-store': 'none' })
    expect(`${none.log}${none.summary}`).not.toContain('eviewed plan')
  })

  proofTest('a plan of the run itself is shown in it and in no other, and a damaged one is not', async () => {
    const plan = await world.dispatch('500', { command: 'plan' })
    expect((await world.dispatch('500', status)).outputs).toMatchObject({
      ...{ result: 'free', 'has-changes': 'true', 'plan-digest': plan.outputs['plan-digest'] },
    })
    const other = await world.dispatch('501', status)
    expect(other.log).toMatch(/No reviewed plan to show\..*made for no pull request and in another run/)
    expect(other.outputs).toMatchObject(noPlan)

    const [key] = world.keys(plansPrefix)
    const { body } = world.s3.object('tfstate', key!)!
    const damaged = body.toString('latin1').replace('"hasChanges":true', '"hasChanges":false')
    expect(damaged).not.toBe(body.toString('latin1'))
    world.s3.put('tfstate', key!, Buffer.from(damaged, 'latin1'))
    const tampered = await world.dispatch('500', status)
    expect(tampered.exitCode).toBe(0)
    expect(tampered.log).toMatch(/No reviewed plan to show\..*is not to be applied, since/)
    expect(tampered.outputs).toMatchObject(noPlan)
  })

  proofTest('status looks for none where the plan role may not read it', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const commit = world.merge(pull)
    const denied = { kind: 'status', status: 403, code: 'AccessDenied' } as const
    world.s3.fault({ method: 'GET', key: /\.lockstep\/plans\//, times: Infinity, fault: denied })
    const run = await world.applyOnPush(commit, status)
    expect(run.exitCode).toBe(0)
    expect(run.log).toMatch(/No reviewed plan to show\. The reviewed plan could not be looked up/)
    expect(run.outputs).toMatchObject(noPlan)
  })
})
