import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'

import { createDynamoDbClient } from '../../src/backend/aws-clients.ts'
import { createDynamoDbLock } from '../../src/backend/dynamodb-lock.ts'
import { parseLockInfo } from '../../src/lock/lock-info.ts'
import type { Annotation, LockReading, Removal, StateLock, Taking } from '../../src/lock/lock-reading.ts'
import { judgeHold } from '../../src/lock/removal.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import { startDynalite, type Dynalite } from '../support/dynalite.ts'
import '../support/errors-of-node.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { proofFor } from '../support/fake-lock.ts'
import { startFaultProxy, type FaultProxy, type ProxyFaultRule } from '../support/fault-proxy.ts'
import { readFixture } from '../support/fixture.ts'

const table = 'locks'
const lockKey = 'tfstate/app/terraform.tfstate'
const lockOf = (id: string): string =>
  JSON.stringify({ ...(JSON.parse(readFixture('lock-s3.json')) as object), ID: id })
const ourLock = lockOf('our-lock')
const proof = proofFor('our-lock')

let store: Dynalite
let proxy: FaultProxy
let client: DynamoDBClient
beforeAll(async () => {
  store = await startDynalite()
  await store.createLockTable(table)
})
afterAll(async () => {
  await store.close()
})
beforeEach(async () => {
  proxy = await startFaultProxy(store.endpoint)
  client = await createDynamoDbClient(s3ConfigFor('', { endpoints: { dynamodb: proxy.endpoint } }))
})
afterEach(async () => {
  client.destroy()
  await proxy.close()
  await store.deleteItem(table, lockKey)
})

const lock = (name = table, key = lockKey): StateLock =>
  createDynamoDbLock(name, key, () => Promise.resolve(client), createFakeClock('2026-11-23T23:18:22.96Z'))
const fault = (operation: string, action: ProxyFaultRule['action'], times = 1): void => {
  const matches = ({ headers }: { headers: Record<string, unknown> }): boolean =>
    headers['x-amz-target'] === `DynamoDB_20120810.${operation}`
  proxy.fault({ matches, action, times })
}
const answer = (status: number, type: string): ProxyFaultRule['action'] => ({
  status,
  body: JSON.stringify({
    __type: `com.amazonaws.dynamodb.v20120810#${type}`,
    message: 'as the test ordered',
  }),
})
const storedId = async (): Promise<string | undefined> => {
  const info = (await store.item(table, lockKey))?.['Info']
  return info === undefined ? undefined : (JSON.parse(info) as { ID: string }).ID
}
const reasonOf = (result: LockReading | Removal | Taking): string => ('reason' in result ? result.reason : '')

describe('reading the lock item', () => {
  test('a lock has a holder, and the bytes that were stored as its version', async () => {
    await store.putItem(table, lockKey, ourLock)
    expect(await lock().read()).toEqual({
      kind: 'held',
      version: { info: ourLock },
      holder: expect.objectContaining({ lockId: 'our-lock', who: 'runner@fv-az12' }),
    })
  })

  test('no item is a free lock, and is asked for consistently', async () => {
    expect(await lock().read()).toEqual({ kind: 'free' })
    expect(JSON.parse(proxy.requests[0]?.body.toString() ?? '')).toEqual({
      TableName: table,
      Key: { LockID: { S: lockKey } },
      ConsistentRead: true,
    })
  })

  test('the digest of the state is no lock', async () => {
    await store.putItem(table, `${lockKey}-md5`, 'digest')
    expect(await lock().read()).toEqual({ kind: 'free' })
  })

  test('a table that is not there is unknown, never free', async () => {
    const reading = await lock('not-there').read()
    expect(reading).toMatchObject({ kind: 'unknown', transient: false })
    expect(reasonOf(reading)).toMatch(/lock item ".*" of the DynamoDB table "not-there" could not be read/)
  })

  test.each<[string, number, string, boolean]>([
    ['denied', 400, 'AccessDeniedException', false],
    ['of an expired token', 400, 'ExpiredTokenException', false],
    ['of another region', 400, 'UnrecognizedClientException', false],
    ['throttled', 400, 'ProvisionedThroughputExceededException', true],
    ['failed', 500, 'InternalServerError', true],
  ])('a read that is %s is unknown, never free', async (_, status, type, transient) => {
    fault('GetItem', answer(status, type), 3)
    expect(await lock().read()).toMatchObject({ kind: 'unknown', transient })
  })

  test('a store that closes the connection is unknown for now', async () => {
    fault('GetItem', 'drop-request', 3)
    expect(await lock().read()).toMatchObject({ kind: 'unknown', transient: true })
    expect(await lock().read()).toEqual({ kind: 'free' })
  })

  test.each([
    ['nothing', '', 'it is not JSON'],
    ['half of a lock', ourLock.slice(0, 40), 'it is not JSON'],
    ['a lock without an ID', '{"Who":"x"}', 'it has no lock ID'],
    ['a book', JSON.stringify({ ID: 'x', Info: 'x'.repeat(65 * 1024) }), 'it is too large to be a lock'],
  ])('an item of %s is unknown, never free', async (_, info, reason) => {
    await store.putItem(table, lockKey, info)
    const reading = await lock().read()
    expect(reading).toMatchObject({ kind: 'unknown', transient: false })
    expect(reasonOf(reading)).toContain(`exists, but ${reason}`)
  })

  test('an item without a holder is unknown, never free', async () => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
    await client.send(new PutItemCommand({ TableName: table, Item: { LockID: { S: lockKey } } }))
    expect(await lock().read()).toMatchObject({
      kind: 'unknown',
      reason: expect.stringContaining('tells no holder'),
    })
  })

  test('a cancel ends a read at once', async () => {
    const reading = await lock().read(AbortSignal.abort())
    expect(reading).toMatchObject({ kind: 'unknown', transient: true })
    expect(proxy.requests).toEqual([])
  })
})

