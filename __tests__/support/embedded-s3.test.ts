import type { ListObjectVersionsCommandOutput, ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import {
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Readable } from 'node:stream'
import { startDynalite } from './dynalite.ts'
import { unverifiedSignature } from './dynamodb-request.ts'
import type { EmbeddedS3 } from './embedded-s3.ts'
import { startEmbeddedS3 } from './embedded-s3.ts'
import { motoIsAvailable, startMoto } from './moto.ts'

const lockKey = 'app/terraform.tfstate.tflock'

let s3: EmbeddedS3

beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: ['plain'] })
  s3.createBucket('versioned', { versioned: true })
})

afterEach(async () => {
  await s3.close()
})

interface Reply {
  status: number
  headers: Headers
  text: string
}

async function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string,
  endpoint = s3.endpoint,
): Promise<Reply> {
  const response = await fetch(endpoint + path, { method, headers, ...(body === undefined ? {} : { body }) })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function client(): S3Client {
  return new S3Client({
    endpoint: s3.endpoint,
    region: 'us-east-1',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  })
}

function md5(text: string | Buffer): string {
  return createHash('md5').update(text).digest('hex')
}

describe('a conditional PUT', () => {
  test.each(['plain', 'versioned'])(
    'with If-None-Match creates only what is absent, in a %s bucket',
    async (bucket) => {
      const path = `/${bucket}/${lockKey}`
      const first = await send('PUT', path, { 'if-none-match': '*' }, 'one')
      expect([first.status, first.headers.get('etag')]).toEqual([200, `"${md5('one')}"`])
      const second = await send('PUT', path, { 'if-none-match': '*' }, 'two')
      expect(second.status).toBe(412)
      expect(second.text).toContain('<Code>PreconditionFailed</Code>')
      expect(s3.object(bucket, lockKey)?.body.toString()).toBe('one')
      s3.remove(bucket, lockKey)
      expect((await send('PUT', path, { 'if-none-match': '*' }, 'three')).status).toBe(200)
    },
  )

  test('has exactly one winner among many', async () => {
    const puts = Array.from({ length: 20 }, (_, index) =>
      send('PUT', `/plain/${lockKey}`, { 'if-none-match': '*' }, String(index)),
    )
    const statuses = (await Promise.all(puts)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 412)).toHaveLength(19)
  })

  test('with If-Match replaces only the version that it names, with or without quotes', async () => {
    const etag = s3.put('plain', 'key', 'one')
    expect((await send('PUT', '/plain/key', { 'if-match': `"${md5('other')}"` }, 'x')).status).toBe(412)
    expect((await send('PUT', '/plain/key', { 'if-match': etag }, 'two')).status).toBe(200)
    expect((await send('PUT', '/plain/key', { 'if-match': etag }, 'x')).status).toBe(412)
    expect((await send('PUT', '/plain/key', { 'if-match': md5('two') }, 'three')).status).toBe(200)
    expect(s3.object('plain', 'key')?.body.toString()).toBe('three')
  })

  test('with If-Match is 404 on a missing key and behind a delete marker', async () => {
    const missing = await send('PUT', '/plain/key', { 'if-match': `"${md5('one')}"` }, 'x')
    expect([missing.status, missing.text]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code>')])
    const etag = s3.put('versioned', 'key', 'one')
    s3.remove('versioned', 'key')
    expect((await send('PUT', '/versioned/key', { 'if-match': etag }, 'x')).status).toBe(404)
    expect([s3.keys('plain'), s3.keys('versioned')]).toEqual([[], []])
  })
})

describe('a conditional DELETE', () => {
  test.each(['plain', 'versioned'])(
    'removes only the version that it names, in a %s bucket',
    async (bucket) => {
      const path = `/${bucket}/${lockKey}`
      const etag = s3.put(bucket, lockKey, 'one')
      expect((await send('DELETE', path, { 'if-match': `"${md5('other')}"` })).status).toBe(412)
      expect(s3.keys(bucket)).toEqual([lockKey])
      expect((await send('DELETE', path, { 'if-match': etag })).status).toBe(204)
      expect((await send('DELETE', path, { 'if-match': etag })).status).toBe(404)
      expect((await send('DELETE', path, { 'if-match': '*' })).status).toBe(404)
      s3.put(bucket, lockKey, 'two')
      expect((await send('DELETE', path, { 'if-match': '*' })).status).toBe(204)
      expect(s3.keys(bucket)).toEqual([])
    },
  )

  test('is idempotent when it has no condition', async () => {
    s3.put('plain', 'key', 'one')
    expect((await send('DELETE', '/plain/key')).status).toBe(204)
    expect((await send('DELETE', '/plain/key')).status).toBe(204)
  })
})

test('an S3 that ignores conditions lets the second lock overwrite the first', async () => {
  const clone = await startEmbeddedS3({ buckets: ['plain'], ignoreConditions: true })
  clone.put('plain', lockKey, 'one')
  const reply = await send('PUT', `/plain/${lockKey}`, { 'if-none-match': '*' }, 'two', clone.endpoint)
  expect(reply.status).toBe(200)
  expect(clone.object('plain', lockKey)?.body.toString()).toBe('two')
  await clone.close()
})

test('an S3 that ignores conditions on DELETE alone honours them on PUT', async () => {
  const clone = await startEmbeddedS3({ buckets: ['plain'], ignoreConditions: 'on DELETE' })
  clone.put('plain', lockKey, 'one')
  const second = await send('PUT', `/plain/${lockKey}`, { 'if-none-match': '*' }, 'two', clone.endpoint)
  expect(second.status).toBe(412)
  const reply = await send(
    'DELETE',
    `/plain/${lockKey}`,
    { 'if-match': '"another"' },
    undefined,
    clone.endpoint,
  )
  expect(reply.status).toBe(204)
  expect(clone.keys('plain')).toEqual([])
  await clone.close()
})

describe('an object', () => {
  test('comes back with its body, type, metadata, encryption and checksum', async () => {
    const aws = client()
    await aws.send(
      new PutObjectCommand({
        Bucket: 'plain',
        Key: 'env:/prod/app/terraform.tfstate',
        Body: 'state',
        ContentType: 'application/json',
        Metadata: { run: '42' },
        ServerSideEncryption: 'AES256',
        ChecksumAlgorithm: 'SHA256',
      }),
    )
    const got = await aws.send(
      new GetObjectCommand({ Bucket: 'plain', Key: 'env:/prod/app/terraform.tfstate' }),
    )
    expect(got).toMatchObject({
      ContentType: 'application/json',
      Metadata: { run: '42' },
      ServerSideEncryption: 'AES256',
      ETag: `"${md5('state')}"`,
      ChecksumSHA256: createHash('sha256').update('state').digest('base64'),
    })
    expect(await got.Body?.transformToString()).toBe('state')
    expect(Math.abs(Date.now() - Number(got.LastModified))).toBeLessThan(10_000)
    aws.destroy()
  })

  test('has the same key whether it was URL-encoded or not', async () => {
    await send('PUT', '/plain/env:/prod/a+b/terraform.tfstate', {}, 'raw')
    const encoded = await send('GET', '/plain/env%3A/prod/a%2Bb/terraform.tfstate')
    expect([encoded.status, encoded.text]).toEqual([200, 'raw'])
    expect(s3.keys('plain')).toEqual(['env:/prod/a+b/terraform.tfstate'])
  })

  test('can be read in parts', async () => {
    s3.put('plain', 'key', '0123456789')
    const part = await send('GET', '/plain/key', { range: 'bytes=2-4' })
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, '234', 'bytes 2-4/10'])
    expect((await send('GET', '/plain/key', { range: 'bytes=-3' })).text).toBe('789')
    expect((await send('GET', '/plain/key', { range: 'bytes=8-99' })).text).toBe('89')
    expect((await send('GET', '/plain/key', { range: 'bytes=10-' })).status).toBe(416)
  })

  test('that is missing is 404 for GET and HEAD, with the headers of S3', async () => {
    const reply = await send('GET', '/plain/missing')
    expect([reply.status, reply.text]).toEqual([404, expect.stringContaining('<Code>NoSuchKey</Code>')])
    for (const name of ['date', 'x-amz-request-id']) expect(reply.headers.get(name)).toBeTruthy()
    expect(reply.text).toContain(reply.headers.get('x-amz-request-id'))
    expect(await send('HEAD', '/plain/missing')).toMatchObject({ status: 404, text: '' })
    expect((await send('GET', '/missing/key')).text).toContain('<Code>NoSuchBucket</Code>')
  })

  test('that has not changed is 304 when its ETag is given', async () => {
    const etag = s3.put('plain', 'key', 'one')
    expect((await send('GET', '/plain/key', { 'if-none-match': etag })).status).toBe(304)
    s3.put('plain', 'key', 'two')
    expect((await send('GET', '/plain/key', { 'if-none-match': etag })).text).toBe('two')
  })

  test('can be sent in signed chunks and in chunks with a trailer', async () => {
    const signed = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD'
    await send(
      'PUT',
      '/plain/signed',
      {
        'x-amz-content-sha256': signed,
        'x-amz-decoded-content-length': '11',
        'content-encoding': 'aws-chunked',
      },
      '6;chunk-signature=ab\r\nhello \r\n5;chunk-signature=cd\r\nworld\r\n0;chunk-signature=ef\r\n\r\n',
    )
    expect(s3.object('plain', 'signed')?.body.toString()).toBe('hello world')
    expect(s3.object('plain', 'signed')?.headers).not.toHaveProperty('content-encoding')

    const aws = client()
    const text = 'x'.repeat(200_000)
    const body = Readable.from([Buffer.from(text)])
    await aws.send(
      new PutObjectCommand({ Bucket: 'plain', Key: 'trailer', Body: body, ContentLength: text.length }),
    )
    expect(s3.requests.at(-1)?.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER')
    expect(s3.object('plain', 'trailer')?.etag).toBe(`"${md5(text)}"`)
    // The SDK compares the body with the checksum that came in the trailer.
    const got = await aws.send(
      new GetObjectCommand({ Bucket: 'plain', Key: 'trailer', ChecksumMode: 'ENABLED' }),
    )
    expect(got.ChecksumCRC32).toBeTruthy()
    expect(await got.Body?.transformToString()).toBe(text)
    aws.destroy()

    const broken = await send('PUT', '/plain/broken', { 'x-amz-content-sha256': signed }, 'no chunks')
    expect([broken.status, s3.object('plain', 'broken')]).toEqual([400, undefined])
  })

  test('can be uploaded in parts', async () => {
    const started = await send('POST', '/plain/big?uploads')
    const uploadId = /<UploadId>(.*)<\/UploadId>/.exec(started.text)?.[1] ?? ''
    await send('PUT', `/plain/big?partNumber=1&uploadId=${uploadId}`, {}, 'one')
    await send('PUT', `/plain/big?partNumber=2&uploadId=${uploadId}`, {}, 'two')
    expect(s3.object('plain', 'big')).toBeUndefined()
    const parts = [1, 2].map((number) => `<Part><PartNumber>${String(number)}</PartNumber></Part>`).join('')
    const complete = `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`
    expect((await send('POST', `/plain/big?uploadId=${uploadId}`, {}, complete)).status).toBe(200)
    expect(s3.object('plain', 'big')).toMatchObject({
      body: Buffer.from('onetwo'),
      etag: expect.stringMatching(/-2"$/),
    })
    expect((await send('PUT', `/plain/big?partNumber=1&uploadId=${uploadId}`, {}, 'late')).status).toBe(404)
  })
})

describe('an object under a key of the customer (SSE-C)', () => {
  const headerName = 'x-amz-server-side-encryption-customer-key-MD5'

  test('is 400 for a GET or HEAD that does not name the key', async () => {
    await send('PUT', `/plain/${lockKey}`, { [headerName]: 'mine' }, 'secret')
    const reply = await send('GET', `/plain/${lockKey}`)
    expect([reply.status, reply.text]).toEqual([400, expect.stringContaining('<Code>InvalidRequest</Code>')])
    expect((await send('HEAD', `/plain/${lockKey}`)).status).toBe(400)
    expect((await send('GET', `/plain/${lockKey}`, { [headerName]: 'other' })).status).toBe(403)
    expect((await send('GET', `/plain/${lockKey}`, { [headerName]: 'mine' })).text).toBe('secret')
  })

  test('can be put there directly', async () => {
    s3.put('plain', lockKey, 'secret', { sseCustomerKeyMd5: 'mine' })
    expect((await send('GET', `/plain/${lockKey}`)).status).toBe(400)
    expect((await send('GET', `/plain/${lockKey}`, { [headerName]: 'mine' })).status).toBe(200)
  })
})

describe('a versioned bucket', () => {
  test('keeps every version, and a DELETE adds a marker', async () => {
    const first = await send('PUT', `/versioned/${lockKey}`, {}, 'one')
    const firstId = first.headers.get('x-amz-version-id') ?? ''
    await send('PUT', `/versioned/${lockKey}`, {}, 'two')
    const deleted = await send('DELETE', `/versioned/${lockKey}`)
    const markerId = deleted.headers.get('x-amz-version-id') ?? ''
    expect([deleted.status, deleted.headers.get('x-amz-delete-marker')]).toEqual([204, 'true'])

    const current = await send('GET', `/versioned/${lockKey}`)
    expect([current.status, current.headers.get('x-amz-delete-marker')]).toEqual([404, 'true'])
    expect((await send('GET', `/versioned/${lockKey}?versionId=${firstId}`)).text).toBe('one')
    expect((await send('GET', `/versioned/${lockKey}?versionId=${markerId}`)).status).toBe(405)
    expect((await send('GET', `/versioned/${lockKey}?versionId=none`)).text).toContain('NoSuchVersion')

    await send('DELETE', `/versioned/${lockKey}?versionId=${markerId}`)
    expect((await send('GET', `/versioned/${lockKey}`)).text).toBe('two')
  })

  test('lists versions and markers in pages, newest first', async () => {
    s3.put('versioned', 'a', '1')
    s3.put('versioned', 'a', '2')
    s3.remove('versioned', 'a')
    s3.put('versioned', 'b', '3')
    s3.put('versioned', 'other', '4')
    const aws = client()
    const seen: string[] = []
    let page: ListObjectVersionsCommandOutput | undefined
    do {
      page = await aws.send(
        new ListObjectVersionsCommand({
          Bucket: 'versioned',
          MaxKeys: 1,
          KeyMarker: page?.NextKeyMarker,
          VersionIdMarker: page?.NextVersionIdMarker,
        }),
      )
      for (const { Key, IsLatest } of page.DeleteMarkers ?? [])
        seen.push(`${String(Key)} marker ${String(IsLatest)}`)
      for (const { Key, IsLatest } of page.Versions ?? [])
        seen.push(`${String(Key)} version ${String(IsLatest)}`)
    } while (page.IsTruncated === true)
    aws.destroy()
    expect(seen).toEqual([
      'a marker true',
      'a version false',
      'a version false',
      'b version true',
      'other version true',
    ])
    expect(s3.keys('versioned')).toEqual(['b', 'other'])
  })

  test('can be made of a plain one', async () => {
    const aws = client()
    s3.put('plain', 'key', 'before')
    expect((await aws.send(new GetBucketVersioningCommand({ Bucket: 'plain' }))).Status).toBeUndefined()
    await aws.send(
      new PutBucketVersioningCommand({ Bucket: 'plain', VersioningConfiguration: { Status: 'Enabled' } }),
    )
    expect((await aws.send(new GetBucketVersioningCommand({ Bucket: 'plain' }))).Status).toBe('Enabled')
    s3.put('plain', 'key', 'after')
    expect((await send('GET', '/plain/key?versionId=null')).text).toBe('before')
    aws.destroy()
  })
})

describe('a bucket', () => {
  test('lists its keys by prefix and delimiter, in pages', async () => {
    for (const key of ['app/a', 'app/b', 'app/c/1', 'app/c/2', 'app/d', 'zoo']) s3.put('plain', key, key)
    const aws = client()
    const seen: (string | undefined)[][] = []
    let page: ListObjectsV2CommandOutput | undefined
    do {
      page = await aws.send(
        new ListObjectsV2Command({
          Bucket: 'plain',
          Prefix: 'app/',
          Delimiter: '/',
          MaxKeys: 2,
          ContinuationToken: page?.NextContinuationToken,
        }),
      )
      const prefixes = (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix)
      seen.push([...(page.Contents ?? []).map(({ Key }) => Key), ...prefixes])
    } while (page.IsTruncated === true)
    aws.destroy()
    expect(seen).toEqual([
      ['app/a', 'app/b'],
      ['app/d', 'app/c/'],
    ])
  })

  test('answers for itself, and 404 when it is missing', async () => {
    const aws = client()
    await aws.send(new HeadBucketCommand({ Bucket: 'plain' }))
    const location = await aws.send(new GetBucketLocationCommand({ Bucket: 'plain' }))
    expect(location.LocationConstraint).toBeFalsy()
    await expect(aws.send(new HeadBucketCommand({ Bucket: 'missing' }))).rejects.toMatchObject({
      name: 'NotFound',
    })
    await expect(aws.send(new HeadObjectCommand({ Bucket: 'plain', Key: 'missing' }))).rejects.toMatchObject({
      name: 'NotFound',
    })
    aws.destroy()
  })

  test('deletes several objects at once, each under its own condition', async () => {
    const etag = s3.put('plain', 'a&b', '1')
    s3.put('plain', 'c', '2')
    s3.put('plain', 'd', '3')
    const aws = client()
    const objects = [{ Key: 'a&b', ETag: etag }, { Key: 'c', ETag: etag }, { Key: 'd' }]
    const { Deleted, Errors } = await aws.send(
      new DeleteObjectsCommand({ Bucket: 'plain', Delete: { Objects: objects } }),
    )
    aws.destroy()
    expect(Deleted?.map(({ Key }) => Key)).toEqual(['a&b', 'd'])
    expect(Errors).toMatchObject([{ Key: 'c', Code: 'PreconditionFailed' }])
    expect(s3.keys('plain')).toEqual(['c'])
  })

  test('refuses what is not implemented instead of doing something else', async () => {
    expect((await send('GET', '/plain?policyStatus')).status).toBe(501)
    expect((await send('PUT', '/plain/key?tagging', {}, '<Tagging/>')).status).toBe(501)
    expect((await send('PUT', '/plain/key', { 'x-amz-copy-source': '/plain/other' })).status).toBe(501)
    expect(s3.keys('plain')).toEqual([])
  })
})

describe('a fault', () => {
  const path = `/plain/${lockKey}`

  test('can answer a status without doing the operation, or after it', async () => {
    s3.fault({
      method: 'PUT',
      key: lockKey,
      fault: { kind: 'status', status: 409, code: 'ConditionalRequestConflict' },
    })
    const refused = await send('PUT', path, {}, 'one')
    expect([refused.status, refused.text]).toEqual([
      409,
      expect.stringContaining('ConditionalRequestConflict'),
    ])
    expect(s3.keys('plain')).toEqual([])
    s3.fault({
      method: 'PUT',
      key: lockKey,
      fault: { kind: 'status', status: 500, code: 'InternalError', store: true },
    })
    expect((await send('PUT', path, {}, 'one')).status).toBe(500)
    expect(s3.keys('plain')).toEqual([lockKey])
    expect((await send('PUT', path, {}, 'two')).status).toBe(200)
  })

  test('can close the socket before the operation or after it', async () => {
    s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'drop', store: false } })
    await expect(send('PUT', path, {}, 'one')).rejects.toThrow()
    expect(s3.keys('plain')).toEqual([])
    s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'drop', store: true } })
    await expect(send('PUT', path, {}, 'one')).rejects.toThrow()
    expect(s3.keys('plain')).toEqual([lockKey])
    expect(s3.requests.map(({ status }) => status)).toEqual([0, 0])
  })

  test('can delay the operation, or only its answer', async () => {
    const storedAfterMs = async (then?: 'store-first'): Promise<number> => {
      const start = performance.now()
      let storedAt = Infinity
      const stop = s3.onChange((change) => (storedAt = change.at))
      const fault = { kind: 'delay', ms: 60, ...(then === undefined ? {} : { then }) } as const
      s3.fault({ method: 'PUT', key: lockKey, fault })
      await send('PUT', path, {}, 'one')
      stop()
      expect(performance.now() - start).toBeGreaterThanOrEqual(55)
      return storedAt - start
    }
    expect(await storedAfterMs()).toBeGreaterThanOrEqual(55)
    expect(await storedAfterMs('store-first')).toBeLessThan(50)
  })

  test('can ignore the conditions', async () => {
    s3.put('plain', lockKey, 'one')
    s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'ignore-conditions' } })
    expect((await send('PUT', path, { 'if-none-match': '*' }, 'two')).status).toBe(200)
    expect((await send('PUT', path, { 'if-none-match': '*' }, 'three')).status).toBe(412)
  })

  test('can change the world just before the operation or just after it', async () => {
    s3.put('plain', lockKey, 'one')
    const before = (): void => {
      s3.remove('plain', lockKey)
    }
    s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'run', before } })
    expect((await send('PUT', path, { 'if-none-match': '*' }, 'two')).status).toBe(200)
    const after = async (): Promise<void> => {
      await send('DELETE', path)
    }
    s3.fault({ method: 'PUT', key: lockKey, fault: { kind: 'run-after', after } })
    expect((await send('PUT', path, { 'if-none-match': '*' }, 'three')).status).toBe(412)
    expect(s3.keys('plain')).toEqual([])
  })

  test('skips and repeats as told, matches by pattern, and can be cleared', async () => {
    const fault = { kind: 'status', status: 503, code: 'SlowDown' } as const
    s3.fault({ method: 'GET', key: /\.tflock$/g, fault, skip: 1, times: 2 })
    const statuses: number[] = []
    for (let count = 0; count < 4; count += 1) statuses.push((await send('GET', path)).status)
    expect((await send('GET', '/plain/other')).status).toBe(404)
    expect(statuses).toEqual([404, 503, 503, 404])
    s3.fault({ method: 'GET', key: lockKey, fault, times: Infinity })
    expect((await send('GET', path)).status).toBe(503)
    s3.clearFaults()
    expect((await send('GET', path)).status).toBe(404)
  })

  test('does not hide what its callback throws', async () => {
    const own = await startEmbeddedS3({ buckets: ['plain'] })
    const before = (): void => {
      throw new Error('an expectation failed')
    }
    own.fault({ method: 'GET', key: lockKey, fault: { kind: 'run', before } })
    expect((await send('GET', path, {}, undefined, own.endpoint)).status).toBe(500)
    await expect(own.close()).rejects.toThrow('an expectation failed')
  })
})

