import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts'
import { disposeRuns, lockstep } from '../support/lockstep.ts'
import {
  createProject,
  lockJson,
  resource,
  s3Backend,
  type TerraformProject,
} from '../support/terraform-project.ts'
import { proofTest, sampled } from '../support/proof.ts'

const lockKey = 'app/terraform.tfstate.tflock'
const isLockFile = /\.tflock$/
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

function lockPuts(): number {
  return s3.requests.filter(({ method, key }) => method === 'PUT' && key === lockKey).length
}

describe('a lost race is won', () => {
  test.each(
    sampled<[string, Fault]>(
      [
        [
          '412, and the lock was gone when Terraform read it',
          { kind: 'status', status: 412, code: 'PreconditionFailed' },
        ],
        [
          '409, since the lock was being deleted',
          { kind: 'status', status: 409, code: 'ConditionalRequestConflict' },
        ],
      ],
      1,
    ),
  )('%s', async (_, fault) => {
    s3.fault({ method: 'PUT', key: isLockFile, fault })
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', add: '1', 'lock-attempts': '2' })
    expect(lockPuts()).toBe(2)
    expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
  })

  test('but not with lock-timeout 0s, which is one try', async () => {
    s3.fault({
      method: 'PUT',
      key: isLockFile,
      fault: { kind: 'status', status: 412, code: 'PreconditionFailed' },
    })
    const { main } = await lockstep(project, { inputs: { ...apply, 'lock-timeout': '0s' } })
    expect(main.exitCode).toBe(1)
    expect(main.outputs).toMatchObject({
      result: 'contended',
      'failure-reason': 'lock-contention',
      'lock-attempts': '1',
    })
    expect(s3.keys('tfstate')).toEqual([])
  })

  proofTest(
    'and a store that refuses for ever without a lock is a fault, not a wait',
    async () => {
      const fault: Fault = { kind: 'status', status: 412, code: 'PreconditionFailed' }
      s3.fault({ method: 'PUT', key: isLockFile, fault, times: Infinity })
      const { main } = await lockstep(project, { inputs: apply })
      expect(main.outputs).toMatchObject({
        result: 'failed',
        'failure-reason': 'lock-fault',
        'lock-attempts': '10',
      })
      expect(main.log).toContain('showed no lock each time')
    },
    30_000,
  )
})

describe('a lock of our own making', () => {
  test.each(
    sampled<[string, Fault]>(
      [
        [
          'stored, and answered with 500',
          { kind: 'status', status: 500, code: 'InternalError', store: true },
        ],
        ['stored, and its answer lost', { kind: 'drop', store: true }],
      ],
      1,
    ),
  )('%s, is recognised by its ID and removed by condition', async (_, fault) => {
    s3.fault({ method: 'PUT', key: isLockFile, fault })
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', add: '1', 'lock-attempts': '2' })
    expect(main.outputs['lock-recovered']).toMatch(/^[0-9a-f-]{36}$/)
    expect(main.log).toContain('Removed a state lock that was left behind')
    expect(main.summary).toContain(main.outputs['lock-recovered'])
    const deletes = s3.requests.filter(({ method, key }) => method === 'DELETE' && key === lockKey)
    expect(deletes[0]?.headers['if-match']).toMatch(/^"[0-9a-f]{32}"$/)
    expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
  })

  test('is left, and said, with recover-lock: off', async () => {
    s3.fault({ method: 'PUT', key: isLockFile, fault: { kind: 'drop', store: true } })
    const { main } = await lockstep(project, { inputs: { ...apply, 'recover-lock': 'off' } })
    expect(main.outputs).toMatchObject({
      result: 'failed',
      'failure-reason': 'lock-fault',
      'lock-recovered': '',
    })
    expect(s3.keys('tfstate')).toEqual([lockKey])
    expect(main.log).toContain('recover-lock is off')
  })

  proofTest('is left where the store ignores conditions', async () => {
    await s3.close()
    s3 = await startEmbeddedS3({ buckets: ['tfstate'], ignoreConditions: true })
    project.write('main.tf', `terraform {\n${s3Backend({ s3: s3.endpoint })}\n}\n${resource('a', '"red"')}`)
    s3.put('tfstate', lockKey, '') // So that the preflight sees something that is no lock and Terraform is asked.
    s3.fault({
      method: 'PUT',
      key: isLockFile,
      fault: { kind: 'status', status: 412, code: 'PreconditionFailed', store: true },
    })
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.outputs).toMatchObject({
      result: 'failed',
      'failure-reason': 'lock-fault',
      'lock-recovered': '',
    })
    expect(main.log).toMatch(/this store ignores If-(None-)?Match/)
    expect(s3.keys('tfstate')).toEqual([lockKey])
  })

  test('that changed hands between our read and our delete is not touched', async () => {
    s3.fault({ method: 'PUT', key: isLockFile, fault: { kind: 'drop', store: true } })
    const foreign = lockJson()
    s3.fault({
      method: 'DELETE',
      key: lockKey,
      fault: {
        kind: 'run',
        before: () => {
          s3.put('tfstate', lockKey, foreign)
        },
      },
    })
    const { main } = await lockstep(project, { inputs: { ...apply, 'lock-timeout': '2s' } })
    expect(main.outputs).toMatchObject({ result: 'contended', 'lock-recovered': '' })
    expect(JSON.parse(main.outputs['lock-holder']!)).toMatchObject({ who: 'alice@laptop' })
    expect(s3.object('tfstate', lockKey)?.body.toString()).toBe(foreign)
  })

  test('that Terraform could not give back is removed when rule 5 allows it', async () => {
    s3.fault({ method: 'DELETE', key: lockKey, fault: { kind: 'status', status: 403, code: 'AccessDenied' } })
    const { main } = await lockstep(project, { inputs: { ...apply, 'annotate-lock': 'false' } })
    expect(main.outputs).toMatchObject({ result: 'failed', 'failure-reason': 'lock-fault', add: '1' })
    expect(main.outputs['lock-recovered']).not.toBe('')
    expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
    expect(lockPuts()).toBe(1)
  })
})

describe('on DynamoDB', () => {
  let dynamodb: Dynalite
  let proxy: FaultProxy

  beforeEach(async () => {
    dynamodb = await startDynalite()
    await dynamodb.createLockTable('locks')
    proxy = await startFaultProxy(dynamodb.endpoint)
  })
  afterEach(async () => {
    await proxy.close()
    await dynamodb.close()
  })

  test.each(
    sampled(
      [
        ['DynamoDB alone', false],
        ['S3 and DynamoDB together', true],
      ] as const,
      1,
    ),
  )('%s: an item whose answer was lost is recognised and removed', async (_, useLockfile) => {
    const backend = s3Backend({ s3: s3.endpoint, dynamodb: proxy.endpoint, table: 'locks', useLockfile })
    project.write('main.tf', `terraform {\n${backend}\n}\n${resource('a', '"red"')}`)
    proxy.fault({
      matches: ({ headers, body }) =>
        String(headers['x-amz-target']).endsWith('.PutItem') && !body.includes('-md5'),
      action: 'drop-response',
      times: 1,
    })
    const { main } = await lockstep(project, { inputs: apply })
    expect(main.exitCode).toBe(0)
    expect(main.outputs).toMatchObject({ result: 'applied', 'lock-attempts': '2' })
    expect(main.outputs['lock-recovered']).not.toBe('')
    expect(await dynamodb.item('locks', 'tfstate/app/terraform.tfstate')).toBeUndefined()
    expect(s3.keys('tfstate')).toEqual(['app/terraform.tfstate'])
  })
})
