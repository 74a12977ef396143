import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import type { ActionRunOptions, StepResult } from '../support/fake-runner.ts'
import { disposeRuns } from '../support/lockstep.ts'
import { proofTest } from '../support/proof.ts'
import { startReviewedWorld, stateKey, type ReviewedWorld } from '../support/reviewed-world.ts'
import { lockJson, resource } from '../support/terraform-project.ts'

const path = '.github/workflows/terraform.yml'
const lockKey = `${stateKey}.tflock`
const unreviewed = { 'apply-policy': 'unreviewed', comment: 'never' }
let world: ReviewedWorld
beforeEach(async () => {
  world = await startReviewedWorld(resource('a', '"red"'))
})
afterEach(async () => {
  disposeRuns()
  await world.close()
  expect(world.github.violations).toEqual([])
})

function workflow(concurrency: string): string {
  return [
    'on: push',
    'jobs:',
    '  terraform:',
    '    runs-on: ubuntu-latest',
    '    environment: production',
    ...(concurrency === '' ? [] : [`    concurrency: ${concurrency}`]),
    '    steps:',
    '      - uses: acme/lockstep@v1',
    '        with: { command: apply }',
    '',
  ].join('\n')
}

function findingsOf({ annotations }: StepResult): string[] {
  return annotations.map(({ kind, properties }) =>
    [kind, properties['title'], properties['file'], properties['line']].join(' '),
  )
}

/** Commits this workflow, and is a run of it. */
function commitWorkflow(text: string): string {
  world.project.write(`../${path}`, text)
  return world.git.commit('Workflow')
}

async function apply(text: string, inputs = {}, more: Partial<ActionRunOptions> = {}): Promise<StepResult> {
  return await world.applyOnPush(commitWorkflow(text), { ...unreviewed, ...inputs }, more)
}

