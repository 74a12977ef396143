import { describe, expect, test } from '@jest/globals'
import { recoveryFromStream, type Recovery } from '../../src/plan/unsaved.ts'
import { readFixture } from '../support/fixture.ts'

const linesOf = (fixture: string): string[] => readFixture(fixture).split('\n')
const recoveryOf = (stream: string, state: string): Recovery =>
  recoveryFromStream(linesOf(stream), readFixture(state))
/** `verdict action name state`. */
const told = ({ fates }: Recovery): string[] =>
  fates.map(({ verdict, action, address, inState }) =>
    [verdict, action, address.replace('terraform_data.', ''), inState].join(' '),
  )

/** Events of `x_y.z`, and a state with objects of it. */
const id = (value: string): object => ({ id_key: 'id', id_value: value })
function event(type: string, action: string, more: object = {}): string {
  const resource = { addr: 'x_y.z', module: '', resource_type: 'x_y', resource_name: 'z', resource_key: null }
  return JSON.stringify({ '@level': 'info', type, hook: { resource, action, ...more } })
}
function stateWith(instances: readonly object[], name = 'z'): string {
  return JSON.stringify({ version: 4, resources: [{ mode: 'managed', type: 'x_y', name, instances }] })
}
const object = (value: string, more: object = {}): object => ({ attributes: { id: value }, ...more })
const none = stateWith([])
const hidden = object('any', { sensitive_attributes: [[{ type: 'get_attr', value: 'id' }]] })

describe('after an apply was killed', () => {
  test('the state that Terraform wrote on its way lacks what came later', () => {
    const recovery = recoveryOf('stream-killed-create.jsonl', 'state-killed-create.json')
    expect(recovery.isStateRead).toBe(true)
    expect(told(recovery)).toEqual([
      'unsaved create unsaved["c"] nothing',
      'unsaved create unsaved["a b"] nothing',
      'unsaved create provisioned nothing',
      'saved create early[1] this-object',
      'saved create early[0] this-object',
      'saved create late this-object',
    ])
  })

  test('the state from before has the old object where there is a new one', () => {
    const recovery = recoveryOf('stream-killed-replace.jsonl', 'state-killed-replace.json')
    expect(told(recovery)).toEqual([
      'unsaved create other other-object',
      'unsaved create half other-object',
      'unsaved create first other-object',
      'unsaved delete half this-object',
      'unsaved delete other this-object',
      'unsaved delete first this-object',
    ])
    expect(recovery.fates[1]?.idInState?.value).toMatch(/^86da/)
  })

  test('that had saved all, nothing is lacking: only what was changed may be old', () => {
    const created = recoveryOf('stream-create-all.jsonl', 'state-create-all.json').fates
    expect(created.map(({ verdict }) => verdict)).toEqual(Array(11).fill('saved'))
    const replaced = told(recoveryOf('stream-replace.jsonl', 'state-replace-after.json'))
    expect(replaced.filter((line) => !line.startsWith('saved'))).toEqual(['unsaved update upd this-object'])
  })

  test('and destroyed things, the state still has them', () => {
    const recovery = recoveryOf('stream-destroy-all.jsonl', 'state-create-all.json')
    expect(new Set(recovery.fates.map(({ verdict }) => verdict))).toEqual(new Set(['unsaved']))
    expect(recovery.fates).toHaveLength(11)
  })

  test.each([
    ['was never written', '', true, 'nothing'],
    ['could not be read', undefined, false, 'not-read'],
    ['is no state', '<html>', false, 'not-read'],
    ['is encrypted by OpenTofu', '{"serial":1,"encrypted_data":"AA=="}', false, 'not-read'],
  ])('and the state %s, all that was created is unsaved', (_, state, isStateRead, inState) => {
    const recovery = recoveryFromStream(linesOf('stream-killed-create.jsonl'), state)
    expect(recovery.isStateRead).toBe(isStateRead)
    expect(recovery.fates.map((fate) => [fate.verdict, fate.inState])).toEqual(
      recovery.fates.map(() => ['unsaved', inState]),
    )
  })

  test.each(['stream-killed-replace', 'stream-replace'])(
    'at any line of %s, what it made is told as lacking, or as saved by the state that has it',
    (stream) => {
      const lines = linesOf(`${stream}.jsonl`)
      const states = [
        '',
        undefined,
        'state-killed-replace',
        'state-replace-before',
        'state-replace-after',
      ].map((name) => (name === undefined || name === '' ? name : readFixture(`${name}.json`)))
      for (const [count] of lines.entries()) {
        const made = lines.slice(0, count).filter((line) => /"action":"create".*"apply_complete"/.test(line))
        for (const state of states) {
          const { fates } = recoveryFromStream(lines.slice(0, count), state)
          for (const line of made) {
            const value = /"id_value":"([^"]+)"/.exec(line)?.[1] ?? ''
            const fate = fates.find((other) => other.action === 'create' && other.id?.value === value)
            expect([line, fate?.verdict]).toEqual([
              line,
              state?.includes(value) === true ? 'saved' : 'unsaved',
            ])
          }
        }
      }
    },
  )
})

