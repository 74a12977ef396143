import { describe, expect, test } from '@jest/globals'

import { combineLocks } from '../../src/backend/both-locks.ts'
import { parseLockInfo } from '../../src/lock/lock-info.ts'
import type { Annotation, LockReading, Removal, StateLock, Taking } from '../../src/lock/lock-reading.ts'
import { judgeHold } from '../../src/lock/removal.ts'
import { fakeLock, free, held, holder, proofFor, unknown } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'

const file = held('one', { etag: '"e1"' })
const item = held('one', { info: 'the info' })
const waiter = held('waiter', { etag: '"e2"' })

async function read(s3: LockReading[], dynamodb: LockReading[]): Promise<[LockReading, string[]]> {
  const calls: string[] = []
  const pair = combineLocks(
    fakeLock(s3, undefined, calls, 's3'),
    fakeLock(dynamodb, undefined, calls, 'dynamodb'),
  )
  return [await pair.read(), calls]
}

describe('reading both', () => {
  test.each<[string, LockReading, LockReading]>([
    ['one lock', file, item],
    ['no lock', free, free],
    ['nothing', unknown, unknown],
  ])('once is enough where both tell %s', async (_, s3, dynamodb) => {
    const [, calls] = await read([s3], [dynamodb])
    expect(calls).toEqual(['read s3', 'read dynamodb'])
  })

  test('a pair that was read in between is read again, and then tells one lock', async () => {
    const [reading, calls] = await read([free, file], [item, item])
    expect(reading).toEqual(held('one', { etag: '"e1"', info: 'the info' }))
    expect(calls).toHaveLength(4)
  })

  test('a lock that was just given back is free', async () => {
    const [reading] = await read([free, free], [item, free])
    expect(reading).toEqual(free)
  })

  test('where they go on to disagree, DynamoDB tells the holder', async () => {
    const [reading, calls] = await read([waiter, waiter], [item, item])
    expect(reading).toEqual({ ...item, lockFile: waiter })
    expect(calls).toHaveLength(4)
  })

  test('a waiter whose file comes and goes is no holder', async () => {
    const [reading] = await read([waiter, free], [item, item])
    expect(reading).toEqual(item)
  })

  test('what one of them cannot tell is not free', async () => {
    expect((await read([free], [unknown]))[0].kind).toBe('unknown')
    expect((await read([unknown], [free]))[0].kind).toBe('unknown')
  })

  test('the signal reaches both', async () => {
    const controller = new AbortController()
    const signals: unknown[] = []
    const lock = {
      ...fakeLock([free]),
      read: (signal?: AbortSignal) => {
        signals.push(signal)
        return Promise.resolve(free)
      },
    }
    await combineLocks(lock, lock).read(controller.signal)
    expect(signals).toEqual([controller.signal, controller.signal])
  })
})

describe('removing both', () => {
  const remove = async (
    version: { etag?: string; info?: string },
    s3: Removal = { kind: 'removed' },
    dynamodb: Removal = { kind: 'removed' },
  ): Promise<[Removal, string[]]> => {
    const calls: string[] = []
    const pair = combineLocks(
      fakeLock([file], s3, calls, 's3'),
      fakeLock([item], dynamodb, calls, 'dynamodb'),
    )
    return [await pair.remove(version, proofFor('one')), calls]
  }

  test('goes in Terraform’s own order, S3 first', async () => {
    const [removal, calls] = await remove({ etag: '"e1"', info: 'the info' })
    expect(removal).toEqual({ kind: 'removed' })
    expect(calls.map((call) => call.split(' ', 2).join(' '))).toEqual(['remove s3', 'remove dynamodb'])
  })

  test('touches only the halves that were judged', async () => {
    expect((await remove({ etag: '"e1"' }))[1]).toEqual([expect.stringContaining('remove s3')])
    expect((await remove({ info: 'the info' }))[1]).toEqual([expect.stringContaining('remove dynamodb')])
  })

  test('nothing that was judged is nothing to remove', async () => {
    const [removal, calls] = await remove({})
    expect(removal.kind).toBe('refused')
    expect(calls).toEqual([])
  })

  const refused: Removal = { kind: 'refused', reason: 'denied' }
  const refusedFile: Removal = { kind: 'refused', reason: 'the lock file: denied' }
  const changed: Removal = { kind: 'changed-hands', holder: holder('bobs-lock') }
  const gone: Removal = { kind: 'gone' }
  const removed: Removal = { kind: 'removed' }
  test.each<[Removal, Removal, Removal]>([
    [removed, removed, removed],
    [gone, gone, gone],
    [gone, removed, removed],
    [removed, gone, removed],
    [refused, refused, refusedFile],
    [changed, changed, changed],
    [changed, refused, { kind: 'refused', reason: 'the lock item: denied' }],
    [refused, changed, refusedFile],
  ])('that ends in $kind and $kind tells the worse of them', async (s3, dynamodb, expected) => {
    const [removal] = await remove({ etag: '"e1"', info: 'the info' }, s3, dynamodb)
    expect(removal).toEqual(expected)
  })

  test.each<[Removal, Removal, Removal]>([
    [
      removed,
      refused,
      { kind: 'refused', reason: 'the lock item: denied (the lock file is gone)', left: 'lock item' },
    ],
    [
      gone,
      refused,
      { kind: 'refused', reason: 'the lock item: denied (the lock file is gone)', left: 'lock item' },
    ],
    [removed, changed, { ...changed, left: 'lock item' }],
    [changed, removed, { ...changed, left: 'lock file' }],
  ])(
    'that ends in $kind and $kind is half done, and tells the half that is left',
    async (s3, dynamodb, end) => {
      expect((await remove({ etag: '"e1"', info: 'the info' }, s3, dynamodb))[0]).toEqual(end)
    },
  )

  test('of which only one was judged is never half done', async () => {
    expect((await remove({ etag: '"e1"' }, refused))[0]).toEqual(refusedFile)
    expect((await remove({ info: 'the info' }, removed, changed))[0]).toEqual(changed)
  })

  test('leaves DynamoDB alone where S3 does not let its half go, as a store without conditional deletes', async () => {
    const [removal, calls] = await remove({ etag: '"e1"', info: 'the info' }, refused)
    expect(removal).toEqual(refusedFile)
    expect(calls).toHaveLength(1)
  })
})

