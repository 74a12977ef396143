import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createS3Client } from '../../src/backend/aws-clients.ts'
import type { ApplyLedger, PlanEntry, PlanReading, PlanStore } from '../../src/plan/plan-store.ts'
import { requestIdOf, selectorOf } from '../../src/plan/reviewed-plan.ts'
import { createS3PlanStore } from '../../src/plan-store/s3.ts'
import { s3ConfigFor } from '../support/backend-config.ts'
import '../support/errors-of-node.ts'
import { startEmbeddedS3, type EmbeddedS3, type Fault } from '../support/embedded-s3.ts'
import { motoIsAvailable, startMoto } from '../support/moto.ts'
import { commitOfPlan as commit, planRun, reviewedPlan, type PlanChanges } from '../support/reviewed-plan.ts'

const bucket = 'tfstate'
const state = 'app/terraform.tfstate'
const plans = `.lockstep/plans/${state}/${commit}/`
const keyName = `.lockstep/keys/${state}`
const claims = `.lockstep/claims/${state}/`
const appliedName = `.lockstep/applied/${state}`
const denied: Fault = { kind: 'status', status: 403, code: 'AccessDenied' }
const always = { times: Infinity }

let s3: EmbeddedS3
const clients: S3Client[] = []
beforeEach(async () => {
  s3 = await startEmbeddedS3({ buckets: [bucket] })
})
afterEach(async () => {
  for (const client of clients.splice(0)) client.destroy()
  await s3.close()
})

function open(changes: Record<string, unknown> = {}, endpoint = s3.endpoint): PlanStore {
  const config = s3ConfigFor(endpoint, changes)
  let client: Promise<S3Client> | undefined
  return createS3PlanStore(config, async () => {
    const created = await (client ??= createS3Client(config))
    clients.push(created)
    return created
  })
}
const ledger = (): ApplyLedger => open().ledger!

async function put(store = open(), changes: PlanChanges = {}): Promise<PlanEntry> {
  const key = await store.readKey()
  await store.put(reviewedPlan(key, changes), key)
  const [entry] = await store.list(changes.record?.commit ?? commit)
  if (entry === undefined) throw new Error('the plan is not listed')
  return entry
}
const read = async (entry: PlanEntry, store = open()): Promise<PlanReading> =>
  await store.read(commit, entry, await store.readKey())
const puts = (): Record<string, unknown>[] =>
  s3.requests.filter(({ method }) => method === 'PUT').map(({ headers }) => headers)

