import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import type { StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import {
  createProject,
  resource,
  s3Backend,
  type TerraformProject,
  withoutPlans,
} from '../support/terraform-project.ts'

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

/** One clear error, exit 1, no stack trace, nothing written to the store. */
function expectOneError(step: StepResult, reason: string, message: RegExp): void {
  expect(step.exitCode).toBe(1)
  expect(step.outputs).toMatchObject({ result: 'failed', 'failure-reason': reason })
  const errors = step.annotations.filter(
    ({ kind, properties }) => kind === 'error' && properties['file'] === undefined,
  )
  expect(errors).toHaveLength(1)
  expect(errors[0]?.message).toMatch(message)
  expect(`${step.rawStdout}${step.rawStderr}`).not.toMatch(/^\s+at .*\(.*:\d+:\d+\)/m)
  expect(step.rawStderr).toBe('')
  expect(step.problems).toEqual([])
  expect(step.summary).toContain(reason)
  expect(s3.keys('tfstate')).toEqual([])
  expect(s3.requests.filter(({ method }) => method === 'PUT' || method === 'DELETE')).toEqual([])
}

describe('inputs', () => {
  test('that are wrong are told all at once, before anything runs', async () => {
    const { main } = await lockstep(project, {
      inputs: { command: 'aply', lock: 'maybe', 'lock-timeout': '10', 'init-args': '-chdir=x' },
    })
    expectOneError(
      main,
      'invalid-input',
      /command[^]*aply[^]*lock[^]*maybe[^]*lock-timeout[^]*10[^]*working-directory/,
    )
    expect(s3.requests).toEqual([])
  })

  test('a folder outside the workspace, also through a link, is refused', async () => {
    const { main } = await lockstep(project, { inputs: { 'working-directory': '..' } })
    expectOneError(main, 'invalid-input', /working-directory/)
    symlinkSync('/', join(project.workspace, 'link'))
    const { main: linked } = await lockstep(project, { inputs: { 'working-directory': 'link/tmp' } })
    expectOneError(linked, 'invalid-input', /working-directory/)
  })

  test('a plan store that cannot be used is refused before the lock is taken', async () => {
    const { main, post } = await lockstep(project, { inputs: { 'plan-store': 'artifact' } })
    expectOneError(
      main,
      'invalid-input',
      /plan-store is artifact, and this runner has no service for artifacts/,
    )
    expect(main.log).not.toContain('::group::The plan')
    expect(post?.annotations).toEqual([])
  })

  test('apply without a reviewed plan or a plan file is refused', async () => {
    const { main } = await lockstep(project, { inputs: { command: 'apply', 'plan-store': 'none' } })
    expectOneError(main, 'no-reviewed-plan', /plan-file[^]*apply-policy/)
  })

  test('TF_CLI_ARGS that would switch the lock off are refused', async () => {
    const { main } = await lockstep(project, { env: { TF_CLI_ARGS_plan: '-lock=false' } })
    expectOneError(main, 'invalid-input', /TF_CLI_ARGS_plan/)
  })
})

describe('the executable', () => {
  test('that is missing is told with where to get it', async () => {
    const { main } = await lockstep(project, { env: { PATH: '/nonexistent' } })
    expectOneError(main, 'terraform-error', /terraform nor tofu is on PATH[^]*setup-terraform/)
    const { main: named } = await lockstep(project, { inputs: { executable: 'terrafrom' } })
    expectOneError(named, 'terraform-error', /"terrafrom"/)
  })

  test.each([
    ['a program that is not Terraform', '#!/bin/sh\necho hello\n', /terraform" is not Terraform/],
    ['a file that cannot be run', '\u007fELF nonsense', /init failed: exit code 127/],
  ])('%s is told', async (_, content, message) => {
    const file = join(project.workspace, 'terraform')
    writeFileSync(file, content)
    chmodSync(file, 0o755)
    const { main } = await lockstep(project, { inputs: { executable: './terraform' } })
    expectOneError(main, 'terraform-error', message)
  })

  test("setup-terraform's wrapper is never run", async () => {
    const folder = join(project.workspace, 'bin')
    mkdirSync(folder)
    writeFileSync(
      join(folder, 'terraform'),
      `#!/bin/sh\ntouch ${project.workspace}/wrapper-was-run\nexit 0\n`,
    )
    chmodSync(join(folder, 'terraform'), 0o755)
    const { execFileSync } = await import('node:child_process')
    const real = execFileSync('sh', ['-c', 'command -v terraform'], { encoding: 'utf8' }).trim()
    symlinkSync(real, join(folder, 'terraform-bin'))
    const { main } = await lockstep(project, { env: { PATH: `${folder}:${process.env['PATH']!}` } })
    expect(main.outputs['result']).toBe('changes')
    expect(main.log).toContain(join(folder, 'terraform-bin'))
    const { existsSync } = await import('node:fs')
    expect(existsSync(join(project.workspace, 'wrapper-was-run'))).toBe(false)
  })
})

describe('the configuration', () => {
  test('broken HCL is one error, on its line of the pull request', async () => {
    project.write('broken.tf', 'resource "terraform_data" "x" {\n  input = \n')
    const { main } = await lockstep(project)
    expectOneError(main, 'terraform-error', /terraform init failed: /)
    expect(main.annotations).toContainEqual(
      expect.objectContaining({ properties: expect.objectContaining({ file: 'app/broken.tf' }) as unknown }),
    )
  })

  test('an error of the plan stands on its line of the pull request', async () => {
    project.write(
      'wrong.tf',
      '\n\nresource "terraform_data" "x" {\n  input = terraform_data.nowhere.output\n}\n',
    )
    const { main } = await lockstep(project)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'terraform-error' })
    const onLine = main.annotations.find(({ properties }) => properties['file'] === 'app/wrong.tf')
    expect(onLine).toMatchObject({ kind: 'error', properties: { line: '4' } })
    expect(onLine?.message).toContain('Reference to undeclared resource')
    expect(withoutPlans(s3.keys('tfstate'))).toEqual([])
  })

  test('a store that cannot be reached is one error', async () => {
    project.write(
      'main.tf',
      `terraform {\n${s3Backend({ s3: 'http://127.0.0.1:9', extra: 'max_retries = 1' })}\n}\n${resource('a', '1')}`,
    )
    const { main } = await lockstep(project)
    expectOneError(
      main,
      'terraform-error',
      /terraform init failed: [^]*connection refused|terraform init failed/,
    )
  }, 60_000)

  test('an S3 backend without locking is warned of by plan, and refused by apply', async () => {
    project.write(
      'main.tf',
      `terraform {\n${s3Backend({ s3: s3.endpoint, useLockfile: false })}\n}\n${resource('a', '1')}`,
    )
    const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
    const { main: refused } = await lockstep(project, { inputs: apply })
    expectOneError(refused, 'unlocked-backend', /use_lockfile = true[^]*allow-unlocked-backend/)
    const { main: plan } = await lockstep(project)
    expect(plan.outputs['result']).toBe('changes')
    expect(plan.annotations).toContainEqual(
      expect.objectContaining({
        kind: 'warning',
        message: expect.stringContaining('has no locking') as unknown,
      }),
    )
    const { main: allowed } = await lockstep(project, {
      inputs: { ...apply, 'allow-unlocked-backend': 'true' },
    })
    expect(allowed.outputs['result']).toBe('applied')
  })
})

