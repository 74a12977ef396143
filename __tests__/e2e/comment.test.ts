import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { headCommit, onPullRequest, token } from '../support/pull-request.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'
import { proofTest, sampled } from '../support/proof.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const address = 's3://tfstate/app/terraform.tfstate'
const annotation = (run: number, job: number): string =>
  `lockstep run=https://github.com/acme/infra/actions/runs/${run}/attempts/1 job=${job} pr=3 actor=alice`
let s3: EmbeddedS3
let github: FakeGitHub
let project: TerraformProject

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  github.addPullRequest({ number: 7, headSha: headCommit })
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('a', '"red"'))
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
  await github.close()
  expect(github.violations).toEqual([])
})

function onSeven(
  options: Partial<Parameters<typeof onPullRequest>[0]> = {},
): ReturnType<typeof onPullRequest> {
  return onPullRequest({ apiUrl: github.apiUrl, ...options })
}
const bodies = (): string[] => github.comments(7).map(({ body }) => body)

/** Holds the lock, and lets go `ms` after the comment has said so. */
function releaseAfterComment(ms: number): () => void {
  const timer = setInterval(() => {
    if (!bodies().some((body) => body.includes('Waiting for the lock'))) return
    clearInterval(timer)
    setTimeout(() => {
      s3.remove('tfstate', lockKey)
    }, ms)
  }, 50)
  return () => {
    clearInterval(timer)
  }
}

describe('a plan on a pull request', () => {
  test('comments what it would change, with at most four requests', async () => {
    const { main } = await lockstep(project, onSeven())
    expect(main.problems).toEqual([])
    expect(main.outputs['result']).toBe('changes')
    const [comment] = github.comments(7)
    expect(comment?.user?.login).toBe('github-actions[bot]')
    expect(main.outputs['comment-url']).toBe(comment?.url)
    expect(comment?.body).toContain(`Planned \`${address}\``)
    expect(comment?.body).toContain('+ resource "terraform_data" "a" {')
    expect(comment?.body).toContain(`Plan of commit \`${headCommit.slice(0, 7)}\`: 1 to add`)
    expect(github.requests.length).toBeLessThanOrEqual(4)
  })

  proofTest('brings its comment up to date, with at most four requests', async () => {
    await lockstep(project, onSeven())
    const before = github.requests.length
    project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${resource('b', '"blue"')}`)
    await lockstep(project, onSeven())
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain('terraform_data.b')
    expect(bodies()[0]).not.toContain('terraform_data.a')
    expect(github.requests.length - before).toBeLessThanOrEqual(4)
  })

  proofTest('without changes makes no comment, but brings one up to date', async () => {
    await lockstep(project, onSeven())
    expect(bodies()[0]).toContain('Planned')
    await project.terraform(['apply', '-auto-approve'])
    await lockstep(project, onSeven())
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain('No changes in')
    github.addPullRequest({ number: 8 })
    await lockstep(project, onSeven({ number: 8 }))
    expect(github.comments(8)).toEqual([])
  })

  test.each(
    sampled(
      [
        ['at init', 'condition = 1 == 2\nerror_message = "?"', 'Invalid precondition expression'],
        [
          'in the plan',
          'condition = var.moon\nerror_message = "The moon is not full."',
          'The moon is not full.',
        ],
      ] as const,
      1,
    ),
  )(
    'that fails %s is told with Terraform’s own words, and keeps the plan that was reviewed',
    async (_, rule, words) => {
      await lockstep(project, onSeven())
      const broken = resource('a', '"red"', `lifecycle {\nprecondition {\n${rule}\n}\n}`)
      const moon = 'variable "moon" { default = false }'
      project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${moon}\n${broken}`)
      const { main } = await lockstep(project, onSeven())
      expect(main.exitCode).toBe(1)
      expect(bodies()).toHaveLength(1)
      expect(bodies()[0]).toContain('Failed: plan')
      expect(bodies()[0]).toContain(words)
      expect(bodies()[0]).toContain('+ resource "terraform_data" "a" {')
      expect(main.summary).toContain(words)
      expect(`${bodies()[0]}${main.summary}`).not.toContain('stands above')
      project.write(
        'main.tf',
        `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${resource('b', '"blue"')}`,
      )
      await lockstep(project, onSeven())
      expect(bodies()).toHaveLength(1)
      expect(bodies()[0]).toContain(`Planned \`${address}\``)
    },
  )

  proofTest(
    'that has never come as far as its state is told too, and the comment is the state’s from then on',
    async () => {
      const right = s3Backend({ s3: s3.endpoint })
      project.write('main.tf', `terraform {\n${right}\n}\nresource "broken" {}`)
      await lockstep(project, onSeven())
      expect(bodies()).toHaveLength(1)
      expect(bodies()[0]).toContain('in `app`')
      project.write('main.tf', `terraform {\n${right}\n}\n${resource('a', '"red"')}`)
      await lockstep(project, onSeven())
      expect(bodies()).toHaveLength(1)
      expect(bodies()[0]).toContain(`Planned \`${address}\``)
    },
  )
})

