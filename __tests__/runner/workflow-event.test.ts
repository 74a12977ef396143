import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { pullRequestFromPayload, readWorkflowEvent } from '../../src/runner/workflow-event.ts'

const sha = 'a'.repeat(40)
const repository = { id: 1 }
const pullRequest = (head: object = { sha, repo: repository }): object => ({
  pull_request: { number: 7, head, base: { repo: repository } },
})

describe('the pull request of an event', () => {
  test.each([
    ['pull_request', pullRequest(), { number: 7, headCommit: sha, hasReadOnlyToken: false }],
    [
      'pull_request',
      pullRequest({ sha, repo: { id: 2 } }),
      { number: 7, headCommit: sha, hasReadOnlyToken: true },
    ],
    [
      'pull_request',
      pullRequest({ sha, repo: null }),
      { number: 7, headCommit: sha, hasReadOnlyToken: true },
    ],
    [
      'pull_request_target',
      pullRequest({ sha, repo: { id: 2 } }),
      { number: 7, headCommit: sha, hasReadOnlyToken: false },
    ],
    ['pull_request_review', pullRequest(), { number: 7, headCommit: sha, hasReadOnlyToken: false }],
    [
      'issue_comment',
      { issue: { number: 7, pull_request: {} } },
      { number: 7, headCommit: undefined, hasReadOnlyToken: false },
    ],
  ])('%s: %j', (event, payload, expected) => {
    expect(pullRequestFromPayload(event, payload as Record<string, unknown>, 'alice')).toEqual(expected)
  })

  test("of Dependabot's has a token that may only read", () => {
    expect(pullRequestFromPayload('pull_request', { ...pullRequest() }, 'dependabot[bot]')).toMatchObject({
      hasReadOnlyToken: true,
    })
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

describe('the event file', () => {
  test('is read from GITHUB_EVENT_PATH', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-event-'))
    try {
      const file = join(folder, 'event.json')
      writeFileSync(file, JSON.stringify(pullRequest()))
      const env = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: file, GITHUB_ACTOR: 'alice' }
      expect(await readWorkflowEvent(env)).toMatchObject({ name: 'pull_request', pullRequest: { number: 7 } })
      writeFileSync(file, '{"pull_request":')
      expect(await readWorkflowEvent(env)).toEqual({ name: 'pull_request', pullRequest: undefined })
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('may be missing', async () => {
    expect(await readWorkflowEvent({})).toEqual({ name: '', pullRequest: undefined })
  })
})
