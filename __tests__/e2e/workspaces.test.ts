import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'
import { proofTest, sampled } from '../support/proof.ts'

let s3: EmbeddedS3
let project: TerraformProject

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('a', 'terraform.workspace'))
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
})

const apply = { command: 'apply', 'apply-policy': 'unreviewed' }

describe('a workspace that does not exist', () => {
  test.each(
    sampled(
      [
        ['the input', { workspace: 'prod' }, {}],
        ['TF_WORKSPACE', {}, { TF_WORKSPACE: 'prod' }],
      ] as const,
      1,
    ),
  )('named by %s is told, and neither a lock nor a state was made', async (_, inputs, env) => {
    for (const command of ['plan', 'apply', 'status', 'wait']) {
      const policy = command === 'apply' ? { 'apply-policy': 'unreviewed' } : {}
      const { main } = await lockstep(project, { inputs: { command, ...inputs, ...policy }, env })
      expect(main.exitCode).toBe(1)
      expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'workspace-missing' })
      expect(main.annotations.at(-1)?.message).toContain('create-workspace')
    }
    expect(s3.keys('tfstate')).toEqual([])
    expect(s3.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD')).toEqual([])
  })

  test('selected in the folder is told as well', async () => {
    await project.terraform(['init', '-input=false'])
    project.write('.terraform/environment', 'gone')
    const { main } = await lockstep(project)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'workspace-missing' })
    expect(s3.keys('tfstate')).toEqual([])
  })

  proofTest('is told on a local state', async () => {
    const local = createProject('', resource('a', '1'))
    try {
      const { main } = await lockstep(local, { inputs: { workspace: 'prod' } })
      expect(main.outputs['failure-reason']).toBe('workspace-missing')
    } finally {
      local.dispose()
    }
  })

  test('is created when that is wanted', async () => {
    const { main } = await lockstep(project, {
      inputs: { ...apply, workspace: 'prod', 'create-workspace': 'true' },
    })
    expect(main.outputs).toMatchObject({
      result: 'applied',
      'state-address': 's3://tfstate/env:/prod/app/terraform.tfstate',
    })
    expect(s3.keys('tfstate')).toEqual(['env:/prod/app/terraform.tfstate'])
  })
})

describe('a workspace other than default', () => {
  const prodLock = 'env:/prod/app/terraform.tfstate.tflock'
  beforeEach(async () => {
    await project.terraform(['init', '-input=false'])
    await project.terraform(['workspace', 'new', 'prod'])
    await project.terraform(['workspace', 'select', 'default'])
  })

  proofTest("does not wait for another's lock", async () => {
    s3.put('tfstate', 'app/terraform.tfstate.tflock', lockJson())
    const { main } = await lockstep(project, {
      inputs: { ...apply, workspace: 'prod', 'lock-timeout': '2s' },
    })
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-waited-seconds': '0.0' })
    const state = s3.object('tfstate', 'env:/prod/app/terraform.tfstate')!.body.toString()
    expect(state).toContain('"prod"')
  })

  test('waits for its own', async () => {
    s3.put('tfstate', prodLock, lockJson({ Path: 'tfstate/env:/prod/app/terraform.tfstate' }))
    const { main } = await lockstep(project, {
      inputs: { ...apply, workspace: 'prod', 'lock-timeout': '1s' },
    })
    expect(main.outputs).toMatchObject({ result: 'contended' })
    const { main: other } = await lockstep(project, { inputs: { ...apply, 'lock-timeout': '1s' } })
    expect(other.outputs).toMatchObject({
      result: 'applied',
      'state-address': 's3://tfstate/app/terraform.tfstate',
    })
  })
})