describe('contention', () => {
  test('with a Lockstep run is told on the pull request: run, job, pull request, actor, and that it lives', async () => {
    github.addRun({ id: 99, status: 'in_progress' })
    const { id } = github.addJob({ runId: 99, status: 'in_progress' })
    s3.put('tfstate', lockKey, lockJson({ Info: annotation(99, id) }))
    const seen: string[] = []
    const stop = releaseAfterComment(300)
    const { main } = await lockstep(project, {
      ...onSeven(),
      onLine: () => {
        for (const body of bodies()) if (body.includes('Waiting') && !seen.includes(body)) seen.push(body)
      },
    })
    stop()
    expect(main.outputs['result']).toBe('changes')
    expect(main.problems).toEqual([])
    expect(seen).toHaveLength(1)
    for (const text of [
      '(https://github.com/acme/infra/actions/runs/99/attempts/1)',
      `(https://github.com/acme/infra/actions/runs/99/job/${id})`,
      '(https://github.com/acme/infra/pull/3)',
      '`alice`',
      'still at work',
    ]) {
      expect(seen[0]).toContain(text)
    }
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain('Planned')
    expect(JSON.parse(main.outputs['lock-holder'] ?? '')).toMatchObject({
      verdict: 'alive',
      run: {
        repository: 'acme/infra',
        runId: 99,
        jobId: id,
        pullRequest: 3,
        actor: 'alice',
        status: 'in_progress',
      },
    })
  })

  test('with a laptop is told with who, since when, operation and version', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { ...onSeven(), inputs: { 'lock-timeout': '2s' } })
    expect(main.outputs['result']).toBe('contended')
    expect(bodies()).toHaveLength(1)
    for (const text of ['Gave up', '`alice@laptop`', 'apply, version `1.11.4`', 'UTC', '2 min']) {
      expect(bodies()[0]).toContain(text)
    }
    expect(bodies()[0]).not.toContain('command: unlock')
  })

  test('with a run that has finished ends in the exact step that removes its lock', async () => {
    github.addRun({ id: 99, status: 'completed', conclusion: 'cancelled' })
    const { id } = github.addJob({ runId: 99, status: 'completed', conclusion: 'cancelled' })
    s3.put('tfstate', lockKey, lockJson({ Info: annotation(99, id) }))
    const { main } = await lockstep(project, { ...onSeven(), inputs: { 'on-contention': 'fail' } })
    expect(JSON.parse(main.outputs['lock-holder'] ?? '')).toMatchObject({ verdict: 'finished' })
    for (const text of [bodies()[0], main.summary]) {
      expect(text).toContain('command: unlock')
      expect(text).toContain('lock-id: f0000000-0000-4000-8000-000000000001')
      expect(text).toContain(`state-address: ${address}`)
    }
  })

  proofTest('leaves a reviewed plan in the comment, and a later apply finds the comment', async () => {
    const { main: plan } = await lockstep(project, {
      ...onSeven(),
      duringMain: async (step) => {
        const { outputs } = await step.result
        const inputs = { command: 'apply', 'plan-file': outputs['plan-file'] ?? '' }
        s3.put('tfstate', lockKey, lockJson())
        const gaveUp = await lockstep(project, { ...onSeven(), inputs: { ...inputs, 'lock-timeout': '0s' } })
        expect(gaveUp.main.outputs['result']).toBe('contended')
        expect(bodies()[0]).toContain('Gave up')
        expect(bodies()[0]).toContain('+ resource "terraform_data" "a" {')
        // A plan of another job meets the lock, and has none of its own to show.
        await lockstep(project, { ...onSeven(), inputs: { 'lock-timeout': '0s' } })
        expect(bodies()[0]).toContain('Gave up')
        expect(bodies()[0]).toContain('+ resource "terraform_data" "a" {')
        s3.remove('tfstate', lockKey)
        const applied = await lockstep(project, { ...onSeven(), inputs })
        expect(applied.main.outputs['result']).toBe('applied')
      },
    })
    expect(plan.outputs['result']).toBe('changes')
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain(`Applied to \`${address}\``)
    expect(bodies()[0]).toContain('+ resource "terraform_data" "a" {')
  })
})