describe('annotating both', () => {
  const annotated: Annotation = { kind: 'annotated', evidence: 'seen' }
  const gone: Annotation = { kind: 'gone' }
  const refused: Annotation = { kind: 'refused', reason: 'denied' }
  const annotate = async (s3: Annotation, dynamodb: Annotation): Promise<[Annotation, string[]]> => {
    const calls: string[] = []
    const half = (name: string, end: Annotation): ReturnType<typeof fakeLock> =>
      fakeLock([free], undefined, calls, name, end)
    const pair = combineLocks(half('s3', s3), half('dynamodb', dynamodb))
    return [await pair.annotate('one', 'info'), calls]
  }

  test.each<[Annotation, Annotation, Annotation['kind']]>([
    [annotated, annotated, 'annotated'],
    [gone, gone, 'gone'],
    [annotated, gone, 'gone'],
    [gone, annotated, 'gone'],
    [refused, annotated, 'refused'],
    [annotated, refused, 'refused'],
    [gone, refused, 'refused'],
  ])('asks both, and with $kind and $kind tells the worse of them', async (s3, dynamodb, expected) => {
    const [end, calls] = await annotate(s3, dynamodb)
    expect(end.kind).toBe(expected)
    expect(calls).toEqual(['annotate s3 one', 'annotate dynamodb one'])
  })

  test('says which half refused', async () => {
    expect((await annotate(refused, annotated))[0]).toEqual({
      kind: 'refused',
      reason: 'the lock file: denied',
    })
    expect((await annotate(annotated, refused))[0]).toEqual({
      kind: 'refused',
      reason: 'the lock item: denied',
    })
  })
})

describe('taking both', () => {
  const hold = judgeHold('one', 'nothing')
  const info = parseLockInfo(readFixture('lock-s3.json').replace(/"ID":"[^"]*"/, '"ID":"one"'))
  const notTaken: Taking = { kind: 'not-taken' }
  const denied: Taking = { kind: 'refused', reason: 'access was denied' }

  async function take(
    [s3, dynamodb]: [Taking, Taking],
    removal: Removal = { kind: 'removed' },
  ): Promise<[Taking, string[]]> {
    const calls: string[] = []
    const half = (name: string, taking: Taking, reading: LockReading): StateLock =>
      fakeLock([reading], removal, calls, name, undefined, taking)
    const pair = combineLocks(half('s3', s3, file), half('dynamodb', dynamodb, item))
    return [await pair.take(info, hold), calls]
  }

  test("is done in Terraform's order", async () => {
    expect(await take([{ kind: 'taken' }, { kind: 'taken' }])).toEqual([
      { kind: 'taken' },
      ['take s3 one', 'take dynamodb one'],
    ])
  })

  test('ends where the lock file is somebody else’s', async () => {
    expect(await take([notTaken, { kind: 'taken' }])).toEqual([notTaken, ['take s3 one']])
  })

  test.each([notTaken, denied])('gives the lock file back where the item is $kind', async (end) => {
    expect(await take([{ kind: 'taken' }, end])).toEqual([
      end,
      ['take s3 one', 'take dynamodb one', 'read s3', 'remove s3 {"etag":"\\"e1\\""}'],
    ])
  })

  test('tells of a lock file that could not be given back', async () => {
    const [end] = await take([{ kind: 'taken' }, notTaken], { kind: 'refused', reason: 'access was denied' })
    expect(end).toMatchObject({
      kind: 'refused',
      reason: expect.stringContaining('could not be removed') as unknown,
    })
  })
})
