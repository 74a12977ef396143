import { describe, expect, test } from '@jest/globals'
import {
  judgeApprovals,
  type ApprovalFacts,
  type ApprovalVerdict,
  type Review,
} from '../../src/plan/approvals.ts'
import { failingChecks, type CommitCheck } from '../../src/plan/commit-checks.ts'

const head = 'a'.repeat(40)
const old = 'b'.repeat(40)
const planned = Date.UTC(2026, 7, 22, 10, 0)
const minute = 60_000

const review = (author: string | undefined, changes: Partial<Review> = {}): Review => ({
  ...{ author, isByPerson: true, mayWrite: true, opinion: 'approved', commit: head },
  submittedAt: planned + minute,
  ...changes,
})
const judge = (reviews: readonly Review[], changes: Partial<ApprovalFacts> = {}): ApprovalVerdict =>
  judgeApprovals({
    ...{ reviews, headCommit: head, author: 'alice', required: 1, notBefore: planned },
    ...{ reviewDecision: null, checks: { kind: 'read', checks: [] }, ownRunId: 11 },
    ...changes,
  })
const approvedBy = (...approvers: string[]): ApprovalVerdict => ({ kind: 'approved', approvers })
const messageOf = (verdict: ApprovalVerdict): string =>
  verdict.kind === 'refused' ? verdict.message : 'approved'
const adviceOf = (verdict: ApprovalVerdict): string => (verdict.kind === 'refused' ? verdict.advice : '')
const short = (commit: string): string => commit.slice(0, 12)
const nobody = `1 approval of commit ${short(head)} is required, and nobody has approved it: 1 is missing.`

describe('a plan is approved', () => {
  test.each<[string, Review[], string[]]>([
    ['by somebody who may write', [review('bob')], ['bob']],
    [
      'by somebody who has approved in the moment it was made',
      [review('bob', { submittedAt: planned })],
      ['bob'],
    ],
    [
      'by somebody who has asked for changes before',
      [
        review('bob'),
        review('bob', { opinion: 'changes-requested', commit: old, submittedAt: planned - minute }),
      ],
      ['bob'],
    ],
    [
      'by one, while an account that is gone has approved too',
      [review('bob'), review(undefined, { isByPerson: false })],
      ['bob'],
    ],
    ['by more than are required', [review('bob'), review('carol')], ['bob', 'carol']],
    [
      'by one, whatever a reader thinks',
      [review('bob'), review('dave', { opinion: 'changes-requested', mayWrite: false })],
      ['bob'],
    ],
  ])('%s', (_, reviews, approvers) => {
    expect(judge(reviews)).toEqual(approvedBy(...approvers))
  })

  test('where none is required and nobody objects', () => {
    expect(judge([], { required: 0, reviewDecision: 'APPROVED' })).toEqual(approvedBy())
  })
})

describe('an approval does not count', () => {
  test.each<[string, Review, string]>([
    ['of another commit', review('bob', { commit: old }), `bob has approved commit ${short(old)}`],
    [
      'of a commit that is gone',
      review('bob', { commit: undefined }),
      'bob has approved a commit that is gone',
    ],
    [
      'from before the plan was made',
      review('bob', { submittedAt: planned - minute }),
      'bob has approved at 2026-08-22 09:59 UTC, before the plan was made',
    ],
    [
      'of which nobody knows when',
      review('bob', { submittedAt: undefined }),
      'bob has approved nobody knows when',
    ],
    ['by the author', review('Alice'), 'Alice is the author of the pull request'],
    ['by a bot', review('github-actions', { isByPerson: false }), 'github-actions is not a person'],
    ['by a reader', review('bob', { mayWrite: false }), 'bob has no write access to the repository'],
    [
      'by an account that is gone',
      review(undefined, { isByPerson: false }),
      'Somebody whose account is gone has no write access any more',
    ],
  ])('%s', (_, given, why) => {
    expect(messageOf(judge([given]))).toBe(`${nobody} Not counted: ${why}.`)
  })

  test('that was dismissed, or of which only a comment is left', () => {
    expect(messageOf(judge([review('bob', { opinion: 'none' })]))).toBe(nobody)
    const later = review('bob', { opinion: 'none', submittedAt: planned + 2 * minute })
    expect(messageOf(judge([later, review('bob')]))).toBe(nobody)
  })

  test('twice, in whichever letters the login is written', () => {
    expect(
      messageOf(
        judge([review('bob'), review('Bob', { submittedAt: planned + 2 * minute })], { required: 2 }),
      ),
    ).toBe(`2 approvals of commit ${short(head)} are required, and only Bob approved it: 1 is missing.`)
  })

  test('by the bot that has opened the pull request, under the name that the other API gives it', () => {
    expect(messageOf(judge([review('renovate')], { author: 'renovate[bot]' }))).toContain(
      'renovate is the author',
    )
  })
})

