import type { S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createS3Client } from '../../src/backend/aws-clients.ts'
import type { TurnReading, TurnStore } from '../../src/lock/turn.ts'
import { createS3Turns } from '../../src/plan-store/s3-turns.ts'
import { createStateBucket } from '../../src/plan-store/state-bucket.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'

const bucket = 'tfstate'
const key = '.lockstep/turns/app/terraform.tfstate'
const denied: Fault = { kind: 'status', status: 403, code: 'AccessDenied' }
const [early, late] = [Date.parse('2026-08-22T10:00:00Z'), Date.parse('2026-08-22T10:05:00Z')]

let s3: EmbeddedS3
const clients: S3Client[] = []
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: [bucket] })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await s3.close()
})

/** As one run sees it. */
function open(endpoint = s3.endpoint, changes: Record<string, unknown> = {}, workspace?: string): TurnStore {
  const config = s3ConfigFor(endpoint, changes, workspace)
  let client: Promise<S3Client> | undefined
  const bucketOfState = createStateBucket(config, async () => {
    const created = await (client ??= createS3Client(config))
    clients.push(created)
    return created
  })
  return createS3Turns(config, bucketOfState)
}

const versionOf = (reading: TurnReading): string => ('version' in reading ? reading.version : '')

const stores: [string, () => Promise<{ endpoint: string; close: () => Promise<void> }>][] = [
  ['the embedded S3', () => Promise.resolve({ endpoint: s3.endpoint, close: () => Promise.resolve() })],
]
if (await motoIsAvailable()) {
  stores.push([
    'moto',
    async () => {
      const moto = await startMoto()
      await moto.createBucket(bucket)
      return moto
    },
  ])
}

describe.each(stores)('two runs on %s', (_, start) => {
  test('have one turn: it is taken, seen, overtaken on its version only, and given back', async () => {
    const { endpoint, close } = await start()
    try {
      const [one, two] = [open(endpoint), open(endpoint)]
      expect(await one.read()).toEqual({ kind: 'nobody' })
      const taken = await one.take(late)
      expect(taken).toEqual({ kind: 'ours', version: expect.any(String) as unknown })
      expect(await one.read()).toEqual(taken)
      const theirs = { kind: 'theirs', version: versionOf(taken), since: late }
      expect(await two.read()).toEqual(theirs)
      expect(await two.take(early)).toEqual(theirs)

      const over = await two.take(early, versionOf(taken))
      expect(over).toMatchObject({ kind: 'ours' })
      expect(await one.take(late, versionOf(taken))).toEqual({
        ...{ kind: 'theirs', version: versionOf(over), since: early },
      })
      expect(await one.giveBack(versionOf(taken))).toBeUndefined()
      expect(await two.read()).toEqual(over)
      expect(await two.giveBack(versionOf(over))).toBeUndefined()
      expect(await one.read()).toEqual({ kind: 'nobody' })
    } finally {
      await close()
    }
  })
})

test('of ten that come at once one is next, and the others see the same one', async () => {
  const readings = await Promise.all(
    Array.from({ length: 10 }, async (_, at) => await open().take(early + at)),
  )
  expect(readings.filter(({ kind }) => kind === 'ours')).toHaveLength(1)
  expect(new Set(readings.map(versionOf)).size).toBe(1)
})

test('each turn has a version of its own, also of one run', async () => {
  const turns = open()
  const first = await turns.take(early)
  await turns.giveBack(versionOf(first))
  expect(versionOf(await turns.take(early))).not.toBe(versionOf(first))
})

test('the object says what it is, is stored as the state is, and has a key of its own for each workspace', async () => {
  await open(s3.endpoint, { encrypt: true, acl: 'bucket-owner-full-control' }, 'prod').take(early)
  const [name] = s3.keys(bucket)
  expect(name).toBe('.lockstep/turns/env:/prod/app/terraform.tfstate')
  const { body } = s3.object(bucket, name!)!
  expect(JSON.parse(body.toString())).toEqual({
    note: expect.stringContaining('may be deleted at any time') as unknown,
    since: '2026-08-22T10:00:00.000Z',
    nonce: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
  })
  expect(s3.requests.at(-1)!.headers).toMatchObject({
    'x-amz-server-side-encryption': 'AES256',
    'x-amz-acl': 'bucket-owner-full-control',
  })
})

