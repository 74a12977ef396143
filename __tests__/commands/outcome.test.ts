import { describe, expect, test } from '@jest/globals'

import { failureReasonOf, isFailure, resultOf, type Outcome } from '../../src/commands/outcome.ts'
import { noChanges } from '../../src/plan/changes.ts'
import { free, held, holder, unknown } from '../support/fake-lock.ts'

const counts = noChanges
const failed = (reason: Extract<Outcome, { kind: 'failed' }>['reason']): Outcome => ({
  ...{ kind: 'failed', reason, message: 'It failed.', advice: '', counts: undefined },
})
const contended = (isNeutral: boolean): Outcome => ({
  ...{ kind: 'contended', holder: holder(), isNeutral, message: 'Locked.' },
})

describe('how a run ended', () => {
  test.each<[string, Outcome, string, string, boolean]>([
    ['a plan with changes', { kind: 'planned', hasChanges: true, counts }, 'changes', '', false],
    ['a plan without', { kind: 'planned', hasChanges: false, counts }, 'no-changes', '', false],
    ['an apply', { kind: 'applied', hasChanges: true, counts, outputsFile: undefined }, 'applied', '', false],
    [
      'an apply of nothing',
      { kind: 'applied', hasChanges: false, counts, outputsFile: undefined },
      'no-changes',
      '',
      false,
    ],
    ['a free lock', { kind: 'lock-read', reading: free }, 'free', '', false],
    ['a held lock', { kind: 'lock-read', reading: held() }, 'locked', '', false],
    ['a lock that nobody knows', { kind: 'lock-read', reading: unknown }, 'unknown', '', false],
    ['a wait that ended well', { kind: 'lock-free' }, 'free', '', false],
    ['contention', contended(false), 'contended', 'lock-contention', true],
    ['contention that is no failure', contended(true), 'contended', '', false],
    [
      'a cancel',
      { kind: 'cancelled', message: 'Cancelled.', counts: undefined },
      'cancelled',
      'cancelled',
      true,
    ],
    ['a failure', failed('stale-plan'), 'failed', 'stale-plan', true],
    ['a defect of ours', failed(undefined), 'failed', '', true],
  ])('%s', (_, outcome, result, reason, isFailed) => {
    expect(resultOf(outcome)).toBe(result)
    expect(failureReasonOf(outcome)).toBe(reason)
    expect(isFailure(outcome)).toBe(isFailed)
  })
})