describe('a stored plan', () => {
  test('is listed with what its name tells, and read as it was', async () => {
    const entry = await put()
    const plan = reviewedPlan(await open().readKey())
    const { request, planFileDigest } = plan.record
    expect(entry).toMatchObject({
      selector: selectorOf(request),
      requestId: requestIdOf(request),
      planFileDigest,
      runId: planRun.runId,
    })
    expect(Math.abs(entry.storedAt - Date.now())).toBeLessThan(10_000)
    expect(await read(entry)).toEqual({ kind: 'read', plan, key: await open().readKey() })
    expect(s3.keys(bucket)).toEqual([keyName, `${plans}${entry.id.slice(commit.length + 1)}`])
    expect(open().placeOf(commit)).toBe(`s3://${bucket}/${plans}`)
  })

  test('of a workspace is beside the state of the workspace', async () => {
    const config = s3ConfigFor(s3.endpoint, {}, 'prod')
    const store = createS3PlanStore(config, async () => {
      clients.push(await createS3Client(config))
      return clients.at(-1)!
    })
    await put(store)
    expect(s3.keys(bucket).at(-1)).toMatch(/^\.lockstep\/plans\/env:\/prod\/app\/terraform\.tfstate\/c0ffee/)
  })

  test('comes after newer ones, and before older ones, whatever their names are', async () => {
    const store = open()
    const key = await store.readKey()
    for (const runId of [5, 11, 2])
      await store.put(reviewedPlan(key, { record: { run: { ...planRun, runId } } }), key)
    const stored = await store.list(commit)
    // All of one second, so the run counts.
    const atOnce = new Date('2026-11-23T10:00:00Z')
    for (const { id } of stored)
      s3.put(
        bucket,
        `.lockstep/plans/${state}/${id}`,
        s3.object(bucket, `.lockstep/plans/${state}/${id}`)!.body,
        {
          lastModified: atOnce,
        },
      )
    expect((await store.list(commit)).map(({ runId }) => runId)).toEqual([11, 5, 2])
    const oldest = `.lockstep/plans/${state}/${stored.find(({ runId }) => runId === 2)!.id}`
    s3.put(bucket, oldest, 'x', { lastModified: new Date('2026-11-23T10:00:01Z') })
    expect((await store.list(commit)).map(({ runId }) => runId)).toEqual([2, 11, 5])
  })

  test('is all there is: what has another name, or lies deeper, is no plan', async () => {
    const entry = await put()
    const name = entry.id.slice(commit.length + 1)
    for (const key of ['README', `${name}.bak`, `deeper/${name}`, `${commit}/${name}`])
      s3.put(bucket, `${plans}${key}`, 'x')
    s3.put(bucket, `.lockstep/plans/${state}/${'f'.repeat(40)}/${name}`, 'x')
    expect((await open().list(commit)).map(({ id }) => id)).toEqual([entry.id])
  })

  test('is found on a later page too', async () => {
    for (let n = 0; n < 1_100; n += 1) s3.put(bucket, `${plans}!${String(n).padStart(5, '0')}`, 'x')
    const entry = await put()
    expect(await open().list(commit)).toEqual([entry])
  })

  test('is never written over, and two of one moment stand side by side', async () => {
    const store = open()
    const key = await store.readKey()
    const both = [1, 2].map((attempt) => reviewedPlan(key, { record: { run: { ...planRun, attempt } } }))
    await Promise.all(
      both.map(async (plan) => {
        await store.put(plan, key)
      }),
    )
    expect(await store.list(commit)).toHaveLength(2)
    expect(puts().every((headers) => headers['if-none-match'] === '*')).toBe(true)
  })

  test('counts as stored where only the answer was lost', async () => {
    s3.fault({
      method: 'PUT',
      key: /plans/,
      fault: { kind: 'status', status: 500, code: 'InternalError', store: true },
    })
    expect((await read(await put())).kind).toBe('read')
    s3.fault({ method: 'PUT', key: /plans/, fault: { kind: 'drop', store: true } })
    await put(open(), { record: { createdAt: '2026-11-23T10:00:02Z' } })
    expect(await open().list(commit)).toHaveLength(2)
  })

  test('is stored once a conflict is over', async () => {
    const conflict: Fault = { kind: 'status', status: 409, code: 'ConditionalRequestConflict' }
    s3.fault({ method: 'PUT', key: /plans/, fault: conflict, times: 2 })
    expect((await read(await put())).kind).toBe('read')
  })
})

describe('a plan is refused', () => {
  const keyOf = (entry: PlanEntry): string => `.lockstep/plans/${state}/${entry.id}`
  const reasonOf = async (entry: PlanEntry): Promise<string> => {
    const reading = await read(entry)
    return reading.kind === 'refused' ? reading.reason : 'it was read'
  }

  test('if it is gone', async () => {
    const entry = await put()
    s3.remove(bucket, keyOf(entry))
    expect(await reasonOf(entry)).toContain('it is gone')
  })

  test('if somebody has written over it', async () => {
    const entry = await put()
    s3.put(bucket, keyOf(entry), 'terraform')
    expect(await reasonOf(entry)).toBe('it is not whole')
  })

  test('if it was made with the key of another state', async () => {
    const entry = await put(open({ key: 'other' }))
    const other = s3.object(bucket, `.lockstep/plans/other/${entry.id}`)!
    s3.put(bucket, keyOf(entry), other.body)
    expect(await reasonOf(entry)).toContain('another digest key')
  })

  test('if it is a copy of another commit', async () => {
    const entry = await put(open(), { record: { commit: 'a'.repeat(40) } })
    const copy = { ...entry, id: entry.id.replace(/^\w+/, commit) }
    s3.put(bucket, keyOf(copy), s3.object(bucket, keyOf(entry))!.body)
    expect(await reasonOf(copy)).toBe('it is the plan of another commit')
  })

  test('if it is a copy under a name by which it could be claimed again', async () => {
    const entry = await put()
    const copy = { ...entry, id: entry.id.replace(/.{8}$/, '00000000') }
    s3.put(bucket, keyOf(copy), s3.object(bucket, keyOf(entry))!.body)
    expect(await open().list(commit)).toHaveLength(2)
    expect(await reasonOf(copy)).toBe('it is a copy under another name')
  })
})

