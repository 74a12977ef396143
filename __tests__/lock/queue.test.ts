import { describe, expect, test } from '@jest/globals'

import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { describeBypass, describeWaiting, type Queue } from '../../src/lock/queue.ts'
import { holder } from '../support/fake-lock.ts'

const own = { runId: 1, jobId: 10, isWaiting: false }
const queue: Queue = {
  group: 'terraform-production',
  repository: 'acme/infra',
  members: [own, { runId: 2, jobId: 20, isWaiting: true }, { runId: 3, jobId: null, isWaiting: true }],
}

function held(
  run: Partial<NonNullable<LockHolder['run']>> | null,
  fields: Partial<LockHolder> = {},
): LockHolder {
  const rest = { attempt: 1, pullRequest: null, actor: null, status: null, conclusion: null }
  const url = 'https://github.com/acme/infra/actions/runs/9/attempts/1'
  return holder('a-lock', {
    run: run === null ? null : { repository: 'acme/infra', runId: 9, jobId: 90, url, ...rest, ...run },
    ...fields,
  })
}

test('who waits is counted, who holds is not', () => {
  expect(describeWaiting(queue)).toBe('2 more wait')
})

test('one that waits is told as one, and nobody is not told', () => {
  expect(describeWaiting({ ...queue, members: queue.members.slice(0, 2) })).toBe('1 more waits')
  expect(describeWaiting({ ...queue, members: [own] })).toBeUndefined()
})

describe('a lock that came past the group', () => {
  test.each([
    ['of a person', held(null), /a person, another tool, or a job without that group/],
    ['of another repository', held({ repository: 'acme/other' }), /another repository: there the lock alone/],
    ['of a job outside', held({}), /a job of this repository: give both the same group/],
    ['of one that only waits', held({ runId: 2, jobId: 20 }), /give both the same group/],
    [
      'of another job of this run, of whose group that of the job is none',
      held({ runId: 1, jobId: 11 }),
      /same group/,
    ],
  ])('%s is told', (_name, lock, text) => {
    expect(describeBypass(lock, queue)).toMatch(text)
  })

  test('is none of a plan, which needs no group, nor of what has finished', () => {
    expect(describeBypass(held({}, { operation: 'OperationTypePlan' }), queue)).toBeUndefined()
    expect(describeBypass(held({}, { verdict: 'finished' }), queue)).toBeUndefined()
  })

  test('is none where the whole run holds the group', () => {
    const ofRun = { ...queue, members: [...queue.members.slice(1), { ...own, jobId: null }] }
    expect(describeBypass(held({ runId: 1, jobId: 11 }), ofRun)).toBeUndefined()
    expect(describeBypass(held({ runId: 9, jobId: 11 }), ofRun)).toMatch(/same group/)
  })

  test('is none where its job holds the group', () => {
    expect(describeBypass(held({ runId: 1, jobId: 10 }), queue)).toBeUndefined()
  })
})
