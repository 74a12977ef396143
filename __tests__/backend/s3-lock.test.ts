import { createHash, randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import type { S3Client } from '@aws-sdk/client-s3'
import type { NodeHttpHandler } from '@smithy/node-http-handler'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createS3Client } from '../../src/backend/aws-clients.ts'
import { createS3Lock } from '../../src/backend/s3-lock.ts'
import type { Annotation, LockReading, Removal, StateLock, Taking } from '../../src/lock/lock-reading.ts'
import { maxLockBytes, parseLockInfo } from '../../src/lock/lock-info.ts'
import { judgeHold } from '../../src/lock/removal.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { proofFor } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'

const bucket = 'tfstate'
const lockKey = 'app/terraform.tfstate.tflock'
const ourLock = lockOf('our-lock')
const otherLock = lockOf('bobs-lock')
const proof = proofFor('our-lock')

let s3: EmbeddedS3
const others: { close(): Promise<void> }[] = []
const clients: S3Client[] = []
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: [bucket] })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  for (const other of others.splice(0)) await other.close()
  await s3.close()
})

function lockOf(id: string): string {
  return JSON.stringify({ ...(JSON.parse(readFixture('lock-s3.json')) as object), ID: id })
}

function lockAt(endpoint: string, changes: Record<string, unknown> = {}): StateLock & { client: S3Client[] } {
  const config = s3ConfigFor(endpoint, changes)
  const created: S3Client[] = []
  const client = async (): Promise<S3Client> => {
    if (created[0] === undefined) {
      created.push(await createS3Client(config))
      clients.push(...created)
    }
    return created[0] as S3Client
  }
  return { ...createS3Lock(config, client, createFakeClock('2026-11-23T23:18:22.96Z')), client: created }
}

const lock = (changes?: Record<string, unknown>): StateLock => lockAt(s3.endpoint, changes)
const failOnce = (method: string, fault: Fault, times = 1): void => {
  s3.fault({ method, key: lockKey, fault, times })
}
const status = (code: number, name: string, store = false): Fault => ({
  ...{ kind: 'status', status: code, code: name, store },
})
const lockId = (): string | undefined => {
  const body = s3.object(bucket, lockKey)?.body.toString()
  return body === undefined ? undefined : (JSON.parse(body) as { ID: string }).ID
}
const reasonOf = (result: LockReading | Removal | Annotation): string =>
  'reason' in result ? result.reason : ''