describe('a creation', () => {
  const start = event('apply_start', 'create')
  const made = [start, event('apply_complete', 'create', id('new'))]
  const provisioned = [start, event('provision_start', '')]
  const oldGone = [event('apply_start', 'delete', id('old')), event('apply_complete', 'delete')]

  test.each([
    ['was cut off, and the state has nothing', [start], none, 'unknown create x_y.z nothing'],
    ['failed', [start, event('apply_errored', 'create')], none, 'unknown create x_y.z nothing'],
    ['has reached its provisioner', provisioned, none, 'unsaved create x_y.z nothing'],
    [
      'is in the state, deposed',
      made,
      stateWith([object('new', { deposed: 'a' })]),
      'saved create x_y.z this-object',
    ],
    [
      'has only a deposed object',
      made,
      stateWith([object('old', { deposed: 'a' })]),
      'unsaved create x_y.z other-object',
    ],
    [
      'has no told ID, and the state only a deposed object',
      provisioned,
      stateWith([object('any', { deposed: 'a' })]),
      'unsaved create x_y.z other-object',
    ],
    [
      'is in a state that hides its ID',
      made,
      stateWith([object('new', { sensitive_attributes: [[{ type: 'get_attr', value: 'id' }]] })]),
      'unknown create x_y.z some-object',
    ],
    [
      'has no told ID, and the state an object',
      provisioned,
      stateWith([object('any')]),
      'unknown create x_y.z some-object',
    ],
    [
      'has no told ID, and the state what was destroyed',
      [...oldGone, ...provisioned],
      stateWith([object('old')]),
      'unsaved create x_y.z other-object',
    ],
    [
      'was cut off, and the state has what was destroyed',
      [...oldGone, start],
      stateWith([object('old')]),
      'unknown create x_y.z other-object',
    ],
    [
      'has no told ID, and the state something newer',
      [...oldGone, ...provisioned],
      stateWith([object('new')]),
      'saved create x_y.z this-object',
    ],
    [
      'is in a state that hides the ID of one of its objects',
      made,
      stateWith([hidden, object('old', { deposed: 'a' })]),
      'unknown create x_y.z some-object',
    ],
    [
      'is in a state that hides something else of it',
      made,
      stateWith([object('new', { sensitive_attributes: [[{ type: 'get_attr', value: 'password' }]] })]),
      'saved create x_y.z this-object',
    ],
    [
      'is in a state that hides nothing',
      made,
      stateWith([object('new', { sensitive_attributes: null })]),
      'saved create x_y.z this-object',
    ],
    [
      'is in a state that hides what nobody can read',
      made,
      stateWith([object('new', { sensitive_attributes: ['id'] })]),
      'unknown create x_y.z some-object',
    ],
    [
      'is in a state of an old provider',
      made,
      stateWith([{ attributes_flat: { id: 'new' } }]),
      'saved create x_y.z this-object',
    ],
    [
      'has no told ID, and the state a deposed object before the current one',
      provisioned,
      stateWith([object('old', { deposed: 'a' }), object('any')]),
      'unknown create x_y.z some-object',
    ],
    [
      'has no told ID, and the state hides that of what it has',
      [...oldGone, ...provisioned],
      stateWith([hidden]),
      'unknown create x_y.z some-object',
    ],
    [
      'has no told ID, nor has all that was destroyed',
      [...oldGone, event('apply_start', 'delete'), event('apply_complete', 'delete'), ...provisioned],
      stateWith([object('new')]),
      'unknown create x_y.z some-object',
    ],
    [
      'is known by its name',
      [start, event('apply_complete', 'create', { id_key: 'name', id_value: 'n' })],
      stateWith([{ attributes: { name: 'n' } }]),
      'saved create x_y.z this-object',
    ],
  ])('that %s', (_, lines, state, expected) => {
    expect(told(recoveryFromStream(lines, state))).toContain(expected)
  })
})

