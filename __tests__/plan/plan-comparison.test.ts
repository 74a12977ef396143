import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { digestOfPlan } from '../../src/plan/digest.ts'
import type { Change, PlanJson, ResourceChange } from '../../src/plan/plan-json.ts'
import { comparePlans, isSame, type PlanComparison } from '../../src/plan/plan-comparison.ts'
import type { ComparedPlan } from '../../src/plan/plan-parts.ts'
import {
  anyPlan,
  comparedPlan,
  lockFileOf,
  otherThan,
  readPlanFixture,
  resourceChange,
  sameAs,
} from '../support/compared-plan.ts'

const digestOf = ({ plan, archive, isRefreshOnly }: ComparedPlan): string =>
  digestOfPlan(Buffer.alloc(32), plan, archive, isRefreshOnly)
const ofResources = (...resources: ResourceChange[]): ComparedPlan =>
  comparedPlan({ resource_changes: resources })
const compareResources = (
  reviewed: ResourceChange | undefined,
  now: ResourceChange | undefined,
): PlanComparison['resources'][number] | undefined =>
  comparePlans(
    ofResources(...(reviewed === undefined ? [] : [reviewed])),
    ofResources(...(now === undefined ? [] : [now])),
  ).resources[0]
/** In what two changes of one resource differ. */
const pathsBetween = (reviewed: Partial<Change>, now: Partial<Change>): object => {
  const { attributes, moreAttributes, fields } = compareResources(
    resourceChange(reviewed),
    resourceChange(now),
  ) ?? { attributes: undefined }
  return { attributes, moreAttributes, fields }
}

describe('two real plans', () => {
  const reviewed = readPlanFixture('changes')

  test('have no differences where they do the same', () => {
    const comparison = comparePlans(reviewed, readPlanFixture('again'))
    expect(comparison).toEqual({ resources: [], versions: [], names: new Map() })
    expect(isSame(comparison)).toBe(true)
  })

  test('are compared resource by resource', () => {
    const { resources } = comparePlans(reviewed, readPlanFixture('other'))
    expect(resources.map(({ address, reviewed, now }) => [address, reviewed, now])).toEqual([
      ['module.network.terraform_data.subnet', undefined, 'change'],
      ['terraform_data.added', 'create', undefined],
      ['terraform_data.database', 'change', 'replace'],
      ['terraform_data.gone', undefined, 'destroy'],
      ['terraform_data.jobs', 'move', undefined],
      ['terraform_data.web[0]', 'change', 'change'],
      ['terraform_data.web[1]', 'change', 'change'],
    ])
    expect(resources[2]).toMatchObject({
      attributes: ['id', 'input.password', 'triggers_replace[0]'],
      fields: ['action_reason', 'replace_paths'],
    })
    expect(resources[5]).toMatchObject({ attributes: ['input.size'], fields: [] })
  })

  test('are compared in variables, outputs and files by name', () => {
    expect(comparePlans(reviewed, readPlanFixture('other')).names).toEqual(
      new Map([
        ['file', ['main.tf', 'module.network: main.tf']],
        ['output', ['endpoint', 'token']],
        ['variable', ['token']],
      ]),
    )
  })

  test('are told apart without any of their values', () => {
    const comparison = JSON.stringify([
      comparePlans(reviewed, readPlanFixture('other')),
      [...comparePlans(reviewed, readPlanFixture('other')).names],
    ])
    expect(comparison).not.toMatch(/hunter2|other-password|huge|example\.com|subnet-2/)
  })
})

describe('a comparison is empty exactly where the digests are equal', () => {
  const expectAgreement = (one: ComparedPlan, other: ComparedPlan): void => {
    expect(isSame(comparePlans(one, other))).toBe(digestOf(one) === digestOf(other))
  }

  test('for a plan with itself, in another order and among other noise', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), (compared, seed) => {
        expectAgreement(compared, sameAs(compared, seed))
      }),
    )
  })

  test('for a plan with itself but for one value', () => {
    fc.assert(
      fc.property(anyPlan, fc.nat(), (compared, pick) => {
        expectAgreement(compared, otherThan(compared, pick))
        expectAgreement(otherThan(compared, pick), compared)
      }),
    )
  })

  test('for any two plans', () => {
    fc.assert(fc.property(anyPlan, anyPlan, expectAgreement))
  })
})