test('a write whose answer was lost is ours', async () => {
  s3.fault({ method: 'PUT', key, fault: { kind: 'drop', store: true } })
  const turns = open()
  expect(await turns.take(early)).toMatchObject({ kind: 'ours' })
  expect(await open().read()).toMatchObject({ kind: 'theirs' })
})

test('a conditional write that meets another one (409) has lost', async () => {
  s3.put(bucket, key, JSON.stringify({ since: '2026-08-22T10:00:00Z', nonce: 'other' }))
  const conflict: Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }
  s3.fault({ method: 'PUT', key, fault: conflict, times: Infinity })
  expect(await open().take(late)).toMatchObject({ kind: 'theirs', since: early })
})

test.each([
  ['is no JSON', 'garbage'],
  ['is none of ours', '[]'],
  ['tells no time', JSON.stringify({ since: 'yesterday', nonce: 7 })],
])('what %s gives way to everybody', async (_, body) => {
  s3.put(bucket, key, body)
  expect(await open().read()).toMatchObject({ kind: 'theirs', since: Infinity })
})

test('what is too large to be a turn is not read as one', async () => {
  s3.put(bucket, key, 'x'.repeat(2_000))
  expect(await open().read()).toEqual({
    kind: 'unknown',
    reason: expect.stringContaining('has 2000 bytes') as unknown,
  })
})

test('a denied request says which permission is missing', async () => {
  for (const method of ['GET', 'PUT', 'DELETE']) s3.fault({ method, key, fault: denied, times: Infinity })
  const turns = open()
  const lacks = (permission: string): unknown => ({
    kind: 'unknown',
    reason: expect.stringContaining(`${permission} on arn:aws:s3:::tfstate/.lockstep/turns/*`) as unknown,
  })
  expect(await turns.read()).toEqual(lacks('s3:GetObject'))
  expect(await turns.take(early)).toEqual(lacks('s3:PutObject'))
  expect(await turns.giveBack('"1"')).toContain('s3:DeleteObject on arn:aws:s3:::tfstate/.lockstep/turns/*')
})

test('a store that does not answer is not waited for', async () => {
  s3.fault({ method: 'GET', key, fault: { kind: 'delay', ms: 60_000 } })
  const start = performance.now()
  expect(await open().read()).toEqual({ kind: 'unknown', reason: 'S3 did not answer in 2 s' })
  expect(performance.now() - start).toBeLessThan(10_000)
})

test('on a store that ignores conditions the later writer is next, and the earlier one sees it', async () => {
  const clone = await startEmbeddedS3({ buckets: [bucket], ignoreConditions: true })
  try {
    const [one, two] = [open(clone.endpoint), open(clone.endpoint)]
    expect(await one.take(early)).toMatchObject({ kind: 'ours' })
    const over = await two.take(late)
    expect(over).toMatchObject({ kind: 'ours' })
    expect(await one.read()).toMatchObject({ kind: 'theirs', since: late })
    expect(await two.giveBack(versionOf(over))).toBeUndefined()
    expect(clone.keys(bucket)).toEqual([])
  } finally {
    await clone.close()
  }
})

test('where a store knows no conditional deletes the turn is deleted all the same', async () => {
  const taken = await open().take(early)
  s3.fault({ method: 'DELETE', key, fault: { kind: 'status', status: 501, code: 'NotImplemented' } })
  const turns = open()
  expect(await turns.giveBack(versionOf(taken))).toBeUndefined()
  expect(s3.keys(bucket)).toEqual([])
})

test('a turn that may not be deleted gives way to every run that waits', async () => {
  const [one, two] = [open(), open()]
  const taken = await one.take(early)
  s3.fault({ method: 'DELETE', key, fault: denied, times: Infinity })
  expect(await one.giveBack(versionOf(taken))).toMatch(/s3:DeleteObject/)
  const left = await two.read()
  expect(left).toMatchObject({ kind: 'theirs', since: Infinity })
  expect(await two.take(late, versionOf(left))).toMatchObject({ kind: 'ours' })
})
