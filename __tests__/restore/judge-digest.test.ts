import { expect, test } from '@jest/globals'
import { judgeDigest } from '../../src/restore/judge-digest.ts'
import type { DigestReading, StateVersion } from '../../src/restore/state-history.ts'
import { deleted, historyOf, notWhole, state } from '../support/history.ts'

const digestOf = (versionId: string): DigestReading => ({ kind: 'digest', md5: `md5-of-${versionId}` })

test.each<[string, DigestReading, StateVersion[], string]>([
  ['a backend without a table', { kind: 'no-table' }, [state('now', 1)], 'no-table'],
  [
    'a table without a digest, which Terraform takes for none',
    { kind: 'none' },
    [state('now', 1)],
    'matches',
  ],
  ['the digest of the state that is there', digestOf('now'), [state('now', 2), state('old', 1)], 'matches'],
  ['a digest of a broken state that is there', digestOf('now'), [notWhole('now')], 'matches'],
])('%s is no mismatch', (_, digest, versions, kind) => {
  expect(judgeDigest(digest, historyOf(versions)).kind).toBe(kind)
})

test.each<[string, DigestReading, StateVersion[], string, string, boolean]>([
  [
    'a state that is newer',
    digestOf('old'),
    [state('now', 2), state('old', 1)],
    'is newer than its digest, which is that of version old',
    'repair-digest: true; else run restore with state-version: old',
    true,
  ],
  [
    'an older state that was put over a newer one',
    digestOf('new'),
    [state('now', 1), state('new', 2), state('old', 1)],
    'an older state, with the serial 1, was put over it',
    'state-version: new',
    true,
  ],
  [
    'a state that was deleted',
    digestOf('last'),
    [deleted('gone'), state('last', 2)],
    'the state was deleted after that',
    'state-version: last',
    false,
  ],
  [
    'a state that was deleted, of which nothing is left',
    digestOf('unknown'),
    [deleted('gone')],
    'There is no state',
    'bring back a version',
    false,
  ],
  [
    'a state that never arrived',
    digestOf('unknown'),
    [state('now', 2), state('old', 1)],
    'it may well be the newer one',
    'Find out what was applied last',
    true,
  ],
  [
    'a newer state that is broken',
    digestOf('old'),
    [notWhole('now'), state('old', 1)],
    'is newer than its digest, and is no whole state',
    'state-version: old',
    false,
  ],
])('%s is explained', (_, digest, versions, explanation, advice, isRepairable) => {
  expect(judgeDigest(digest, historyOf(versions))).toMatchObject({
    kind: 'mismatch',
    explanation: expect.stringContaining(explanation) as unknown,
    advice: expect.stringContaining(advice) as unknown,
    isRepairable,
  })
})