describe('an action', () => {
  const still = { actions: ['no-op'] }
  test.each<[string, ResourceChange]>([
    ['create', resourceChange({ actions: ['create'] })],
    ['change', resourceChange({ actions: ['update'] })],
    ['destroy', resourceChange({ actions: ['delete'] })],
    ['replace', resourceChange({ actions: ['delete', 'create'] })],
    ['replace', resourceChange({ actions: ['create', 'delete'] })],
    ['read', resourceChange({ actions: ['read'] })],
    ['forget', resourceChange({ actions: ['forget'] })],
    ['forget', resourceChange({ actions: ['create', 'forget'] })],
    ['import', resourceChange({ ...still, importing: { id: 'i' } })],
    ['import', resourceChange({ ...still, importing: {} }, { previous_address: 'a.a' })],
    ['move', resourceChange(still, { previous_address: 'a.a' })],
    ['change', resourceChange({ actions: ['update'] }, { previous_address: 'a.a' })],
    ['change', resourceChange({ actions: ['what a later Terraform does'] })],
  ])('%s', (action, change) => {
    expect(compareResources(change, undefined)).toMatchObject({ reviewed: action, now: undefined })
    expect(compareResources(undefined, change)).toMatchObject({ reviewed: undefined, now: action })
  })

  test('of a deposed object is not that of the resource', () => {
    const deposed = resourceChange({ actions: ['delete'] }, { deposed: 'ab12cd34' })
    const comparison = comparePlans(ofResources(resourceChange()), ofResources(resourceChange(), deposed))
    expect(comparison.resources.map(({ address }) => address)).toEqual([
      'aws_instance.web (deposed object ab12cd34)',
    ])
  })

  test('that a refresh-only plan takes over is told as such', () => {
    const drift = (after: unknown): PlanJson => ({ resource_drift: [resourceChange({ after })] })
    const [one, other] = [drift({ size: 1 }), drift({ size: 2 })]
    const { resources } = comparePlans(comparedPlan(one, {}, true), comparedPlan(other, {}, true))
    expect(resources).toMatchObject([
      { isDrift: true, reviewed: 'change', now: 'change', attributes: ['size'] },
    ])
    expect(isSame(comparePlans(comparedPlan(one), comparedPlan(other)))).toBe(true)
  })
})

describe('what differs within a resource', () => {
  const after = (value: unknown, marks: unknown = {}): Partial<Change> => ({
    after: value,
    after_sensitive: marks,
  })
  const nothingMore = { moreAttributes: 0, fields: [] }

  test.each<[string, unknown, unknown, string[]]>([
    ['a value', { a: 1, b: 2 }, { a: 1, b: 3 }, ['b']],
    ['a value in a value', { a: { b: { c: 1 } } }, { a: { b: { c: 2 } } }, ['a.b.c']],
    ['a key with other characters', { tags: { 'a b': 1 } }, { tags: { 'a b': 2 } }, ['tags["a b"]']],
    ['a key with quotes', { tags: { '"]': 1 } }, { tags: { '"]': 2 } }, ['tags["\\"]"]']],
    ['an element of a list', { a: [1, { b: 2 }] }, { a: [1, { b: 3 }] }, ['a[1].b']],
    ['an element more', { a: [1] }, { a: [1, 2] }, ['a[1]']],
    ['a key more', { a: {} }, { a: { b: null } }, ['a.b']],
    ['a list that was a text', { a: '[]' }, { a: [] }, ['a']],
    ['a list that was a map', { a: {} }, { a: [] }, ['a']],
    ['a key that every object has', {}, JSON.parse('{"__proto__": {}}'), ['__proto__']],
  ])('is told by its path: %s', (_, reviewed, now, attributes) => {
    expect(pathsBetween(after(reviewed), after(now))).toEqual({ attributes, ...nothingMore })
  })

  test('is told once, where it differs before and after', () => {
    const of = (size: string): Partial<Change> => ({ before: { size }, after: { size: `${size}r` } })
    expect(pathsBetween(of('large'), of('huge'))).toEqual({ attributes: ['size'], ...nothingMore })
  })

  test('is told for what is not known yet, and for what is sensitive', () => {
    const change = { after_unknown: { id: true }, after_sensitive: { key: true } }
    expect(pathsBetween({ after_unknown: {}, after_sensitive: {} }, change)).toEqual({
      attributes: ['id', 'key'],
      ...nothingMore,
    })
  })

  test('is told without the keys of what is sensitive in either plan', () => {
    const secret = { tags: { 'key-that-is-a-secret': 1 } }
    const other = { tags: { 'another-secret': 1 } }
    const told = { attributes: ['tags'], ...nothingMore }
    expect(pathsBetween(after(secret, { tags: true }), after(other, { tags: true }))).toEqual(told)
    expect(pathsBetween(after(secret, { tags: true }), after(other))).toMatchObject(told)
    const unknown = { after_unknown: secret, before: secret, before_sensitive: { tags: true } }
    expect(pathsBetween(unknown, { ...unknown, after_unknown: other, before: other })).toMatchObject(told)
  })

  test('is told in part where it is much, and counted', () => {
    const values = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`a${index}`, index]))
    expect(pathsBetween(after({}), after(values))).toEqual({
      attributes: ['a0', 'a1', 'a2', 'a3', 'a4'],
      moreAttributes: 7,
      fields: [],
    })
  })

  test.each<[string, ResourceChange]>([
    ['action_reason', { ...resourceChange(), ...{ action_reason: 'replace_because_tainted' } }],
    ['provider_name', { ...resourceChange(), ...{ provider_name: 'acme/a' } }],
    ['previous_address', resourceChange({}, { previous_address: 'a.a' })],
    ['importing', resourceChange({ importing: { id: 'i' } })],
    ['replace_paths', resourceChange({ replace_paths: [['size']] } as Partial<Change>)],
  ])('is told by its name where it is no attribute: %s', (field, now) => {
    expect(compareResources(resourceChange(), now)).toMatchObject({ attributes: [], fields: [field] })
  })

  test('is that the new one is made first', () => {
    const [first, last] = [
      ['create', 'delete'],
      ['delete', 'create'],
    ].map((actions) => resourceChange({ actions }))
    expect(compareResources(first, last)).toMatchObject({
      reviewed: 'replace',
      now: 'replace',
      fields: ['actions'],
    })
  })
})