describe('removing the lock item', () => {
  beforeEach(async () => {
    await store.putItem(table, lockKey, ourLock)
  })
  const remove = async (info = ourLock): Promise<Removal> => await lock().remove({ info }, proof)
  const removals = (): Record<string, unknown>[] =>
    proxy.requests
      .filter(({ headers }) => String(headers['x-amz-target']).endsWith('.DeleteItem'))
      .map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>)

  test('removes exactly what was judged', async () => {
    expect(await remove()).toEqual({ kind: 'removed' })
    expect(await storedId()).toBeUndefined()
    expect(removals()).toEqual([
      {
        TableName: table,
        Key: { LockID: { S: lockKey } },
        ConditionExpression: 'Info = :judged',
        ExpressionAttributeValues: { ':judged': { S: ourLock } },
      },
    ])
  })

  test('never removes the lock of somebody who was faster', async () => {
    await store.putItem(table, lockKey, lockOf('bobs-lock'))
    expect(await remove()).toMatchObject({ kind: 'changed-hands', holder: { lockId: 'bobs-lock' } })
    expect(await storedId()).toBe('bobs-lock')
  })

  test('a lock that changed by one letter is another one', async () => {
    await store.putItem(table, lockKey, ourLock.replace('"Info":""', '"Info":"x"'))
    expect((await remove()).kind).toBe('changed-hands')
    expect(await storedId()).toBe('our-lock')
  })

  test('a lock that was given back meanwhile is gone', async () => {
    await store.deleteItem(table, lockKey)
    expect(await remove()).toEqual({ kind: 'gone' })
  })

  test('a removal whose answer was lost is told as gone', async () => {
    fault('DeleteItem', 'drop-response')
    expect(await remove()).toEqual({ kind: 'gone' })
    expect(await storedId()).toBeUndefined()
  })

  test.each<[string, ProxyFaultRule['action']]>([
    ['fails', answer(500, 'InternalServerError')],
    ['closes the connection', 'drop-request'],
  ])('a store that %s is asked again, on the same condition', async (_, action) => {
    fault('DeleteItem', action, 3)
    expect(await remove()).toEqual({ kind: 'removed' })
    for (const removal of removals()) expect(removal).toHaveProperty('ConditionExpression', 'Info = :judged')
  })

  test('a denied removal is refused after three tries, with the reason', async () => {
    fault('DeleteItem', answer(400, 'AccessDeniedException'), Infinity)
    const removal = await remove()
    expect(removal.kind).toBe('refused')
    expect(reasonOf(removal)).toContain('AccessDeniedException')
    expect(removals()).toHaveLength(3)
    expect(await storedId()).toBe('our-lock')
  })

  test('a version without the stored bytes is no condition', async () => {
    expect((await lock().remove({ etag: '"e1"' }, proof)).kind).toBe('refused')
    expect(proxy.requests).toEqual([])
  })
})

