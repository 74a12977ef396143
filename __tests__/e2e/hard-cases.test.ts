import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, statSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startDynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'
import { proofTest } from '../support/proof.ts'

const stateKey = 'app/terraform.tfstate'
const lockKey = `${stateKey}.tflock`
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
const terraform = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim()
let s3: EmbeddedS3
let project: TerraformProject

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('a', '"red"'))
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
})

/** The input `executable` of a script that stands before Terraform. */
function script(body: string): { executable: string } {
  const file = join(project.workspace, 'terraform-shim')
  project.write('../terraform-shim', `#!/bin/sh\n${body.replaceAll('TERRAFORM', terraform)}\n`)
  chmodSync(file, 0o755)
  return { executable: './terraform-shim' }
}

describe('the post step', () => {
  test('never is the main step, even where main was cancelled before it saved anything', async () => {
    const { post } = await lockstep(project, { inputs: apply, cancelAfterMs: 1 })
    expect(post?.exitCode).toBe(0)
    expect(post?.log).toBe('')
    expect(s3.requests.filter(({ method }) => method === 'PUT')).toEqual([])
  })

  test('does nothing after a main that was refused its inputs', async () => {
    const { main, post } = await lockstep(project, { inputs: { ...apply, 'var-file': 'later.tfvars' } })
    expect(main.outputs['failure-reason']).toBe('invalid-input')
    expect(post?.log).toBe('')
    expect(s3.requests).toEqual([])
  })
})

describe('a script before Terraform', () => {
  proofTest('that hides the exit code hides neither a refusal nor a failure', async () => {
    const inputs = { ...apply, ...script('TERRAFORM "$@"\nexit 0') }
    s3.fault({
      method: 'PUT',
      key: lockKey,
      fault: {
        kind: 'run',
        before: () => {
          s3.put('tfstate', lockKey, lockJson())
        },
      },
    })
    const { main: refused } = await lockstep(project, { inputs: { ...inputs, 'lock-timeout': '2s' } })
    expect(refused.outputs).toMatchObject({ result: 'contended', 'failure-reason': 'lock-contention' })

    s3.remove('tfstate', lockKey)
    project.write('bad.tf', resource('bad', '1', 'provisioner "local-exec" {\n command = "exit 3"\n }'))
    const { main: failed } = await lockstep(project, { inputs })
    expect(failed.exitCode).toBe(1)
    expect(failed.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
  })

  test('behind which Terraform is killed at work leaves the lock, since nothing proves that the state was saved', async () => {
    const inputs = { ...apply, ...script('TERRAFORM "$@" || exit 1') }
    // The provisioner's shell is a child of Terraform, and Terraform one of the script.
    project.write(
      'kill.tf',
      resource(
        'kill',
        '1',
        'depends_on = [terraform_data.a]\n provisioner "local-exec" {\n command = "kill -9 $PPID"\n }',
      ),
    )
    const { main } = await lockstep(project, { inputs })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'failed', 'lock-recovered': '' })
    expect(s3.keys('tfstate')).toContain(lockKey)
    expect(main.log).toContain('Terraform was killed or crashed while it was changing resources')
  })

  test('is a warning, and its runs end as without it', async () => {
    const { main } = await lockstep(project, { inputs: { ...apply, ...script('exec TERRAFORM "$@"') } })
    expect(main.outputs).toMatchObject({ result: 'applied', add: '1' })
    expect(main.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringContaining('is a script') as unknown,
      }),
    )
    expect(s3.keys('tfstate')).toEqual([stateKey])
  })
})

describe('a state that cannot be saved', () => {
  beforeEach(async () => {
    await project.terraform(['init', '-input=false'])
    s3.fault({
      method: 'PUT',
      key: stateKey,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
      times: Infinity,
    })
  })

  test('is kept in errored.tfstate and beside the state, and the output says where', async () => {
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.exitCode).toBe(1)
    const file = join(project.folder, 'errored.tfstate')
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'state-not-saved', add: '1' })
    const copy = s3.object('tfstate', main.outputs['errored-state']!.replace('s3://tfstate/', ''))
    expect(copy?.body.toString()).toBe(readFileSync(file, 'utf8'))
    expect(copy?.body.toString()).toContain('terraform_data')
    expect(main.annotations.at(-1)?.message).toContain('terraform state push')
  })

  test('and that Terraform can only print is kept too, and not printed', async () => {
    mkdirSync(join(project.folder, 'errored.tfstate'))
    const kept: { content: string; mode: number }[] = []
    const { main } = await lockstep(project, {
      inputs: apply,
      duringMain: async (step) => {
        await step.result
        const name = readdirSync(step.tempDirectory).find((entry) => entry.startsWith('lockstep-errored-'))
        const file = join(step.tempDirectory, name!)
        kept.push({ content: readFileSync(file, 'utf8'), mode: statSync(file).mode & 0o777 })
      },
    })
    expect(main.outputs['failure-reason']).toBe('state-not-saved')
    expect(JSON.parse(kept[0]!.content)).toMatchObject({ version: 4, resources: [{ name: 'a' }] })
    expect(kept[0]!.mode).toBe(0o600)
    const copy = s3.object('tfstate', main.outputs['errored-state']!.replace('s3://tfstate/', ''))
    expect(copy?.body.toString()).toBe(kept[0]!.content)
    expect(main.log).not.toContain('"lineage"')
  })
})

