import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startDynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3 } from '../support/embedded-s3.ts'
import { sampled } from '../support/proof.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const apply = { command: 'apply', 'apply-policy': 'unreviewed' }
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

function lockRequests(method: string): number {
  return s3.requests.filter((request) => request.method === method && request.key === lockKey).length
}

describe('a held lock', () => {
  test.each(sampled(['apply', 'plan'], 1))('is waited for by %s, which then starts', async (command) => {
    s3.put('tfstate', lockKey, lockJson())
    let released = 0
    const waited = await lockstep(project, {
      inputs: { command, ...(command === 'apply' ? { 'apply-policy': 'unreviewed' } : {}) },
      onLine: ({ text }) => {
        if (released > 0 || !text.includes('Waiting for the state lock')) return
        released = -1
        setTimeout(() => {
          s3.remove('tfstate', lockKey)
          released = performance.now()
        }, 1500)
      },
    })
    const { outputs, log, exitCode } = waited.main
    expect(exitCode).toBe(0)
    expect(log).toMatch(
      /Waiting for the state lock: held by alice@laptop \(apply, version 1\.11\.4, for 2 min \d+ s, lock ID f0000000-[0-9a-f-]+\)\. Time left: (10 min|9 min 59 s)\./,
    )
    expect(Number(outputs['lock-waited-seconds'])).toBeGreaterThan(1.4)
    expect(outputs['lock-attempts']).toBe('1')
    expect(JSON.parse(outputs['lock-holder']!)).toMatchObject({
      lockId: 'f0000000-0000-4000-8000-000000000001',
      operation: 'OperationTypeApply',
      who: 'alice@laptop',
      version: '1.11.4',
      path: 'tfstate/app/terraform.tfstate',
      verdict: 'unknown',
    })
    const taken = s3.requests.find(({ method, key }) => method === 'PUT' && key === lockKey)
    // The gaps between two reads are tested on a fake clock; here, that none of them grows.
    expect(taken!.at - released).toBeLessThan(10_000)
    expect(waited.main.summary).toContain('alice@laptop')
  })

  test('that stays fails the run at the deadline, and tells the holder', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { inputs: { 'lock-timeout': '2s' } })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'contended', 'failure-reason': 'lock-contention' })
    expect(main.annotations).toContainEqual(
      expect.objectContaining({ kind: 'error', message: expect.stringContaining('alice@laptop') as unknown }),
    )
    expect(main.durationMs).toBeLessThan(30_000)
    expect(lockRequests('PUT')).toBe(0)
    expect(s3.object('tfstate', lockKey)).toBeDefined()
  })

  test.each([
    ['fail', 1, 'lock-contention'],
    ['neutral', 0, ''],
  ])('ends the run at once with on-contention: %s', async (mode, exitCode, reason) => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { inputs: { 'on-contention': mode } })
    expect(main.exitCode).toBe(exitCode)
    expect(main.outputs).toMatchObject({ result: 'contended', 'failure-reason': reason })
    expect(main.outputs['lock-holder']).toContain('alice@laptop')
  })

  test('is not looked at by a plan without a lock', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { inputs: { lock: 'false' } })
    expect(main.outputs).toMatchObject({ result: 'changes', 'lock-attempts': '0' })
    expect(lockRequests('GET') + lockRequests('PUT')).toBe(0)
  })

  test('that somebody takes right after our look is waited for, and Terraform is started again', async () => {
    let taken = false
    s3.fault({
      method: 'PUT',
      key: lockKey,
      fault: {
        kind: 'run',
        before: () => {
          s3.put('tfstate', lockKey, lockJson())
          taken = true
        },
      },
    })
    const { main } = await lockstep(project, {
      inputs: apply,
      onLine: ({ text }) => {
        if (text.includes('held by alice@laptop')) s3.remove('tfstate', lockKey)
      },
    })
    expect(taken).toBe(true)
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
  })

  test('ends a wait at once when the job is cancelled', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main, post } = await lockstep(project, {
      cancelWhen: ({ text }) => text.includes('Waiting for the state lock'),
    })
    expect(main.outcome).toBe('cancelled')
    expect(main.signals.map(({ signal }) => signal)).toEqual(['SIGINT'])
    expect(main.outputs).toMatchObject({ result: 'cancelled', 'failure-reason': 'cancelled' })
    expect(lockRequests('PUT')).toBe(0)
    expect(post?.exitCode).toBe(0)
  })
})