describe('a destruction', () => {
  const start = event('apply_start', 'delete', id('old'))
  const gone = [start, event('apply_complete', 'delete')]

  test.each([
    ['was cut off', [start], stateWith([object('old')]), 'unknown delete x_y.z this-object'],
    [
      'was cut off in its provisioner',
      [start, event('provision_start', '')],
      stateWith([object('old')]),
      'unknown delete x_y.z this-object',
    ],
    ['is saved', gone, none, 'saved delete x_y.z nothing'],
    [
      'has moved before',
      gone,
      stateWith([object('old')], 'before_the_move'),
      'unsaved delete x_y.z this-object',
    ],
    ['has no ID', [event('apply_start', 'delete')], stateWith([{}]), 'unknown delete x_y.z some-object'],
    [
      'has no ID, and the state something that has one',
      [event('apply_start', 'delete'), event('apply_complete', 'delete')],
      stateWith([object('x')]),
      'unknown delete x_y.z some-object',
    ],
    [
      'has no ID, and the state nothing',
      [event('apply_start', 'delete'), event('apply_complete', 'delete')],
      none,
      'saved delete x_y.z nothing',
    ],
    ['is in a state that hides the ID', gone, stateWith([hidden]), 'unknown delete x_y.z some-object'],
    [
      'is in a state that hides one ID',
      gone,
      stateWith([hidden, object('x', { deposed: 'a' })]),
      'unknown delete x_y.z some-object',
    ],
    ['has made room for another', gone, stateWith([object('x')]), 'saved delete x_y.z nothing'],
    [
      'made room for one of the same name',
      [...gone, event('apply_start', 'create'), event('apply_complete', 'create', id('old'))],
      stateWith([object('old')]),
      'saved delete x_y.z other-object',
    ],
  ])('that %s', (_, lines, state, expected) => {
    expect(told(recoveryFromStream(lines, state))).toContain(expected)
  })
})

describe('a change', () => {
  const changed = [event('apply_start', 'update', id('a')), event('apply_complete', 'update', id('a'))]

  test.each([
    ['may be in the state or not', changed, stateWith([object('a')]), 'unsaved update x_y.z this-object'],
    ['was cut off', changed.slice(0, 1), stateWith([object('a')]), 'unknown update x_y.z this-object'],
    ['came with an import', changed, none, 'unsaved update x_y.z nothing'],
    [
      'came with an import, and the state has another',
      changed,
      stateWith([object('b')]),
      'unsaved update x_y.z some-object',
    ],
    [
      'has no ID',
      [event('apply_start', 'update'), event('apply_complete', 'update')],
      stateWith([object('b')]),
      'unsaved update x_y.z this-object',
    ],
  ])('that %s', (_, lines, state, expected) => {
    expect(told(recoveryFromStream(lines, state))).toEqual([expected])
  })
})

