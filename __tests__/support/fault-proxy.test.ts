import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Dynalite } from './dynalite.ts'
import { startDynalite } from './dynalite.ts'
import { callDynamoDb } from './dynamodb-request.ts'
import type { EmbeddedS3 } from './embedded-s3.ts'
import { startEmbeddedS3 } from './embedded-s3.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { startFaultProxy } from './fault-proxy.ts'

let s3: EmbeddedS3
let dynamodb: Dynalite
const proxies: FaultProxy[] = []

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['plain'] })
  dynamodb = await startDynalite()
  await dynamodb.createLockTable('locks')
})

afterEach(async () => {
  for (const proxy of proxies.splice(0)) await proxy.close()
  await s3.close()
  await dynamodb.close()
})

async function proxyTo(target: string): Promise<FaultProxy> {
  const proxy = await startFaultProxy(target)
  proxies.push(proxy)
  return proxy
}

test('a request passes unchanged, with the Host header of the client', async () => {
  const proxy = await proxyTo(s3.endpoint)
  const put = await fetch(`${proxy.endpoint}/plain/a%2Bb?x-id=PutObject`, { method: 'PUT', body: 'one' })
  expect(put.status).toBe(200)
  expect(s3.object('plain', 'a+b')?.body.toString()).toBe('one')
  expect(s3.requests[0]?.headers.host).toBe(new URL(proxy.endpoint).host)
  const head = await fetch(`${proxy.endpoint}/plain/a%2Bb`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, '3'])
  expect((await fetch(`${proxy.endpoint}/plain/a%2Bb`, { method: 'DELETE' })).status).toBe(204)
  expect(proxy.requests.map(({ method, status }) => `${method} ${String(status)}`)).toEqual([
    'PUT 200',
    'HEAD 200',
    'DELETE 204',
  ])
})

test('a dropped response leaves the item behind, a dropped request does not', async () => {
  const proxy = await proxyTo(dynamodb.endpoint)
  const put = (lockKey: string): Promise<unknown> =>
    callDynamoDb(proxy.endpoint, 'PutItem', { TableName: 'locks', Item: { LockID: { S: lockKey } } })
  proxy.fault({
    matches: ({ headers, body }) =>
      headers['x-amz-target'] === 'DynamoDB_20120810.PutItem' && body.includes('first'),
    action: 'drop-response',
  })
  await expect(put('first')).rejects.toThrow('fetch failed')
  expect(await dynamodb.item('locks', 'first')).toEqual({ LockID: 'first' })
  proxy.fault({ matches: () => true, action: 'drop-request' })
  await expect(put('second')).rejects.toThrow('fetch failed')
  expect(await dynamodb.item('locks', 'second')).toBeUndefined()
  await put('second')
})

test('an answer of the test comes instead of the answer of the target, as often as told', async () => {
  const proxy = await proxyTo(s3.endpoint)
  const body = '<Error><Code>SlowDown</Code><Message>later</Message></Error>'
  proxy.fault({ matches: ({ url }) => url.startsWith('/plain'), action: { status: 503, body }, times: 2 })
  const replies: [number, string][] = []
  for (let count = 0; count < 3; count += 1) {
    const response = await fetch(`${proxy.endpoint}/plain?list-type=2`)
    replies.push([response.status, await response.text()])
  }
  expect(replies).toEqual([
    [503, body],
    [503, body],
    [200, expect.stringContaining('ListBucketResult')],
  ])
  expect(s3.requests).toHaveLength(1)
})

test('a reset comes at once, a delay before the work, and an answer of the test after it where that is told', async () => {
  const proxy = await proxyTo(s3.endpoint)
  const put = async (key: string): Promise<Response> =>
    await fetch(`${proxy.endpoint}/plain/${key}`, { method: 'PUT', body: key })
  proxy.fault({ matches: () => true, skip: 1, action: 'reset' })
  expect((await put('first')).status).toBe(200)
  await expect(put('second')).rejects.toThrow('fetch failed')
  expect(s3.keys('plain')).toEqual(['first'])

  proxy.fault({ matches: () => true, action: { delayMs: 100 } })
  const start = performance.now()
  expect((await put('third')).status).toBe(200)
  expect(performance.now() - start).toBeGreaterThan(95)

  proxy.fault({ matches: () => true, action: { status: 500, body: '', isForwarded: true } })
  expect((await put('fourth')).status).toBe(500)
  expect(s3.keys('plain')).toEqual(['first', 'fourth', 'third'])

  proxy.fault({ matches: () => true, action: 'drop-request', times: Infinity })
  proxy.clearFaults()
  expect((await put('fifth')).status).toBe(200)
})

test('a target that is gone is a closed connection for the client', async () => {
  const proxy = await proxyTo(s3.endpoint)
  await s3.close()
  await expect(fetch(`${proxy.endpoint}/plain`)).rejects.toThrow('fetch failed')
})