describe('what looks like contention and is not', () => {
  test('a provisioner that runs another Terraform and prints its lock error is run once', async () => {
    const other = createProject(
      s3Backend({ s3: s3.endpoint, key: 'other/terraform.tfstate' }),
      resource('x', '1'),
    )
    try {
      await other.terraform(['init', '-input=false'])
      s3.put(
        'tfstate',
        'other/terraform.tfstate.tflock',
        lockJson({ Path: 'tfstate/other/terraform.tfstate' }),
      )
      const command = `echo once >> ${project.folder}/runs; cd ${other.folder} && terraform apply -auto-approve -input=false -no-color`
      project.write(
        'nested.tf',
        resource('nested', '1', `provisioner "local-exec" {\n command = "${command}"\n }`),
      )
      const { main } = await lockstep(project, { inputs: apply })
      expect(main.outputs).toMatchObject({
        result: 'failed',
        'failure-reason': 'terraform-error',
        'lock-attempts': '1',
      })
      expect(main.log).toContain('Error acquiring the state lock')
      expect((await import('node:fs')).readFileSync(`${project.folder}/runs`, 'utf8')).toBe('once\n')
      expect(s3.keys('tfstate').filter((key) => key.endsWith('.tflock'))).toEqual([
        'other/terraform.tfstate.tflock',
      ])
    } finally {
      other.dispose()
    }
  })

  test('a lock that may not be written is a fault with advice, tried once', async () => {
    s3.fault({
      method: 'PUT',
      key: lockKey,
      fault: { kind: 'status', status: 403, code: 'AccessDenied' },
      times: Infinity,
    })
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({
      result: 'failed',
      'failure-reason': 'lock-fault',
      'lock-attempts': '1',
    })
    expect(main.annotations.at(-1)?.message).toContain('s3:PutObject')
    expect(lockRequests('PUT')).toBe(1)
  })

  test('the info file that a killed Terraform left beside a local state does not stop anybody', async () => {
    const local = createProject('', resource('a', '"red"'))
    try {
      local.write('.terraform.tfstate.lock.info', lockJson({ Path: 'terraform.tfstate' }))
      const { main: status } = await lockstep(local, { inputs: { command: 'status' } })
      expect(status.outputs['result']).toBe('unknown')
      expect(status.log).toContain('alice@laptop')
      const { main } = await lockstep(local, { inputs: apply })
      expect(main.outputs).toMatchObject({
        result: 'applied',
        'lock-attempts': '1',
        'lock-waited-seconds': '0.0',
      })
    } finally {
      local.dispose()
    }
  })

  test('the passing lock file of a DynamoDB waiter is not the holder', async () => {
    const dynamodb = await startDynalite()
    try {
      await dynamodb.createLockTable('locks')
      const backend = s3Backend({ s3: s3.endpoint, dynamodb: dynamodb.endpoint, table: 'locks' })
      project.write('main.tf', `terraform {\n${backend}\n}\n${resource('a', '"red"')}`)
      const holder = lockJson({ Who: 'holder@ci' })
      await dynamodb.putItem('locks', 'tfstate/app/terraform.tfstate', holder)
      s3.put('tfstate', lockKey, lockJson({ ID: 'f0000000-0000-4000-8000-000000000002', Who: 'waiter@ci' }))
      const { main: status } = await lockstep(project, { inputs: { command: 'status' } })
      expect(status.outputs['result']).toBe('locked')
      expect(JSON.parse(status.outputs['lock-holder']!)).toMatchObject({ who: 'holder@ci' })

      await dynamodb.deleteItem('locks', 'tfstate/app/terraform.tfstate')
      s3.remove('tfstate', lockKey)
      // A waiter's lock file that is gone at the second look.
      s3.put('tfstate', lockKey, lockJson({ Who: 'waiter@ci' }))
      s3.fault({
        method: 'GET',
        key: lockKey,
        fault: {
          kind: 'run-after',
          after: () => {
            s3.remove('tfstate', lockKey)
          },
        },
      })
      const { main } = await lockstep(project, { inputs: { command: 'status' } })
      expect(main.outputs['result']).toBe('free')
    } finally {
      await dynamodb.close()
    }
  })
})

describe('a lock that may not be read', () => {
  beforeEach(() => {
    const fault = { kind: 'status', status: 403, code: 'AccessDenied' } as const
    s3.fault({ method: 'GET', key: lockKey, fault, times: Infinity })
  })

  test('is unknown to status, never free', async () => {
    const { main } = await lockstep(project, { inputs: { command: 'status' } })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'unknown', 'lock-holder': '' })
    expect(main.log).toContain('access was denied')
  })

  test('ends a wait with what to do', async () => {
    const { main } = await lockstep(project, { inputs: { command: 'wait' } })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault' })
  })

  test("does not stop a plan, which reports Terraform's own verdict", async () => {
    const { main } = await lockstep(project)
    // Terraform reads its lock before it deletes it, so its unlock is refused as well.
    expect(main.outputs).toMatchObject({
      result: 'failed',
      'failure-reason': 'lock-fault',
      'lock-attempts': '1',
    })
    expect(main.log).toContain('Error releasing the state lock')
  })
})

describe('status and wait', () => {
  test('read the lock of an address without any Terraform', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const inputs = {
      command: 'status',
      'state-address': 's3://tfstate/app/terraform.tfstate',
      executable: 'no-such-terraform',
    }
    const env = { AWS_ENDPOINT_URL_S3: s3.endpoint }
    const { main } = await lockstep(project, { inputs, env })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({
      result: 'locked',
      'state-address': 's3://tfstate/app/terraform.tfstate',
    })
    s3.remove('tfstate', lockKey)
    const { main: free } = await lockstep(project, { inputs: { ...inputs, command: 'wait' }, env })
    expect(free.outputs['result']).toBe('free')
    expect(s3.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  test('wait ends when the lock is given back, without taking it', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, {
      inputs: { command: 'wait' },
      onLine: ({ text }) => {
        if (text.includes('The state is locked by'))
          setTimeout(() => {
            s3.remove('tfstate', lockKey)
          }, 500)
      },
    })
    expect(main.outputs).toMatchObject({ result: 'free', 'lock-attempts': '0' })
    expect(lockRequests('PUT')).toBe(0)
  })

  test('wait fails at the deadline with the holder', async () => {
    s3.put('tfstate', lockKey, lockJson())
    const { main } = await lockstep(project, { inputs: { command: 'wait', 'lock-timeout': '1s' } })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({ result: 'contended', 'failure-reason': 'lock-contention' })
  })
})
