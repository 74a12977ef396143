import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { createGitHubClient, type GitHubClient } from '../../src/github/client.ts'
import { findMergedPullRequest } from '../../src/github/pull-request.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

const sha = 'a'.repeat(40)
const other = 'b'.repeat(40)
const mergedAt = new Date('2026-08-22T10:00:00Z')
let github: FakeGitHub
let client: GitHubClient

beforeEach(async () => {
  github = await startFakeGitHub({ repository: 'acme/infra' })
  client = await createGitHubClient({ token: github.token, apiUrl: github.apiUrl, debug: () => undefined })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

test('is the merged one that brought the commit', async () => {
  github.addPullRequest({ number: 6 })
  github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: sha })
  github.addCommit(sha, { pulls: [6, 7] })
  expect(await findMergedPullRequest(client, 'acme/infra', sha, 'main')).toBe(7)
})

test('is none for a commit that came without one', async () => {
  github.addCommit(sha, { pulls: [] })
  expect(await findMergedPullRequest(client, 'acme/infra', sha, 'main')).toBeUndefined()
})

test('is none where the merged one brought another commit, or to another branch', async () => {
  github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: other })
  github.addCommit(sha, { pulls: [7] })
  expect(await findMergedPullRequest(client, 'acme/infra', sha, 'main')).toBeUndefined()
  github.addPullRequest({ number: 8, mergedAt, mergeCommitSha: other })
  github.addCommit(other, { pulls: [8] })
  expect(await findMergedPullRequest(client, 'acme/infra', other, 'release')).toBeUndefined()
})

test('is none where several claim the same merge commit', async () => {
  github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: sha })
  github.addPullRequest({ number: 8, mergedAt, mergeCommitSha: sha })
  github.addCommit(sha, { pulls: [7, 8] })
  expect(await findMergedPullRequest(client, 'acme/infra', sha, 'main')).toBeUndefined()
})
