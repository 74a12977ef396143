import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  eventFromPayload,
  pullRequestFromPayload,
  readWorkflowEvent,
  type EventPullRequest,
  type WorkflowEvent,
} from '../../src/runner/workflow-event.ts'

const sha = 'a'.repeat(40)
const repository = { id: 1 }
const inRepository = { sha, repo: repository }
const pullRequest = (head: object = inRepository): object => ({
  pull_request: {
    ...{ number: 7, head, user: { login: 'bob' } },
    base: { sha: 'b'.repeat(40), ref: 'main', repo: repository },
  },
})
const read: EventPullRequest = {
  ...{ number: 7, headCommit: sha, hasReadOnlyToken: false, isFork: false },
  ...{ baseCommit: 'b'.repeat(40), baseBranch: 'main', author: 'bob' },
}
const eventOf = (name: string, payload: object): WorkflowEvent =>
  eventFromPayload(name, payload as Record<string, unknown>, 'alice')

describe('the pull request of an event', () => {
  test.each<[string, object, EventPullRequest]>([
    ['pull_request', pullRequest(), read],
    [
      'pull_request',
      pullRequest({ sha, repo: { id: 2 } }),
      { ...read, isFork: true, hasReadOnlyToken: true },
    ],
    ['pull_request', pullRequest({ sha, repo: null }), { ...read, isFork: true, hasReadOnlyToken: true }],
    ['pull_request_target', pullRequest({ sha, repo: { id: 2 } }), { ...read, isFork: true }],
    ['pull_request_review', pullRequest(), read],
    [
      'issue_comment',
      { issue: { number: 7, pull_request: {}, user: { login: 'bob' } } },
      {
        ...{ ...read, headCommit: undefined, isFork: undefined },
        ...{ baseCommit: undefined, baseBranch: undefined },
      },
    ],
  ])('%s: %j', (event, payload, expected) => {
    expect(pullRequestFromPayload(event, payload as Record<string, unknown>, 'alice')).toEqual(expected)
  })

  test("of Dependabot's has a token that may only read", () => {
    expect(pullRequestFromPayload('pull_request', { ...pullRequest() }, 'dependabot[bot]')).toMatchObject({
      ...{ hasReadOnlyToken: true, isFork: false },
    })
  })

  test.each([
    ['says nothing of its head', { number: 7, base: { repo: repository } }],
    ['says nothing of its base', { number: 7, head: inRepository }],
    ['says nothing of either', { number: 7 }],
    ['says the same nothing of both', { number: 7, head: { repo: {} }, base: { repo: {} } }],
    ['has names for numbers', { number: 7, head: { repo: { id: 'x' } }, base: { repo: { id: 'x' } } }],
  ])('counts as one of a fork where it %s', (_, payload) => {
    expect(eventOf('pull_request', { pull_request: payload }).pullRequest).toMatchObject({ isFork: true })
  })

  test.each([
    ['push', { commits: [] }],
    ['issue_comment', { issue: { number: 7 } }],
    ['workflow_dispatch', { inputs: {} }],
    ['pull_request', {}],
    ['pull_request', { pull_request: { number: '7' } }],
    ['pull_request', { pull_request: { number: -7 } }],
    ['pull_request', { pull_request: null }],
  ])('is none in %s: %j', (event, payload) => {
    expect(pullRequestFromPayload(event, payload as Record<string, unknown>, 'alice')).toBeUndefined()
  })
})

describe('the repository', () => {
  test.each([
    [{ visibility: 'public', private: false }, true],
    [{ visibility: 'private', private: true }, false],
    [{ visibility: 'internal', private: true }, false],
    [{ private: false }, true],
    [{ private: true }, false],
    [{}, undefined],
    [{ visibility: null, private: 'no' }, undefined],
  ])('of %j is public: %s', (payload, expected) => {
    expect(eventOf('push', { repository: payload }).isPublicRepository).toBe(expected)
  })
})