test('changes are told as they happen, until nobody listens', async () => {
  const changes: string[] = []
  const stop = s3.onChange(({ bucket, key, kind }) => changes.push(`${kind} ${bucket}/${key}`))
  await send('PUT', '/plain/key', {}, 'one')
  await send('DELETE', '/plain/key')
  await send('DELETE', '/plain/key')
  s3.put('versioned', 'key', 'two')
  stop()
  s3.remove('versioned', 'key')
  expect(changes).toEqual(['put plain/key', 'delete plain/key', 'put versioned/key'])
})

test('closing ends requests that are still waiting', async () => {
  const own = await startEmbeddedS3({ buckets: ['plain'] })
  own.fault({ method: 'GET', key: lockKey, fault: { kind: 'delay', ms: 60_000 } })
  const waiting = expect(send('GET', `/plain/${lockKey}`, {}, undefined, own.endpoint)).rejects.toThrow()
  while (own.requests.length === 0) await new Promise((resolve) => setImmediate(resolve))
  await own.close()
  await waiting
})

describe('the real Terraform', () => {
  const stateKey = 'app/terraform.tfstate'
  let folder: string

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'terraform-'))
  })

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  async function writeConfiguration(
    backend: Record<string, unknown>,
    endpoints: Record<string, string>,
  ): Promise<void> {
    const configuration = {
      terraform: {
        backend: {
          s3: {
            bucket: 'plain',
            key: stateKey,
            endpoints,
            use_path_style: true,
            skip_credentials_validation: true,
            skip_metadata_api_check: true,
            skip_region_validation: true,
            skip_requesting_account_id: true,
            ...backend,
          },
        },
      },
      resource: { terraform_data: { one: { input: 'one' } } },
    }
    await writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration))
  }

  function terraform(...args: string[]): Promise<{ code: number; output: string }> {
    const env = {
      PATH: process.env['PATH'],
      HOME: folder,
      CHECKPOINT_DISABLE: '1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_REGION: 'us-east-1',
    }
    return new Promise((resolve) => {
      const child = execFile(
        'terraform',
        args,
        { cwd: folder, env, maxBuffer: Infinity },
        (_, stdout, stderr) => {
          resolve({ code: child.exitCode ?? -1, output: stdout + stderr })
        },
      )
    })
  }

  async function expectSuccess(...args: string[]): Promise<void> {
    expect(await terraform(...args)).toMatchObject({ code: 0 })
  }

  const lockInfo = JSON.stringify({
    ID: '11111111-2222-3333-4444-555555555555',
    Operation: 'OperationTypeApply',
    Info: '',
    Who: 'someone@elsewhere',
    Version: '1.11.4',
    Created: '2026-01-01T00:00:00.000000000Z',
    Path: `plain/${stateKey}`,
  })

  async function expectRefusal(): Promise<void> {
    const { code, output } = await terraform('apply', '-auto-approve', '-input=false', '-no-color')
    expect(code).toBe(1)
    expect(output).toContain('11111111-2222-3333-4444-555555555555')
    expect(output).toContain('someone@elsewhere')
  }

  test('locks by a conditional PUT, saves its state, unlocks, and respects a foreign lock', async () => {
    await writeConfiguration({ use_lockfile: true }, { s3: s3.endpoint })
    await expectSuccess('init', '-input=false')
    await expectSuccess('apply', '-auto-approve', '-input=false')

    expect(s3.keys('plain')).toEqual([stateKey])
    expect(s3.object('plain', stateKey)?.body.toString()).toContain('"terraform_data"')
    const lockRequests = s3.requests.filter(({ key }) => key === `${stateKey}.tflock`)
    expect(lockRequests.map(({ method, status }) => `${method} ${String(status)}`)).toEqual([
      'PUT 200',
      'GET 200',
      'DELETE 204',
    ])
    expect(lockRequests[0]?.headers['if-none-match']).toBe('*')

    s3.put('plain', `${stateKey}.tflock`, lockInfo)
    await expectRefusal()
  }, 30_000)

  test('uploads a large state in parts, and reads it in parts', async () => {
    await writeConfiguration({ use_lockfile: true }, { s3: s3.endpoint })
    await expectSuccess('init', '-input=false')
    const outputs = { large: { value: 'x'.repeat(6 * 1024 * 1024), type: 'string' } }
    const state = {
      version: 4,
      terraform_version: '1.11.4',
      serial: 1,
      lineage: 'one',
      outputs,
      resources: [],
    }
    await writeFile(join(folder, 'large.tfstate'), JSON.stringify(state))
    await expectSuccess('state', 'push', 'large.tfstate')
    expect(s3.requests.some(({ query }) => query.has('uploadId'))).toBe(true)
    expect(s3.keys('plain')).toEqual([stateKey])

    const pulled = await terraform('state', 'pull')
    expect(s3.requests.some(({ status }) => status === 206)).toBe(true)
    expect(JSON.parse(pulled.output)).toMatchObject({ outputs })
  }, 30_000)

  test('locks in dynalite, and respects a foreign lock there', async () => {
    const dynamodb = await startDynalite()
    await dynamodb.createLockTable('locks')
    await writeConfiguration({ dynamodb_table: 'locks' }, { s3: s3.endpoint, dynamodb: dynamodb.endpoint })
    await expectSuccess('init', '-input=false')
    let lockWhileSaving: Record<string, string> | undefined
    const after = async (): Promise<void> => {
      lockWhileSaving = await dynamodb.item('locks', `plain/${stateKey}`)
    }
    s3.fault({ method: 'PUT', key: stateKey, fault: { kind: 'run-after', after } })
    await expectSuccess('apply', '-auto-approve', '-input=false')

    expect(JSON.parse(lockWhileSaving?.['Info'] ?? '{}')).toMatchObject({ Operation: 'OperationTypeApply' })
    expect(await dynamodb.item('locks', `plain/${stateKey}`)).toBeUndefined()
    const state = s3.object('plain', stateKey)
    expect(await dynamodb.item('locks', `plain/${stateKey}-md5`)).toMatchObject({
      Digest: md5(state?.body ?? ''),
    })

    await dynamodb.putItem('locks', `plain/${stateKey}`, lockInfo)
    await expectRefusal()
    await dynamodb.deleteItem('locks', `plain/${stateKey}`)
    await expectSuccess('plan', '-input=false')
    await dynamodb.close()
  }, 30_000)

  test('locks in moto, by S3 and DynamoDB at once', async () => {
    if (!(await motoIsAvailable())) {
      if (process.env['LOCKSTEP_REQUIRE_MOTO'] === '1') throw new Error('moto_server is not on PATH.')
      console.info('Skipped: moto_server is not on PATH.')
      return
    }
    const moto = await startMoto()
    try {
      await moto.createBucket('plain', { versioned: true })
      await moto.createLockTable('locks')
      const endpoints = { s3: moto.endpoint, dynamodb: moto.endpoint }
      await writeConfiguration({ use_lockfile: true, dynamodb_table: 'locks' }, endpoints)
      await expectSuccess('init', '-input=false')
      await expectSuccess('apply', '-auto-approve', '-input=false')
      // moto treats a request without a signature as a stranger's: 403.
      const signature = unverifiedSignature('s3')
      const state = await send('GET', `/plain/${stateKey}`, signature, undefined, moto.endpoint)
      expect([state.status, state.text]).toEqual([200, expect.stringContaining('"terraform_data"')])
      const lock = await send('GET', `/plain/${stateKey}.tflock`, signature, undefined, moto.endpoint)
      expect(lock.status).toBe(404)
      await send('PUT', `/plain/${stateKey}.tflock`, signature, lockInfo, moto.endpoint)
      await expectRefusal()
    } finally {
      await moto.close()
    }
  }, 90_000)
})
