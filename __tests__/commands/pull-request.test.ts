import { describe, expect, test } from '@jest/globals'

import { describeCommentFailure, isWorthAComment } from '../../src/commands/pull-request.ts'
import type { Inputs } from '../../src/runner/inputs.ts'
import type { WorkflowEvent } from '../../src/runner/workflow-event.ts'
import { ended, waiting } from '../support/stories.ts'

describe('a comment is made where there is none yet', () => {
  const phases = {
    working: { kind: 'working' },
    waiting,
    ...Object.fromEntries(
      [
        ...['changes', 'applied', 'no-changes', 'contended', 'cancelled', 'failed'],
        ...['unlocked', 'already-free'],
      ].map((result) => [result, ended(result)]),
    ),
  } as const
  test.each<[Inputs['comment'], readonly string[]]>([
    ['always', Object.keys(phases)],
    ['auto', ['waiting', 'changes', 'applied', 'contended', 'cancelled', 'failed', 'unlocked']],
    ['contention', ['waiting', 'contended']],
    ['never', []],
  ])('with `comment: %s`, at %j', (policy, worthy) => {
    const made = Object.entries(phases).filter(([, phase]) => isWorthAComment(policy, phase))
    expect(made.map(([name]) => name)).toEqual(worthy)
  })
})

describe('a comment that could not be written', () => {
  const onPullRequest = (hasReadOnlyToken: boolean): WorkflowEvent =>
    ({ name: 'pull_request', pullRequest: { number: 7, hasReadOnlyToken } }) as WorkflowEvent
  const onPush = { name: 'push', pullRequest: undefined } as WorkflowEvent
  const permission = 'Give the job the permission "pull-requests: write".'

  test('has one full stop, wherever it came from', () => {
    for (const message of ['Bad thing', 'Bad thing.'])
      expect(describeCommentFailure({ message, refusal: undefined }, onPush).text).toContain(
        'written: Bad thing. The',
      )
  })

  test.each<[number | undefined, string, WorkflowEvent, 'expected' | 'warning', string]>([
    [403, 'a fork', onPullRequest(true), 'expected', 'has a token that may only read'],
    [404, 'a fork', onPullRequest(true), 'expected', 'has a token that may only read'],
    [401, 'a fork', onPullRequest(true), 'warning', 'could not be written: Bad thing.'],
    [422, 'a fork', onPullRequest(true), 'warning', 'could not be written: Bad thing.'],
    [500, 'a fork', onPullRequest(true), 'warning', 'could not be written: Bad thing.'],
    [undefined, 'a fork', onPullRequest(true), 'warning', 'could not be written: Bad thing.'],
    [403, 'our own branch', onPullRequest(false), 'warning', permission],
    [404, 'our own branch', onPullRequest(false), 'warning', 'could not be written: Bad thing.'],
    [undefined, 'our own branch', onPullRequest(false), 'warning', 'could not be written: Bad thing.'],
    [403, 'a push', onPush, 'warning', permission],
    [404, 'a push', onPush, 'warning', 'could not be written: Bad thing.'],
  ])('for status %s on %s', (status, _, event, kind, text) => {
    const told = describeCommentFailure({ message: 'Bad thing', refusal: status }, event)
    expect(told.kind).toBe(kind)
    expect(told.text).toContain(text)
    expect(told.text).toMatch(/\. The same text stands in the job summary\.$/)
    expect(told.text.includes(permission)).toBe(text === permission)
  })
})
