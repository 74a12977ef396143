import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { strToU8, zipSync, type Zippable } from 'fflate'
import { parsePlanArchive } from '../../src/plan/plan-archive.ts'
import { readPlanFile } from '../support/compared-plan.ts'

const changes = readPlanFile('changes')
const stateText = (fields: object): Uint8Array => strToU8(JSON.stringify({ version: 4, ...fields }))
const zip = (entries: Zippable): Uint8Array => zipSync({ tfplan: strToU8('plan'), ...entries })
/** `file` with one text put in the place of another of the same length, wherever it stands. */
const replaced = (file: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array => {
  const copy = Buffer.from(file)
  for (let at = copy.indexOf(from); at >= 0; at = copy.indexOf(from, at + 1)) copy.set(to, at)
  return copy
}

describe('a plan file of Terraform', () => {
  const archive = parsePlanArchive(changes)

  test('tells the state that it was made on', () => {
    expect(archive?.state).toEqual({ serial: 7, lineage: 'aec3ea1e-0b24-9194-c261-f87950dc50ea' })
  })

  test('tells serial 0 and no lineage for a state that was never written', () => {
    expect(parsePlanArchive(readPlanFile('first'))?.state).toEqual({ serial: 0, lineage: '' })
  })

  test('has the lock file of its providers', () => {
    expect(archive?.lockFile).toMatch(/^# This file is maintained automatically by "terraform init"\.\n/)
  })

  test('has the configuration of every module, byte for byte', () => {
    expect([...(archive?.config.keys() ?? [])]).toEqual(['m-/main.tf', 'm-network/main.tf', 'modules.json'])
    expect(Buffer.from(archive?.config.get('m-network/main.tf') ?? []).toString()).toBe(
      'variable "cidr" {\n  type = string\n}\n\n' +
        'resource "terraform_data" "subnet" {\n  input = { cidr = var.cidr, zones = ["a", "b"] }\n}\n',
    )
  })
})

describe('the state', () => {
  test('is not read from before the refresh', () => {
    const file = zip({ 'tfstate-prev': stateText({ serial: 5, lineage: 'before' }) })
    expect(parsePlanArchive(file)).toMatchObject({ state: undefined })
  })

  test.each([
    ['is cut off', strToU8('{"version": 4, "serial": 3')],
    ['is encrypted', strToU8('{"meta": {}, "encrypted_data": "x"}')],
    ['is null', strToU8('null')],
    ['has a serial that is no number', stateText({ serial: '3', lineage: 'x' })],
    ['has no lineage', stateText({ serial: 3 })],
  ])('is not known where it %s', (_, tfstate) => {
    expect(parsePlanArchive(zip({ tfstate }))).toMatchObject({ state: undefined })
  })
})

describe('no plan file is', () => {
  const large = Buffer.alloc(4)
  large.writeUInt32LE(257 * 1024 * 1024)
  const size = Buffer.alloc(4)
  size.writeUInt32LE(123_456)
  const states = { tfstatX: stateText({}), tfstate: stateText({}) }

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['what OpenTofu has encrypted', strToU8('{"meta":{},"encrypted_data":"x","encryption_version":"v0"}')],
    ['a zip without a plan', zipSync({ 'tfconfig/m-/main.tf': strToU8('') })],
    ['an empty zip', zipSync({})],
    ['one that is cut off', changes.subarray(0, -1)],
    ['one whose beginning is gone', changes.subarray(changes.length / 2)],
    ['one with two states', replaced(zip(states), strToU8('tfstatX'), strToU8('tfstate'))],
    [
      'one that says to unpack to more than 256 MiB',
      replaced(zip({ tfstate: new Uint8Array(123_456) }), size, large),
    ],
  ])('%s', (_, file) => {
    expect(parsePlanArchive(file)).toBeUndefined()
  })

  test('any other bytes, of which none makes it fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (file) => {
        expect(parsePlanArchive(file)).toBeUndefined()
      }),
    )
  })

  test('and none that is damaged makes it fail', () => {
    fc.assert(
      fc.property(fc.nat(changes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const damaged = Buffer.from(changes)
        damaged[at] = (damaged[at] ?? 0) ^ flip
        parsePlanArchive(damaged)
      }),
    )
  })
})

test('what is not needed is not unpacked', () => {
  const tfplan = strToU8('plan'.repeat(99))
  const file = Buffer.from(zipSync({ tfplan, tfstate: stateText({ serial: 1, lineage: 'x' }) }))
  const entry = file.indexOf('tfplan', file.indexOf('PK\u0001\u0002')) - 46
  expect(file.readUInt16LE(entry + 10)).toBe(8)
  // A method of compression that nobody knows.
  file.writeUInt16LE(99, entry + 10)
  expect(parsePlanArchive(file)?.state).toEqual({ serial: 1, lineage: 'x' })
})
