import { createHmac } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  digestKeyFromBytes,
  nameOfBundle,
  parseBundle,
  parseBundleName,
  renderBundle,
} from '../../src/plan/plan-bundle.ts'
import { InvalidRecord, recordFromJson } from '../../src/plan/record-form.ts'
import { requestIdOf, selectorOf, type PlanRecord } from '../../src/plan/reviewed-plan.ts'
import { unicodeText } from '../support/unicode-text.ts'
import { isProof } from '../support/proof.ts'
import { digestKey, planRun, reviewedPlan } from '../support/reviewed-plan.ts'

const key = digestKey()
const plan = reviewedPlan(key)
const bundle = renderBundle(plan, key)
const linesOf = (bytes: Buffer): string[] => bytes.toString('latin1').split('\n')

/** What somebody can write who has the key. */
function signed(record: string, files = 'a plan file'): Buffer {
  const hmac = (secret: Buffer, data: string): Buffer => createHmac('sha256', secret).update(data).digest()
  const mac = hmac(hmac(key.bytes, 'lockstep plan record'), record).toString('hex')
  return Buffer.from(`lockstep-plan 1\n${record}\n${key.id} ${mac}\n- ${files.length}\n${files}`)
}
const withoutLockFile = reviewedPlan(key, { lockFile: undefined }).record
const reasonOf = (bytes: Buffer, withKey = key): string => {
  const reading = parseBundle(bytes, withKey)
  return reading.kind === 'refused' ? reading.reason : 'it was read'
}

describe('a bundle', () => {
  test('gives back the plan, its record and its lock file', () => {
    const hex = (length: number): fc.Arbitrary<string> =>
      fc
        .array(
          fc.nat(15).map((digit) => digit.toString(16)),
          { minLength: length, maxLength: length },
        )
        .map((all) => all.join(''))
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '"', '\\', '/', '😀', '-', ' ') })
    const record = fc.record({
      stateAddress: line,
      commit: fc.oneof(hex(40), hex(64)),
      tree: fc.option(hex(40)),
      folderTree: fc.option(hex(40)),
      run: fc.constantFrom(planRun, { ...planRun, jobId: null, pullRequest: null, actor: null }, null),
      branch: line,
      serial: fc.option(fc.nat()),
      account: fc.constantFrom('123456789012', null),
      hasChanges: fc.boolean(),
    })
    const request = fc.record({
      planArguments: fc.array(unicodeText()),
      cliArguments: fc.dictionary(fc.constantFrom('TF_CLI_ARGS', 'TF_CLI_ARGS_plan'), fc.string()),
      destroy: fc.boolean(),
    })
    const files = fc.record({
      planFile: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      lockFile: fc.option(fc.string(), { nil: undefined }),
    })
    fc.assert(
      fc.property(record, request, files, (changedRecord, changedRequest, changedFiles) => {
        const made = reviewedPlan(key, { record: changedRecord, request: changedRequest, ...changedFiles })
        const reading = parseBundle(renderBundle(made, key), key)
        // A dictionary of fast-check has no prototype.
        expect(JSON.parse(JSON.stringify(reading))).toEqual(
          JSON.parse(JSON.stringify({ kind: 'read', plan: made, key })),
        )
      }),
      { numRuns: isProof ? 60 : 20 },
    )
  })

  test('is refused after the change of any single byte of it', () => {
    const [, record = ''] = linesOf(bundle)
    const recordStart = bundle.indexOf(record)
    const filesStart = bundle.indexOf(plan.lockFile!)
    for (let at = 0; at < bundle.length; at += isProof ? 1 : 7) {
      const isChecksummed = (at >= recordStart && at < recordStart + record.length) || at >= filesStart
      // Of what is under a MAC or a digest one bit is as good as all.
      const changes = isChecksummed
        ? [1, 2, 4, 8, 16, 32, 64, 128]
        : Array.from({ length: 255 }, (_, n) => n + 1)
      for (const change of changes) {
        const changed = Buffer.from(bundle)
        changed[at] = changed[at]! ^ change
        if (parseBundle(changed, key).kind !== 'refused')
          throw new Error(`a change of byte ${at} by ${change} was not seen`)
      }
    }
  })

  test('is refused if it was cut off anywhere, or something follows it', () => {
    for (let length = 0; length < bundle.length; length += 1)
      expect(parseBundle(bundle.subarray(0, length), key).kind).toBe('refused')
    expect(reasonOf(Buffer.concat([bundle, Buffer.from('x')]))).toBe('it is not whole')
  })

  test('is refused, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(bundle.length), (bytes, at) => {
        const spliced = Buffer.concat([bundle.subarray(0, at), bytes, bundle.subarray(at)])
        expect(parseBundle(Buffer.from(bytes), key).kind).toBe('refused')
        expect(parseBundle(spliced, key).kind).toBe(bytes.length === 0 ? 'read' : 'refused')
      }),
    )
  })

  test('says what is wrong with it', () => {
    const replaced = (from: string, to: string): Buffer =>
      Buffer.from(bundle.toString('latin1').replace(from, to), 'latin1')
    expect(reasonOf(replaced('lockstep-plan 1', 'lockstep-plan 2'))).toBe(
      'it is of a version that this Lockstep does not know',
    )
    expect(reasonOf(replaced('"destroy":false', '"destroy":true'))).toBe(
      'its record was changed after it was stored',
    )
    expect(reasonOf(replaced('a plan file', 'b plan file'))).toBe(
      'its plan file was changed after it was stored',
    )
    expect(reasonOf(replaced('provider "', 'provider _'))).toBe(
      'its provider lock file was changed after it was stored',
    )
    expect(reasonOf(bundle, digestKey(2))).toBe('it was made with another digest key than the store has now')
    // With the right ID of the key, and another key.
    expect(reasonOf(bundle, { id: key.id, bytes: Buffer.alloc(32, 2) })).toBe(
      'its record was changed after it was stored',
    )
  })

  test.each([
    ['lockstep-plan 1', 'xlockstep-plan 1'],
    ['lockstep-plan 1', 'lockstep-plan 1x'],
    ['lockstep-plan 1', 'lockstep-plan x1'],
    [`${key.id} `, `0${key.id} `],
    [`${key.id} `, `${key.id}  `],
  ])('is not whole where %j is made %j', (from, to) => {
    expect(reasonOf(Buffer.from(bundle.toString('latin1').replace(from, to), 'latin1'))).toBe(
      'it is not whole',
    )
  })

  test('is not made of a plan that could not be read again', () => {
    expect(() => renderBundle(reviewedPlan(key, { record: { commit: 'main' } }), key)).toThrow(
      'the plan would be refused, since its record has no valid "commit"',
    )
    expect(() => renderBundle({ ...plan, planFile: Buffer.from('another') }, key)).toThrow('its plan file')
  })
})