describe('a saved plan', () => {
  const unreviewed = { command: 'apply', 'apply-policy': 'unreviewed' }

  test('that no step of ours has made needs a record, unless nobody has to have reviewed it', async () => {
    await project.terraform(['init', '-input=false'])
    await project.terraform(['plan', '-input=false', '-out=saved.tfplan'])
    const { main } = await lockstep(project, {
      inputs: { command: 'apply', 'plan-file': 'app/saved.tfplan' },
    })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'no-reviewed-plan' })
    expect(main.log).toContain('The plan file is none that was stored')
    expect(s3.object('tfstate', 'app/terraform.tfstate')).toBeUndefined()
  })

  test('whose state has moved is stale, and nothing is applied', async () => {
    await project.terraform(['init', '-input=false'])
    await project.terraform(['plan', '-input=false', '-out=saved.tfplan'])
    await project.terraform(['apply', '-input=false', '-auto-approve'])
    const { main } = await lockstep(project, {
      inputs: { ...unreviewed, 'plan-file': 'app/saved.tfplan' },
    })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'stale-plan', add: '0' })
  })

  test('that is no plan is one error', async () => {
    project.write('saved.tfplan', 'not a zip')
    const { main } = await lockstep(project, {
      inputs: { ...unreviewed, 'plan-file': 'app/saved.tfplan' },
    })
    expectOneError(main, 'terraform-error', /plan file could not be read/)
  })
})

describe('what a provider prints', () => {
  test('is never obeyed by the runner', async () => {
    const hostile = '::add-mask::red%0A ::set-output name=result::pwned ##[add-mask]terraform ::error::pwned'
    const lines = hostile
      .split(' ')
      .map((text) => `echo '${text}'`)
      .join('; ')
    project.write('hostile.tf', resource('h', '1', `provisioner "local-exec" {\n command = "${lines}"\n }`))
    const { main } = await lockstep(project, { inputs: { command: 'apply', 'apply-policy': 'unreviewed' } })
    expect(main.outputs['result']).toBe('applied')
    expect(main.problems).toEqual([])
    expect(main.masks).toEqual([])
    expect(main.annotations).toEqual([])
    expect(main.log).toContain('pwned')
  })
})
