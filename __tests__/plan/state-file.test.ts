import { describe, expect, test } from '@jest/globals'

import { compareStates, parseStateFile, type StateFile } from '../../src/plan/state-file.ts'
import { readFixture } from '../support/fixture.ts'

const text = readFixture('state-one-resource.json')
const state = parseStateFile(text)!
const edited = (change: (file: Record<string, unknown>) => void): StateFile | undefined => {
  const file = JSON.parse(text) as Record<string, unknown>
  change(file)
  return parseStateFile(JSON.stringify(file))
}

describe('a state file', () => {
  test('tells its serial, its lineage, and what is in it', () => {
    expect(state).toMatchObject({ serial: 1, lineage: 'ae5c60a9-c13d-5cbe-e520-f909244b90ee' })
    expect(state.content).toMatch(/^[0-9a-f]{64}$/)
  })

  test('has the same content whatever its serial, its Terraform and the order of its keys', () => {
    const other = edited((file) => {
      file['serial'] = 7
      file['terraform_version'] = '1.12.0'
      file['resources'] = (file['resources'] as object[]).map((each) =>
        Object.fromEntries(Object.entries(each).reverse()),
      )
    })
    expect(other).toMatchObject({ serial: 7, content: state.content })
  })

  test('has another content with another value, also in the last digit of a long number', () => {
    const withNumber = (digits: string): string =>
      parseStateFile(text.replace('"outputs": {}', `"outputs": {"n": {"value": ${digits}}}`))!.content
    expect(withNumber('12345678901234567890')).not.toBe(withNumber('12345678901234567891'))
    expect(withNumber('1')).not.toBe(state.content)
  })

  test.each([
    ['that is cut off', text.slice(0, 100)],
    ['of another format', text.replace('"version": 4', '"version": 5')],
    ['that is encrypted', '{"meta":{},"encrypted_data":"x"}'],
    ['that is no object', '[]'],
    ['that is empty', ''],
  ])('%s is none', (_, broken) => {
    expect(parseStateFile(broken)).toBeUndefined()
  })
})

describe('an unsaved state', () => {
  const stored: StateFile = { serial: 0, lineage: state.lineage, content: 'another' }
  test.each<[string, StateFile | undefined, string]>([
    [
      'is stored where its content is, under any serial',
      { ...stored, serial: 9, content: state.content },
      'stored',
    ],
    ['is newer than none', undefined, 'newer'],
    ['is newer than one that was never written', { ...stored, lineage: '' }, 'newer'],
    ['is newer than one of an older serial', stored, 'newer'],
    ['is overtaken by one of the same serial', { ...stored, serial: 1 }, 'overtaken'],
    ['is overtaken by one of a newer serial', { ...stored, serial: 2 }, 'overtaken'],
    ['is no successor of one of another lineage', { ...stored, lineage: 'other' }, 'overtaken'],
  ])('%s', (_, present, kind) => {
    expect(compareStates(state, present).kind).toBe(kind)
  })
})

test('why an unsaved state is overtaken is told', () => {
  expect(compareStates(state, { ...state, content: 'x', lineage: 'another' })).toMatchObject({
    reason: expect.stringContaining('another lineage'),
  })
  expect(compareStates(state, { ...state, content: 'x', serial: 4 })).toMatchObject({
    reason: 'somebody has written the state since: it has serial 4, the unsaved one 1',
  })
})
