import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { canary } from '../support/canaries.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import type { ActionRunOptions, StepResult } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { headCommit, onPullRequest, token } from '../support/pull-request.ts'
import { onSchedule } from '../support/scheduled-run.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'

const folder = "a ::error::b $(id) `id` ' \u202e%0A::add-mask::x ##[error]y"
const passphrase = 'a passphrase for plans'
/** No process can be given a NUL. */
const texts = hostileTexts
  .map(({ text }) => text.replaceAll('\0', '').toWellFormed())
  .filter((text) => text.length < 1_000)

let s3: EmbeddedS3
let github: FakeGitHub
let project: TerraformProject
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  github.addPullRequest({ number: 7, headSha: headCommit })
  project = createProject('', '')
})
afterEach(async () => {
  disposeRuns()
  project.dispose()
  await s3.close()
  await github.close()
  expect(github.violations).toEqual([])
})

const onSeven = (): Partial<ActionRunOptions> => onPullRequest({ apiUrl: github.apiUrl })
const writeInFolder = (...parts: string[]): void => {
  project.write(
    `../${folder}/main.tf`,
    [`terraform {\n${s3Backend({ s3: s3.endpoint })}\n}`, ...parts].join('\n'),
  )
}

/** The runner was told what Lockstep tells it, and nothing else. */
function expectOwnWordsOnly(step: StepResult): void {
  const obeyed = new Set(step.commands.filter((each) => each.obeyed).map(({ name }) => name))
  const ours = ['add-mask', 'debug', 'endgroup', 'error', 'group', 'notice', 'stop-commands', 'warning']
  expect([...obeyed].filter((name) => !ours.includes(name) && !name.startsWith('lockstep-'))).toEqual([])
  expect(step.problems.filter((problem) => !problem.includes('was cut'))).toEqual([])
  expect(Object.values(step.env)).toEqual([])
  expect(step.masks.filter((mask) => mask.length < 8)).toEqual([])
}

test('hostile texts in arguments, paths, environment, values, log and lock stay texts', async () => {
  writeInFolder(
    'variable "all" { type = list(string) }',
    'variable "one" {}',
    'variable "two" {}',
    resource('all', 'var.all'),
    resource('one', '[var.one, var.two]', 'provisioner "local-exec" {\n command = "cat all.txt"\n }'),
    'output "one" { value = var.one }',
  )
  project.write(`../${folder}/all.tfvars.json`, JSON.stringify({ all: texts }))
  project.write(`../${folder}/all.txt`, texts.join('\n'))
  const line = texts
    .filter((text) => !/\p{Cc}/u.test(text))
    .join(' ')
    .trim()
  const options = {
    ...onSeven(),
    debug: true,
    env: { TF_VAR_two: line },
    inputs: {
      'working-directory': folder,
      'plan-args': `-var=one=${line}`,
      'var-file': 'all.tfvars.json',
      'comment-key': '@team `x` <img src=x> ::error::x',
      command: 'apply',
      'apply-policy': 'unreviewed',
    },
  }
  const { main } = await lockstep(project, options)
  expect(main.outputs).toMatchObject({ result: 'applied', add: '2' })
  expectOwnWordsOnly(main)
  const state = JSON.parse(s3.object('tfstate', 'app/terraform.tfstate')?.body.toString() ?? '') as {
    outputs: { one: { value: string } }
  }
  // Go composes what can be composed, and puts U+034F between marks that pile up.
  const withoutJoiners = (text: string): string => text.normalize('NFC').replaceAll('\u034f', '')
  expect(withoutJoiners(state.outputs.one.value)).toBe(withoutJoiners(line))

  s3.put(
    'tfstate',
    'app/terraform.tfstate.tflock',
    lockJson(
      Object.fromEntries(['ID', 'Info', 'Who', 'Version', 'Created'].map((name) => [name, `x ${line}`])),
    ),
  )
  const { main: refused } = await lockstep(project, {
    ...options,
    inputs: { ...options.inputs, 'lock-timeout': '0s' },
  })
  expect(refused.outputs['failure-reason']).toBe('lock-contention')
  expectOwnWordsOnly(refused)
  expect(refused.outputs['lock-holder']).not.toMatch(/[\n\u202e\u0007]/)
})

test('secrets of the backend, of variables, of values and of the action leave the process nowhere', async () => {
  // Every run is looked at by the runner, GitHub and the stores of the tests.
  const write = (colour: string, ...more: string[]): void => {
    const token = `token = "${canary('backend-block')}"`
    project.write(
      'main.tf',
      [
        `terraform {\n${s3Backend({ s3: s3.endpoint, extra: token })}\n}`,
        ...['environment', 'argument', 'file'].map((name) => `variable "${name}" { sensitive = true }`),
        resource('a', `[var.environment, { deep = var.argument }, "${colour}"]`),
        resource('b', `sensitive("${canary('value')}-${colour}")`),
        `output "secret" {\n value = var.file\n sensitive = true\n }`,
        ...more,
      ].join('\n'),
    )
  }
  write('red')
  project.write('secret.tfvars', `file = "${canary('var-file')}"\n`)
  const options = {
    debug: true,
    env: { TF_VAR_environment: canary('environment') },
    inputs: {
      'backend-config': `access_key=test\nsecret_key=${canary('backend-config')}`,
      'var-file': 'secret.tfvars',
      'plan-args': `-var=argument=${canary('argument')}`,
      'plan-encryption-key': passphrase,
    },
  }
  const run = async (command: string, more: Partial<ActionRunOptions> = onSeven()): Promise<StepResult> => {
    const inputs = {
      ...options.inputs,
      command,
      ...(command === 'apply' && { 'apply-policy': 'unreviewed' }),
    }
    return (await lockstep(project, { ...more, ...options, inputs })).main
  }
  expect((await run('plan')).outputs['result']).toBe('changes')
  expect((await run('apply')).outputs['result']).toBe('applied')
  write('blue')
  expect((await run('drift', onSchedule(github.apiUrl))).outputs['result']).toBe('drift')
  const failing = `provisioner "local-exec" {\n command = "echo \${var.environment} \${var.file}; exit 3"\n }`
  write('green', resource('c', 'var.argument', failing))
  expect((await run('apply')).outputs['result']).toBe('failed')
  expect((await run('restore')).outputs['result']).toBe('listed')
  expect((await run('status')).outputs['result']).toBe('free')
})
