import { describe, expect, test } from '@jest/globals'
import {
  compareResources,
  md5Of,
  parseStateSummary,
  serialOfBrokenState,
  withSerial,
  type StateSummary,
} from '../../src/restore/state-summary.ts'

interface Resource {
  mode?: string
  module?: string
  type?: string
  name?: string
  instances?: object[]
}

function stateOf(resources: Resource[], more: object = {}): Buffer {
  const whole = resources.map((resource) => ({
    mode: 'managed',
    type: 'aws_s3_bucket',
    name: 'logs',
    instances: [{ attributes: { id: '1' } }],
    ...resource,
  }))
  const head = { version: 4, terraform_version: '1.11.4', serial: 7, lineage: 'the-lineage', outputs: {} }
  return Buffer.from(JSON.stringify({ ...head, resources: whole, ...more }))
}

function summaryOf(body: Buffer): StateSummary {
  const summary = parseStateSummary(body)
  if (summary === undefined) throw new Error('It is whole.')
  return summary
}

test('tells serial, lineage, version and digest of a whole state', () => {
  const body = stateOf([])
  expect(summaryOf(body)).toEqual({
    serial: 7,
    lineage: 'the-lineage',
    terraformVersion: '1.11.4',
    resources: new Map(),
    md5: md5Of(body),
  })
})

test.each<[string, Resource, string[]]>([
  ['one', {}, ['aws_s3_bucket.logs']],
  ['data', { mode: 'data' }, ['data.aws_s3_bucket.logs']],
  ['in a module', { module: 'module.a["x"]' }, ['module.a["x"].aws_s3_bucket.logs']],
  [
    'with keys',
    { instances: [{ index_key: 0 }, { index_key: 'a"b' }] },
    ['aws_s3_bucket.logs[0]', 'aws_s3_bucket.logs["a\\"b"]'],
  ],
  [
    'deposed',
    { instances: [{}, { deposed: '1a2b' }] },
    ['aws_s3_bucket.logs', 'aws_s3_bucket.logs (deposed object 1a2b)'],
  ],
  ['without an instance', { instances: [] }, []],
])('a resource %s has its address', (_, resource, addresses) => {
  expect([...summaryOf(stateOf([resource])).resources.keys()]).toEqual(addresses)
})

test.each<[string, string]>([
  ['cut off', stateOf([]).toString().slice(0, -1)],
  ['of version 3', '{"version":3,"serial":1,"lineage":"x","modules":[]}'],
  ['encrypted by OpenTofu', '{"serial":1,"lineage":"x","encrypted_data":"…","encryption_version":"v0"}'],
  ['of a serial that is no number', stateOf([], { serial: 'seven' }).toString()],
  ['of a serial beyond what a number holds', stateOf([]).toString().replace('"serial":7', '"serial":1e30')],
  ['empty', ''],
  ['a list', '[]'],
])('a state that is %s is none', (_, text) => {
  expect(parseStateSummary(Buffer.from(text))).toBeUndefined()
})

test('the serial of a state that is cut off is read from its beginning', () => {
  expect(serialOfBrokenState(Buffer.from('{\n  "version": 4,\n  "serial": 12,\n  "lin'))).toBe(12)
  expect(serialOfBrokenState(Buffer.from('{"version":4,"ser'))).toBeUndefined()
  expect(serialOfBrokenState(Buffer.from(`${' '.repeat(5000)}"serial": 12`))).toBeUndefined()
})

test('a new serial changes nothing else, not even a number that no double holds', () => {
  const body = stateOf([{ instances: [{ attributes: { big: 0 } }] }])
  const exact = Buffer.from(body.toString().replace('"big":0', '"big":12345678901234567890.10'))
  const raised = withSerial(exact, 9).toString()
  expect(raised).toContain('12345678901234567890.10')
  expect(raised).toMatch(/^\{\n {2}"version": 4,\n.*\n {2}"serial": 9,\n/)
  expect(raised.endsWith('}\n')).toBe(true)
  expect(summaryOf(Buffer.from(raised)).resources).toEqual(summaryOf(exact).resources)
})

describe('the difference', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((name) => ({ name }))
  const changed = { ...b, instances: [{ attributes: { id: '2' } }] }

  test('tells what comes back, what goes, and what changes', () => {
    const now = summaryOf(stateOf([a!, b!]))
    const then = summaryOf(stateOf([changed, c!]))
    expect(compareResources(now, then)).toEqual({
      back: ['aws_s3_bucket.c'],
      gone: ['aws_s3_bucket.a'],
      changed: ['aws_s3_bucket.b'],
    })
  })

  test('is none between equal states', () => {
    const state = summaryOf(stateOf([a!, b!]))
    expect(compareResources(state, state)).toEqual({ back: [], gone: [], changed: [] })
  })
})
