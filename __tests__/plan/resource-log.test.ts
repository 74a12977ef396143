import { describe, expect, test } from '@jest/globals'
import { createResourceLog, type ResourceRecord } from '../../src/plan/resource-log.ts'
import { parseStreamLine } from '../../src/plan/run-facts.ts'
import { readFixture } from '../support/fixture.ts'

function recordsOf(lines: readonly string[]): ResourceRecord[] {
  const log = createResourceLog()
  for (const line of lines) log.add(parseStreamLine(line))
  return log.records()
}

/** `action address progress ID`, the ID by its first four digits. */
const told = (lines: readonly string[]): string[] =>
  recordsOf(lines).map(({ address, action, progress, id }) =>
    [action, address, progress, id?.value.slice(0, 4) ?? ''].join(' ').trim(),
  )
const toldOf = (fixture: string): string[] => told(readFixture(fixture).split('\n'))

/** An event of a resource that the embedded providers do not have. */
function event(type: string, action: unknown, more: object = {}): string {
  const resource = { addr: 'x_y.z', module: '', resource_type: 'x_y', resource_name: 'z', resource_key: null }
  return JSON.stringify({ '@level': 'info', type, hook: { resource, action, ...more } })
}

describe('what an apply did, as its stream tells it', () => {
  test('to each instance, with its place and ID; a data source that was read is none', () => {
    const records = recordsOf(readFixture('stream-create-all.jsonl').split('\n'))
    expect(records).toHaveLength(11)
    expect(new Set(records.map(({ progress }) => progress))).toEqual(new Set(['complete']))
    expect(records.find(({ place }) => place.module === 'module.m["q\\"r"]')).toEqual({
      address: 'module.m["q\\"r"].terraform_data.inner[0]',
      place: { module: 'module.m["q\\"r"]', type: 'terraform_data', name: 'inner', key: 0 },
      impliedProvider: 'terraform',
      action: 'create',
      progress: 'complete',
      provisionerSeen: false,
      id: { key: 'id', value: '306e2301-500d-c714-2d77-b8ca35dd3d0c' },
    })
    expect(records.map(({ place }) => place.key)).toEqual(expect.arrayContaining(['new\nline', '${x}', 1]))
  })

  test('with the ID of what was destroyed, which only its start tells', () => {
    expect(toldOf('stream-destroy-all.jsonl')).toContain('delete terraform_data.count[0] complete 4d08')
  })

  test('with both halves of a replacement, in their order', () => {
    expect(toldOf('stream-replace.jsonl')).toEqual([
      'delete terraform_data.fail complete 095c',
      'delete terraform_data.dbc complete 8c0d',
      'create terraform_data.cbd complete 560d',
      'delete terraform_data.cbd complete be8b',
      'create terraform_data.dbc complete 484b',
      'delete terraform_data.prov complete f80d',
      'create terraform_data.fail errored',
      'update terraform_data.upd complete 594a',
      'create terraform_data.prov complete 794d',
    ])
  })

  test('with what was under way when it was cut off, in the middle of a line', () => {
    const lines = readFixture('stream-killed-create.jsonl').trimEnd().split('\n')
    const cut = lines.findIndex((line) => line.includes('"apply_complete"') && line.includes('early[0]'))
    expect(told([...lines.slice(0, cut), lines[cut]!.slice(0, -20)])).toEqual([
      'create terraform_data.early[1] complete cbc6',
      'create terraform_data.early[0] under-way',
    ])
    expect(recordsOf(lines).at(-1)).toMatchObject({
      address: 'terraform_data.provisioned',
      progress: 'under-way',
      provisionerSeen: true,
      id: undefined,
    })
  })

  test('with nothing of a refresh', () => {
    expect(toldOf('stream-plan.jsonl')).toEqual([])
  })

  test('with a name for the ID of a type that has none, and never with a tag', () => {
    const named = [
      event('apply_start', 'create'),
      event('apply_complete', 'create', { id_key: 'name', id_value: 'n' }),
    ]
    expect(recordsOf(named)[0]?.id).toEqual({ key: 'name', value: 'n' })
    expect(
      recordsOf([event('apply_start', 'delete', { id_key: 'tags.Name', id_value: 'n' })])[0]?.id,
    ).toBeUndefined()
  })

  test('with both deposed objects of an address under way, once one of them is gone: which, is not told', () => {
    const start = (id: string): string => event('apply_start', 'delete', { id_key: 'id', id_value: id })
    expect(told([start('one'), start('two'), event('apply_complete', 'delete')])).toEqual([
      'delete x_y.z under-way one',
      'delete x_y.z under-way two',
    ])
  })

  test('with each of two changes of one address, however they end', () => {
    const begun = [
      event('apply_start', 'create'),
      event('apply_start', 'delete', { id_key: 'id', id_value: 'old' }),
    ]
    expect(told([...begun, event('apply_complete', 'delete'), event('apply_errored', 'create')])).toEqual([
      'create x_y.z errored',
      'delete x_y.z complete old',
    ])
  })

  test('with an ephemeral resource that could not be closed, and none that could not be opened', () => {
    const opened = event('ephemeral_op_start', 'open')
    expect(told([opened, event('ephemeral_op_errored', 'close')])).toEqual(['open x_y.z under-way'])
    expect(told([opened, event('ephemeral_op_errored', 'open')])).toEqual([])
  })

  test('with nothing for what its place does not tell', () => {
    const hook = { resource: { addr: 'x_y.z' }, action: 'create' }
    const [record] = recordsOf([JSON.stringify({ '@level': 'info', type: 'apply_start', hook })])
    expect(record).toMatchObject({
      ...{ place: { module: '', type: '', name: '', key: null }, impliedProvider: '' },
    })
  })

  test('with an ephemeral resource until it is closed, and an action until it is done', () => {
    const opened = [event('ephemeral_op_start', 'open'), event('ephemeral_op_complete', 'open')]
    expect(told(opened)).toEqual(['open x_y.z under-way'])
    const closed = [event('ephemeral_op_start', 'close'), event('ephemeral_op_complete', 'close')]
    expect(told([...opened, ...closed])).toEqual([])
    const action = (type: string): string =>
      JSON.stringify({ '@level': 'info', type, hook: { action: { addr: 'action.x_run.z', module: '' } } })
    expect(told([action('action_start')])).toEqual(['invoke action.x_run.z under-way'])
    expect(told([action('action_start'), action('action_errored')])).toEqual([
      'invoke action.x_run.z errored',
    ])
    expect(told([action('action_start'), action('action_complete')])).toEqual([])
  })

  test.each([['{'], ['{"@level":"info","type":"apply_start"}'], [event('apply_start', 7)], ['a panic']])(
    'with nothing of %s',
    (line) => {
      expect(told([line])).toEqual([])
    },
  )
})