describe('a refusal', () => {
  test('says how many are missing, who has approved, and why the others do not count', () => {
    const reviews = [review('bob'), review('carol', { commit: old }), review('alice')]
    expect(judge(reviews, { required: 3 })).toEqual({
      kind: 'refused',
      message: `3 approvals of commit ${short(head)} are required, and only bob approved it: 2 are missing. Not counted: carol has approved commit ${short(old)}; alice is the author of the pull request.`,
      advice: `Let somebody else with write access review the plan and approve commit ${short(head)}, after the plan was made at 2026-08-22 10:00 UTC.`,
    })
  })

  test('lists no more than ten approvals that do not count', () => {
    const readers = Array.from({ length: 12 }, (_, index) => review(`r${index}`, { mayWrite: false }))
    expect(messageOf(judge(readers)).match(/has no write access/g)).toHaveLength(10)
  })

  test('says of each objection what to do about it', () => {
    const objection = review('carol', { opinion: 'changes-requested' })
    const failing = (...names: string[]): Partial<ApprovalFacts> => ({
      checks: { kind: 'read', checks: names.map((name) => check({ name, state: 'FAILURE' })) },
    })
    const bob = review('bob')
    expect(adviceOf(judge([bob, objection]))).toContain('let its reviewer approve or dismiss the review')
    expect(adviceOf(judge([bob], { reviewDecision: 'REVIEW_REQUIRED' }))).toContain('Get the reviews')
    expect(adviceOf(judge([bob], failing('a')))).toBe('Put it right, or run it again.')
    expect(adviceOf(judge([bob], failing('a', 'b')))).toBe('Put them right, or run them again.')
  })

  test('names no time where that of the plan is none', () => {
    expect(adviceOf(judge([], { notBefore: Infinity }))).toBe(
      `Let somebody else with write access review the plan and approve commit ${short(head)}.`,
    )
  })

  test.each<[string, Partial<Review>]>([
    ['on the head', {}],
    ['on an older commit', { commit: old }],
    ['before the plan was made', { submittedAt: planned - minute }],
    ['as a bot with write access', { isByPerson: false }],
  ])('names who has requested changes %s', (_, changes) => {
    const objection = review('carol', { opinion: 'changes-requested', ...changes })
    expect(messageOf(judge([review('bob'), objection]))).toBe('carol requests changes.')
    expect(messageOf(judge([objection], { required: 0 }))).toBe('carol requests changes.')
  })

  test('is not lifted by a bot of the same name, nor by another account that is gone', () => {
    const objection = review('renovate', { opinion: 'changes-requested' })
    const bot = review('renovate', { isByPerson: false, submittedAt: planned + 2 * minute })
    expect(messageOf(judge([objection, bot], { required: 0 }))).toBe('renovate requests changes.')
    const gone = review(undefined, { opinion: 'changes-requested' })
    const other = review(undefined, { submittedAt: planned + 2 * minute })
    expect(messageOf(judge([gone, other], { required: 0 }))).toBe(
      'Somebody whose account is gone requests changes.',
    )
  })

  test('names all who have requested changes', () => {
    const objections = ['bob', 'carol', 'dave'].map((name) => review(name, { opinion: 'changes-requested' }))
    expect(messageOf(judge(objections, { required: 0 }))).toBe('bob, carol and dave request changes.')
  })

  test('follows what GitHub decides, which never allows anything', () => {
    expect(messageOf(judge([review('bob')], { reviewDecision: 'REVIEW_REQUIRED' }))).toBe(
      'GitHub still asks for a review, by the rules of the branch or by CODEOWNERS.',
    )
    expect(messageOf(judge([review('bob')], { reviewDecision: 'CHANGES_REQUESTED' }))).toBe(
      'According to GitHub, somebody requests changes.',
    )
    const objection = review('carol', { opinion: 'changes-requested' })
    expect(messageOf(judge([review('bob'), objection], { reviewDecision: 'CHANGES_REQUESTED' }))).toBe(
      'carol requests changes.',
    )
    expect(messageOf(judge([], { reviewDecision: 'APPROVED' }))).toBe(nobody)
  })

  test('comes with the failing checks, each once, and not with more than a reader can use', () => {
    const named = (name: string): CommitCheck => check({ name, state: 'FAILURE' })
    const failing = (...names: string[]): ApprovalVerdict =>
      judge([review('bob')], { checks: { kind: 'read', checks: names.map(named) } })
    expect(messageOf(failing('lint'))).toBe('The check "lint" fails.')
    expect(messageOf(failing('lint', 'build', 'lint'))).toBe('The checks "build" and "lint" fail.')
    expect(messageOf(failing('a\u001b[31m\nb'))).toBe('The check "a b" fails.')
    const many = Array.from({ length: 13 }, (_, index) => `check ${String.fromCharCode(97 + index)}`)
    expect(messageOf(failing(...many))).toMatch(/^The checks "check a", .*"check j" and 3 more fail\.$/)
  })

  test('comes where the checks are not known, with the permissions that are missing', () => {
    const verdict = judge([review('bob')], { checks: { kind: 'unreadable', reason: 'Not accessible.' } })
    expect(verdict).toEqual({
      kind: 'refused',
      message: 'Whether a check of the commit fails is not known: Not accessible.',
      advice: expect.stringContaining('"checks: read", "statuses: read" and "actions: read"') as unknown,
    })
  })

  test('tells everything at once', () => {
    const verdict = judge([review('carol', { opinion: 'changes-requested' })], {
      reviewDecision: 'REVIEW_REQUIRED',
      checks: { kind: 'read', checks: [check({ state: 'FAILURE' })] },
    })
    expect(messageOf(verdict)).toBe(
      `carol requests changes. ${nobody} GitHub still asks for a review, by the rules of the branch or by CODEOWNERS. The check "test" fails.`,
    )
  })
})