describe('reading the lock file', () => {
  test('a lock that Terraform took has a holder, an age and a version', async () => {
    const etag = s3.put(bucket, lockKey, readFixture('lock-s3.json'))
    const reading = await lock().read()
    expect(reading).toEqual({
      kind: 'held',
      version: { etag },
      holder: expect.objectContaining({
        who: 'runner@fv-az12',
        operation: 'OperationTypePlan',
        path: 'tfstate/app/terraform.tfstate',
        verdict: 'unknown',
        run: null,
      }),
    })
    expect(reading.kind === 'held' ? reading.holder.ageSeconds : null).toBeGreaterThan(0)
  })

  test('no lock file is a free lock', async () => {
    expect(await lock().read()).toEqual({ kind: 'free' })
    expect(s3.requests.map(({ method, key }) => `${method} ${key}`)).toEqual([`GET ${lockKey}`])
  })

  test('a deleted one in a bucket with versions is a free lock', async () => {
    s3.createBucket('versioned', { versioned: true })
    s3.put('versioned', lockKey, ourLock)
    s3.remove('versioned', lockKey)
    expect(await lock({ bucket: 'versioned' }).read()).toEqual({ kind: 'free' })
  })

  test('that of a workspace is another one', async () => {
    s3.put(bucket, `env:/prod/${lockKey}`, ourLock)
    const config = s3ConfigFor(s3.endpoint, {}, 'prod')
    const client = await createS3Client(config)
    clients.push(client)
    const prod = createS3Lock(config, () => Promise.resolve(client), createFakeClock())
    expect((await prod.read()).kind).toBe('held')
    expect((await lock().read()).kind).toBe('free')
  })

  test.each<[string, Fault, number, RegExp]>([
    ['a denied read', status(403, 'AccessDenied'), 1, /access was denied \(AccessDenied\)/],
    ['a wrong key', status(403, 'SignatureDoesNotMatch'), 1, /access was denied \(SignatureDoesNotMatch\)/],
    ['an expired token', status(400, 'ExpiredToken'), 1, /could not be read/],
    ['another region', status(301, 'PermanentRedirect'), 1, /could not be read/],
    ['a missing bucket that says so', status(404, 'NoSuchBucket'), 1, /could not be read/],
    ['a 404 of something else', status(404, 'NotFound'), 1, /could not be read/],
  ])('%s is unknown, never free, and stays so', async (_, fault, times, reason) => {
    failOnce('GET', fault, times)
    const reading = await lock().read()
    expect(reading).toEqual({ kind: 'unknown', reason: expect.stringMatching(reason), transient: false })
    expect(reasonOf(reading)).toContain(`s3://${bucket}/${lockKey}`)
  })

  test('a bucket that is not there is unknown, never free', async () => {
    expect(await lock({ bucket: 'not-there' }).read()).toMatchObject({ kind: 'unknown', transient: false })
  })

  test.each<[string, Fault]>([
    ['fails', status(500, 'InternalError')],
    ['closes the connection', { kind: 'drop', store: false }],
  ])('a store that %s is unknown for now', async (_, fault) => {
    failOnce('GET', fault, 3)
    expect(await lock().read()).toMatchObject({ kind: 'unknown', transient: true })
    expect(await lock().read()).toEqual({ kind: 'free' })
  })

  test('a store that fails once is asked again', async () => {
    failOnce('GET', status(500, 'InternalError'))
    expect(await lock().read()).toEqual({ kind: 'free' })
  })

  test('a store that cannot be reached is unknown for now', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const reading = await lockAt(`http://127.0.0.1:${port}`).read()
    expect(reading).toMatchObject({ kind: 'unknown', transient: true })
    expect(reasonOf(reading)).toContain('ECONNREFUSED')
  })

  test.each([
    ['nothing', '', 'it is not JSON'],
    ['half of a lock', ourLock.slice(0, 40), 'it is not JSON'],
    ['a page of a proxy', '<html>', 'it is not JSON'],
    ['a lock without an ID', '{"Who":"x"}', 'it has no lock ID'],
    ['a book', 'x'.repeat(maxLockBytes + 1), 'it is too large to be a lock'],
  ])('a file of %s is unknown, never free', async (_, body, reason) => {
    s3.put(bucket, lockKey, body)
    const reading = await lock().read()
    expect(reading).toMatchObject({ kind: 'unknown', transient: false })
    expect(reasonOf(reading)).toContain(`there is a lock file, but ${reason}`)
  })

  test('a file that is too large leaves no connection open, which would keep the process', async () => {
    s3.put(bucket, lockKey, 'x'.repeat(maxLockBytes + 1))
    const large = lockAt(s3.endpoint)
    await large.read()
    const handler = large.client[0]?.config.requestHandler as NodeHttpHandler
    await new Promise((resolve) => setTimeout(resolve, 50))
    const { httpAgent } = handler.httpHandlerConfigs()
    expect(httpAgent instanceof Agent ? Object.keys(httpAgent.sockets) : 'no agent').toEqual([])
  })

  test('a cancel ends a read that the store does not answer', async () => {
    failOnce('GET', { kind: 'delay', ms: 60_000 })
    const controller = new AbortController()
    const start = performance.now()
    const reading = lock().read(controller.signal)
    setTimeout(() => {
      controller.abort()
    }, 50)
    expect(await reading).toMatchObject({ kind: 'unknown', transient: true })
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('a state under a key of the customer', () => {
  const key = randomBytes(32)
  const md5 = createHash('md5').update(key).digest('base64')
  const withKey = { encrypt: true, sse_customer_key: key.toString('base64') }
  beforeEach(() => {
    s3.put(bucket, lockKey, ourLock, { sseCustomerKeyMd5: md5 })
  })

  test('has a lock that is read with the key, which Terraform itself forgets', async () => {
    expect(await lock(withKey).read()).toMatchObject({ kind: 'held', holder: { lockId: 'our-lock' } })
    const { headers } = s3.requests[0] ?? {}
    expect(headers?.['x-amz-server-side-encryption-customer-algorithm']).toBe('AES256')
  })

  test.each([
    ['no key', {}],
    ['another key', { encrypt: true, sse_customer_key: randomBytes(32).toString('base64') }],
  ])('is unknown with %s', async (_, changes) => {
    expect((await lock(changes).read()).kind).toBe('unknown')
  })
})

describe('removing the lock file', () => {
  let etag = ''
  beforeEach(() => {
    etag = s3.put(bucket, lockKey, ourLock)
  })
  const remove = async (): Promise<Removal> => await lock().remove({ etag }, proof)
  const deletes = (): (string | undefined)[] =>
    s3.requests
      .filter(({ method, key }) => method === 'DELETE' && key === lockKey)
      .map(({ headers }) => headers['if-match'])

  test('removes exactly what was judged', async () => {
    expect(await remove()).toEqual({ kind: 'removed' })
    expect(s3.keys(bucket)).toEqual([])
    expect(deletes()).toEqual([etag])
  })

  test('leaves a delete marker in a bucket with versions', async () => {
    s3.createBucket('versioned', { versioned: true })
    const version = { etag: s3.put('versioned', lockKey, ourLock) }
    expect(await lock({ bucket: 'versioned' }).remove(version, proof)).toEqual({ kind: 'removed' })
    expect(s3.keys('versioned')).toEqual([])
  })

  test('never removes the lock of somebody who was faster', async () => {
    failOnce('DELETE', {
      kind: 'run',
      before: () => {
        s3.put(bucket, lockKey, otherLock)
      },
    })
    expect(await remove()).toMatchObject({ kind: 'changed-hands', holder: { lockId: 'bobs-lock' } })
    expect(lockId()).toBe('bobs-lock')
  })

  test('a lock that changed by one letter is another one', async () => {
    s3.put(bucket, lockKey, ourLock.replace('"Info":""', '"Info":"x"'))
    expect(await remove()).toMatchObject({ kind: 'changed-hands', holder: { lockId: 'our-lock' } })
    expect(lockId()).toBe('our-lock')
  })

  test('a lock that Terraform gave back meanwhile is gone', async () => {
    failOnce('DELETE', {
      kind: 'run',
      before: () => {
        s3.remove(bucket, lockKey)
      },
    })
    expect(await remove()).toEqual({ kind: 'gone' })
  })

  test('a conflict proves nothing: it is read again, and tried again', async () => {
    failOnce('DELETE', status(409, 'ConditionalRequestConflict'))
    expect(await remove()).toEqual({ kind: 'removed' })
    expect(lockId()).toBeUndefined()
    expect(deletes()).toEqual([etag, etag])
  })

  test.each<[string, Fault]>([
    ['fails', status(500, 'InternalError')],
    ['closes the connection', { kind: 'drop', store: false }],
  ])('a store that %s is asked again, on the same condition', async (_, fault) => {
    failOnce('DELETE', fault, 3)
    expect(await remove()).toEqual({ kind: 'removed' })
    expect(new Set(deletes())).toEqual(new Set([etag]))
  })

  test.each<[string, Fault]>([
    ['500', status(500, 'InternalError', true)],
    ['a closed connection', { kind: 'drop', store: true }],
  ])('a removal that was done and answered by %s is told as gone', async (_, fault) => {
    failOnce('DELETE', fault)
    expect(await remove()).toEqual({ kind: 'gone' })
    expect(lockId()).toBeUndefined()
  })

  test('a removal that was done, then answered by 500, never takes the next lock with it', async () => {
    failOnce('DELETE', status(500, 'InternalError', true))
    const end = s3.onChange(({ key, kind }) => {
      if (key === lockKey && kind === 'delete') s3.put(bucket, lockKey, otherLock)
    })
    expect(await remove()).toMatchObject({ kind: 'changed-hands', holder: { lockId: 'bobs-lock' } })
    end()
    expect(lockId()).toBe('bobs-lock')
  })

  test('a denied removal is refused after three tries, with the reason', async () => {
    failOnce('DELETE', status(403, 'AccessDenied'), Infinity)
    const removal = await remove()
    expect(removal.kind).toBe('refused')
    expect(reasonOf(removal)).not.toBe('')
    expect(deletes()).toHaveLength(3)
    expect(lockId()).toBe('our-lock')
  })

  test('a lock that can neither be removed nor read is refused', async () => {
    failOnce('DELETE', status(403, 'AccessDenied'), Infinity)
    failOnce('GET', status(403, 'AccessDenied'), Infinity)
    expect((await remove()).kind).toBe('refused')
  })

  test('a version without an ETag is no condition', async () => {
    expect((await lock().remove({ info: 'x' }, proof)).kind).toBe('refused')
    expect(s3.requests).toEqual([])
  })
})

describe('annotating the lock file', () => {
  const info = 'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1'
  // A field of tomorrow, and the fields in an order of their own.
  const stored = '{"Later":[1.0,{"Info":1}],"ID":"our-lock","Info":"","Who":"\\"Info\\":\\"x\\"","Z":1e2}'
  const annotated = stored.replace('"Info":""', `"Info":"${info}"`)
  const body = (): string | undefined => s3.object(bucket, lockKey)?.body.toString()
  const puts = (): Record<string, unknown>[] =>
    s3.requests.filter(({ method, key }) => method === 'PUT' && key === lockKey).map(({ headers }) => headers)
  const annotate = async (changes?: Record<string, unknown>, signal?: AbortSignal): Promise<Annotation> =>
    await lock(changes).annotate('our-lock', info, signal)
  let etag = ''
  beforeEach(() => {
    etag = s3.put(bucket, lockKey, stored)
  })

  test('changes its Info and not one byte else, on the condition that it is what was read', async () => {
    expect(await annotate()).toEqual({
      kind: 'annotated',
      evidence: expect.stringContaining('scratch object'),
    })
    expect(body()).toBe(annotated)
    expect(puts()).toEqual([
      expect.objectContaining({ 'if-match': etag, 'content-type': 'application/json' }),
    ])
    expect(s3.keys(bucket)).toEqual([lockKey])
  })

  test('needs no second write', async () => {
    const once = lock()
    await once.annotate('our-lock', info)
    expect((await once.annotate('our-lock', info)).kind).toBe('annotated')
    expect(puts()).toHaveLength(1)
  })

  test('is asked for with a new text, and replaces our own', async () => {
    await annotate()
    expect((await lock().annotate('our-lock', `${info} job=2`)).kind).toBe('annotated')
    expect(body()).toContain('job=2')
  })

  test.each<[string, string | undefined]>([
    ['no lock', undefined],
    ['a lock of somebody else', otherLock],
  ])('of %s is no annotation', async (_, there) => {
    s3.remove(bucket, lockKey)
    if (there !== undefined) s3.put(bucket, lockKey, there)
    expect(await annotate()).toEqual({ kind: 'gone' })
    expect(puts()).toEqual([])
  })

  test.each([
    ['{"ID":"our-lock","Info":"consul session: 1"}', "somebody else's"],
    ['{"ID":"our-lock"}', 'has no Info'],
    ['{"ID":"our-lock","Info":"","Info":""}', 'more than one Info'],
    ['{"ID":"our-lock","Info":"","a":{"Info":"x"}}', 'more than one Info'],
    ['{"ID":"our-lock","Info":""', 'not JSON'],
    [`{"ID":"our-lock","Info":"","x":"${'x'.repeat(maxLockBytes)}"}`, 'too large'],
  ])('does not touch what is no lock of the form that is known: %.60s', async (there, reason) => {
    s3.put(bucket, lockKey, there)
    const end = await annotate()
    expect(end.kind).toBe('refused')
    expect(reasonOf(end)).toContain(reason)
    expect(puts()).toEqual([])
  })

  test('reads again what changed in between, and gives up after the third time', async () => {
    let changes = 0
    const change = (times: number): void => {
      const before = (): void => {
        changes += 1
        s3.put(bucket, lockKey, stored.replace('1e2', `${changes}`))
      }
      s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'run', before }, times })
    }
    change(2)
    expect((await annotate()).kind).toBe('annotated')
    expect(body()).toBe(annotated.replace('1e2', '2'))
    expect(puts()).toHaveLength(3)

    s3.put(bucket, lockKey, stored)
    change(Infinity)
    expect(await annotate()).toEqual({
      kind: 'refused',
      reason: expect.stringContaining('changed each time'),
    })
    expect(puts()).toHaveLength(6)
  })

  test.each<[string, () => void]>([
    ['given back', () => undefined],
    ['given back, and taken by somebody else', () => s3.put(bucket, lockKey, otherLock)],
  ])('of a lock that is %s before the write never brings it back', async (_, then) => {
    failOnce('PUT', {
      kind: 'run',
      before: () => {
        s3.remove(bucket, lockKey)
        then()
      },
    })
    expect(await annotate()).toEqual({ kind: 'gone' })
    expect(lockId()).not.toBe('our-lock')
  })

  test('never puts a version upon a delete marker', async () => {
    s3.createBucket('versioned', { versioned: true })
    s3.put('versioned', lockKey, stored)
    failOnce('PUT', {
      kind: 'run',
      before: () => {
        s3.remove('versioned', lockKey)
      },
    })
    expect(await annotate({ bucket: 'versioned' })).toEqual({ kind: 'gone' })
    expect(s3.keys('versioned')).toEqual([])
  })

  test.each<[string, Fault]>([
    ['500', status(500, 'InternalError', true)],
    ['a closed connection', { kind: 'drop', store: true }],
  ])('that was stored and answered by %s is told as done', async (_, fault) => {
    failOnce('PUT', fault)
    expect((await annotate()).kind).toBe('annotated')
    expect(body()).toBe(annotated)
  })

  test.each<[string, Fault]>([
    ['denied', status(403, 'AccessDenied')],
    ['failed', status(500, 'InternalError')],
  ])('that is %s leaves the lock as it was', async (_, fault) => {
    failOnce('PUT', fault, Infinity)
    expect((await annotate()).kind).toBe('refused')
    expect(body()).toBe(stored)
  })

  test('that the store does not answer ends with the signal', async () => {
    failOnce('PUT', { kind: 'delay', ms: 60_000 })
    const start = performance.now()
    const end = await annotate({}, AbortSignal.timeout(200))
    expect(end.kind).toBe('refused')
    expect(performance.now() - start).toBeLessThan(5_000)
    expect(await annotate({}, AbortSignal.abort())).toMatchObject({ kind: 'refused' })
  })

  describe('repeats how Terraform stores it', () => {
    const prefix = 'x-amz-server-side-encryption'
    const customerKey = randomBytes(32)
    const customerKeyMd5 = createHash('md5').update(customerKey).digest('base64')
    const checksum = createHash('sha256').update(annotated).digest('base64')
    const relevant = /^x-amz-(?:server-side|acl|checksum|tagging)/
    test.each<[Record<string, unknown>, Record<string, string>]>([
      [{}, { 'x-amz-checksum-sha256': checksum }],
      [{ skip_s3_checksum: true }, {}],
      [{ skip_s3_checksum: true, acl: 'private' }, { 'x-amz-acl': 'private' }],
      [{ skip_s3_checksum: true, encrypt: true }, { [prefix]: 'AES256' }],
      [
        { skip_s3_checksum: true, encrypt: true, kms_key_id: 'arn:aws:kms:eu-west-1:1:key/2' },
        { [prefix]: 'aws:kms', [`${prefix}-aws-kms-key-id`]: 'arn:aws:kms:eu-west-1:1:key/2' },
      ],
      [{ skip_s3_checksum: true, kms_key_id: 'arn:aws:kms:eu-west-1:1:key/2' }, {}],
    ])('%j', async (changes, expected) => {
      expect((await annotate(changes)).kind).toBe('annotated')
      const sent = Object.entries(puts()[0] ?? {}).filter(([name]) => relevant.test(name))
      expect(Object.fromEntries(sent)).toEqual(expected)
    })

    test('under the key of the customer', async () => {
      s3.put(bucket, lockKey, stored, { sseCustomerKeyMd5: customerKeyMd5 })
      const changes = { encrypt: true, sse_customer_key: customerKey.toString('base64') }
      expect((await annotate(changes)).kind).toBe('annotated')
      expect(puts()[0]).toMatchObject({
        [`${prefix}-customer-algorithm`]: 'AES256',
        [`${prefix}-customer-key`]: customerKey.toString('base64'),
        [`${prefix}-customer-key-md5`]: customerKeyMd5,
      })
    })

    test('but never takes tags from it', async () => {
      expect(await annotate({ lock_tags: { team: 'a' } })).toMatchObject({ kind: 'refused' })
      expect(puts()).toEqual([])
    })
  })

  describe('in a store other than AWS', () => {
    const probe = /\.lockstep-probe-/
    const probes = (): number => s3.requests.filter(({ key }) => probe.test(key)).length

    test('needs one trial for annotation and removal together', async () => {
      const once = lock()
      await once.annotate('our-lock', info)
      const sent = probes()
      const reading = await once.read()
      if (reading.kind !== 'held') throw new Error(reading.kind)
      expect(await once.remove(reading.version, proof)).toEqual({ kind: 'removed' })
      expect([sent, probes()]).toEqual([7, 7])
    })

    test.each<[string, number]>([
      ['PUT', 0],
      ['PUT', 3],
      ['DELETE', 0],
    ])('that ignores conditions on %s (%i) writes nothing', async (method, skip) => {
      s3.fault({ method, key: probe, skip, fault: { kind: 'ignore-conditions' } })
      expect(await annotate()).toEqual({ kind: 'refused', reason: expect.stringContaining('ignores') })
      expect(body()).toBe(stored)
      expect(puts()).toEqual([])
    })

    test('a trial that was cut short leaves nothing, and is made again for the removal', async () => {
      s3.fault({ method: 'PUT', key: probe, skip: 3, fault: { kind: 'delay', ms: 60_000 } })
      const once = lock()
      expect(await once.annotate('our-lock', info, AbortSignal.timeout(200))).toMatchObject({
        kind: 'refused',
        reason: expect.stringContaining('could not be tried'),
      })
      expect(await once.remove({ etag }, proof)).toEqual({ kind: 'removed' })
      expect(s3.keys(bucket)).toEqual([])
    })
  })
})

