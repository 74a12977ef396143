import { expect, test } from '@jest/globals'
import type { VersionEntry } from '../../src/restore/state-history.ts'
import { lockOf } from '../../src/restore/writers.ts'

function entry(versionId: string, second: number, kind: VersionEntry['kind'] = 'object'): VersionEntry {
  return { kind, versionId, storedAt: second * 1000, sizeBytes: 250, isLatest: false, owner: '' }
}
const gone = (second: number): VersionEntry => entry('gone', second, 'delete-marker')
const at = (second: number, locks: VersionEntry[]): string | undefined =>
  lockOf(entry('state', second), locks)?.versionId

test.each<[string, number, VersionEntry[], string | undefined]>([
  ['the lock that was there', 5, [gone(6), entry('lock', 4)], 'lock'],
  ['the lock as it was annotated', 5, [gone(6), entry('annotated', 5), entry('lock', 4)], 'annotated'],
  ['not the annotation that came after', 5, [gone(7), entry('annotated', 6), entry('lock', 4)], 'lock'],
  ['the lock that was given back within the same second', 5, [gone(5), entry('lock', 4)], 'lock'],
  ['none where it had been given back', 5, [gone(4), entry('lock', 3)], undefined],
  ['none where the first lock came later', 5, [entry('lock', 6)], undefined],
  ['none without any', 5, [], undefined],
  ['not the one before', 9, [gone(10), entry('second', 8), gone(6), entry('first', 4)], 'second'],
  [
    'the one before for what is older',
    5,
    [gone(10), entry('second', 8), gone(6), entry('first', 4)],
    'first',
  ],
])('a state was written under %s', (_, second, locks, expected) => {
  expect(at(second, locks)).toBe(expected)
})