proofTest(
  'our own lock file that a foreign DynamoDB item had hidden is removed when it shows',
  async () => {
    const dynamodb = await startDynalite()
    try {
      await dynamodb.createLockTable('locks')
      const backend = s3Backend({ s3: s3.endpoint, dynamodb: dynamodb.endpoint, table: 'locks' })
      project.write('main.tf', `terraform {\n${backend}\n}\n${resource('a', '"red"')}`)
      const item = 'tfstate/app/terraform.tfstate'
      // Somebody takes the item after our look; Terraform then may not take its lock file back.
      s3.fault({
        method: 'PUT',
        key: lockKey,
        fault: {
          kind: 'run-after',
          after: async () => {
            await dynamodb.putItem('locks', item, lockJson())
            setTimeout(() => void dynamodb.deleteItem('locks', item), 2500)
          },
        },
      })
      s3.fault({
        method: 'DELETE',
        key: lockKey,
        fault: { kind: 'status', status: 403, code: 'AccessDenied' },
      })
      const { main } = await lockstep(project, { inputs: { ...apply, 'lock-timeout': '20s' } })
      expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
      expect(main.outputs['lock-recovered']).not.toBe('')
      expect(s3.keys('tfstate')).toEqual([stateKey])
    } finally {
      await dynamodb.close()
    }
  },
  30_000,
)

describe('status', () => {
  test('of a folder that is not initialised is an error, not "free"', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { inputs: { command: 'status', init: 'false' } })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    expect(main.annotations.at(-1)?.message).toContain('initialization required')
  })
})

proofTest('a workspace that is to be created waits for its lock like any other', async () => {
  const prodLock = 'env:/prod/app/terraform.tfstate.tflock'
  s3.fault({
    method: 'PUT',
    key: prodLock,
    fault: {
      kind: 'run',
      before: () => {
        s3.put('tfstate', prodLock, lockJson({ Operation: 'init' }))
        setTimeout(() => {
          s3.remove('tfstate', prodLock)
        }, 1000)
      },
    },
  })
  const { main } = await lockstep(project, {
    inputs: { ...apply, workspace: 'prod', 'create-workspace': 'true' },
  })
  expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
  expect(s3.keys('tfstate')).toEqual(['env:/prod/app/terraform.tfstate'])
})

test('a cancel during a slow init ends the step at once', async () => {
  s3.fault({ method: 'GET', key: '', fault: { kind: 'delay', ms: 60_000 } })
  const { main } = await lockstep(project, { inputs: apply, cancelAfterMs: 1000 })
  expect(main.signals.map(({ signal }) => signal)).toEqual(['SIGINT'])
  expect(main.outputs).toMatchObject({ result: 'cancelled', 'failure-reason': 'cancelled' })
}, 20_000)

proofTest(
  'TF_CLI_ARGS of init, plan and apply does not break the commands that do not know them',
  async () => {
    const { main } = await lockstep(project, { inputs: apply, env: { TF_CLI_ARGS: '-input=false' } })
    expect(main.outputs['result']).toBe('applied')
    expect(main.outputs['outputs-json-file']).not.toBe('')
    const { main: plan } = await lockstep(project, { env: { TF_CLI_ARGS: '-lock-timeout=5m' } })
    expect(plan.outputs['result']).toBe('no-changes')
    expect(plan.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'notice',
        message: expect.stringContaining('lock-timeout') as unknown,
      }),
    )
  },
)

test('a provisioner gets no file through which it could command the runner', async () => {
  const files = ['GITHUB_ENV', 'GITHUB_PATH', 'GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY']
  const command = files.map((name) => `echo pwned=1 >> \\"$${name}\\"`).join('; ')
  project.write(
    'env.tf',
    resource(
      'env',
      '1',
      `provisioner "local-exec" {\n command = "${command.replaceAll('$$', '$')} ; true"\n }`,
    ),
  )
  const { main } = await lockstep(project, { inputs: apply })
  expect(main.outputs['result']).toBe('applied')
  expect([main.env, main.path, main.outputs['pwned'], main.state['pwned']]).toEqual([
    {},
    [],
    undefined,
    undefined,
  ])
  expect(main.summary).not.toContain('pwned')
})
