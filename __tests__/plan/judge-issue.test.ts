import { describe, expect, test } from '@jest/globals'
import { judgeIssue, type IssueFacts, type IssueStep } from '../../src/plan/judge-issue.ts'

const open: IssueFacts = { isOpen: true, reason: null, told: 'a' }
const closed: IssueFacts = { isOpen: false, reason: 'completed', told: 'a' }
const done: IssueFacts = { ...closed, told: undefined }

const cases: readonly [string, IssueFacts | undefined, string | undefined, IssueStep][] = [
  ['no issue, nothing differs', undefined, undefined, { kind: 'nothing' }],
  ['no issue, something differs', undefined, 'a', { kind: 'open' }],
  ['open, the same differs', open, 'a', { kind: 'update' }],
  ['open, something else differs', open, 'b', { kind: 'update', news: 'changed' }],
  ['open, nothing differs any more', open, undefined, { kind: 'close' }],
  ['closed by us, something differs again', done, 'a', { kind: 'reopen', news: 'again' }],
  [
    'closed by us after a person had it quiet, something differs again',
    { ...done, reason: 'not_planned' },
    'a',
    { kind: 'reopen', news: 'again' },
  ],
  ['closed by us, nothing differs', done, undefined, { kind: 'nothing' }],
  ['closed by a person as done, the same differs', closed, 'a', { kind: 'reopen', news: 'still' }],
  [
    'closed by a person on an older server',
    { ...closed, reason: null },
    'a',
    { kind: 'reopen', news: 'still' },
  ],
  ['closed by a person as not planned', { ...closed, reason: 'not_planned' }, 'a', { kind: 'update' }],
  [
    'closed by a person as not planned, another',
    { ...closed, reason: 'not_planned' },
    'b',
    { kind: 'update' },
  ],
  ['closed by a person as a duplicate', { ...closed, reason: 'duplicate' }, 'a', { kind: 'update' }],
  ['closed by a person, nothing differs any more', closed, undefined, { kind: 'update' }],
  [
    'opened by a person after it was done, nothing differs',
    { ...done, isOpen: true },
    undefined,
    { kind: 'nothing' },
  ],
  [
    'opened by a person after it was done, something differs',
    { ...done, isOpen: true },
    'a',
    { kind: 'update', news: 'again' },
  ],
]

describe('the issue of a state', () => {
  test.each(cases)('%s', (_, issue, found, step) => {
    expect(judgeIssue(issue, found)).toEqual(step)
  })
})