describe('GitHub', () => {
  proofTest('that is down fails no plan', async () => {
    for (const method of ['GET', 'POST']) {
      github.fault({ method, path: /./, fault: { kind: 'status', status: 502 }, times: 99 })
    }
    const { main } = await lockstep(project, onSeven())
    expect(main.exitCode).toBe(0)
    expect(main.outputs['result']).toBe('changes')
    expect(main.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringContaining('could not be written') as unknown,
      }),
    )
    expect(main.summary).toContain('could not be written')
  })

  proofTest('that never answers holds no plan up for more than 10 s', async () => {
    github.fault({ method: 'GET', path: /./, fault: { kind: 'hang' }, times: 99 })
    const { main } = await lockstep(project, onSeven())
    expect(main.exitCode).toBe(0)
    expect(main.durationMs).toBeLessThan(30_000)
  })

  test('that refuses for want of a permission gets a warning that names it, and the summary has the text', async () => {
    github.permissions = { 'pull-requests': 'read', issues: 'read' }
    const { main } = await lockstep(project, onSeven())
    expect(main.exitCode).toBe(0)
    const [warning, ...more] = main.annotations.filter(({ kind }) => kind === 'warning')
    expect(more).toEqual([])
    expect(warning?.message).toContain('pull-requests: write')
    expect(main.summary).toContain(`Planned \`${address}\``)
  })

  test('that gives a fork a token to read only is no reason for a warning', async () => {
    github.permissions = { 'pull-requests': 'read', issues: 'read' }
    const { main } = await lockstep(project, onSeven({ isFork: true }))
    expect(main.annotations.filter(({ kind }) => kind === 'warning')).toEqual([])
    expect(main.log).toContain('a token that may only read')
  })
})

