import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import type { ActionRun } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest } from '../support/proof.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const minute = 60_000
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
let s3: EmbeddedS3
let project: TerraformProject

// The time counts from when the input is made, so init is done before.
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('fast', '"red"'))
  await project.terraform(['init', '-input=false'])
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
})

/** As configure-aws-credentials writes it. */
function endsIn(ms: number): { init: string; 'credential-expiration': string } {
  return { init: 'false', 'credential-expiration': JSON.stringify(new Date(Date.now() + ms)) }
}

/**
 * Runs with credentials that end `ms` after a moment to get to work; where that was too short for a slow machine, it is
 * tried again with a long one.
 */
async function lockstepUntil(seen: string, ms: number, inputs: Record<string, string>): Promise<ActionRun> {
  const run = await lockstep(project, { inputs: { ...inputs, ...endsIn(ms + 5_000) } })
  if (run.main.log.includes(seen)) return run
  return await lockstep(project, { inputs: { ...inputs, ...endsIn(ms + 40_000) } })
}

/** But for who is next among those that wait. */
function writes(): string[] {
  return s3.requests
    .filter(({ method, key }) => !['GET', 'HEAD'].includes(method) && !key.startsWith('.lockstep/turns/'))
    .map(({ key }) => key)
}

function resourcesInState(): string[] {
  const state = JSON.parse(s3.object('tfstate', stateKey)!.body.toString()) as {
    resources: { name: string }[]
  }
  return state.resources.map(({ name }) => name).toSorted()
}

test('an apply with 5 minutes left does not start, and one with an hour is undisturbed', async () => {
  const requests = s3.requests.length
  const { main: refused } = await lockstep(project, { inputs: { ...apply, ...endsIn(5 * minute) } })
  expect(refused.exitCode).toBe(1)
  expect(refused.outputs).toMatchObject({
    result: 'failed',
    'failure-reason': 'credentials-expiring',
    'lock-attempts': '0',
  })
  expect(refused.annotations.at(-1)?.message).toMatch(
    /credentials end in (5 min|4 min \d+ s) .*\n.*after the approval/,
  )
  expect(refused.summary).toContain('credentials-expiring')
  expect(s3.requests).toHaveLength(requests)

  const { main: applied } = await lockstep(project, { inputs: { ...apply, ...endsIn(60 * minute) } })
  expect(applied.outputs).toMatchObject({ result: 'applied', 'failure-reason': '', add: '1' })
  expect(applied.log).not.toContain('asking Terraform to stop')
})

test('an apply whose credentials are about to end stops in order: state saved, lock given back, the rest left', async () => {
  const slow =
    'depends_on = [terraform_data.fast]\n provisioner "local-exec" {\n command = "exec sleep 60"\n }'
  project.write('slow.tf', resource('slow', '1', slow))
  const inputs = { ...apply, 'minimum-credential-life': '1s' }
  const { main, post } = await lockstepUntil('slow: Provisioning', 2 * minute, inputs)
  expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'credentials-expiring', add: '1' })
  expect(main.log).toMatch(/credentials end in (2 min|1 min \d+ s) .*: asking Terraform to stop/)
  expect(main.log.match(/Interrupt received/g)).toHaveLength(1)
  expect(main.log).not.toContain('Two interrupts received')
  expect(main.annotations.at(-1)?.message).toContain('left to do with a new run')
  expect(main.summary).toContain('1 added')
  expect(resourcesInState()).toEqual(['fast', 'slow'])
  expect(s3.keys('tfstate')).toEqual([stateKey])
  expect(post?.exitCode).toBe(0)
}, 120_000)

proofTest(
  'an apply waits for the lock only until it could not start any more',
  async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstepUntil('Waiting for the state lock', 15 * minute, apply)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'credentials-expiring' })
    expect(main.log).toMatch(/Waiting for the state lock: held by alice@laptop .* Time left: \d+ s\./)
    expect(main.annotations.at(-1)?.message).toMatch(/locked by alice@laptop .* in vain/)
    expect(writes()).toEqual([])
  },
  120_000,
)

proofTest(
  'a plan whose credentials are about to end stops in order and leaves no lock',
  async () => {
    s3.put('tfstate', 'other.tfstate', '{"version":4}')
    const config = `bucket = "tfstate"\n key = "other.tfstate"\n endpoints = { s3 = "${s3.endpoint}" }\n use_path_style = true`
    const skips = [
      'credentials_validation',
      'metadata_api_check',
      'region_validation',
      'requesting_account_id',
    ]
    const lines = skips.map((name) => `skip_${name} = true`).join('\n')
    project.write(
      'other.tf',
      `data "terraform_remote_state" "other" {\n backend = "s3"\n config = {\n ${config}\n ${lines}\n }\n}`,
    )
    s3.fault({ method: 'GET', key: 'other.tfstate', fault: { kind: 'delay', ms: 10_000 }, times: 2 })
    const { main } = await lockstepUntil('Interrupt received', 2 * minute, {})
    expect(main.outputs).toMatchObject({
      result: 'failed',
      'failure-reason': 'credentials-expiring',
      add: '',
    })
    expect(main.log.match(/Interrupt received/g)).toHaveLength(1)
    expect(s3.keys('tfstate')).not.toContain(lockKey)
  },
  120_000,
)