describe('a store other than AWS has to show that it honours conditions', () => {
  test('once a run, beside the lock, and nothing of it stays', async () => {
    const version = { etag: s3.put(bucket, lockKey, ourLock) }
    const once = lock()
    await once.remove(version, proof)
    await once.remove(version, proof)
    const probes = s3.requests.filter(({ key }) => key.startsWith(`${lockKey}.lockstep-probe-`))
    expect(new Set(probes.map(({ key }) => key)).size).toBe(1)
    expect(s3.keys(bucket)).toEqual([])
  })

  const probe = /\.lockstep-probe-/
  test.each<[string, string, number, RegExp]>([
    ['on a missing key', 'PUT', 0, /ignores If-Match on PUT/],
    ['on a key that must not be there', 'PUT', 2, /ignores If-None-Match/],
    ['on a key of another version', 'PUT', 3, /ignores If-Match on PUT/],
    ['on DELETE', 'DELETE', 0, /ignores If-Match on DELETE/],
    ['on DELETE of a missing key', 'DELETE', 2, /DELETE with If-Match on a key that does not exist/],
  ])('one that ignores them %s removes nothing', async (_, method, skip, reason) => {
    const version = { etag: s3.put(bucket, lockKey, ourLock) }
    s3.fault({ method, key: probe, skip, fault: { kind: 'ignore-conditions' } })
    const removal = await lock().remove(version, proof)
    expect(removal).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) })
    expect(s3.keys(bucket)).toEqual([lockKey])
    expect(s3.requests.filter(({ method: sent, key }) => sent === 'DELETE' && key === lockKey)).toEqual([])
  })

  test('one that cannot be asked removes nothing', async () => {
    const version = { etag: s3.put(bucket, lockKey, ourLock) }
    s3.fault({ method: 'PUT', key: probe, fault: status(403, 'AccessDenied') })
    expect(await lock().remove(version, proof)).toEqual({
      kind: 'refused',
      reason: expect.stringContaining('could not be tried'),
    })
    expect(s3.keys(bucket)).toEqual([lockKey])
  })

  describe('whoever told its address', () => {
    const saved = process.env
    beforeEach(() => {
      process.env = { ...saved }
    })
    afterEach(() => {
      process.env = saved
    })
    const removeAt = async (endpoint: string | null): Promise<[LockReading, Removal]> => {
      const careless = lockAt('', { endpoints: endpoint === null ? null : { s3: endpoint } })
      const reading = await careless.read()
      const version = reading.kind === 'held' ? reading.version : {}
      return [reading, await careless.remove(version, proof)]
    }
    const expectKept = async (store: EmbeddedS3, endpoint: string | null): Promise<void> => {
      store.put(bucket, lockKey, ourLock)
      const [reading, removal] = await removeAt(endpoint)
      expect(reading.kind).toBe('held')
      expect(removal).toMatchObject({ kind: 'refused', reason: expect.stringContaining('ignores If-Match') })
      expect(store.keys(bucket)).toEqual([lockKey])
    }
    let careless: EmbeddedS3
    beforeEach(async () => {
      careless = await startEmbeddedS3({ buckets: [bucket], ignoreConditions: true })
      others.push(careless)
    })

    test('the backend block', async () => {
      await expectKept(careless, careless.endpoint)
    })

    test('the environment, which the SDK reads itself', async () => {
      process.env['AWS_ENDPOINT_URL'] = careless.endpoint
      await expectKept(careless, null)
    })

    test('the configuration file of AWS, which only the SDK reads', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'lockstep-aws-config-'))
      process.env['AWS_CONFIG_FILE'] = join(folder, 'config')
      writeFileSync(join(folder, 'config'), `[default]\nendpoint_url = ${careless.endpoint}\n`)
      await expectKept(careless, null)
      rmSync(folder, { recursive: true })
    })
  })
})