describe('which comment', () => {
  proofTest('a matrix of states has one each', async () => {
    const other = createProject(
      s3Backend({ s3: s3.endpoint, key: 'other/terraform.tfstate' }),
      resource('b', '"blue"'),
    )
    try {
      await Promise.all([lockstep(project, onSeven()), lockstep(other, onSeven({ jobId: '4712' }))])
      await Promise.all([lockstep(project, onSeven()), lockstep(other, onSeven({ jobId: '4712' }))])
      expect(bodies()).toHaveLength(2)
      expect(bodies().filter((body) => body.includes('terraform_data.a'))).toHaveLength(1)
      expect(bodies().filter((body) => body.includes('terraform_data.b'))).toHaveLength(1)
    } finally {
      other.dispose()
    }
  })

  test('of one workspace is left alone when another one fails before its state is known', async () => {
    const inputs = { workspace: 'dev', 'create-workspace': 'true' }
    await lockstep(project, { ...onSeven(), inputs })
    const [dev] = bodies()
    project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\nresource "broken" {}`)
    await lockstep(project, { ...onSeven(), env: { TF_WORKSPACE: 'prod' } })
    expect(bodies()).toEqual([dev, expect.stringContaining('Failed: plan')])
  })

  proofTest('comment-key tells two for one state apart', async () => {
    await lockstep(project, { ...onSeven(), inputs: { 'comment-key': 'blue' } })
    await lockstep(project, { ...onSeven(), inputs: { 'comment-key': 'green' } })
    expect(bodies()).toHaveLength(2)
  })

  proofTest('another author’s with our marker in it is left alone', async () => {
    await lockstep(project, onSeven())
    const [ours] = github.comments(7)
    github.addPullRequest({ number: 8 })
    github.addComment(8, { body: ours!.body, user: 'mallory' })
    await lockstep(project, onSeven({ number: 8 }))
    expect(github.comments(8)).toHaveLength(2)
    expect(github.comments(8)[0]!.body).toBe(ours!.body)
  })

  test.each(
    sampled<[string, number]>(
      [
        ['always', 1],
        ['never', 0],
        ['contention', 0],
      ],
      1,
    ),
  )('comment: %s makes %i of them for a plan without contention', async (policy, count) => {
    await lockstep(project, { ...onSeven(), inputs: { comment: policy } })
    expect(bodies()).toHaveLength(count)
  })

  test('on a push is that of the merged pull request', async () => {
    const commit = 'd'.repeat(40)
    github.setPullRequest(7, { mergedAt: new Date(), mergeCommitSha: commit })
    github.addCommit(commit, { pulls: [7] })
    const { expressions, github: variables } = onSeven()
    const push = { name: 'push', payload: { ref: 'refs/heads/main' } }
    await lockstep(project, {
      ...(expressions === undefined ? {} : { expressions }),
      github: { ...variables, SHA: commit },
      event: push,
      inputs: { command: 'apply', 'apply-policy': 'unreviewed' },
    })
    expect(bodies()).toHaveLength(1)
    expect(bodies()[0]).toContain(`Applied to \`${address}\``)
    // One of them asks for the other pull requests, whose plan is stale now, one for the groups of the run, and one for
    // its workflow, which is not in the checkout.
    expect(github.requests.length).toBeLessThanOrEqual(7)
  })

  proofTest('of a dispatched workflow is that of the input pull-request', async () => {
    const { expressions, github: variables } = onSeven()
    await lockstep(project, {
      ...(expressions === undefined ? {} : { expressions }),
      ...(variables === undefined ? {} : { github: variables }),
      event: { name: 'workflow_dispatch', payload: {} },
      inputs: { 'pull-request': '7' },
    })
    expect(bodies()).toHaveLength(1)
  })

  proofTest('of an Enterprise Server is found under its own address', async () => {
    const enterprise = await startFakeGitHub({ repository: 'acme/infra', token, enterprise: true })
    try {
      enterprise.addPullRequest({ number: 7 })
      const server = { SERVER_URL: 'https://ghe.example.com' }
      const run = (): Promise<unknown> =>
        lockstep(project, onPullRequest({ apiUrl: enterprise.apiUrl, github: server }))
      await run()
      await run()
      expect(enterprise.comments(7)).toHaveLength(1)
      expect(enterprise.violations).toEqual([])
    } finally {
      await enterprise.close()
    }
  })
})

test('the command status says whether the run that holds the lock is still at work', async () => {
  github.addRun({ id: 99, status: 'completed', conclusion: 'failure' })
  const { id } = github.addJob({ runId: 99, status: 'completed', conclusion: 'failure' })
  s3.put('tfstate', lockKey, lockJson({ Info: annotation(99, id) }))
  const { main } = await lockstep(project, { ...onSeven(), inputs: { command: 'status' } })
  expect(main.outputs['result']).toBe('locked')
  expect(JSON.parse(main.outputs['lock-holder'] ?? '')).toMatchObject({
    verdict: 'finished',
    run: { status: 'completed', conclusion: 'failure' },
  })
  expect(main.log).toContain('its run has finished')
  expect(bodies()).toEqual([])
})