describe('an apply whose job is in no group', () => {
  test('is warned on the line, with what to paste, and goes on', async () => {
    const run = await apply(workflow(''))
    expect(run.problems).toEqual([])
    expect(run.outputs).toMatchObject({ result: 'applied' })
    const { 'concurrency-group': group } = run.outputs
    expect(findingsOf(run)).toEqual([`warning no-concurrency-group ${path} 3`])
    expect(run.annotations[0]?.message).toMatch(
      new RegExp(
        `The job "terraform" applies and is in no concurrency group[^]*group: ${String(group)}\n[^]*queue: max[^]*/acme/lockstep/blob/v1/docs/findings/no-concurrency-group[.]md`,
      ),
    )
    expect(run.summary).toMatch(
      new RegExp(
        `#### The concurrency of this workflow[^]*no-concurrency-group\\*\\* in \`${path}:3\`[^]*group: ${String(group)}`,
      ),
    )
  })

  test('is refused before anything is planned, if that is wanted', async () => {
    const run = await apply(workflow(''), { 'concurrency-check': 'fail' })
    expect(run.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'invalid-input' })
    expect(run.log).toContain('Nothing was planned or applied.')
    expect(run.exitCode).toBe(1)
    expect(world.stateValues()).toEqual({})
    expect(world.s3.requests.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  proofTest(
    'hears nothing where it is not looked at, and with fail goes on where nothing is wrong',
    async () => {
      const silent = await apply(workflow(''), { 'concurrency-check': 'off' })
      expect(findingsOf(silent)).toEqual([])
      const good = workflow('{ group: production, queue: max }')
      const run = await apply(good, { 'concurrency-check': 'fail' })
      expect(findingsOf(run)).toEqual([])
      expect(run.outputs).toMatchObject({ result: 'no-changes' })
    },
  )
})

test('a plan on the pull request that brings such a workflow is warned, and asks GitHub nothing for it', async () => {
  const pull = world.open(7, resource('a', '"red"'))
  world.git.checkout(pull.branch)
  commitWorkflow(
    `${workflow('')}  plan:\n    runs-on: ubuntu-latest\n    steps: [{ uses: acme/lockstep@v1 }]\n`,
  )
  const run = await world.plan(
    pull,
    {},
    { github: { API_URL: world.github.apiUrl, RUN_ID: '99', JOB: 'plan' } },
  )
  expect(run.outputs).toMatchObject({ result: 'changes' })
  expect(findingsOf(run)).toEqual([])
  const sha = world.git.testMerge(pull.branch)
  const github = { API_URL: world.github.apiUrl, RUN_ID: '99', JOB: 'plan', SHA: sha, WORKFLOW_SHA: sha }
  const again = await world.plan(pull, {}, { github })
  expect(findingsOf(again)).toEqual([`warning no-concurrency-group ${path} 3`])
  expect(
    world.github.requests.filter(({ path: asked }) => /contents|groups|environments/.test(asked)),
  ).toEqual([])
})

describe('with the account that GitHub gives of the groups', () => {
  beforeEach(() => {
    world.github.addRun({ id: 500 })
    world.github.setEnvironment('production', ['required_reviewers'])
  })
  const run500 = (sha: string): Partial<ActionRunOptions> => ({
    github: { API_URL: world.github.apiUrl, RUN_ID: '500', SHA: sha },
  })

  test('an apply tells who waits behind it, and that its group waits for a person', async () => {
    const pull = world.open(7, resource('a', '"blue"'))
    const sha = commitWorkflow(workflow('{ group: production, queue: max }'))
    world.github.setPullRequest(pull.number, { mergedAt: new Date(), mergeCommitSha: sha })
    world.github.setGroup('production', [
      { runId: 500, jobId: 4711 },
      { runId: 501, jobId: 1 },
      { runId: 502, jobId: 2 },
    ])
    const run = await world.applyOnPush(sha, { ...unreviewed, comment: 'auto' }, run500(sha))
    expect(run.outputs).toMatchObject({ result: 'applied' })
    expect(run.log).toContain('Concurrency group: production; 2 more wait behind this job.')
    const behind = '2 more wait behind this run in the concurrency group `production`.'
    expect(run.summary).toContain(behind)
    expect(world.github.comments(7)[0]?.body).toContain(behind)
    expect(findingsOf(run)).toEqual([`warning approval-holds-queue ${path} 6`])
  })

  test('an apply that waits tells that the lock came past its group', async () => {
    const sha = commitWorkflow(workflow('{ group: production, queue: max }'))
    world.github.setGroup('production', [{ runId: 500, jobId: 4711 }])
    const info =
      'lockstep run=https://github.com/acme/infra/actions/runs/77/attempts/1 job=78 pr=3 actor=alice'
    world.s3.put('tfstate', lockKey, lockJson({ Info: info }))
    const run = await world.applyOnPush(sha, { ...unreviewed, 'lock-timeout': '2s' }, run500(sha))
    expect(run.outputs).toMatchObject({ result: 'contended' })
    expect(run.log).toMatch(
      /The concurrency group of this job does not cover its holder, a job of this repository/,
    )
    expect(run.summary).toMatch(
      /does not cover its holder, a job of this repository: give both the same group/,
    )
  })

  proofTest('a job that holds a group without a trace in the file is not told to have none', async () => {
    const sha = commitWorkflow(workflow(''))
    world.github.setGroup('production', [{ runId: 500, jobId: 4711 }])
    const run = await world.applyOnPush(sha, unreviewed, run500(sha))
    expect(findingsOf(run)).toEqual([])
  })

  proofTest('where nothing can be read, nothing is said', async () => {
    world.github.permissions = { 'pull-requests': 'write' }
    const run = await world.applyOnPush(world.git.head(), unreviewed, {
      github: { API_URL: world.github.apiUrl, RUN_ID: '500', SHA: world.git.head() },
      debug: true,
    })
    expect(findingsOf(run)).toEqual([])
    expect(run.log).toContain("can't be looked at, since it was not found")
  })
})

proofTest('a workflow that is not in the checkout is read from GitHub', async () => {
  const { github } = world
  github.setFile('c'.repeat(40), path, workflow('{ group: "x-${{ github.ref }}", queue: max }'))
  const run = await world.applyOnPush(world.git.head(), unreviewed, {
    github: { API_URL: github.apiUrl, RUN_ID: '9', SHA: world.git.head(), WORKFLOW_SHA: 'c'.repeat(40) },
  })
  expect(findingsOf(run)).toEqual([`warning group-not-by-state ${path} 6`])
})
