import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { createGitHubClient, type GitHubClient } from '../../src/github/client.ts'
import { readGroupMembers, readGroupsOfRun } from '../../src/github/concurrency-groups.ts'
import { isGuardedEnvironment } from '../../src/github/environments.ts'
import { readFileContent } from '../../src/github/file-content.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

const repository = 'acme/infra'
let github: FakeGitHub
let client: GitHubClient

beforeEach(async () => {
  github = await startFakeGitHub({ repository, readable: ['platform/flows'] })
  client = await createGitHubClient({ token: github.token, apiUrl: github.apiUrl, debug: () => undefined })
  github.addRun({ id: 11 })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

describe('the concurrency groups of a run', () => {
  test('are told with the jobs that hold them', async () => {
    github.setGroup('infra/main', [{ runId: 11 }, { runId: 12 }])
    github.setGroup('terraform', [
      { runId: 12, jobId: 120 },
      { runId: 11, jobId: 110 },
    ])
    github.setGroup('other', [{ runId: 12 }])
    expect(await readGroupsOfRun(client, repository, 11)).toEqual([
      { name: 'infra/main', holders: [{ jobId: null }] },
      { name: 'terraform', holders: [] },
    ])
    expect(await readGroupMembers(client, repository, 'infra/main')).toEqual([
      { runId: 11, jobId: null, isWaiting: false },
      { runId: 12, jobId: null, isWaiting: true },
    ])
    expect(await readGroupMembers(client, repository, 'nobody')).toBeUndefined()
  })

  test('may be none at all, which is an answer', async () => {
    expect(await readGroupsOfRun(client, repository, 11)).toEqual([])
  })

  test('are not known of a run that is not to be seen, nor without the permission', async () => {
    expect(await readGroupsOfRun(client, repository, 99)).toBeUndefined()
    github.permissions = { contents: 'read' }
    expect(await readGroupsOfRun(client, repository, 11)).toBeUndefined()
  })

  test('are an error where GitHub gives another answer', async () => {
    github.fault({ method: 'GET', path: /concurrency_groups/, fault: { kind: 'status', status: 401 } })
    await expect(readGroupsOfRun(client, repository, 11)).rejects.toMatchObject({ status: 401 })
  })
})

test.each([
  [['required_reviewers'], true],
  [['wait_timer'], true],
  [['my_app_rule'], true],
  [['branch_policy'], false],
  [['branch_policy', 'required_reviewers'], true],
  [[], false],
])('an environment with the rules %j lets a job wait: %s', async (rules, expected) => {
  github.setEnvironment('production/eu', rules)
  expect(await isGuardedEnvironment(client, repository, 'production/eu')).toBe(expected)
})

test('an environment that is not there, or not to be seen, lets nobody wait', async () => {
  expect(await isGuardedEnvironment(client, repository, 'production')).toBe(false)
  github.permissions = { contents: 'read' }
  expect(await isGuardedEnvironment(client, repository, 'production')).toBe(false)
})

describe('a file of a commit', () => {
  const path = '.github/workflows/terraform.yml'

  test('is read as it is, of another repository too', async () => {
    github.setFile('v1', path, 'name: Grüße\n'.repeat(100), 'platform/flows')
    expect(await readFileContent(client, 'platform/flows', path, 'v1')).toBe('name: Grüße\n'.repeat(100))
  })

  test('is not there for a token that may not see it', async () => {
    github.setFile('main', path, 'on: push')
    expect(await readFileContent(client, 'acme/private', path, 'main')).toBeUndefined()
    github.permissions = { actions: 'read' }
    expect(await readFileContent(client, repository, path, 'main')).toBeUndefined()
  })
})
