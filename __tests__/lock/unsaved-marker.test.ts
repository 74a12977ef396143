import { expect, test } from '@jest/globals'

import { parseMarker, renderMarker, type MarkedState } from '../../src/lock/unsaved-marker.ts'

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
  ['is no JSON', 'x'],
  ['is null', 'null'],
  ['is of a format to come', renderMarker([state]).replace('"format": 1', '"format": 2')],
  ['lists nothing', renderMarker([])],
])('one that %s cannot be read', (_, json) => {
  expect(() => parseMarker(json, isCopyKey)).toThrow(Error)
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
