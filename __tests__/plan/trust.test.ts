import { describe, expect, test } from '@jest/globals'
import { judgeTrust, type TrustFacts } from '../../src/plan/trust.ts'

const commit = 'a'.repeat(40)
const other = 'b'.repeat(40)

interface Case {
  command: 'plan' | 'apply'
  name: string
  isFork?: boolean | undefined
  isForkRun?: boolean
  checkedOut?: string
  actorMayWrite?: boolean
  commit?: string
}

const facts = ({ command, name, isForkRun = false, ...given }: Case): TrustFacts => ({
  command,
  event: {
    name,
    pullRequest: 'isFork' in given ? { isFork: given.isFork } : undefined,
    isForkRun,
  },
  commit: given.commit ?? commit,
  checkedOut: given.checkedOut,
  actorMayWrite: given.actorMayWrite,
})
const verdict = (given: Case): ReturnType<typeof judgeTrust> => judgeTrust(facts(given))
const [plan, apply] = ['plan', 'apply'] as const

describe('trusted is', () => {
  test.each<[string, Case]>([
    ['an apply on a push', { command: apply, name: 'push' }],
    ['an apply that somebody has started by hand', { command: apply, name: 'workflow_dispatch' }],
    ['an apply on a schedule', { command: apply, name: 'schedule' }],
    ['an apply of a merge queue', { command: apply, name: 'merge_group' }],
    ['an apply on a pull request of our own branch', { command: apply, name: 'pull_request', isFork: false }],
    ['an apply on a review of it', { command: apply, name: 'pull_request_review', isFork: false }],
    ['an apply after a run of our own code', { command: apply, name: 'workflow_run', isForkRun: false }],
    ['an apply at the word of a writer', { command: apply, name: 'issue_comment', actorMayWrite: true }],
    ['a plan at the word of a writer', { command: plan, name: 'issue_comment', actorMayWrite: true }],
    [
      "a plan at the word of a writer, on a fork's pull request",
      { command: plan, name: 'issue_comment', isFork: undefined, actorMayWrite: true },
    ],
    [
      "a plan on a fork's pull request, which has no secrets",
      { command: plan, name: 'pull_request', isFork: true },
    ],
    ['a plan on a push', { command: plan, name: 'push' }],
    [
      'a plan on `pull_request_target` of our own branch',
      { command: plan, name: 'pull_request_target', isFork: false },
    ],
    [
      'a plan of our own code on `pull_request_target` of a fork',
      { command: plan, name: 'pull_request_target', isFork: true, checkedOut: commit },
    ],
    [
      "a plan of our own code after a fork's run",
      { command: plan, name: 'workflow_run', isForkRun: true, checkedOut: commit },
    ],
    ['a plan of any code after a run of ours', { command: plan, name: 'workflow_run', checkedOut: other }],
  ])('%s', (_, given) => {
    expect(verdict(given)).toEqual({ kind: 'trusted' })
  })
})

describe('refused is', () => {
  const destroy = /change or destroy/
  const secrets = /would run with the secrets of the repository/
  const afterMerge = /Merge the pull request and apply on `push`/
  const withoutSecrets = /Plan forks on `pull_request`, where they get no secrets/

  test.each<[string, Case, RegExp, RegExp]>([
    [
      "an apply on a fork's pull request",
      { command: apply, name: 'pull_request', isFork: true },
      destroy,
      afterMerge,
    ],
    [
      'an apply on a review of it',
      { command: apply, name: 'pull_request_review', isFork: true },
      destroy,
      afterMerge,
    ],
    [
      'an apply on a pull request that does not tell where it is from',
      { command: apply, name: 'pull_request' },
      destroy,
      afterMerge,
    ],
    [
      'an apply on `pull_request_target`',
      { command: apply, name: 'pull_request_target', isFork: true },
      destroy,
      afterMerge,
    ],
    [
      'an apply on `pull_request_target` of our own branch',
      { command: apply, name: 'pull_request_target', isFork: false, checkedOut: commit },
      destroy,
      afterMerge,
    ],
    [
      "an apply after a fork's run",
      { command: apply, name: 'workflow_run', isForkRun: true },
      destroy,
      afterMerge,
    ],
    [
      "a plan of a fork's code on `pull_request_target`",
      { command: plan, name: 'pull_request_target', isFork: true, checkedOut: other },
      secrets,
      withoutSecrets,
    ],
    [
      'a plan on `pull_request_target` that does not tell where it is from',
      { command: plan, name: 'pull_request_target', checkedOut: other },
      secrets,
      withoutSecrets,
    ],
    [
      'a plan on `pull_request_target` of a fork, of nobody knows what',
      { command: plan, name: 'pull_request_target', isFork: true },
      /is not known.*would run with the secrets/,
      /Check out the repository with actions\/checkout/,
    ],
    [
      'a plan on `pull_request_target` of a fork, where our own commit is not known',
      { command: plan, name: 'pull_request_target', isFork: true, checkedOut: '', commit: '' },
      secrets,
      withoutSecrets,
    ],
    [
      "a plan of a fork's code after its run",
      { command: plan, name: 'workflow_run', isForkRun: true, checkedOut: other },
      secrets,
      withoutSecrets,
    ],
    [
      "an apply at a stranger's word",
      { command: apply, name: 'issue_comment', actorMayWrite: false },
      /no write access.*change or destroy/,
      /Let somebody with write access comment/,
    ],
    [
      "a plan at a stranger's word",
      { command: plan, name: 'issue_comment', actorMayWrite: false },
      /no write access.*run a pull request's code/,
      /Let somebody with write access comment/,
    ],
    [
      'an apply at the word of nobody knows whom',
      { command: apply, name: 'issue_comment' },
      /could not be asked, and a stranger's comment must not start an apply with/,
      /again/,
    ],
    [
      'a plan at the word of nobody knows whom',
      { command: plan, name: 'issue_comment' },
      /could not be asked, and a stranger's comment must not start a plan with/,
      /again/,
    ],
  ])('%s', (_, given, why, advice) => {
    const refused = verdict(given)
    expect(refused.kind).toBe('refused')
    if (refused.kind !== 'refused') return
    expect(refused.message).toMatch(why)
    expect(refused.advice).toMatch(advice)
    for (const text of [refused.message, refused.advice]) expect(text).toMatch(/^[A-Z].*\.$/)
  })
})
