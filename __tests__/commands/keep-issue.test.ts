import { expect, test } from '@jest/globals'
import { describeOtherCode } from '../../src/commands/keep-issue.ts'
import { eventFromPayload } from '../../src/runner/workflow-event.ts'

const repository = { default_branch: 'main' }
const pullRequest = { number: 7, head: { sha: 'a' }, base: { sha: 'b' } }

test.each([
  ['a schedule', 'schedule', { repository }, 'refs/heads/main', undefined],
  ['a schedule whose payload has no repository', 'schedule', {}, 'refs/heads/main', undefined],
  ['a run by hand on the default branch', 'workflow_dispatch', { repository }, 'refs/heads/main', undefined],
  ['a push to the default branch', 'push', { repository }, 'refs/heads/main', undefined],
  [
    'a run by hand on another branch',
    'workflow_dispatch',
    { repository },
    'refs/heads/try',
    /refs\/heads\/try/,
  ],
  ['a branch named like it', 'workflow_dispatch', { repository }, 'refs/heads/x/main', /x\/main/],
  ['a tag', 'push', { repository }, 'refs/tags/main', /refs\/tags\/main/],
  [
    'a pull request',
    'pull_request',
    { repository, pull_request: pullRequest },
    'refs/pull/7/merge',
    /intent/,
  ],
  [
    'a pull request’s base',
    'pull_request_target',
    { repository, pull_request: pullRequest },
    'refs/heads/main',
    /intent/,
  ],
  [
    'a comment on a pull request',
    'issue_comment',
    { repository, issue: { number: 7, pull_request: {} } },
    'refs/heads/main',
    /intent/,
  ],
  ['a merge queue', 'merge_group', { repository }, 'refs/heads/gh-readonly-queue/main/pr-7', /intent/],
])('%s is of the default branch or not', (_, name, payload, ref, reason) => {
  const said = describeOtherCode({
    event: eventFromPayload(name, payload, 'alice'),
    env: { GITHUB_REF: ref },
  })
  if (reason === undefined) expect(said).toBeUndefined()
  else expect(said).toMatch(reason)
})