function check(changes: Partial<CommitCheck> = {}): CommitCheck {
  return { name: 'test', source: 'CI', state: 'SUCCESS', startedAt: planned, runId: 10, ...changes }
}

describe('a check', () => {
  test.each([
    ['FAILURE', true],
    ['ERROR', true],
    ['TIMED_OUT', true],
    ['STARTUP_FAILURE', true],
    ['ACTION_REQUIRED', true],
    ['SUCCESS', false],
    ['NEUTRAL', false],
    ['SKIPPED', false],
    ['CANCELLED', false],
    ['STALE', false],
    ['PENDING', false],
    ['EXPECTED', false],
    ['QUEUED', false],
    ['IN_PROGRESS', false],
    ['WAITING', false],
    ['REQUESTED', false],
  ])('that is %s fails: %s', (state, fails) => {
    expect(failingChecks([check({ state })], 11)).toEqual(fails ? ['test'] : [])
  })

  const failed = check({ state: 'FAILURE' })
  const later = planned + minute
  test.each<[string, Partial<CommitCheck>, boolean]>([
    ['has passed later', { startedAt: later }, false],
    ['was skipped later', { state: 'SKIPPED', startedAt: later }, false],
    ['was neutral later', { state: 'NEUTRAL', startedAt: later }, false],
    ['has passed before', { startedAt: planned - minute }, true],
    ['has passed in the same moment', {}, true],
    ['was cancelled later', { state: 'CANCELLED', startedAt: later }, true],
    ['is at work again', { state: 'IN_PROGRESS', startedAt: later }, true],
    ['waits to start again', { state: 'QUEUED', startedAt: undefined }, true],
    ['has passed later in another workflow', { source: 'Nightly', startedAt: later }, true],
    ['is at work again in our own run', { state: 'IN_PROGRESS', startedAt: later, runId: 11 }, false],
    ['waits to start again in our own run', { state: 'QUEUED', startedAt: undefined, runId: 11 }, false],
  ])('that has failed and %s fails: %#', (_, changes, fails) => {
    const again = check(changes)
    expect(failingChecks([failed, again], 11)).toEqual(fails ? ['test'] : [])
    expect(failingChecks([again, failed], 11)).toEqual(fails ? ['test'] : [])
  })

  test('of our own run is left out, and no other one where our run has no number', () => {
    expect(failingChecks([check({ state: 'FAILURE', runId: 11 })], 11)).toEqual([])
    expect(failingChecks([check({ state: 'FAILURE', runId: undefined })], undefined)).toEqual(['test'])
  })
})
