import { mkdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { startFakeArtifacts, type FakeArtifacts } from '../support/fake-artifacts.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest } from '../support/proof.ts'
import { createRepository, type GitRepository } from '../support/repository.ts'
import { createProject, resource, type TerraformProject } from '../support/terraform-project.ts'

const passphrase = 'correct horse battery staple'
const secret = 'canary-4b1f-in-the-plan'

let service: FakeArtifacts
let project: TerraformProject
let git: GitRepository
beforeEach(async () => {
  service = await startFakeArtifacts({ repository: 'acme/infra' })
  // The state lies outside of the checkout, as on a machine of one's own.
  project = createProject(
    'backend "local" {\n    path = "../state/terraform.tfstate"\n  }',
    resource('a', `"${secret}"`),
  )
  mkdirSync(`${project.workspace}/state`)
  git = createRepository(project)
  project.write('../.git/info/exclude', '.terraform/\nstate/\n')
  git.commit('First')
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await service.close()
})

/** A job of a run that somebody has started by hand. */
async function run(
  inputs: Record<string, string>,
  { runId = 500, isPublic = false }: { runId?: number; isPublic?: boolean } = {},
): Promise<StepResult> {
  service.startRun({ runId, headSha: git.head() })
  const { main } = await lockstep(project, {
    inputs: { comment: 'never', ...inputs },
    env: service.env,
    expressions: { 'github.token': service.token },
    github: { API_URL: service.endpoint, RUN_ID: String(runId), SHA: git.head() },
    event: { name: 'workflow_dispatch', payload: { repository: { id: 1, private: !isPublic } } },
  })
  return main
}

describe('a plan without a bucket', () => {
  test('travels as an artifact of its run to the job that applies it, encrypted where there is a key', async () => {
    const plan = await run({ 'plan-encryption-key': passphrase }, { isPublic: true })
    expect(plan.problems).toEqual([])
    expect(plan.outputs).toMatchObject({
      result: 'changes',
      'plan-digest': expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(service.artifacts).toHaveLength(1)
    const [{ name, content } = { name: '', content: Buffer.alloc(0) }] = service.artifacts
    expect(name).toMatch(new RegExp(`^lockstep-plan-[0-9a-f]{16}-${git.head()}$`))
    expect(content.includes('lockstep-plan 1')).toBe(false)
    expect(content.includes('tfplan')).toBe(false)

    const apply = await run({ command: 'apply', 'plan-encryption-key': passphrase }, { isPublic: true })
    expect(apply.problems).toEqual([])
    expect(apply.outputs).toMatchObject({
      result: 'applied',
      add: '1',
      'plan-digest': plan.outputs['plan-digest'],
    })
    expect(apply.log).not.toContain('Planning again')
    expect(plan.log + apply.log).not.toContain(passphrase)
  })

  proofTest('does not open with another passphrase', async () => {
    await run({ 'plan-encryption-key': passphrase })
    const apply = await run({ command: 'apply', 'plan-encryption-key': `${passphrase}!` })
    expect(apply.outputs).toMatchObject({ result: 'failed' })
    expect(apply.outputs['failure-reason']).toMatch(/^(?:no-reviewed-plan|plan-changed)$/)
    expect(apply.log).toMatch(/encrypted with another plan-encryption-key/)
  })

  proofTest('is not uploaded in clear to a public repository, whose plan is made all the same', async () => {
    const plan = await run({}, { isPublic: true })
    expect(plan.outputs).toMatchObject({ result: 'changes', 'plan-digest': '' })
    expect(plan.log).toMatch(
      /The plan is not stored, since everybody can read the artifacts of a public repository/,
    )
    expect(service.artifacts).toEqual([])

    const asked = await run({ 'plan-store': 'artifact' }, { isPublic: true })
    expect(asked.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'invalid-input' })
    expect(service.artifacts).toEqual([])
  })

  proofTest('goes uploaded as it is where only the owners of a private repository can read it', async () => {
    await run({})
    expect(service.artifacts).toHaveLength(1)
    const apply = await run({ command: 'apply' })
    expect(apply.outputs).toMatchObject({ result: 'applied' })
    const again = await run({ command: 'apply' })
    expect(again.outputs).toMatchObject({ 'failure-reason': 'plan-changed' })
  })
})
