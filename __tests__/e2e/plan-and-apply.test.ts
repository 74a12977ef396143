import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { ActionRun } from '../support/fake-runner.ts'
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { unverifiedSignature } from '../support/dynamodb-request.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'
import { sampled } from '../support/proof.ts'
import { createProject, resource, s3Backend, type TerraformProject } from '../support/terraform-project.ts'

interface Store {
  backend: string
  state(): Promise<{ serial: number; resources: unknown[] }>
  /** What is left of a lock. */
  leftLocks(): Promise<string[]>
  address: string
  close(): Promise<void>
}

const table = 'locks'
const body = [
  'variable "colour" { default = "red" }',
  resource('a', 'var.colour'),
  resource('b', '"fixed"'),
  'output "colour" { value = terraform_data.a.output }',
  'output "pin" {\n  value     = "pin-of-the-safe-1234"\n  sensitive = true\n}',
].join('\n')

const projects: TerraformProject[] = []
afterEach(() => {
  disposeRuns()
  for (const project of projects.splice(0)) project.dispose()
})

// Each mechanism, on a store of our own and on moto; then the rest.
const stores: [string, () => Promise<Store>][] = [
  ['S3 native', async () => await onEmbedded({ useLockfile: true, hasTable: false })],
  ['S3 and DynamoDB together on moto', async () => await onMoto({ useLockfile: true, hasTable: true })],
  ['DynamoDB', async () => await onEmbedded({ useLockfile: false, hasTable: true })],
  ['S3 and DynamoDB together', async () => await onEmbedded({ useLockfile: true, hasTable: true })],
  ['S3 native on moto', async () => await onMoto({ useLockfile: true, hasTable: false })],
]

describe.each(sampled(stores, 1))('%s', (name, open) => {
  let store: Store | undefined

  beforeAll(async () => {
    if (name.includes('moto') && !(await motoIsAvailable())) {
      if (process.env['LOCKSTEP_REQUIRE_MOTO'] === '1') throw new Error('moto_server is required and missing')
      console.warn(`moto_server is not installed: "${name}" was not tested`)
      return
    }
    store = await open()
  }, 30_000)
  afterAll(async () => {
    await store?.close()
  })

  test('plans, applies that very plan in the next step, and then finds nothing more to do', async () => {
    if (store === undefined) return
    const { address, leftLocks } = store
    const project = createProject(store.backend, body)
    projects.push(project)
    const before = await store.state().catch(() => ({ serial: 0, resources: [] }))
    const applies: ActionRun[] = []

    const { main: plan } = await lockstep(project, {
      inputs: { command: 'plan', 'plan-args': '-var=colour=blue' },
      duringMain: async (step) => {
        const { outputs } = await step.result
        expect(await leftLocks()).toEqual([])
        const inputs = { command: 'apply', 'plan-file': outputs['plan-file']! }
        applies.push(await lockstep(project, { inputs }))
      },
    })
    expect(plan.problems).toEqual([])
    expect(plan.exitCode).toBe(0)
    expect(plan.outputs).toMatchObject({
      result: 'changes',
      'failure-reason': '',
      'has-changes': 'true',
      add: '2',
      change: '0',
      destroy: '0',
      import: '0',
      replace: '0',
      move: '0',
      forget: '0',
      'state-address': address,
      'lock-attempts': '1',
      'lock-waited-seconds': '0.0',
      'lock-holder': '',
      'lock-recovered': '',
    })
    expect(plan.outputs['concurrency-group']).toMatch(/^lockstep-[0-9a-f]{16}$/)
    expect(plan.log).toContain('# terraform_data.a will be created')

    const apply = applies[0]!.main
    expect(apply.problems).toEqual([])
    expect(apply.exitCode).toBe(0)
    expect(apply.outputs).toMatchObject({ result: 'applied', add: '2', change: '0', destroy: '0' })
    expect(await store.leftLocks()).toEqual([])
    const state = await store.state()
    expect(state.serial).toBe(before.serial + 1)
    expect(state.resources).toHaveLength(2)
    expect(apply.masks).toContain('pin-of-the-safe-1234')
    expect(apply.log).not.toContain('pin-of-the-safe-1234')

    const { main: again } = await lockstep(project, { inputs: { 'plan-args': '-var=colour=blue' } })
    expect(again.outputs).toMatchObject({ result: 'no-changes', 'has-changes': 'false', add: '0' })
  }, 20_000)

  test('plans and applies in one step when nobody is to review', async () => {
    if (store === undefined) return
    const project = createProject(store.backend, body)
    projects.push(project)
    const { main } = await lockstep(project, {
      inputs: { command: 'apply', 'apply-policy': 'unreviewed', 'plan-args': '-var=colour=green' },
    })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', add: '0', change: '1', destroy: '0' })
    expect(await store.leftLocks()).toEqual([])
  })

  test('destroys by a plan that says so', async () => {
    if (store === undefined) return
    const project = createProject(store.backend, body)
    projects.push(project)
    const { main } = await lockstep(project, {
      inputs: { command: 'apply', 'apply-policy': 'unreviewed', destroy: 'true' },
    })
    expect(main.outputs).toMatchObject({ result: 'applied', add: '0', change: '0', destroy: '2' })
    expect(await store.leftLocks()).toEqual([])
  })
})