describe('a record that was written by somebody who has the key', () => {
  test.each<[string, unknown]>([
    ['stateAddress', 1],
    ['stateAddress', 'two\nlines'],
    ['workspace', undefined],
    ['commit', 'C0FFEE'.padEnd(40, '0')],
    ['commit', 'abc'],
    ['baseCommit', ''],
    ['tree', 'a'.repeat(41)],
    ['pullRequest', -1],
    ['pullRequest', '3'],
    ['run', { ...planRun, repository: 'acme' }],
    ['run', { ...planRun, runId: 1.5 }],
    ['run', 'https://github.com/acme/infra/actions/runs/1/attempts/1'],
    ['branch', ['main']],
    ['createdAt', 'yesterday'],
    ['createdAt', '2026-99-99T10:00:00Z'],
    ['createdAt', 20261128],
    ['createdAt', 'at 2026-11-28T10:00:00Z'],
    ['createdAt', '2026-11-28T10:00:00Z (UTC)'],
    ['createdAt', '2026-11-28T10:00:00'],
    ['engineVersion', 'x'.repeat(10_000)],
    ['account', '12'],
    ['account', '1234567890123'],
    ['account', 'x123456789012'],
    ['varFileDigests', ['a'.repeat(64)]],
    ['lockFileDigest', 'none'],
    ['lockFileDigest', 'a'.repeat(65)],
    ['lockFileDigest', `x${'a'.repeat(64)}`],
    ['planDigest', `${'a'.repeat(64)}x`],
    ['serial', 1e300],
    ['lineage', {}],
    ['planDigest', 'e'.repeat(63)],
    ['hasChanges', 'yes'],
    ['request', null],
    ['request', { ...withoutLockFile.request, planArguments: [1] }],
    ['request', { ...withoutLockFile.request, planArguments: Array<string>(10_001).fill('') }],
    ['request', { ...withoutLockFile.request, cliArguments: { PATH: '/tmp' } }],
    ['request', { ...withoutLockFile.request, cliArguments: { TF_CLI_ARGS: null } }],
    ['request', { ...withoutLockFile.request, cliArguments: { MY_TF_CLI_ARGS: '' } }],
    ['request', { ...withoutLockFile.request, cliArguments: { 'TF_CLI_ARGS_plan -x': '' } }],
    ['request', { ...withoutLockFile.request, destroy: 0 }],
  ])('is refused with a wrong %s', (name, value) => {
    expect(reasonOf(signed(JSON.stringify(withoutLockFile)))).toBe('it was read')
    expect(reasonOf(signed(JSON.stringify({ ...withoutLockFile, [name]: value })))).toMatch(
      /^(?:its record|the request of its record|the run of its record) has no valid "/,
    )
  })

  test('is refused by the name of what is wrong', () => {
    const reasonWith = (fields: object): string =>
      reasonOf(signed(JSON.stringify({ ...withoutLockFile, ...fields })))
    expect(reasonWith({ keyId: '0'.repeat(16) })).toBe('its record names another digest key')
    expect(reasonWith({ varFileDigests: ['a'.repeat(64)] })).toBe('its record has no valid "varFileDigests"')
    expect(reasonWith({ run: { ...planRun, repository: 'acme' } })).toBe('its record has no valid "run"')
  })

  test('is refused if it is no record at all, and never throws', () => {
    for (const json of ['', 'null', '[]', '{', '"x"', '{"__proto__":{}}', '['.repeat(100_000)])
      expect(reasonOf(signed(json))).toMatch(/^its record /)
    fc.assert(fc.property(fc.json(), (json) => reasonOf(signed(json)).startsWith('its record ')))
  })

  test.each(['2026-11-28T10:00:00Z', '2026-11-28T10:00:00.123456789Z', '2026-11-28T10:00:00+02:00'])(
    'may have been made at %s',
    (createdAt) => {
      expect(recordFromJson({ ...withoutLockFile, createdAt })).toEqual({ ...withoutLockFile, createdAt })
    },
  )

  test('loses what no record has', () => {
    expect(recordFromJson({ ...withoutLockFile, extra: 1 })).toEqual(withoutLockFile)
    expect(() => recordFromJson({ ...withoutLockFile, keyId: undefined })).toThrow(InvalidRecord)
  })
})