describe('annotating the lock item', () => {
  const info = 'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1'
  const annotated = ourLock.replace('"Info":""', `"Info":"${info}"`)
  const annotate = async (signal?: AbortSignal): Promise<Annotation> =>
    await lock().annotate('our-lock', info, signal)
  const stored = async (): Promise<string | undefined> => (await store.item(table, lockKey))?.['Info']
  const writes = (): Record<string, unknown>[] =>
    proxy.requests
      .filter(({ headers }) => String(headers['x-amz-target']).endsWith('.UpdateItem'))
      .map(({ body }) => JSON.parse(body.toString()) as Record<string, unknown>)
  beforeEach(async () => {
    await store.putItem(table, lockKey, ourLock)
  })

  test('changes its Info on the condition that it is what was read', async () => {
    expect((await annotate()).kind).toBe('annotated')
    expect(await stored()).toBe(annotated)
    expect(writes()).toEqual([
      {
        TableName: table,
        Key: { LockID: { S: lockKey } },
        UpdateExpression: 'SET Info = :new',
        ConditionExpression: 'Info = :read',
        ExpressionAttributeValues: { ':new': { S: annotated }, ':read': { S: ourLock } },
      },
    ])
  })

  test('keeps the other attributes of the item', async () => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
    const item = { LockID: { S: lockKey }, Info: { S: ourLock }, Team: { S: 'a' }, expires: { N: '17' } }
    await client.send(new PutItemCommand({ TableName: table, Item: item }))
    await annotate()
    const { GetItemCommand } = await import('@aws-sdk/client-dynamodb')
    const key = { TableName: table, Key: { LockID: { S: lockKey } } }
    const { Item: kept } = await client.send(new GetItemCommand(key))
    expect(kept).toEqual({ ...item, Info: { S: annotated } })
  })

  test('of a lock that is gone, or of somebody else, is none', async () => {
    await store.putItem(table, lockKey, lockOf('bobs-lock'))
    expect(await annotate()).toEqual({ kind: 'gone' })
    await store.deleteItem(table, lockKey)
    expect(await annotate()).toEqual({ kind: 'gone' })
    expect(writes()).toEqual([])
    expect(await stored()).toBeUndefined()
  })

  test('never makes an item that was deleted after the read', async () => {
    const { requests } = proxy
    proxy.fault({
      matches: ({ headers }) => {
        const isWrite = String(headers['x-amz-target']).endsWith('.UpdateItem')
        // dynalite and the proxy are in this process: the deletion is there before the proxy forwards.
        if (isWrite) deletion = store.deleteItem(table, lockKey)
        return isWrite
      },
      action: 'drop-request',
    })
    let deletion: Promise<void> | undefined
    expect(await annotate()).toEqual({ kind: 'gone' })
    await deletion
    expect(await stored()).toBeUndefined()
    expect(requests.length).toBeGreaterThan(1)
  })

  test('that was stored and whose answer was lost is told as done', async () => {
    fault('UpdateItem', 'drop-response')
    expect((await annotate()).kind).toBe('annotated')
    expect(await stored()).toBe(annotated)
  })

  test.each<[string, number, string]>([
    ['denied', 400, 'AccessDeniedException'],
    ['failed', 500, 'InternalServerError'],
  ])('that is %s leaves the lock as it was, and says why', async (_, code, type) => {
    fault('UpdateItem', answer(code, type), Infinity)
    expect(await annotate()).toMatchObject({ kind: 'refused', reason: expect.stringContaining(type) })
    expect(await stored()).toBe(ourLock)
  })

  test('an item without Info is left alone', async () => {
    const { PutItemCommand } = await import('@aws-sdk/client-dynamodb')
    await client.send(new PutItemCommand({ TableName: table, Item: { LockID: { S: lockKey } } }))
    expect((await annotate()).kind).toBe('refused')
    expect(await stored()).toBeUndefined()
  })

  test('ends with the signal', async () => {
    expect(await annotate(AbortSignal.abort())).toMatchObject({ kind: 'refused' })
    expect(writes()).toEqual([])
  })
})

describe('taking the lock item', () => {
  const info = parseLockInfo(ourLock)
  const hold = judgeHold('our-lock', 'nothing')

  test('writes what Terraform would write, on the condition that there is none', async () => {
    expect(await lock().take(info, hold)).toEqual({ kind: 'taken' })
    expect(parseLockInfo((await store.item(table, lockKey))?.['Info'] ?? '')).toEqual(info)
  })

  test('a lock that is there stays', async () => {
    await store.putItem(table, lockKey, lockOf('bobs-lock'))
    expect(await lock().take(info, hold)).toEqual({ kind: 'not-taken' })
    expect(await storedId()).toBe('bobs-lock')
  })

  test('a lock that was written and not answered is ours', async () => {
    fault('PutItem', 'drop-response')
    expect(await lock().take(info, hold)).toEqual({ kind: 'taken' })
    expect(await storedId()).toBe('our-lock')
  })

  test('a denied write is refused, with the reason', async () => {
    fault('PutItem', answer(400, 'AccessDeniedException'), Infinity)
    expect(reasonOf(await lock().take(info, hold))).toContain('AccessDenied')
  })
})
