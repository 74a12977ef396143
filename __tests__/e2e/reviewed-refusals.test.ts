import { copyFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { disposeRuns } from '../support/lockstep.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  expectRefused,
  plansPrefix,
  startReviewedWorld,
  type ReviewedWorld,
} from '../support/reviewed-world.ts'
import { resource } from '../support/terraform-project.ts'

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

  proofTest('that comes after what was applied last is never undone by an older run', async () => {
    const pull = world.open(7, blue)
    await world.plan(pull)
    const olderCommit = world.merge(pull)
    world.project.write('more.tf', resource('b', '"newer"'))
    const newerCommit = world.git.commit('A newer one')
    expect(newerCommit).toBe(world.git.head())
    for (const command of ['plan', 'apply']) await world.dispatch('600', { command })
    world.git.checkout(olderCommit)
    expectRefused(await world.applyOnPush(olderCommit), 'superseded', /was applied to this state already/)
  })
})

describe('another plan than the reviewed one is refused', () => {
  const [first] = [0]
  const tamper = (change: (bundle: string) => string): void => {
    const key = world.keys(plansPrefix)[first]!
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
    const key = world.keys(plansPrefix)[0]!
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
      await world.dispatch('700', { command: 'plan' }, async (step) => {
        const { outputs } = await step.result
        copyFileSync(outputs['plan-file']!, planFile)
        copyFileSync(join(dirname(outputs['plan-file']!), 'plan-record.json'), record)
      })
      for (const key of world.keys(plansPrefix)) world.s3.remove('tfstate', key)
      expectRefused(
        await world.dispatch('700', { command: 'apply', 'plan-file': planFile }),
        'no-reviewed-plan',
        /The plan file is none that was stored/,
      )
    },
  )

  proofTest('that destroys is applied by the next step of its job', async () => {
    await world.applyOnPush(world.git.head(), { 'apply-policy': 'unreviewed' })
    await world.dispatch('700', { command: 'plan', destroy: 'true' }, async (step) => {
      const { outputs } = await step.result
      const apply = await world.dispatch('700', { command: 'apply', 'plan-file': outputs['plan-file']! })
      expect(apply.outputs).toMatchObject({ result: 'applied', destroy: '1' })
    })
    expect(world.stateValues()).toEqual({})
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
