import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { cli } from '../src/cli.ts'
import { startEmbeddedS3, type EmbeddedS3 } from './support/embedded-s3.ts'
import { startFakeGitHub, type FakeGitHub } from './support/fake-github.ts'
import { token } from './support/pull-request.ts'
import {
  createProject,
  lockJson,
  s3Backend,
  storeEnvironment,
  type TerraformProject,
} from './support/terraform-project.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const address = 's3://tfstate/app/terraform.tfstate'
let s3: EmbeddedS3
let github: FakeGitHub
let project: TerraformProject

beforeAll(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
  github = await startFakeGitHub({ repository: 'acme/infra', token })
  project = createProject(s3Backend({ s3: s3.endpoint }), '')
  await project.terraform(['init', '-input=false'])
})
afterEach(() => {
  s3.remove('tfstate', lockKey)
})
afterAll(async () => {
  project.dispose()
  await github.close()
  await s3.close()
})

interface Ran {
  exitCode: number
  out: string
  err: string
}

async function run(args: string[], env: Record<string, string> = {}, isTTY = false): Promise<Ran> {
  const ran = { exitCode: 0, out: '', err: '' }
  const out = { isTTY, write: (text: string) => (ran.out += text) }
  const err = { write: (text: string) => (ran.err += text) }
  ran.exitCode = await cli(args, { ...storeEnvironment, AWS_ENDPOINT_URL_S3: s3.endpoint, ...env }, out, err)
  return ran
}

const status = async (...args: string[]): Promise<Ran> => await run(['status', ...args])
const runUrl = (): string => `${github.serverUrl}/acme/infra/actions/runs/1658821493/attempts/1`
const ours = (): string => lockJson({ Info: `lockstep run=${runUrl()} job=4711 pr=7 actor=alice` })

describe('in a Terraform folder', () => {
  test('a free lock', async () => {
    expect(await status(project.folder)).toEqual({
      exitCode: 0,
      out: `State: ${address}\nThe state is not locked.\n`,
      err: '',
    })
  })

  test('a lock that a person holds', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { exitCode, out } = await status(project.folder)
    expect(out).toMatch(
      /^State: .*\nThe state is locked by alice@laptop \(apply, version 1\.11\.4, for 2 min \d s, lock ID f0000000-0000-4000-8000-000000000001\)\.\nWhat to do: ask who that is\. Wait until the lock is free\.\n$/,
    )
    expect(exitCode).toBe(2)
  })

  test('the run that holds it, and what GitHub says of that', async () => {
    s3.put('tfstate', lockKey, ours())
    expect((await status(project.folder)).out).toContain(
      `What to do: look at that run: ${runUrl()}. With GH_TOKEN set`,
    )
    github.addRun({ id: 1658821493 })
    github.addJob({ id: 4711, runId: 1658821493, status: 'in_progress' })
    const gitHub = { GH_TOKEN: token, GITHUB_API_URL: github.apiUrl, GITHUB_SERVER_URL: github.serverUrl }
    const asked = await run(['status', project.folder], gitHub)
    expect(asked.out).toContain('started by alice, still at work)')
    expect(asked.out).toContain(`What to do: wait until that run has ended: ${runUrl()}`)
    github.setJob(4711, { status: 'completed', conclusion: 'cancelled' })
    expect((await run(['status', project.folder], gitHub)).out).toContain('whose lock was left behind')
  })

  test('the workspace that is asked for', async () => {
    s3.put('tfstate', 'env:/blue/app/terraform.tfstate.tflock', lockJson())
    expect((await status(project.folder, '--workspace', 'blue')).exitCode).toBe(2)
    expect((await run(['status', project.folder], { TF_WORKSPACE: 'blue' })).exitCode).toBe(2)
    expect((await status(project.folder)).exitCode).toBe(0)
  })

  test('one that was not initialised is told so', async () => {
    const folder = join(project.workspace, 'other')
    mkdirSync(folder)
    const { exitCode, out, err } = await status(folder)
    expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
    expect(err).toContain(`${folder} is no initialised Terraform folder`)
    expect(err).toContain('Run terraform init there, or give the address of a state with --state-address')
  })
})

describe('with an address', () => {
  test('as JSON', async () => {
    s3.put('tfstate', lockKey, ours())
    const { exitCode, out } = await status('--state-address', address, '--json')
    expect(exitCode).toBe(2)
    expect(JSON.parse(out)).toMatchObject({
      stateAddress: address,
      held: true,
      holder: { lockId: 'f0000000-0000-4000-8000-000000000001', run: { url: runUrl(), pullRequest: 7 } },
      reason: '',
    })
  })

  test('a lock that cannot be read is not told to be free', async () => {
    s3.fault({
      key: lockKey,
      times: 9,
      method: 'GET',
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
    })
    const ran = await status('--state-address', address)
    expect(ran.exitCode).toBe(1)
    expect(ran.out).toContain('Whether the state is locked is not known')
    const json = JSON.parse((await status('--state-address', address, '--json')).out) as object
    expect(json).toMatchObject({ held: null, holder: null })
    s3.clearFaults()
  })
})

test('colours are for terminals, and for who wants them', async () => {
  const args = ['status', project.folder]
  expect((await run(args, {}, true)).out).toContain('\u001b[32mThe state is not locked.\u001b[39m')
  expect((await run(args, { NO_COLOR: '1' }, true)).out).not.toContain('\u001b')
  expect((await run(args)).out).not.toContain('\u001b')
})

test('what a lock holds is text', async () => {
  s3.put('tfstate', lockKey, lockJson({ Who: '\u001b[31mmallory\u001b]0;x\u0007\nState: s3://other/key' }))
  const { out } = await run(['status', project.folder], {}, true)
  expect(out.split('\n')).toHaveLength(4)
  expect(out.replace(/\u001b\[3[19]m/g, '')).not.toContain('\u001b')
})

test('help is no error', async () => {
  const { exitCode, out } = await run(['--help'])
  expect(exitCode).toBe(0)
  expect(out).toContain('Exit codes: 0 nobody holds it, 2 somebody does')
})

test.each<[string[], string]>([
  [[], 'no command: only status is known'],
  [['apply'], '"apply": only status is known'],
  [['status', 'a', 'b'], 'more than one folder: b'],
  [['status', '--nonsense'], "Unknown option '--nonsense'"],
  [['status', '--state-address', 'nowhere'], 'expected `s3://bucket/key`'],
  [['status', 'a', '--state-address', address], 'either a folder or --state-address'],
  [['status', '--state-address', address, '--workspace', 'x'], '--workspace is for a folder'],
])('%j is told what is wrong', async (args, message) => {
  const { exitCode, out, err } = await run(args)
  expect({ exitCode, out }).toEqual({ exitCode: 1, out: '' })
  expect(err).toContain(message)
  expect(err).toContain('Usage: lockstep status')
})
