import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { canary } from '../support/canaries.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import type { ActionRunOptions, StepResult } from '../support/fake-runner.ts'
import { sampled } from '../support/proof.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { headCommit, onPullRequest, token } from '../support/pull-request.ts'
import { createProject, resource, s3Backend, type TerraformProject } from '../support/terraform-project.ts'

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

const onSeven = (): Partial<ActionRunOptions> => onPullRequest({ apiUrl: github.apiUrl })
const bodies = (): string[] => github.comments(7).map(({ body }) => body)

describe('sensitive values', () => {
  const canaries = ['variable', 'nested', 'list', 'output', 'old'].map(canary)

  test('are in no comment, summary, log, output or annotation', async () => {
    const body = (old: string): string =>
      [
        ...['variable', 'nested', 'list'].map((name) => `variable "${name}" { sensitive = true }`),
        resource('whole', 'var.variable'),
        resource('nested', `{ open = "red", deep = { secret = var.nested, list = ["a", var.list] } }`),
        resource('old', `sensitive("${old}")`),
        // A provider that says in clear what it was given.
        resource(
          'failing',
          '"x"',
          'provisioner "local-exec" {\n command = "echo ${var.variable} ${var.nested}; exit 3"\n }',
        ),
        `output "pin" {\n value = "${canaries[3]!}"\n sensitive = true\n }`,
      ].join('\n')
    const backend = s3Backend({ s3: s3.endpoint })
    project.write('main.tf', `terraform {\n${backend}\n}\n${body(canaries[4]!)}`)
    const env = { TF_VAR_variable: canaries[0]!, TF_VAR_nested: canaries[1]!, TF_VAR_list: canaries[2]! }
    const { main: plan } = await lockstep(project, {
      ...onSeven(),
      env,
      duringMain: async (step) => {
        const { outputs } = await step.result
        const inputs = { command: 'apply', 'plan-file': outputs['plan-file'] ?? '' }
        const { main: apply } = await lockstep(project, { ...onSeven(), env, inputs })
        expect(apply.outputs['result']).toBe('failed')
        expectNoCanary(apply)
      },
    })
    expectNoCanary(plan)
    project.write('main.tf', `terraform {\n${backend}\n}\n${body(canaries[3]!)}`)
    const { main: unreviewed } = await lockstep(project, {
      ...onSeven(),
      env,
      inputs: { command: 'plan' },
    })
    expect(unreviewed.outputs['result']).toBe('changes')
    expectNoCanary(unreviewed)
  })

  const failures: [string, string, Record<string, string>][] = [
    ['a function is called with it', 'output "x" {\n value = cidrhost(var.db, 1)\n sensitive = true\n }', {}],
    [
      'a provisioner fails under an unreviewed apply',
      resource(
        'failing',
        'var.shape',
        'provisioner "local-exec" {\n command = "test ${var.db} = ${var.list[0]}"\n }',
      ),
      { command: 'apply', 'apply-policy': 'unreviewed' },
    ],
    ['an error quotes it before there is a plan', 'locals {\n x = var.shape.of\n }', {}],
  ]
  test.each(sampled(failures, 1))(
    'are in nothing that is told where %s, but other values are once the run succeeds',
    async (_, failing, inputs) => {
      const variables = ['db', 'list', 'argument', 'file'].map(
        (name) =>
          `variable "${name}" {\n type = ${name === 'list' ? 'list(string)' : 'string'}\n sensitive = true\n }`,
      )
      const quoting = ['argument', 'file'].map(
        (name) => `output "${name}" {\n value = cidrhost(var.${name}, 1)\n sensitive = true\n }`,
      )
      const write = (...parts: string[]): void => {
        const body = ['variable "shape" {}', resource('a', 'var.shape'), ...variables, ...parts]
        project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${body.join('\n')}`)
      }
      project.write('secret.tfvars', `file = "${canaries[3]!}"\n`)
      const env = {
        TF_VAR_db: canaries[0]!,
        TF_VAR_list: `["${canaries[1]!}"]`,
        TF_VAR_shape: 'eu-central-1',
      }
      const given = { ...inputs, 'plan-args': `-var=argument=${canaries[2]!}`, 'var-file': 'secret.tfvars' }
      write(failing, ...(inputs['command'] === undefined ? quoting : []))
      const { main: failed } = await lockstep(project, { ...onSeven(), env, inputs: given })
      expect(failed.outputs['result']).toBe('failed')
      expect(bodies()[0]).toContain('Error: ')
      expectNoCanary(failed)
      write()
      const planOnly = { ...given, command: 'plan' }
      const { main: planned } = await lockstep(project, { ...onSeven(), env, inputs: planOnly })
      expect(planned.outputs['result']).toBe('changes')
      expect(bodies()[0]).toContain('eu-central-1')
      expectNoCanary(planned)
    },
  )

  test('of a plan that failed are in nothing that is told after Terraform has written it', async () => {
    // The value is not among those that are given, and is not known before there is a plan.
    const secret = 'base64decode(var.code)'
    project.write(
      'main.tf',
      [
        `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}`,
        'variable "code" { default = "Y2FuYXJ5LW9sZC01NTU1" }',
        resource('a', `sensitive(${secret})`),
        `output "x" {\n value = cidrhost(${secret}, 1)\n }`,
      ].join('\n'),
    )
    const { main } = await lockstep(project, onSeven())
    expect(main.outputs['result']).toBe('failed')
    const told = [...bodies(), main.summary, ...Object.values(main.outputs), JSON.stringify(main.annotations)]
    for (const text of told) expect(text).not.toContain('canary-old-5555')
    expect(bodies()[0]).toContain('invalid CIDR address: ***')
  })

  test('of a state are in nothing that is told of an apply without a plan that fails', async () => {
    const secret = 'canary-state-7777'
    const body = [
      resource('kept', `sensitive(base64decode("${Buffer.from(secret).toString('base64')}"))`),
      resource(
        'failing',
        '"x"',
        'provisioner "local-exec" {\n command = "test x = ${terraform_data.kept.input}"\n }',
      ),
    ]
    project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${body.join('\n')}`)
    const { main } = await lockstep(project, {
      ...onSeven(),
      inputs: { command: 'apply', 'apply-policy': 'unreviewed' },
    })
    expect(main.outputs['result']).toBe('failed')
    const told = [...bodies(), main.summary, main.log, JSON.stringify(main.annotations)]
    for (const text of told) {
      expect(text).not.toContain(secret)
      expect(text).toContain('local-exec provisioner error')
    }
  })

  function expectNoCanary(run: StepResult): void {
    expect(bodies()).toHaveLength(1)
    const told = [
      ...bodies(),
      run.summary,
      run.log,
      ...Object.values(run.outputs),
      JSON.stringify(run.annotations),
    ]
    for (const canary of canaries) for (const text of told) expect(text).not.toContain(canary)
  }
})
