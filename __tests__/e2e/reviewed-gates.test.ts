import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import type { ActionRunOptions, StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { startReviewedWorld, type PullRequestOfTest, type ReviewedWorld } from '../support/reviewed-world.ts'
import { proofTest } from '../support/proof.ts'
import { resource } from '../support/terraform-project.ts'

let world: ReviewedWorld
let pull: PullRequestOfTest
beforeEach(async () => {
  world = await startReviewedWorld(resource('a', '"red"'))
  pull = world.open(7, resource('a', '"blue"'))
})
afterEach(async () => {
  disposeRuns()
  await world.close()
  expect(world.github.violations).toEqual([])
})

const run = async (options: Partial<ActionRunOptions>, inputs: Record<string, string>): Promise<StepResult> =>
  (await lockstep(world.project, { ...options, inputs })).main
const later = (): Date => new Date(Date.now() + 60_000)

function expectRefused(result: StepResult, reason: string, sentence: RegExp): void {
  expect(result.outputs).toMatchObject({ result: 'failed', 'failure-reason': reason })
  expect(result.log).toMatch(sentence)
  expect(world.serial()).toBe(0)
}

describe('required approvals', () => {
  const inputs = { 'required-approvals': '1' }

  test('hold the apply until somebody else has approved what was planned, and then let it go', async () => {
    await world.plan(pull)
    world.github.addReview(7, { user: 'alice', submittedAt: later() })
    world.github.addReview(7, { user: 'carol', submittedAt: new Date(Date.now() - 3_600_000) })
    const commit = world.merge(pull)
    expectRefused(
      await world.applyOnPush(commit, inputs),
      'not-approved',
      /1 approval of commit \w{12} is required, and nobody has approved it.*before the plan was made; alice is the author of the pull request/,
    )
    world.github.addReview(7, { user: 'bob', submittedAt: later() })
    const apply = await world.applyOnPush(commit, inputs)
    expect(apply.log).toContain('Approved by bob.')
    expect(apply.outputs).toMatchObject({ result: 'applied' })
  })

  proofTest('are worth nothing against requested changes and a failing check', async () => {
    await world.plan(pull)
    world.github.addReview(7, { user: 'bob', submittedAt: later() })
    world.github.addReview(7, { user: 'carol', state: 'CHANGES_REQUESTED' })
    world.github.addCheck(pull.commit, { name: 'policy', conclusion: 'FAILURE' })
    expectRefused(
      await world.mergeAndApply(pull, inputs),
      'not-approved',
      /carol requests changes\..*The check "policy" fails\./,
    )
  })
})

describe('nothing is applied', () => {
  test.each<[string, { name?: string; isFork?: boolean }, string, RegExp]>([
    ['for the pull request of a fork', { isFork: true }, 'apply', /comes from a fork/],
    [
      'on pull_request_target',
      { name: 'pull_request_target' },
      'apply',
      /On `pull_request_target` nothing is applied/,
    ],
  ])('%s', async (_, event, command, sentence) => {
    expectRefused(await run(world.onPullRequest(pull, event), { command }), 'untrusted-event', sentence)
  })

  proofTest("and not even planned with a fork's code and the secrets of the repository", async () => {
    const event = world.onPullRequest(pull, { name: 'pull_request_target', isFork: true })
    world.git.testMerge(pull.branch)
    expectRefused(
      await run(event, {}),
      'untrusted-event',
      /this job has checked out \w{12}, which is not the commit/,
    )
    world.git.checkout('main')
    const planned = await run(event, {})
    expect(planned.outputs).toMatchObject({ result: 'changes' })
  })
})

describe('after a comment', () => {
  const onComment = (author: string, at: Date): Partial<ActionRunOptions> => ({
    ...world.onPullRequest(pull),
    event: {
      name: 'issue_comment',
      payload: {
        repository: { id: 1296269 },
        issue: { number: 7, pull_request: {}, user: { login: 'alice' } },
        comment: { user: { login: author }, created_at: at.toISOString() },
      },
    },
  })
  const applyAfter = async (author: string, at = later()): Promise<StepResult> => {
    world.git.testMerge(pull.branch)
    return await run(onComment(author, at), { command: 'apply' })
  }

  proofTest('of somebody who may write, what was planned before it is applied', async () => {
    world.github.setRole('bob', 'write')
    await world.plan(pull)
    const apply = await applyAfter('bob')
    expect(apply.outputs).toMatchObject({ result: 'applied' })
    expect(apply.log).not.toContain('Planning again')
  })

  proofTest('of anybody else, nothing is', async () => {
    world.github.setRole('mallory', 'read')
    await world.plan(pull)
    expectRefused(await applyAfter('mallory'), 'untrusted-event', /has no write access to the repository/)
  })

  proofTest('that is older than the plan, nothing is: its author has not seen it', async () => {
    world.github.setRole('bob', 'write')
    await world.plan(pull)
    expectRefused(
      await applyAfter('bob', new Date(Date.now() - 60_000)),
      'no-reviewed-plan',
      /made after the comment that asks to apply it/,
    )
  })

  proofTest('nothing is for a fork, whose author can push at any moment', async () => {
    world.github.setRole('bob', 'write')
    world.github.setPullRequest(7, { headRepository: 'mallory/infra' })
    expectRefused(await applyAfter('bob'), 'untrusted-event', /comes from a fork/)
  })

  proofTest('nothing is once the head was replaced by force: the comment meant another one', async () => {
    world.github.setRole('bob', 'write')
    await world.plan(pull)
    world.github.setPullRequest(7, { forcedAt: [new Date(Date.now() + 120_000)] })
    expectRefused(await applyAfter('bob'), 'untrusted-event', /replaced by a forced push after the comment/)
  })

  proofTest('nothing is where something else is checked out', async () => {
    world.github.setRole('bob', 'write')
    await world.plan(pull)
    const other = world.git.commit('Something else')
    expect(other).toBe(world.git.head())
    expectRefused(
      await run(onComment('bob', later()), { command: 'apply' }),
      'untrusted-event',
      /that is neither/,
    )
  })
})

test('the other pull requests with a plan of the state are told that it is stale', async () => {
  const other = world.open(8, resource('b', '"b"'), 'b.tf')
  for (const opened of [pull, other]) await world.plan(opened)
  const before = world.github.comments(8)[0]!.body
  const apply = await world.mergeAndApply(pull)
  expect(apply.log).toContain('Told that their plan is stale: #8.')
  const after = world.github.comments(8)[0]!.body
  expect(before).not.toContain('is stale')
  expect(after).toMatch(/> ⚠️ The state has moved on since: .*actions\/runs\/\d+.*\n\n#### /)
  expect(world.github.comments(7)[0]!.body).not.toContain('is stale')
  expect(world.github.comments(8)).toHaveLength(1)
})

proofTest('a pull request that GitHub knows only some seconds after the merge is waited for', async () => {
  await world.plan(pull)
  world.github.mergeLag = 2
  const apply = await world.mergeAndApply(pull)
  expect(apply.outputs).toMatchObject({ result: 'applied' })
})