describe('a local state', () => {
  test('is planned and applied, and no lock is left', async () => {
    const project = createProject('', body)
    projects.push(project)
    const { main: plan } = await lockstep(project)
    expect(plan.outputs).toMatchObject({
      result: 'changes',
      add: '2',
      'state-address': 'local:app/terraform.tfstate',
    })
    const { main: apply } = await lockstep(project, {
      inputs: { command: 'apply', 'apply-policy': 'unreviewed' },
    })
    expect(apply.outputs).toMatchObject({ result: 'applied', add: '2' })
    expect(existsSync(`${project.folder}/.terraform.tfstate.lock.info`)).toBe(false)
    expect(existsSync(`${project.folder}/terraform.tfstate`)).toBe(true)
  })

  test('files of a plan are private, hold what they say, and go with the post step', async () => {
    const project = createProject('', body)
    projects.push(project)
    const seen: { files: string[]; modes: number[]; folderMode: number; json: unknown; text: string }[] = []
    const run = await lockstep(project, {
      duringMain: async (step) => {
        const { outputs } = await step.result
        const files = ['plan-file', 'plan-json-file', 'plan-text-file'].map((name) => outputs[name]!)
        seen.push({
          files,
          modes: files.map((file) => statSync(file).mode & 0o777),
          folderMode: statSync(dirname(files[0]!)).mode & 0o777,
          json: JSON.parse(readFileSync(files[1]!, 'utf8')),
          text: readFileSync(files[2]!, 'utf8'),
        })
      },
    })
    const [found] = seen
    expect(found?.modes).toEqual([0o600, 0o600, 0o600])
    expect(found?.folderMode).toBe(0o700)
    expect(found?.json).toMatchObject({ format_version: expect.stringMatching(/^1\./) })
    expect(found?.text).toContain('# terraform_data.a will be created')
    expect(run.post?.exitCode).toBe(0)
    expect(found?.files.filter((file) => existsSync(file))).toEqual([])
  })

  test('the outputs of an apply come as a private file, sensitive ones masked', async () => {
    const project = createProject('', body)
    projects.push(project)
    const read: unknown[] = []
    await lockstep(project, {
      inputs: { command: 'apply', 'apply-policy': 'unreviewed' },
      duringMain: async (step) => {
        const { outputs, masks } = await step.result
        const file = outputs['outputs-json-file']!
        read.push(JSON.parse(readFileSync(file, 'utf8')), statSync(file).mode & 0o777, masks)
      },
    })
    expect(read[0]).toMatchObject({ colour: { value: 'red' }, pin: { sensitive: true } })
    expect(read[1]).toBe(0o600)
    expect(read[2]).toContain('pin-of-the-safe-1234')
  })
})

interface Locking {
  useLockfile: boolean
  hasTable: boolean
}

async function onEmbedded({ useLockfile, hasTable }: Locking): Promise<Store> {
  const s3: EmbeddedS3 = await startEmbeddedS3({ buckets: ['tfstate'], versioned: true })
  const dynamodb: Dynalite | undefined = hasTable ? await startDynalite() : undefined
  await dynamodb?.createLockTable(table)
  return {
    backend: s3Backend({
      s3: s3.endpoint,
      useLockfile,
      ...(dynamodb === undefined ? {} : { dynamodb: dynamodb.endpoint, table }),
    }),
    address: 's3://tfstate/app/terraform.tfstate',
    state: () =>
      Promise.resolve().then(
        () => JSON.parse(s3.object('tfstate', 'app/terraform.tfstate')!.body.toString()) as never,
      ),
    leftLocks: async () => [
      ...s3.keys('tfstate').filter((key) => key.endsWith('.tflock')),
      ...((await dynamodb?.item(table, 'tfstate/app/terraform.tfstate')) === undefined ? [] : ['item']),
    ],
    close: async () => {
      await s3.close()
      await dynamodb?.close()
    },
  }
}

async function onMoto({ useLockfile, hasTable }: Locking): Promise<Store> {
  const moto = await startMoto()
  await moto.createBucket('tfstate', { versioned: true })
  await moto.createLockTable(table)
  const { endpoint } = moto
  const project = createProject(s3Backend({ s3: endpoint }), '')
  await project.terraform(['init', '-input=false'])
  const lockUrl = `${endpoint}/tfstate/app/terraform.tfstate.tflock`
  return {
    backend: s3Backend({ s3: endpoint, useLockfile, ...(hasTable ? { dynamodb: endpoint, table } : {}) }),
    address: 's3://tfstate/app/terraform.tfstate',
    state: async () => JSON.parse((await project.terraform(['state', 'pull'])).stdout) as never,
    leftLocks: async () =>
      (await fetch(lockUrl, { headers: unverifiedSignature('s3') })).status === 200 ? ['lock file'] : [],
    close: async () => {
      project.dispose()
      await moto.close()
    },
  }
}