describe('beside the resources', () => {
  const compare = (
    one: PlanJson,
    other: PlanJson,
    ...archives: Partial<ComparedPlan['archive']>[]
  ): PlanComparison => comparePlans(comparedPlan(one, archives[0]), comparedPlan(other, archives[1]))
  const invocation = (address: string, event: string): { address: string } => ({
    ...{ address, lifecycle_action_trigger: { action_trigger_event: event } },
  })

  test('versions are told, the engine first', () => {
    const lockFiles = [
      { lockFile: lockFileOf({ 'acme/a': '1.0.0', 'acme/b': '2.0.0', 'acme/c': '3.0.0' }) },
      { lockFile: lockFileOf({ 'acme/b': '2.1.0', 'acme/c': '3.0.0', 'acme/d': '4.0.0' }, ['h1:b=']) },
    ]
    expect(compare({}, { terraform_version: '1.12.0' }, ...lockFiles)).toEqual({
      resources: [],
      versions: [
        { provider: undefined, reviewed: '1.11.4', now: '1.12.0' },
        { provider: 'acme/a', reviewed: '1.0.0', now: undefined },
        { provider: 'acme/b', reviewed: '2.0.0', now: '2.1.0' },
        { provider: 'acme/d', reviewed: undefined, now: '4.0.0' },
      ],
      names: new Map(),
    })
  })

  test.each<[string, PlanJson & Record<string, unknown>, PlanJson & Record<string, unknown>, string[]]>([
    ['variable', { variables: { a: {}, b: {} } }, { variables: { b: { value: 1 }, c: {} } }, ['a', 'b', 'c']],
    ['output', { output_changes: { o: resourceChange().change } }, {}, ['o']],
    [
      'action',
      {
        action_invocations: [invocation('action.x.y', 'before_create')] as PlanJson['action_invocations'] &
          object,
      },
      {
        action_invocations: [invocation('action.x.y', 'after_create')] as PlanJson['action_invocations'] &
          object,
      },
      ['action.x.y'],
    ],
    ['deferred', { deferred_changes: [{ resource_change: resourceChange() }] }, {}, ['aws_instance.web']],
    [
      'field',
      { complete: true, errored: false },
      { complete: false, errored: true },
      ['complete', 'errored'],
    ],
    ['field', { new_kind_of_changes: 1 }, {}, ['new_kind_of_changes']],
  ])('what differs is told by name: %s', (kind, one, other, names) => {
    expect(compare(one, other)).toEqual({ resources: [], versions: [], names: new Map([[kind, names]]) })
  })

  test('of several invocations of one action each counts', () => {
    const invocations = (...events: string[]): PlanJson => ({
      action_invocations: events.map((event) => invocation('action.x.y', event)),
    })
    const reviewed = invocations('after_create', 'after_update')
    expect(compare(reviewed, invocations('after_create', 'before_update')).names.get('action')).toEqual([
      'action.x.y',
    ])
    expect(isSame(compare(reviewed, invocations('after_update', 'after_create')))).toBe(true)
  })

  test('files are told by their module', () => {
    const files = ['m-/main.tf', 'm-net/main.tf', 'm-net.sub/vars.tf', 'modules.json', 'other/x']
    const config = new Map(files.map((file) => [file, Buffer.from('x')]))
    const { names } = compare({}, {}, { config, lockFile: 'one' }, { lockFile: 'two' })
    expect(names.get('file')).toEqual([
      '.terraform.lock.hcl',
      'main.tf',
      'module.net.module.sub: vars.tf',
      'module.net: main.tf',
      'modules.json',
      'other/x',
    ])
  })

  test('a refresh-only plan is not one that has nothing to do', () => {
    const nothing: PlanJson = { resource_changes: [] }
    const { names } = comparePlans(comparedPlan(nothing, {}, true), comparedPlan(nothing))
    expect(names).toEqual(new Map([['field', ['refresh-only']]]))
  })
})
