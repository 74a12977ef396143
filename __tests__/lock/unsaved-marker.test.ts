import { expect, test } from '@jest/globals'

import { maxMarkerBytes, parseMarker, renderMarker, type MarkedState } from '../../src/lock/unsaved-marker.ts'

const prefix = '.lockstep/states/app/terraform.tfstate/unsaved/'
const isCopyKey = (key: string): boolean => key.startsWith(prefix)
const state: MarkedState = {
  since: '2026-08-22T10:12:12.000Z',
  run: {
    ...{ serverUrl: 'https://github.com', repository: 'acme/infra', runId: 1, attempt: 2 },
    ...{ jobId: 3, pullRequest: null, actor: 'alice' },
  },
  serial: 4,
  lineage: 'a-lineage',
  content: 'a-hash',
  file: '/work/app/errored.tfstate',
  reason: 'AccessDenied',
  copyKey: `${prefix}1-2-x.tfstate`,
}

test('a marker says again what it was made of', () => {
  const outside = { ...state, run: undefined, serial: null, lineage: null, copyKey: null }
  expect(parseMarker(renderMarker([state, outside]), isCopyKey)).toEqual([state, outside])
})

test.each([
  ['is no JSON', 'x', 'JSON'],
  ['is null', 'null', 'a format that this version does not know'],
  [
    'is of a format to come',
    renderMarker([state]).replace('"format": 1', '"format": 2'),
    'a format that this version does not know',
  ],
  ['lists nothing', renderMarker([]), 'it lists no state'],
  ['has no list', '{"format":1,"states":{"length":1}}', 'it lists no state'],
])('one that %s cannot be read', (_, json, message) => {
  expect(() => parseMarker(json, isCopyKey)).toThrow(message)
})

test('one that somebody finds beside a state says what it is', () => {
  expect(renderMarker([state])).toContain('Lockstep applies nothing to this state while it is here.')
})

test('a state of which it says nothing is empty', () => {
  const empty = { since: '', run: undefined, serial: null, lineage: null, content: '', copyKey: null }
  expect(parseMarker('{"format":1,"states":[{}]}', isCopyKey)).toEqual([{ ...empty, file: '', reason: '' }])
})

test('no marker of hundreds of states is too large to be read', () => {
  expect(renderMarker(Array.from({ length: 250 }, () => state)).length).toBeLessThan(maxMarkerBytes)
})

test('what somebody else has written into it is one plain line, and names no other key', () => {
  const hostile = JSON.stringify({
    format: 1,
    states: [
      null,
      {
        run: 'lockstep run=javascript:alert(1)',
        reason: 'a\n::error::b\u202e\u001b[31m',
        file: 'x'.repeat(5_000),
        serial: '4',
        copyKey: 'app/terraform.tfstate',
      },
    ],
  })
  const [, second] = parseMarker(hostile, isCopyKey)
  expect(second).toMatchObject({ run: undefined, serial: null, copyKey: null })
  expect(second?.reason).not.toMatch(/[\n\u202e\u001b]/)
  expect(second?.file.length).toBeLessThanOrEqual(501)
})
