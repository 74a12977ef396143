import { describe, expect, test } from '@jest/globals'

import { parseJson, parsePlanJson, type PlanJson } from '../../src/plan/plan-json.ts'
import { sensitiveValuesOfOutputs, sensitiveValuesOfPlan } from '../../src/plan/sensitive-values.ts'
import { readFixture } from '../support/fixture.ts'

const valuesOf = (plan: PlanJson): string[] => [...sensitiveValuesOfPlan(plan)].sort()
const secrets = {
  password: 'hunter2-password',
  login: ['alice-the-admin', '12345678', 'first-key-of-alice', 'second-key-of-alice'],
  unused: 'never-used-anywhere-secret',
  module: 'module-secret-value',
}

describe('the secrets of a real plan', () => {
  test.each(['plan-first.json', 'plan-changes.json', 'plan-no-changes.json', 'plan-destroy.json'])(
    '%s',
    (fixture) => {
      const found = valuesOf(parsePlanJson(readFixture(fixture)))
      const expected = [secrets.password, ...secrets.login, secrets.unused, secrets.module]
      expect(found).toEqual(expected.sort())
    },
  )

  test('Terraform prints one of them in clear, which is why they are masked', () => {
    expect(readFixture('plan-changes.txt')).toContain(secrets.password)
  })

  test('nothing is found in a plan without any', () => {
    expect(valuesOf(parsePlanJson(readFixture('plan-interrupted.json')))).toEqual([])
  })
})

describe('what is marked', () => {
  const ofResource = (after: unknown, mark: unknown): string[] =>
    valuesOf({
      resource_changes: [{ address: 'a.a', change: { actions: ['create'], after, after_sensitive: mark } }],
    })

  test.each<[string, unknown, unknown, string[]]>([
    ['one field', { a: 'secret', b: 'open' }, { a: true }, ['secret']],
    ['a field of a field', { a: { b: { c: 'secret', d: 'open' } } }, { a: { b: { c: true } } }, ['secret']],
    ['an element of a list', ['open', 'secret'], [false, true], ['secret']],
    ['a field of an element', [{ a: 'open' }, { a: 'secret' }], [{}, { a: true }], ['secret']],
    ['all of a list', ['one', 'two', ['three']], true, ['one', 'three', 'two']],
    ['all of an object', { a: 'one', b: { c: 'two' }, d: [3.5] }, true, ['3.5', 'one', 'two']],
    ['a whole text', 'secret', true, ['secret']],
    ['nothing', { a: 'open' }, {}, []],
    ['false', { a: 'open' }, false, []],
    ['null', { a: 'open' }, null, []],
    ['a boolean and null, which are no secrets to mask', { a: true, b: null }, true, []],
    ['another structure than there is', { a: 'open' }, { a: { b: true } }, []],
    ['more than there is', { a: 'secret' }, { a: true, b: true }, ['secret']],
    ['a key that every object has', { constructor: 'open', toString: { x: 'open' } }, {}, []],
    ['an empty text', '', true, ['']],
  ])('%s', (_, after, mark, expected) => {
    expect(ofResource(after, mark)).toEqual(expected)
  })

  test('before and after, of resources, of drift and of outputs', () => {
    const marked = (name: string): object => ({
      actions: ['update'],
      before: { x: `${name} before` },
      after: { x: `${name} after` },
      before_sensitive: { x: true },
      after_sensitive: { x: true },
    })
    const change = (name: string): { address: string; change: { actions: string[] } } => ({
      address: 'a.a',
      change: marked(name) as { actions: string[] },
    })
    expect(
      valuesOf({
        resource_changes: [change('resource')],
        resource_drift: [change('drift')],
        output_changes: { o: marked('output') as { actions: string[] } },
      }),
    ).toEqual([
      'drift after',
      'drift before',
      'output after',
      'output before',
      'resource after',
      'resource before',
    ])
  })

  test('the data sources of the state, in every module', () => {
    const resource = (secret: string): object => ({ values: { s: secret }, sensitive_values: { s: true } })
    const deep = { child_modules: [{ child_modules: [{ resources: [resource('deep')] }] }] }
    expect(
      valuesOf({
        prior_state: { values: { root_module: { resources: [resource('root')], ...deep } } },
        planned_values: { outputs: { o: { sensitive: true, value: ['planned'] }, p: { value: 'open' } } },
      }),
    ).toEqual(['deep', 'planned', 'root'])
  })

  test('variables that the root module calls sensitive', () => {
    expect(
      valuesOf({
        variables: { a: { value: 'secret' }, b: { value: 'open' }, constructor: { value: 'open' }, c: {} },
        configuration: {
          root_module: { variables: { a: { sensitive: true }, b: {}, c: { sensitive: true } } },
        },
      }),
    ).toEqual(['secret'])
  })
})

test.each(['12345678901234567890', '-9007199254740993', '0.12345678901234567890', '12345678'])(
  'the number %s is known as Terraform prints it',
  (number) => {
    const value = `{"a":${number}}`
    const outputs = `{"a": {"sensitive": true, "value": ${value}}}`
    expect([...sensitiveValuesOfOutputs(parseJson(outputs))]).toEqual([number])
    const change = `{"actions":["create"],"after":${value},"after_sensitive":{"a":true}}`
    const plan = `{"format_version":"1.2","resource_changes":[{"address":"a.a","change":${change}}]}`
    expect(valuesOf(parsePlanJson(plan))).toEqual([number])
  },
)

describe('the outputs of an apply', () => {
  test('of the real thing', () => {
    const outputs: unknown = JSON.parse(readFixture('outputs.json'))
    expect([...sensitiveValuesOfOutputs(outputs)].sort()).toEqual([secrets.password, ...secrets.login].sort())
  })

  test.each([
    [null],
    [undefined],
    ['text'],
    [5],
    [[]],
    [{ a: null }],
    [{ a: { sensitive: 'yes', value: 'x' } }],
  ])('%p has none', (outputs) => {
    expect([...sensitiveValuesOfOutputs(outputs)]).toEqual([])
  })
})