describe('a push', () => {
  const payload = {
    ref: 'refs/heads/release/1.2',
    after: sha,
    commits: [{ id: 'b'.repeat(40) }, { id: sha }],
    forced: false,
    deleted: false,
  }
  const push = {
    ...{ after: sha, commits: ['b'.repeat(40), sha], branch: 'release/1.2' },
    ...{ isForced: false, isDeleted: false },
  }

  test('tells the branch, where it points to now, and what was pushed', () => {
    expect(eventOf('push', payload).push).toEqual(push)
  })

  test('tells that it was forced, or that the branch is gone', () => {
    expect(eventOf('push', { ...payload, forced: true }).push).toEqual({ ...push, isForced: true })
    expect(eventOf('push', { ...payload, deleted: true }).push).toEqual({ ...push, isDeleted: true })
  })

  test.each([
    ['of a tag', 'push', { ...payload, ref: 'refs/tags/v1' }],
    ['without a commit', 'push', { ...payload, after: null }],
    ['of another event', 'workflow_run', payload],
  ])('is none where it is one %s', (_, name, given) => {
    expect(eventOf(name, given).push).toBeUndefined()
  })

  test.each([[undefined], [null], ['abc'], [[null, {}, { id: 5 }]]])(
    'may have commits like %j',
    (commits) => {
      expect(eventOf('push', { ...payload, commits }).push?.commits).toEqual([])
    },
  )
})

describe('a comment', () => {
  const comment = {
    user: { login: 'bob' },
    created_at: '2026-08-22T10:12:12Z',
    updated_at: '2026-08-23T10:12:12Z',
  }

  test('tells who has made it, and when, whenever it was changed', () => {
    expect(eventOf('issue_comment', { comment }).comment).toEqual({
      author: 'bob',
      createdAt: Date.UTC(2026, 7, 22, 10, 12, 12),
    })
  })

  test.each([
    ['by an account that is gone', 'issue_comment', { ...comment, user: null }],
    ['without a time', 'issue_comment', { ...comment, created_at: 'yesterday' }],
    ['of another event', 'commit_comment', comment],
  ])('is none where it is one %s', (_, name, given) => {
    expect(eventOf(name, { comment: given }).comment).toBeUndefined()
  })
})

describe('a run that follows another one', () => {
  test.each([
    ['of our own code', { head_repository: { id: 1 } }, false],
    ["of a fork's", { head_repository: { id: 2 } }, true],
    ['of a fork that is gone', { head_repository: null }, true],
    ['of which nothing is told', {}, true],
  ])('%s', (_, run, expected) => {
    expect(eventOf('workflow_run', { workflow_run: run, repository }).isForkRun).toBe(expected)
  })

  test('of which the payload tells nothing at all follows one of a fork', () => {
    expect(eventOf('workflow_run', {}).isForkRun).toBe(true)
    expect(eventOf('push', {}).isForkRun).toBe(false)
  })
})

test('no payload is so strange that it throws', () => {
  const keys = ['repository', 'pull_request', 'issue', 'comment', 'commits', 'ref', 'after', 'workflow_run']
  const inner = ['user', 'head', 'base', 'repo', 'id', 'sha', 'number', 'created_at', 'head_repository']
  const names = ['push', 'pull_request', 'pull_request_target', 'issue_comment', 'workflow_run', 'schedule']
  const value = fc.letrec((tie) => ({
    any: fc.oneof(fc.jsonValue(), tie('object')),
    object: fc.dictionary(fc.constantFrom(...inner), tie('any'), { maxKeys: 4 }),
  })).any
  const payload = fc.dictionary(fc.constantFrom(...keys), value)
  fc.assert(
    fc.property(fc.constantFrom(...names), payload, (name, given) => {
      expect(eventOf(name, given)).toMatchObject({ name })
    }),
  )
})

describe('the event file', () => {
  const nothing = { name: '', isForkRun: false, payload: {} }

  test('is read from GITHUB_EVENT_PATH', () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-event-'))
    try {
      const file = join(folder, 'event.json')
      writeFileSync(file, JSON.stringify(pullRequest()))
      const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: file, GITHUB_ACTOR: 'alice' }
      expect(readWorkflowEvent(env)).toMatchObject({ name: 'pull_request', pullRequest: { number: 7 } })
      writeFileSync(file, '{"pull_request":')
      expect(readWorkflowEvent(env)).toEqual({ ...nothing, name: 'pull_request' })
      expect(readWorkflowEvent({ ...env, GITHUB_EVENT_NAME: 'workflow_run' })).toMatchObject({
        isForkRun: true,
      })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('may be missing', () => {
    expect(readWorkflowEvent({})).toEqual(nothing)
  })
})
