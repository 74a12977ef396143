import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { createProject, resource, s3Backend, type TerraformProject } from '../support/terraform-project.ts'

const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
const stateKey = 'app/terraform.tfstate'
const markerKey = `.lockstep/states/${stateKey}/state-not-saved`

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

function refuseState(): void {
  const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const
  s3.fault({ method: 'PUT', key: stateKey, times: Infinity, fault })
}
const resources = (key: string): string[] =>
  (JSON.parse(s3.object('tfstate', key)!.body.toString()) as { resources: { name: string }[] }).resources.map(
    ({ name }) => name,
  )

test('a state that could not be saved is pushed by the post step once the store is back', async () => {
  refuseState()
  const { main, post } = await lockstep(project, {
    inputs: apply,
    betweenMainAndPost: ({ outputs }) => {
      expect(outputs).toMatchObject({ result: 'failed', 'failure-reason': 'state-not-saved' })
      expect(s3.keys('tfstate')).toContain(markerKey)
      s3.clearFaults()
      return Promise.resolve()
    },
  })
  expect(main.outputs['errored-state']).toMatch(/^s3:\/\/tfstate\/\.lockstep\//)
  expect(post).toMatchObject({ exitCode: 0, annotations: [expect.objectContaining({ kind: 'notice' })] })
  expect(post?.summary).toContain('it is pushed now')
  expect(resources(stateKey)).toEqual(['a'])
  // Neither a marker, nor a copy, nor a lock.
  expect(s3.keys('tfstate')).toEqual([stateKey])
  expect(existsSync(join(project.folder, 'errored.tfstate'))).toBe(false)

  const next = await lockstep(project, { inputs: apply })
  expect(next.main.outputs).toMatchObject({ result: 'no-changes' })
})

test('one that cannot be pushed is kept, and nothing is applied until somebody has pushed it', async () => {
  refuseState()
  const { post } = await lockstep(project, { inputs: apply })
  expect(post?.annotations.at(-1)).toMatchObject({ kind: 'error' })
  expect(post?.summary).toContain('It is kept in')
  const [copyKey = '', ...others] = s3.keys('tfstate').filter((key) => key.includes('/unsaved/'))
  expect(others).toEqual([])
  expect(resources(copyKey)).toEqual(['a'])

  s3.clearFaults()
  const refused = await lockstep(project, { inputs: apply })
  expect(refused.main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'state-not-saved' })
  expect(refused.main.log).toContain('terraform state push')
  expect(refused.main.summary).toContain(copyKey)
  expect(s3.object('tfstate', stateKey)).toBeUndefined()

  project.write('unsaved.tfstate', s3.object('tfstate', copyKey)!.body.toString())
  await project.terraform(['state', 'push', 'unsaved.tfstate'])
  const next = await lockstep(project, { inputs: apply })
  expect(next.main.outputs).toMatchObject({ result: 'no-changes' })
  expect(next.main.log).toContain('is in the store now')
  expect(s3.keys('tfstate')).toEqual([stateKey])
}, 120_000)