test('what is never in a state is not looked for there', () => {
  const invoked = { addr: 'action.x_run.z', module: '' }
  const lines = [
    JSON.stringify({ '@level': 'info', type: 'action_start', hook: { action: invoked } }),
    event('ephemeral_op_start', 'open'),
  ]
  expect(told(recoveryFromStream(lines, stateWith([object('a')])))).toEqual([
    'unknown invoke action.x_run.z nothing',
    'unknown open x_y.z nothing',
  ])
})

test('the most pressing comes first: what may be there untold, then what has changed, then what is gone, then what is saved', () => {
  const of = (name: string, type: string, action: string, more: object = {}): string => {
    const resource = { addr: name, module: '', resource_type: 'x_y', resource_name: name, resource_key: null }
    return JSON.stringify({ '@level': 'info', type, hook: { resource, action, ...more } })
  }
  const begun = (name: string, action: string, told: object = {}): string =>
    of(name, 'apply_start', action, told)
  const done = (name: string, action: string, told: object = {}): string[] => [
    begun(name, action, told),
    of(name, 'apply_complete', action, told),
  ]
  const state = JSON.stringify({
    version: 4,
    resources: [
      { mode: 'managed', type: 'x_y', name: 'kept', instances: [object('kept')] },
      { mode: 'managed', type: 'x_y', name: 'there', instances: [object('there')] },
      { mode: 'managed', type: 'x_y', name: 'cut', instances: [object('cut')] },
    ],
  })
  const lines = [
    of('opened', 'ephemeral_op_start', 'open'),
    ...done('kept', 'create', id('kept')),
    ...done('away', 'delete', id('away')),
    begun('cut', 'delete', id('cut')),
    ...done('there', 'delete', id('there')),
    begun('half', 'update', id('half')),
    ...done('changed', 'update', id('changed')),
    begun('begun', 'create'),
    ...done('made', 'create', id('made')),
  ]
  expect(told(recoveryFromStream(lines, state)).map((line) => line.split(' ').slice(0, 3).join(' '))).toEqual(
    [
      'unsaved create made',
      'unknown create begun',
      'unsaved update changed',
      'unknown update half',
      'unsaved delete there',
      'unknown delete cut',
      'unknown open opened',
      'saved create kept',
      'saved delete away',
    ],
  )
})

describe('a state', () => {
  const made = [event('apply_start', 'create'), event('apply_complete', 'create', id('new'))]
  const verdictIn = (state: object): string => told(recoveryFromStream(made, JSON.stringify(state))).join()
  const resource = { mode: 'managed', type: 'x_y', name: 'z', instances: [object('new')] }

  test('has what it has as a resource, not as data', () => {
    expect(verdictIn({ version: 4, resources: [resource] })).toBe('saved create x_y.z this-object')
    expect(verdictIn({ version: 4, resources: [{ ...resource, mode: 'data' }] })).toBe(
      'unsaved create x_y.z nothing',
    )
  })

  test('of another format, or without a list, is none', () => {
    expect(verdictIn({ version: 3, resources: [resource] })).toBe('unsaved create x_y.z not-read')
    expect(verdictIn({ version: 4, resources: { length: 1 } })).toBe('unsaved create x_y.z not-read')
  })

  test('tells no ID where that is empty or no text', () => {
    for (const value of ['', 7, null]) {
      const instances = [{ attributes: { id: value } }]
      expect(verdictIn({ version: 4, resources: [{ ...resource, instances }] })).toBe(
        'unknown create x_y.z some-object',
      )
    }
  })

  test('of blanks is one that was never written', () => {
    expect(recoveryFromStream(made, ' \n').isStateRead).toBe(true)
  })

  test('has the object beside a deposed one', () => {
    const instances = [object('old', { deposed: 'a' }), object('new')]
    expect(verdictIn({ version: 4, resources: [{ ...resource, instances }] })).toBe(
      'saved create x_y.z this-object',
    )
  })

  test('has another object where a name is what an ID was', () => {
    const instances = [{ attributes: { name: 'new' } }]
    expect(verdictIn({ version: 4, resources: [{ ...resource, instances }] })).toBe(
      'unsaved create x_y.z other-object',
    )
  })
})
