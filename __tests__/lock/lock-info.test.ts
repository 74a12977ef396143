import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { maxLockBytes, parseLockInfo, parseLockInfoBlock, type LockInfo } from '../../src/lock/lock-info.ts'
import { factsOfFixture, readFixture } from '../support/fixture.ts'

const aLock = (fields: Record<string, unknown> = {}): string =>
  JSON.stringify({ ...(JSON.parse(readFixture('lock-s3.json')) as object), ...fields })

/** As `LockInfo.String()` of Terraform lays it out; the fixtures show that it does. */
function block(info: LockInfo, created: string): string {
  const { id, path, operation, who, version } = info
  return `Lock Info:
  ID:        ${id}
  Path:      ${path}
  Operation: ${operation}
  Who:       ${who}
  Version:   ${version}
  Created:   ${created}
  Info:      ${info.info}
`
}

describe('the lock as it is stored', () => {
  test('of S3', () => {
    expect(parseLockInfo(readFixture('lock-s3.json'))).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      operation: 'OperationTypePlan',
      info: '',
      who: 'runner@fv-az12',
      version: '1.11.4',
      created: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6,9}Z$/),
      path: 'tfstate/app/terraform.tfstate',
    })
  })

  test('of a local state', () => {
    const { operation, path } = parseLockInfo(readFixture('lock-local.json'))
    expect([operation, path]).toEqual(['OperationTypeApply', 'terraform.tfstate'])
  })

  test.each<[string, string, string]>([
    ['nothing', '', 'not JSON'],
    ['half of it', aLock().slice(0, 50), 'not JSON'],
    ['a page of a proxy', '<html>502</html>', 'not JSON'],
    ['null', 'null', 'not a JSON object'],
    ['a number', '5', 'not a JSON object'],
    ['a text', '"ID"', 'not a JSON object'],
    ['a list', '[]', 'no lock ID'],
    ['no ID', '{}', 'no lock ID'],
    ['an empty ID', aLock({ ID: '' }), 'no lock ID'],
    ['an ID that cannot be seen', aLock({ ID: '\u200b\u202e\u0000' }), 'no lock ID'],
    ['a number for an ID', aLock({ ID: 5 }), 'no lock ID'],
    ['a book', aLock({ Info: 'x'.repeat(maxLockBytes) }), 'too large'],
  ])('%s is no lock', (_, text, message) => {
    expect(() => parseLockInfo(text)).toThrow(message)
  })

  test('a field that is missing or of another kind is empty', () => {
    const { who, version, created } = parseLockInfo('{"ID":"x","Who":5,"Version":null,"Created":{}}')
    expect([who, version, created]).toEqual(['', '', ''])
  })

  test('may have 64 KiB, and no more', () => {
    expect(parseLockInfo(aLock().padEnd(64 * 1024)).id).not.toBe('')
    expect(() => parseLockInfo(aLock().padEnd(64 * 1024 + 1))).toThrow('too large')
  })

  test('every field is one plain line, whatever somebody put there', () => {
    const hostile = 'a\n::add-mask::b\u001b[31mred\u001b[0m\u202edlrow\u0007'
    const info = parseLockInfo(
      aLock({
        ID: hostile,
        Operation: hostile,
        Info: hostile,
        Who: hostile,
        Version: hostile,
        Path: hostile,
      }),
    )
    for (const field of [info.id, info.operation, info.info, info.who, info.version, info.path]) {
      expect(field).toBe('a ::add-mask::breddlrow')
    }
  })

  test.each([
    ['2026-08-22T10:11:12Z', '2026-08-22T10:11:12Z'],
    ['2026-08-22T10:11:12.1Z', '2026-08-22T10:11:12.1Z'],
    ['2026-08-22T10:11:12.123456789Z', '2026-08-22T10:11:12.123456789Z'],
    ['2026-08-22 10:11:12.123456789 +0000 UTC', '2026-08-22T10:11:12.123456789Z'],
    ['2026-08-22 10:11:12 +0000 UTC', '2026-08-22T10:11:12Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['2026-13-22T10:11:12Z', ''],
    ['2026-08-22T10:11:12+02:00', ''],
    ['on 2026-08-22T10:11:12Z', ''],
    ['2026-08-22T10:11:12Z or so', ''],
    ['yesterday', ''],
    ['', ''],
  ])('taken at %j is %j', (text, created) => {
    expect(parseLockInfo(aLock({ Created: text })).created).toBe(created)
  })
})

