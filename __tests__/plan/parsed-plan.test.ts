import { expect, test } from '@jest/globals'
import { parsePlan } from '../../src/plan/parsed-plan.ts'
import { parsePlanJson } from '../../src/plan/plan-json.ts'
import { sensitiveValuesOfPlan } from '../../src/plan/sensitive-values.ts'
import { readFixture } from '../support/fixture.ts'

const fixtures = ['plan-first.json', 'plan-changes.json', 'plan-no-changes.json', 'plan-destroy.json']

test.each(fixtures)('%s: what is sensitive in all of it, and the plan without its states', (fixture) => {
  const text = readFixture(fixture)
  const { plan, sensitive } = parsePlan(text)
  const { planned_values, prior_state, ...rest } = parsePlanJson(text)
  expect(planned_values ?? prior_state).toBeDefined()
  expect(plan).toEqual(rest)
  expect(sensitive).toEqual(sensitiveValuesOfPlan(parsePlanJson(text)))
  expect(sensitive.size).toBeGreaterThan(0)
})

test('what only a state has is found', () => {
  const values = {
    root_module: { resources: [{ values: { a: 'only-here' }, sensitive_values: { a: true } }] },
  }
  const of = (part: object): string[] => [
    ...parsePlan(JSON.stringify({ format_version: '1.2', ...part })).sensitive,
  ]
  expect(of({ prior_state: { values } })).toEqual(['only-here'])
  expect(of({ planned_values: values })).toEqual(['only-here'])
})

test.each<[string, RegExp]>([
  ['', /JSON/],
  ['{"format_version":"1.2",}', /JSON/],
  ['[]', /did not print a plan/],
  ['null', /did not print a plan/],
  ['{}', /did not print a plan/],
  ['{"format_version":1}', /did not print a plan/],
])('%j is no plan', (text, message) => {
  expect(() => parsePlan(text)).toThrow(message)
})