describe('the objects', () => {
  test('are encrypted as the state is', async () => {
    await put(open({ encrypt: true, kms_key_id: 'alias/state', acl: 'bucket-owner-full-control' }))
    expect(puts()).toHaveLength(2)
    for (const headers of puts()) {
      expect(headers).toMatchObject({
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': 'alias/state',
        'x-amz-acl': 'bucket-owner-full-control',
        'x-amz-sdk-checksum-algorithm': 'SHA256',
      })
    }
    expect(puts().map((headers) => headers['content-type'])).toEqual([
      'application/json',
      'application/octet-stream',
    ])
  })

  test('are read with the key of the customer, and by no one else', async () => {
    const customerKey = { encrypt: true, sse_customer_key: Buffer.alloc(32, 7).toString('base64') }
    const entry = await put(open(customerKey))
    expect((await read(entry, open(customerKey))).kind).toBe('read')
    const { ledger } = open(customerKey)
    expect(await ledger!.claim(entry.id, planRun)).toMatchObject({ kind: 'claimed' })
    expect(await ledger!.claim(entry.id, planRun)).toMatchObject({ kind: 'taken', run: planRun })
    await expect(open().readKey()).rejects.toThrow(/could not be read: InvalidRequest/)
  })

  test('are the newest versions of a bucket that keeps them all', async () => {
    await s3.close()
    s3 = await startEmbeddedS3({ buckets: [bucket], versioned: true })
    const entry = await put()
    const { claim, giveBack } = ledger()
    for (let times = 0; times < 2; times += 1) {
      const claiming = await claim(entry.id, planRun)
      expect(claiming.kind).toBe('claimed')
      if (claiming.kind === 'claimed') expect(await giveBack(entry.id, claiming.claim)).toBeUndefined()
    }
    expect((await read(entry)).kind).toBe('read')
  })
})

describe('the digest key', () => {
  test('is made once, and stays', async () => {
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => open().readKey()))
    for (const other of others) expect(other).toEqual(first)
    expect(await open().readKey()).toEqual(first)
    expect(first!.bytes).toHaveLength(32)
    expect(await open({ key: 'other' }).readKey()).not.toEqual(first)
  })

  test('is made where a missing key reads as denied', async () => {
    s3.fault({ method: 'GET', key: keyName, fault: denied })
    const key = await open().readKey()
    expect(await open().readKey()).toEqual(key)
  })

  test('is the one of whoever was faster', async () => {
    const rival = JSON.stringify({ key: 'ab'.repeat(32) })
    const before = (): void => void s3.put(bucket, keyName, rival)
    s3.fault({ method: 'PUT', key: keyName, fault: { kind: 'run', before } })
    expect((await open().readKey()).bytes.toString('hex')).toBe('ab'.repeat(32))
  })

  test('is ours where the answer to its making was lost', async () => {
    s3.fault({
      method: 'PUT',
      key: keyName,
      fault: { kind: 'status', status: 503, code: 'SlowDown', store: true },
    })
    const key = await open().readKey()
    expect(await open().readKey()).toEqual(key)
  })

  test('that may not be read is told with the permission that is missing', async () => {
    await open().readKey()
    s3.fault({ method: 'GET', key: keyName, fault: denied, ...always })
    await expect(open().readKey()).rejects.toThrow(
      `s3://${bucket}/${keyName} could not be read: AccessDenied: A fault of the embedded S3, as the test ordered. The role needs s3:GetObject on arn:aws:s3:::${bucket}/.lockstep/keys/*`,
    )
  })

  test.each(['hello', '{"key":"abc"}', 'null', JSON.stringify({ key: 'AB'.repeat(32) })])(
    'is never made of %s, nor written over it',
    async (content) => {
      s3.put(bucket, keyName, content)
      await expect(open().readKey()).rejects.toThrow('is no digest key')
      expect(s3.object(bucket, keyName)?.body.toString()).toBe(content)
    },
  )
})

