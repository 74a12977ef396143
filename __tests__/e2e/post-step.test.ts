import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import type { ActionRun, LogLine, RunningStep } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { terraformsOf } from '../support/processes.ts'
import { headCommit, onPullRequest, token } from '../support/pull-request.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
  withoutPlans,
} from '../support/terraform-project.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }

let s3: EmbeddedS3
let github: FakeGitHub
let project: TerraformProject
beforeEach(async () => {
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  github.addPullRequest({ number: 7, headSha: headCommit })
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
  await github.close()
  expect(github.violations).toEqual([])
})

async function open(body: string, options: { ignoreConditions?: boolean } = {}): Promise<void> {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'], ...options })
  project = createProject(s3Backend({ s3: s3.endpoint }), body)
}

/** Kills Node and Terraform once `when` holds. */
async function killed(
  inputs: Record<string, string>,
  when: () => boolean,
  onLine: (line: LogLine) => void = () => undefined,
  hasTerraform = true,
): Promise<ActionRun> {
  return await lockstep(project, {
    ...onPullRequest({ apiUrl: github.apiUrl }),
    inputs,
    onLine,
    duringMain: async (step: RunningStep) => {
      while (!when()) await sleep(10)
      step.kill('SIGKILL')
      const found = await findTerraforms(step.tempDirectory, hasTerraform)
      for (const pid of found) process.kill(pid, 'SIGKILL')
      expect(found.length > 0).toBe(hasTerraform)
    },
  })
}

/** On a busy machine a look may miss one. */
async function findTerraforms(tempDirectory: string, isExpected: boolean): Promise<number[]> {
  for (let looks = 0; isExpected && looks < 500; looks += 1) {
    const found = terraformsOf(tempDirectory)
    if (found.length > 0) return found
    await sleep(10)
  }
  return terraformsOf(tempDirectory)
}

/** Terraform has its lock, and looks for its state for ever; the first look is that of init. */
function holdPlan(): () => boolean {
  s3.fault({ method: 'HEAD', key: stateKey, skip: 1, times: Infinity, fault: { kind: 'delay', ms: 60_000 } })
  return () => s3.object('tfstate', lockKey) !== undefined
}

test.each([
  ['is removed, and the pull request is told with what proof', false],
  ['stays in a store that ignores the condition of a DELETE, and the pull request is told why', true],
])('the lock of a plan that was killed %s', async (_, ignoreConditions) => {
  await open(resource('a', '"red"'), { ignoreConditions })
  const { post } = await killed({}, holdPlan())
  expect(post?.exitCode).toBe(0)
  const [comment] = github.comments(7)
  const deletes = s3.requests.filter(({ method, key }) => method === 'DELETE' && key === lockKey)
  expect(comment?.body).toContain('Failed: plan')
  if (ignoreConditions) {
    expect(deletes).toEqual([])
    expect(s3.keys('tfstate')).toContain(lockKey)
    for (const text of [comment!.body, post!.summary]) {
      expect(text).toContain('this store ignores If\\-Match')
      expect(text).toContain('command: unlock')
    }
    return
  }
  expect(deletes.map(({ headers }) => headers['if-match'])).toEqual([expect.stringMatching(/^"/)])
  expect(withoutPlans(s3.keys('tfstate'))).toEqual([])
  expect(comment?.body).toContain('no process of this run is left, and nothing had been applied under it')
  expect(post?.log).toContain('Removed a state lock that was left behind')
})

test('an action that is killed while it waits for the lock is not told as waiting for ever', async () => {
  await open(resource('a', '"red"'))
  const foreign = lockJson()
  s3.put('tfstate', lockKey, foreign)
  let isWaiting = false
  const { post } = await killed(
    {},
    () => isWaiting,
    ({ text }) => {
      isWaiting ||= text.includes('Waiting for the state lock')
    },
    false,
  )
  expect(post?.exitCode).toBe(0)
  for (const text of [github.comments(7)[0]?.body, post?.summary]) {
    expect(text).toContain('The action was ended before it could tell its end')
  }
  expect(s3.object('tfstate', lockKey)?.body.toString()).toBe(foreign)
})

test('the pull request is told what the state lacks of an apply that was killed, and the next run of what it meets', async () => {
  const slow = 'provisioner "local-exec" {\n command = "sleep 30"\n }'
  await open(resource('a', '"red"') + resource('b', 'terraform_data.a.id', slow))
  let isAtWork = false
  const { post } = await killed(
    apply,
    () => isAtWork,
    ({ text }) => {
      isAtWork ||= text.includes('terraform_data.b: Provisioning')
    },
  )
  expect(post?.exitCode).toBe(0)
  const id = /terraform_data\.a: Creation complete after \S+ \[id=([^\]]+)\]/.exec(post!.log)![1]!
  const [comment] = github.comments(7)
  for (const text of [comment!.body, post!.summary]) {
    expect(text).toContain(`import {\n  to = terraform_data.a\n  id = "${id}"\n}`)
    expect(text).toContain('What was reviewed is void')
    expect(text).toContain('lock-id: ')
  }
  expect(s3.object('tfstate', lockKey)?.body.toString()).toContain('needs-attention')

  const next = await lockstep(project, {
    ...onPullRequest({ apiUrl: github.apiUrl, jobId: '4712', runId: '1658821494' }),
    inputs: { 'on-contention': 'fail' },
  })
  expect(next.main.outputs['result']).toBe('contended')
  expect(next.main.log).toContain('its state was not saved')
  expect(github.comments(7)[0]?.body).toContain('was cut off before its state was saved')
})
