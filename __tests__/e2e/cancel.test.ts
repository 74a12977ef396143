import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { createProject, resource, s3Backend, type TerraformProject } from '../support/terraform-project.ts'

const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
let s3: EmbeddedS3
let project: TerraformProject

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  const slow = resource(
    'slow',
    '1',
    'depends_on = [terraform_data.fast]\n provisioner "local-exec" {\n command = "sleep 4"\n }',
  )
  project = createProject(s3Backend({ s3: s3.endpoint }), resource('fast', '"red"') + slow)
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
})

function resourcesInState(): string[] {
  const state = JSON.parse(s3.object('tfstate', 'app/terraform.tfstate')!.body.toString()) as {
    resources: { name: string }[]
  }
  return state.resources.map(({ name }) => name)
}

test('a cancelled apply stops in order: state saved, lock given back, told as cancelled', async () => {
  const { main, post } = await lockstep(project, {
    inputs: apply,
    cancelWhen: ({ text }) => text.includes('terraform_data.slow: Provisioning'),
  })
  expect(main.outputs).toMatchObject({ result: 'cancelled', 'failure-reason': 'cancelled', add: '1' })
  expect(main.log.match(/Interrupt received/g)).toHaveLength(1)
  expect(main.log).not.toContain('Two interrupts received')
  expect(resourcesInState()).toContain('fast')
  expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
  expect(post?.exitCode).toBe(0)
})

test('a Terraform whose action was killed goes on, saves its state and gives the lock back', async () => {
  const run = await lockstep(project, {
    inputs: apply,
    killNodeWhen: ({ text }) => text.includes('terraform_data.slow: Provisioning'),
    completeJob: true,
  })
  expect(run.main.signal).toBe('SIGKILL')
  expect(run.post?.exitCode).toBe(0)
  expect(run.orphans).toEqual([])
  expect(resourcesInState().toSorted()).toEqual(['fast', 'slow'])
  expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
}, 20_000)
