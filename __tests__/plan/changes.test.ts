import { describe, expect, test } from '@jest/globals'

import { changesFromPlan, noChanges, withSummary, type ChangeCounts } from '../../src/plan/changes.ts'
import { parsePlanJson, type PlanJson, type ResourceChange } from '../../src/plan/plan-json.ts'
import { factsOfFixture, readFixture } from '../support/fixture.ts'

const planOf = (fixture: string): PlanJson => parsePlanJson(readFixture(fixture))
/** As OpenTofu shows it, and Terraform before 1.8. */
const withoutApplyable = (plan: PlanJson): PlanJson =>
  parsePlanJson(JSON.stringify({ ...plan, applyable: undefined }))
const change = (
  actions: string,
  fields: Partial<ResourceChange> & { importing?: unknown } = {},
): ResourceChange => {
  const { importing, ...rest } = fields
  return { address: 'a.a', mode: 'managed', ...rest, change: { actions: actions.split(','), importing } }
}
const countsOf = (...changes: ResourceChange[]): Partial<ChangeCounts> => {
  const { counts } = changesFromPlan({ resource_changes: changes })
  return Object.fromEntries(Object.entries(counts).filter(([, number]) => number > 0))
}

describe('what a plan changes', () => {
  const all = { add: 2, change: 1, destroy: 2, import: 1, replace: 1, move: 1, forget: 1 }
  test.each<[string, Partial<ChangeCounts>, boolean]>([
    ['plan-changes.json', all, true],
    ['plan-first.json', { add: 7 }, true],
    ['plan-no-changes.json', {}, false],
    ['plan-destroy.json', { destroy: 7 }, true],
    ['plan-refresh-only.json', {}, true],
    ['plan-interrupted.json', {}, false],
  ])('%s', (fixture, counts, hasChanges) => {
    expect(changesFromPlan(planOf(fixture), fixture.includes('refresh-only'))).toEqual({
      counts: { ...noChanges, ...counts },
      hasChanges,
    })
  })

  test('our numbers are those that Terraform prints', () => {
    const { counts } = changesFromPlan(planOf('plan-changes.json'))
    const { planned } = factsOfFixture('stream-plan-changes.jsonl')
    expect(planned).toEqual({
      ...{ add: counts.add, change: counts.change, destroy: counts.destroy, import: counts.import },
      operation: 'plan',
    })
  })

  test.each<[string, ResourceChange, Partial<ChangeCounts>]>([
    ['a resource that is made', change('create'), { add: 1 }],
    ['one that is replaced', change('delete,create'), { add: 1, destroy: 1, replace: 1 }],
    ['one that is made before it is replaced', change('create,delete'), { add: 1, destroy: 1, replace: 1 }],
    ['one that is forgotten and made anew', change('create,forget'), { add: 1, forget: 1 }],
    ['one that is read', change('read'), {}],
    ['a data source', change('create', { mode: 'data' }), {}],
    ['one that moves and changes', change('update', { previous_address: 'b.b' }), { change: 1, move: 1 }],
    ['one that stays where it is', change('no-op', { previous_address: 'a.a' }), {}],
    [
      'one that is imported and changed',
      change('update', { importing: { id: 'i' } }),
      { change: 1, import: 1 },
    ],
    ['one that is imported by an unknown ID', change('create', { importing: {} }), { add: 1, import: 1 }],
  ])('%s', (_, given, expected) => {
    expect(countsOf(given)).toEqual(expected)
  })
})

describe('whether there is something to apply', () => {
  test('is what Terraform says', () => {
    expect(changesFromPlan({ applyable: false, resource_changes: [change('create')] }).hasChanges).toBe(false)
    expect(changesFromPlan({ applyable: true }).hasChanges).toBe(true)
  })

  test.each([
    ['plan-changes.json', true],
    ['plan-first.json', true],
    ['plan-no-changes.json', false],
    ['plan-destroy.json', true],
    ['plan-refresh-only.json', true],
  ])('where the engine does not say, %s tells', (fixture, hasChanges) => {
    const plan = withoutApplyable(planOf(fixture))
    expect(changesFromPlan(plan, fixture.includes('refresh-only')).hasChanges).toBe(hasChanges)
  })

  test.each<[string, PlanJson, boolean, boolean]>([
    ['an output', { output_changes: { a: { actions: ['update'] } } }, false, true],
    ['an output that stays', { output_changes: { a: { actions: ['no-op'] } } }, false, false],
    ['a move', { resource_changes: [change('no-op', { previous_address: 'b.b' })] }, false, true],
    ['an import', { resource_changes: [change('no-op', { importing: { id: 'i' } })] }, false, true],
    ['a drift that a plan for it takes over', { resource_drift: [change('update')] }, true, true],
    ['a drift beside a plan', { resource_drift: [change('update')] }, false, false],
    ['nothing', {}, true, false],
  ])('%s', (_, plan, isRefreshOnly, hasChanges) => {
    expect(changesFromPlan(plan, isRefreshOnly).hasChanges).toBe(hasChanges)
  })
})

describe('Terraform’s numbers of an apply', () => {
  const planned = { add: 3, change: 2, destroy: 1, import: 1, replace: 1, move: 4, forget: 5 }

  test('win over ours where it gives them', () => {
    const applied = { operation: 'apply', add: 1, change: 0, destroy: 9, import: 7 }
    expect(withSummary(planned, applied)).toEqual({ ...planned, add: 1, change: 0, destroy: 9, import: 7 })
  })

  test('are ours where it gives none', () => {
    expect(withSummary(planned, undefined)).toEqual(planned)
  })
})

test.each(['', 'null', '5', '[]', '{}', '{"format_version":1}', 'Error: no plan'])(
  '%j is no plan',
  (text) => {
    expect(() => parsePlanJson(text)).toThrow()
  },
)