describe('taking the lock file', () => {
  const info = { ...parseLockInfo(ourLock), operation: 'restore' }
  const hold = judgeHold('our-lock', 'nothing')
  const take = async (changes: Parameters<typeof lock>[0] = {}): Promise<Taking> =>
    await lock(changes).take(info, hold)

  test('writes what Terraform would write, on the condition that there is none', async () => {
    expect(await take({ encrypt: true })).toEqual({ kind: 'taken' })
    const stored = s3.object(bucket, lockKey)?.body.toString() ?? ''
    expect(parseLockInfo(stored)).toEqual(info)
    expect(Object.keys(JSON.parse(stored) as object)).toEqual([
      ...['ID', 'Operation', 'Info', 'Who', 'Version', 'Created', 'Path'],
    ])
    const put = s3.requests.findLast(({ method, key }) => method === 'PUT' && key === lockKey)
    expect(put?.headers).toMatchObject({
      'if-none-match': '*',
      'content-type': 'application/json',
      'x-amz-server-side-encryption': 'AES256',
    })
  })

  test('a lock that is there stays', async () => {
    s3.put(bucket, lockKey, otherLock)
    expect(await take()).toEqual({ kind: 'not-taken' })
    expect(lockId()).toBe('bobs-lock')
  })

  test('a lock that went in that moment is not taken, and no fault', async () => {
    failOnce('PUT', status(412, 'PreconditionFailed'))
    expect(await take()).toEqual({ kind: 'not-taken' })
  })

  test.each<[string, Fault]>([
    ['500', status(500, 'InternalError', true)],
    ['a closed connection', { kind: 'drop', store: true }],
  ])('a lock that was written and answered by %s is ours', async (_, fault) => {
    failOnce('PUT', fault)
    expect(await take()).toEqual({ kind: 'taken' })
    expect(lockId()).toBe('our-lock')
  })

  test('a denied write is refused, with the reason', async () => {
    failOnce('PUT', status(403, 'AccessDenied'), Infinity)
    expect(await take()).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('AccessDenied') as unknown,
    })
  })
})