describe('a claim', () => {
  const planId = `${commit}/a-plan`
  const rival = { ...planRun, runId: 43 }

  test('is had by one of many, and the others are told by whom', async () => {
    const runs = Array.from({ length: 8 }, (_, index) => ({ ...planRun, runId: index + 1 }))
    const claimings = await Promise.all(runs.map(async (run) => await ledger().claim(planId, run)))
    const winners = claimings.flatMap(({ kind }, index) => (kind === 'claimed' ? [runs[index]] : []))
    expect(winners).toHaveLength(1)
    for (const claiming of claimings) if (claiming.kind === 'taken') expect(claiming.run).toEqual(winners[0])
    expect(s3.keys(bucket)).toEqual([`${claims}${planId}`])
  })

  test('holds for a later run, with the time of the store', async () => {
    await ledger().claim(planId, planRun)
    const claiming = await ledger().claim(planId, rival)
    expect(claiming).toMatchObject({ kind: 'taken', run: planRun })
    if (claiming.kind === 'taken')
      expect(Math.abs(Date.parse(claiming.since) - Date.now())).toBeLessThan(10_000)
  })

  test('is seen even in a store that ignores conditions', async () => {
    await s3.close()
    s3 = await startEmbeddedS3({ buckets: [bucket], ignoreConditions: true })
    expect((await ledger().claim(planId, planRun)).kind).toBe('claimed')
    expect((await ledger().claim(planId, rival)).kind).toBe('taken')
  })

  test.each<[string, Fault, number]>([
    ['an error', { kind: 'status', status: 500, code: 'InternalError', store: true }, 1],
    ['errors only', { kind: 'status', status: 500, code: 'InternalError', store: true }, Infinity],
    ['a lost connection', { kind: 'drop', store: true }, 1],
  ])(
    'that was stored and answered with %s is ours',
    async (_, fault, times) => {
      s3.fault({ method: 'PUT', key: /claims/, fault, times })
      const claiming = await ledger().claim(planId, planRun)
      s3.clearFaults()
      expect(claiming.kind).toBe('claimed')
      if (claiming.kind === 'claimed') {
        expect(claiming.claim.version).toBe(s3.object(bucket, `${claims}${planId}`)?.etag)
        expect(await ledger().giveBack(planId, claiming.claim)).toBeUndefined()
      }
      expect(s3.keys(bucket)).toEqual([])
    },
    20_000,
  )

  test('that was not stored is not ours', async () => {
    s3.fault({
      method: 'PUT',
      key: /claims/,
      fault: { kind: 'status', status: 500, code: 'InternalError' },
      ...always,
    })
    await expect(ledger().claim(planId, planRun)).rejects.toThrow(
      `s3://${bucket}/${claims}${planId} could not be written`,
    )
  }, 20_000)

  test('of somebody who was faster between our look and our write is not ours', async () => {
    const before = (): void => void s3.put(bucket, `${claims}${planId}`, '{"nonce":"theirs"}')
    s3.fault({ method: 'PUT', key: /claims/, fault: { kind: 'run', before } })
    expect(await ledger().claim(planId, planRun)).toMatchObject({ kind: 'taken', run: undefined })
  })

  test('is made where a missing one reads as denied, and taken where it can only be met', async () => {
    s3.fault({ method: 'GET', key: /claims/, fault: denied, ...always })
    expect((await ledger().claim(planId, planRun)).kind).toBe('claimed')
    expect(await ledger().claim(planId, rival)).toEqual({ kind: 'taken', run: undefined, since: '' })
  })

  test('that may not be made throws, with the permission', async () => {
    s3.fault({ method: 'PUT', key: /claims/, fault: denied, ...always })
    await expect(ledger().claim(planId, planRun)).rejects.toThrow(
      `The role needs s3:PutObject on arn:aws:s3:::${bucket}/.lockstep/claims/*`,
    )
  })

  test('is seen through once it was begun, so that a cancel does not leave one that nobody knows of', async () => {
    const cancel = new AbortController()
    const before = async (): Promise<void> => {
      cancel.abort()
      await sleep(200)
    }
    s3.fault({ method: 'PUT', key: /claims/, fault: { kind: 'run', before } })
    expect((await ledger().claim(planId, planRun, cancel.signal)).kind).toBe('claimed')
    await expect(ledger().claim(planId, planRun, cancel.signal)).rejects.toThrow(/abort/)
  })

  test('that was given back can be had again', async () => {
    const { claim, giveBack } = ledger()
    const claiming = await claim(planId, planRun)
    if (claiming.kind !== 'claimed') throw new Error('not claimed')
    expect(await giveBack(planId, claiming.claim)).toBeUndefined()
    // Its answer may have been lost.
    expect(await giveBack(planId, claiming.claim)).toBeUndefined()
    expect((await ledger().claim(planId, rival)).kind).toBe('claimed')
    expect(await giveBack(planId, claiming.claim)).toContain('somebody else')
    // By its nonce alone, as the post step knows it, nobody else's is touched either.
    expect(await giveBack(planId, { nonce: claiming.claim.nonce })).toBeUndefined()
    expect(s3.keys(bucket)).toHaveLength(1)
    const deletes = s3.requests.filter(
      ({ method, key }) => method === 'DELETE' && key === `${claims}${planId}`,
    )
    expect(deletes.map(({ headers }) => headers['if-match'])).toEqual(
      Array<string | undefined>(3).fill(claiming.claim.version),
    )
  })

  test('is left in a store that ignores conditions', async () => {
    const { claim, giveBack } = ledger()
    const claiming = await claim(planId, planRun)
    if (claiming.kind !== 'claimed') throw new Error('not claimed')
    s3.fault({ method: 'DELETE', key: /./, fault: { kind: 'ignore-conditions' }, ...always })
    expect(await giveBack(planId, claiming.claim)).toMatch(
      /was left, since this store ignores If-Match on DELETE/,
    )
    expect(s3.keys(bucket)).toEqual([`${claims}${planId}`])
  })

  test('that may not be removed is told, not thrown', async () => {
    const { claim, giveBack } = ledger()
    const claiming = await claim(planId, planRun)
    if (claiming.kind !== 'claimed') throw new Error('not claimed')
    s3.fault({ method: 'DELETE', key: `${claims}${planId}`, fault: denied, ...always })
    expect(await giveBack(planId, claiming.claim)).toContain('The role needs s3:DeleteObject')
  })
})