describe('the lock as Terraform prints it', () => {
  test.each([
    'stream-contention-s3.jsonl',
    'stream-contention-dynamodb.jsonl',
    'stream-contention-both.jsonl',
    'stream-contention-annotated.jsonl',
    'stream-missing-workspace-locked.jsonl',
    'stream-contention-local.jsonl',
    'stream-release-error.jsonl',
  ])('%s', (fixture) => {
    const [diagnostic] = factsOfFixture(fixture).diagnostics
    const info = parseLockInfoBlock(`${diagnostic?.summary ?? ''}\n${diagnostic?.detail ?? ''}`)
    expect(info?.id).toMatch(/^[0-9a-f-]{36}$/)
    expect(info?.who).toMatch(/^runner@fv-az\d\d$/)
    expect(info?.version).toBe('1.11.4')
    expect(info?.created).toMatch(/Z$/)
  })

  test('in the output for people, too', () => {
    expect(parseLockInfoBlock(readFixture('human-contention.txt'))).toEqual({
      id: 'f0000000-0000-4000-8000-000000000001',
      path: 'tfstate/app/terraform.tfstate',
      operation: 'OperationTypeApply',
      who: 'runner@fv-az99',
      version: '1.11.4',
      created: '2026-08-22T10:11:12.123456789Z',
      info: 'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1 job=2 pr=3 actor=alice',
    })
  })

  test.each([
    'stream-412-404.jsonl',
    'stream-403.jsonl',
    'stream-missing-table.jsonl',
    'stream-dynamodb-vanished.jsonl',
  ])('%s names nobody', (fixture) => {
    const [diagnostic] = factsOfFixture(fixture).diagnostics
    expect(parseLockInfoBlock(diagnostic?.detail ?? '')).toBeUndefined()
  })

  test('a block without an ID names nobody', () => {
    const printed = readFixture('human-contention.txt').replace(/^( {2}ID: {8}).*$/m, '$1')
    expect(parseLockInfoBlock(printed)).toBeUndefined()
  })
})

describe('whatever the text', () => {
  const field = fc
    .string({
      unit: fc.constantFrom('a', 'Z', '0', '-', '/', ':', ' ', '"', 'ü', '語', '=', '@'),
      maxLength: 60,
    })
    .map((text) => text.trim())
  const created = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString())
  const info: fc.Arbitrary<LockInfo> = fc.record({
    ...{ id: field.filter((text) => text !== ''), operation: field, info: field, who: field, version: field },
    ...{ created, path: field },
  })

  test('what is printed is read back as what is stored', () => {
    fc.assert(
      fc.property(info, (lock) => {
        const stored = JSON.stringify({
          ...{ ID: lock.id, Operation: lock.operation, Info: lock.info, Who: lock.who },
          ...{ Version: lock.version, Created: lock.created, Path: lock.path },
        })
        expect(parseLockInfo(stored)).toEqual(lock)
        const goTime = lock.created.replace('T', ' ').replace('Z', ' +0000 UTC')
        expect(parseLockInfoBlock(`Error message: x\n${block(lock, goTime)}\n\nTerraform acquires`)).toEqual(
          lock,
        )
      }),
    )
  })

  test('it is a lock with an ID, or an Error that says why not', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        try {
          expect(parseLockInfo(text).id).not.toBe('')
        } catch (error) {
          expect(error).toBeInstanceOf(Error)
          expect((error as Error).message).toMatch(/^it /)
        }
        expect(() => parseLockInfoBlock(text)).not.toThrow()
      }),
      { numRuns: 50 },
    )
  })
})
