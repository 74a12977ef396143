import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { startDynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type Change, type EmbeddedS3 } from '../support/embedded-s3.ts'
import type { ActionRun } from '../support/fake-runner.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import { proofTest, sampled } from '../support/proof.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const turnKey = '.lockstep/turns/app/terraform.tfstate'
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
/** The lock is held for longer than a turn stays after it was taken. */
const holding = `resource "terraform_data" "hold" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "sleep 2"
  }
}`

let s3: EmbeddedS3
const projects: TerraformProject[] = []
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['tfstate'] })
})
afterEach(async () => {
  disposeRuns()
  for (const project of projects.splice(0)) project.dispose()
  await s3.close()
})

function project(body = holding, backend = s3Backend({ s3: s3.endpoint })): TerraformProject {
  const created = createProject(backend, body)
  projects.push(created)
  return created
}

const turnRequests = (): string[] =>
  s3.requests.filter(({ key }) => key === turnKey).map(({ method, status }) => `${method} ${status}`)

/** Resolves when an object is stored or deleted. */
async function next(key: string, kind: Change['kind']): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const end = s3.onChange((change) => {
    if (change.key === key && change.kind === kind) resolve(undefined)
  })
  await promise.finally(end)
}

test('two waiters on one lock start one Terraform each, in the order in which they came', async () => {
  s3.put('tfstate', lockKey, lockJson())
  const changes: string[] = []
  s3.onChange(({ kind, key }) => {
    if (key === turnKey || key === lockKey) changes.push(`${kind} ${key === turnKey ? 'turn' : 'lock'}`)
  })
  const ended: string[] = []
  const wait = async (name: string): Promise<ActionRun> => {
    const run = await lockstep(project(), { inputs: apply })
    ended.push(name)
    return run
  }
  const isFirstNext = next(turnKey, 'put')
  const first = wait('first')
  await isFirstNext
  const { promise: secondWaits, resolve } = Promise.withResolvers<undefined>()
  const second = lockstep(project(), {
    inputs: apply,
    onLine: ({ text }) => {
      if (text.includes('Waiting for the state lock')) resolve(undefined)
    },
  }).finally(() => ended.push('second'))
  await secondWaits
  changes.length = 0
  s3.remove('tfstate', lockKey)

  const runs = await Promise.all([first, second])
  expect(runs.map(({ main }) => main.outputs['result'])).toEqual(['applied', 'applied'])
  expect(runs.map(({ main }) => main.outputs['lock-attempts'])).toEqual(['1', '1'])
  expect(ended).toEqual(['first', 'second'])
  // A turn is given back while its Terraform is at work.
  expect(changes.indexOf('delete turn')).toBeLessThan(changes.indexOf('delete lock', 1))
  expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
})

proofTest('a run that meets nobody asks for no turn', async () => {
  const { main } = await lockstep(project(), { inputs: apply })
  expect(main.outputs['result']).toBe('applied')
  expect(turnRequests()).toEqual([])
})

test.each(
  sampled<[string, Record<string, string>, number]>(
    [
      ['on-contention: fail', { 'on-contention': 'fail' }, 1],
      ['status', { command: 'status' }, 0],
      ['a plan without a lock', { lock: 'false' }, 0],
      ['wait', { command: 'wait', 'lock-timeout': '2s' }, 1],
    ],
    1,
  ),
)('%s stands in no line', async (_, inputs, exitCode) => {
  const body = project(resource('a', '"red"'))
  s3.put('tfstate', lockKey, lockJson())
  const { main } = await lockstep(body, { inputs })
  expect(main.exitCode).toBe(exitCode)
  expect(turnRequests()).toEqual([])
})

test('a run that is cancelled or gives up while it is next lets the others go first', async () => {
  s3.put('tfstate', lockKey, lockJson())
  const isNext = next(turnKey, 'put')
  const cancelled = await lockstep(project(), {
    inputs: apply,
    duringMain: async (step) => {
      await isNext
      step.cancel()
    },
  })
  expect(cancelled.main.outputs['result']).toBe('cancelled')
  expect(s3.object('tfstate', turnKey)).toBeUndefined()

  const late = await lockstep(project(), { inputs: { ...apply, 'lock-timeout': '2s' } })
  expect(late.main.outputs['failure-reason']).toBe('lock-contention')
  expect(turnRequests().filter((request) => request.startsWith('PUT'))).toHaveLength(2)
  expect(s3.keys('tfstate')).toEqual([lockKey])
})

proofTest('the turn of a run that is dead is taken over', async () => {
  s3.put('tfstate', lockKey, lockJson())
  s3.put('tfstate', turnKey, JSON.stringify({ since: '2020-01-01T00:00:00Z', nonce: 'dead' }))
  const { main } = await lockstep(project(), {
    inputs: apply,
    onLine: ({ text }) => {
      if (text.includes('Waiting for the state lock')) s3.remove('tfstate', lockKey)
    },
  })
  expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '1' })
  expect(Number(main.outputs['lock-waited-seconds'])).toBeGreaterThanOrEqual(10)
  expect(Number(main.outputs['lock-waited-seconds'])).toBeLessThan(30)
  expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
})

proofTest(
  'where turns are denied the run waits as if there were none, and says so for debugging',
  async () => {
    s3.put('tfstate', lockKey, lockJson())
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const
      s3.fault({ method, key: turnKey, fault, times: Infinity })
    }
    const { main } = await lockstep(project(), {
      inputs: apply,
      debug: true,
      onLine: ({ text }) => {
        if (text.includes('Waiting for the state lock')) s3.remove('tfstate', lockKey)
      },
    })
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '1' })
    expect(main.log).toContain('Waiting without a turn')
    expect(main.log).toContain('arn:aws:s3:::tfstate/.lockstep/turns/*')
  },
)

proofTest('the turn of a state that DynamoDB locks is in its bucket too', async () => {
  const dynamodb = await startDynalite()
  try {
    await dynamodb.createLockTable('locks')
    const table = { dynamodb: dynamodb.endpoint, table: 'locks', useLockfile: false }
    const backend = s3Backend({ s3: s3.endpoint, ...table })
    await dynamodb.putItem('locks', 'tfstate/app/terraform.tfstate', lockJson())
    const isNext = next(turnKey, 'put')
    const { main } = await lockstep(project(holding, backend), {
      inputs: apply,
      duringMain: async () => {
        await isNext
        await dynamodb.deleteItem('locks', 'tfstate/app/terraform.tfstate')
      },
    })
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '1' })
    expect(s3.object('tfstate', turnKey)).toBeUndefined()
  } finally {
    await dynamodb.close()
  }
})