describe('the commit applied last', () => {
  const applied = { commit, run: planRun, at: '2026-11-23T10:00:00Z' }
  const later = { ...applied, commit: 'd'.repeat(40), run: null }
  const none = { applied: undefined, version: undefined }

  test('is replaced by whoever has read what is there', async () => {
    const { readApplied, writeApplied } = ledger()
    expect(await readApplied()).toEqual(none)
    expect(await writeApplied(applied, none)).toBe(true)
    const before = await readApplied()
    expect(before).toEqual({ applied, version: s3.object(bucket, appliedName)?.etag })
    expect(await writeApplied(later, before)).toBe(true)
    expect((await readApplied()).applied).toEqual(later)
  })

  test('is not replaced by anybody else', async () => {
    const { readApplied, writeApplied } = ledger()
    await writeApplied(applied, none)
    const before = await readApplied()
    await writeApplied(later, before)
    expect(await writeApplied({ ...applied, at: '2026-11-23T11:00:00Z' }, before)).toBe(false)
    expect(await writeApplied({ ...applied, at: '2026-11-23T11:00:00Z' }, none)).toBe(false)
    expect((await readApplied()).applied).toEqual(later)
    s3.remove(bucket, appliedName)
    expect(await writeApplied(applied, before)).toBe(false)
  })

  test('is written where only the answer was lost', async () => {
    s3.fault({
      method: 'PUT',
      key: appliedName,
      fault: { kind: 'status', status: 500, code: 'InternalError', store: true },
    })
    expect(await ledger().writeApplied(applied, none)).toBe(true)
  })

  test('is none where a missing object reads as denied and the listing shows none', async () => {
    s3.fault({ method: 'GET', key: appliedName, fault: denied, ...always })
    expect(await ledger().readApplied()).toEqual(none)
    s3.put(bucket, `${appliedName}/deeper`, 'x')
    expect(await ledger().readApplied()).toEqual(none)
    s3.put(bucket, appliedName, 'x')
    await expect(ledger().readApplied()).rejects.toThrow('s3:GetObject')
  })

  test('is not known where nothing may be read and nothing be listed', async () => {
    s3.fault({ method: 'GET', key: appliedName, fault: denied, ...always })
    s3.fault({ method: 'GET', key: '', fault: denied, ...always })
    await expect(ledger().readApplied()).rejects.toThrow('s3:GetObject')
  })

  test('is not guessed from what is no record of it', async () => {
    s3.put(bucket, appliedName, '{"commit":"main"}')
    await expect(ledger().readApplied()).rejects.toThrow('does not name the commit')
  })
})