describe('the name of a bundle', () => {
  test('tells what a listing has to know', () => {
    const { request, planFileDigest } = plan.record
    expect(parseBundleName(nameOfBundle(bundle, plan.record))).toEqual({
      selector: selectorOf(request),
      requestId: requestIdOf(request),
      planFileDigest,
      runId: 42,
    })
    const late = reviewedPlan(key, { record: { run: { ...planRun, runId: 19_876_543_210, attempt: 12 } } })
    const lateName = nameOfBundle(renderBundle(late, key), late.record)
    expect(lateName).toContain('-19876543210-12-')
    expect(parseBundleName(lateName)?.runId).toBe(19_876_543_210)
    const unnamed = reviewedPlan(key, { record: { run: null } })
    expect(parseBundleName(nameOfBundle(renderBundle(unnamed, key), unnamed.record))?.runId).toBeUndefined()
  })

  test('is the name of one content', () => {
    const nameWith = (record: Partial<PlanRecord>): string => {
      const other = reviewedPlan(key, { record })
      return nameOfBundle(renderBundle(other, key), other.record)
    }
    expect(nameWith({})).toBe(nameOfBundle(bundle, plan.record))
    expect(nameWith({ createdAt: '2026-11-23T10:00:00.001Z' })).not.toBe(nameWith({}))
  })

  test('is nothing else', () => {
    const name = nameOfBundle(bundle, plan.record)
    for (const other of ['', `${name}x`, `x/${name}`, name.toUpperCase(), name.replace('-42-', '-042-')])
      expect(parseBundleName(other)).toBeUndefined()
  })
})

test('what an apply has to say itself tells plans apart', () => {
  const { request } = plan.record
  const selectors = [
    request,
    { ...request, destroy: true },
    { ...request, refreshOnly: true },
    { ...request, commentKey: 'eu' },
  ].map(selectorOf)
  expect(new Set(selectors).size).toBe(4)
  expect(selectorOf({ ...request, planArguments: ['-target=a'], varFiles: ['x'] })).toBe(selectors[0])
})

test('a request is the same in whatever order the environment lists its arguments', () => {
  const { request } = plan.record
  const idWith = (cliArguments: Record<string, string>): string => requestIdOf({ ...request, cliArguments })
  const both = idWith({ TF_CLI_ARGS: '-a', TF_CLI_ARGS_plan: '-b' })
  expect(idWith({ TF_CLI_ARGS_plan: '-b', TF_CLI_ARGS: '-a' })).toBe(both)
  expect(idWith({ TF_CLI_ARGS_plan: '-a', TF_CLI_ARGS: '-b' })).not.toBe(both)
})

test('a digest key has 32 bytes, and an ID that differs with them', () => {
  expect(() => digestKeyFromBytes(Buffer.alloc(31))).toThrow(new RangeError('a digest key has 32 bytes'))
  expect(digestKey(1).id).toMatch(/^[0-9a-f]{16}$/)
  expect(digestKey(1).id).not.toBe(digestKey(2).id)
  expect(linesOf(bundle)[2]?.startsWith(`${key.id} `)).toBe(true)
})
