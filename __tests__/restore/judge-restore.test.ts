import { describe, expect, test } from '@jest/globals'
import { judgeRestore } from '../../src/restore/judge-restore.ts'
import type { History, StateVersion, VersionContent } from '../../src/restore/state-history.ts'
import { deleted, historyOf, notWhole, state } from '../support/history.ts'

function judge(versions: StateVersion[], versionId: string, force = false): ReturnType<typeof judgeRestore> {
  const history: History = historyOf(versions)
  return judgeRestore({ versionId, force }, history)
}

describe('the serial is above all that are known', () => {
  test.each<[string, StateVersion[], number]>([
    ['of the newest', [state('now', 5), state('old', 3)], 6],
    ['of one that was restored over by hand', [state('now', 3), state('high', 9), state('old', 2)], 10],
    ['of a deleted state', [deleted('gone'), state('last', 4), state('old', 3)], 5],
    ['of a broken state that tells it', [notWhole('broken', 12), state('old', 3)], 13],
    ['with one more for a broken state that does not', [notWhole('broken'), state('old', 3)], 5],
  ])('%s', (_, versions, serial) => {
    expect(judge(versions, versions.at(-1)!.versionId)).toMatchObject({ kind: 'restore', serial })
  })
})

describe('is refused:', () => {
  const unread: VersionContent = { kind: 'not-read', reason: 'access was denied' }
  test.each<[string, StateVersion[], string, string]>([
    ['an unknown version', [state('now', 1)], 'nowhere', 'no version of this state'],
    ['a delete marker', [state('now', 2), deleted('gone'), state('old', 1)], 'gone', 'a delete marker'],
    ['a broken version', [state('now', 2), notWhole('broken', 1)], 'broken', 'no whole state'],
    ['a version that was denied', [state('now', 2), { ...state('x', 1), content: unread }], 'x', 'denied'],
    ['another lineage than that of now', [state('now', 2), state('old', 1, 'other')], 'old', 'lineage'],
    [
      'another lineage than that of the newest whole one, where now is broken',
      [notWhole('broken'), deleted('gone'), state('last', 2), state('old', 1, 'other')],
      'old',
      'lineage',
    ],
  ])('%s', (_, versions, versionId, message) => {
    const verdict = judge(versions, versionId)
    expect(verdict).toMatchObject({ kind: 'refused', message: expect.stringContaining(message) as unknown })
  })
})

test('another lineage is brought back where that is forced', () => {
  const versions = [state('now', 2), state('old', 1, 'other')]
  expect(judge(versions, 'old', true)).toMatchObject({ kind: 'restore', serial: 3 })
})

test('the difference is told where the state that is there can be read', () => {
  expect(judge([state('now', 2), state('old', 1)], 'old')).toHaveProperty('difference.back', [])
  expect(judge([notWhole('now'), state('old', 1)], 'old')).toHaveProperty('difference', undefined)
})