describe('a store that refuses', () => {
  test('is told with the permission that a role lacks, in the words of its partition', async () => {
    const key = await open().readKey()
    s3.fault({ method: 'PUT', key: /plans/, fault: denied, ...always })
    await expect(open().put(reviewedPlan(key), key)).rejects.toThrow(
      /^s3:\/\/tfstate\/\.lockstep\/plans\/.* could not be written: AccessDenied: .*\. The role needs s3:PutObject on arn:aws:s3:::tfstate\/\.lockstep\/plans\/\*$/,
    )
    await expect(open({ region: 'us-gov-west-1' }).put(reviewedPlan(key), key)).rejects.toThrow(
      'arn:aws-us-gov:s3',
    )
  })

  test('may not list', async () => {
    s3.fault({ method: 'GET', key: '', fault: denied, ...always })
    await expect(open().list(commit)).rejects.toThrow(
      `s3:ListBucket on arn:aws:s3:::${bucket} for the prefix .lockstep/plans/*`,
    )
  })

  test('has no such bucket', async () => {
    await expect(open({ bucket: 'missing' }).list(commit)).rejects.toThrow('NoSuchBucket')
    await expect(open({ bucket: 'missing' }).readKey()).rejects.toThrow('NoSuchBucket')
    await expect(open({ bucket: 'missing' }).ledger!.readApplied()).rejects.toThrow('NoSuchBucket')
  })

  test('is no longer asked after a cancel', async () => {
    const reason = new Error('cancelled')
    await expect(open().list(commit, AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})

test('moto keeps plans, claims and the last commit as well', async () => {
  if (!(await motoIsAvailable())) {
    if (process.env['LOCKSTEP_REQUIRE_MOTO'] === '1') throw new Error('moto_server is not on PATH.')
    console.info('Skipped: moto_server is not on PATH.')
    return
  }
  const moto = await startMoto()
  try {
    await moto.createBucket(bucket, { versioned: true })
    const store = open({ encrypt: true }, moto.endpoint)
    const entry = await put(store)
    expect(await store.list(commit)).toEqual([entry])
    expect((await read(entry, store)).kind).toBe('read')
    expect((await read(entry, open({ encrypt: true }, moto.endpoint))).kind).toBe('read')
    const claimings = await Promise.all(
      [1, 2].map(async (runId) => await store.ledger!.claim(entry.id, { ...planRun, runId })),
    )
    expect(claimings.map(({ kind }) => kind).toSorted()).toEqual(['claimed', 'taken'])
    const applied = { commit, run: planRun, at: '2026-11-23T10:00:00Z' }
    const before = await store.ledger!.readApplied()
    expect(await store.ledger!.writeApplied(applied, before)).toBe(true)
    expect(await store.ledger!.writeApplied({ ...applied, at: '' }, before)).toBe(false)
    expect((await store.ledger!.readApplied()).applied).toEqual(applied)
  } finally {
    await moto.close()
  }
}, 90_000)

test('what is stored in clear beside the state is the bundle, byte for byte', async () => {
  const entry = await put()
  const { body } = s3.object(bucket, `.lockstep/plans/${state}/${entry.id}`)!
  expect(createHash('sha256').update(body.subarray(-'a plan file'.length)).digest('hex')).toBe(
    entry.planFileDigest,
  )
})
