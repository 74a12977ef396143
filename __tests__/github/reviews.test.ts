import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient, type GitHubClient } from '../../src/github/client.ts'
import { readReviews, type PullRequestReviews } from '../../src/github/reviews.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import { createHastyClient } from '../support/fake-github/client.ts'

const repository = 'acme/infra'
const head = 'a'.repeat(40)
const other = 'b'.repeat(40)
const at = new Date('2026-08-22T10:00:00Z')
let github: FakeGitHub
let client: GitHubClient

beforeEach(async () => {
  github = await startFakeGitHub({ repository, now: () => at })
  client = await createGitHubClient({ token: github.token, apiUrl: github.apiUrl, debug: () => undefined })
  github.addPullRequest({ number: 7, headSha: head, user: 'renovate[bot]' })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

const read = async (): Promise<PullRequestReviews> => await readReviews(client, repository, 7)
const approval = {
  ...{ author: 'bob', isByPerson: true, mayWrite: true, opinion: 'approved', commit: head },
  submittedAt: at.getTime(),
}

describe('the reviews of a pull request', () => {
  test('are read with one request, with its head, its author and what GitHub decides', async () => {
    github.setPullRequest(7, { reviewDecision: 'REVIEW_REQUIRED' })
    github.addReview(7)
    expect(await read()).toEqual({
      ...{ headCommit: head, author: 'renovate', reviewDecision: 'REVIEW_REQUIRED' },
      ...{ reviews: [approval], checks: { kind: 'read', checks: [] } },
    })
    expect(github.requests).toHaveLength(1)
  })

  test('are the latest opinion of each one with write access', async () => {
    github.addReview(7, { user: 'bob', state: 'CHANGES_REQUESTED' })
    github.addReview(7, { user: 'bob', commit: other })
    github.addReview(7, { user: 'bob', state: 'COMMENTED' })
    github.addReview(7, { user: 'carol', state: 'CHANGES_REQUESTED' })
    github.addReview(7, { user: 'dave', state: 'DISMISSED' })
    github.addReview(7, { user: 'mallory', canPush: false })
    const { reviews } = await read()
    expect(reviews.map(({ author, opinion, commit }) => [author, opinion, commit])).toEqual([
      ['bob', 'approved', other],
      ['carol', 'changes-requested', head],
      ['dave', 'none', head],
    ])
  })

  test('of a bot, of an account and of a commit that are gone are told as such', async () => {
    github.addReview(7, { user: 'github-actions[bot]' })
    github.addReview(7, { user: null })
    github.addReview(7, { user: 'carol', commit: null })
    const { reviews } = await read()
    expect(reviews.map(({ author, isByPerson, commit }) => [author, isByPerson, commit])).toEqual([
      ['github-actions', false, head],
      [undefined, false, head],
      ['carol', true, undefined],
    ])
  })

  test('are an error where the token may not read them, and where there is no such pull request', async () => {
    await expect(readReviews(createHastyClient(github), repository, 8)).rejects.toThrow(
      'Could not resolve to',
    )
    github.permissions = { contents: 'read', checks: 'read', statuses: 'read' }
    await expect(readReviews(createHastyClient(github), repository, 7)).rejects.toThrow('not accessible')
  })

  test('are an error where GitHub leaves one out', async () => {
    const pageInfo = { hasNextPage: false, endCursor: null }
    const pullRequest = { headRefOid: head, latestOpinionatedReviews: { pageInfo, nodes: [null] } }
    const body = { data: { repository: { pullRequest: { ...pullRequest, commits: { nodes: [] } } } } }
    github.fault({ method: 'POST', path: /graphql/, fault: { kind: 'status', status: 200, body } })
    await expect(read()).rejects.toThrow('has not told the reviews')
  })

  test('are not waited for beyond a cancel', async () => {
    const cancelled = AbortSignal.abort(new Error('cancelled'))
    await expect(readReviews(client, repository, 7, cancelled)).rejects.toThrow('cancelled')
  })
})

describe('the checks of its head', () => {
  test('are read with the reviews, each with its state, its run and what tells it apart', async () => {
    github.addCheck(head, { name: 'build', conclusion: 'FAILURE', run: { id: 16_588_214_930 } })
    github.addCheck(head, { name: 'lint', startedAt: null, status: 'QUEUED' })
    github.addCheck(head, { name: 'scan', conclusion: 'SUCCESS', app: 'scanner', run: null })
    github.addStatus(head, { context: 'deploy/preview', state: 'PENDING' })
    github.addCheck(other, { name: 'of another commit' })
    const startedAt = at.getTime()
    const source = 'github-actions/CI/pull_request'
    expect((await read()).checks).toEqual({
      kind: 'read',
      checks: [
        { name: 'build', source, state: 'FAILURE', startedAt, runId: 16_588_214_930 },
        { name: 'lint', source, state: 'QUEUED', startedAt: undefined, runId: 1 },
        { name: 'scan', source: 'scanner//', state: 'SUCCESS', startedAt, runId: undefined },
        { name: 'deploy/preview', source: '', state: 'PENDING', startedAt, runId: undefined },
      ],
    })
  })

  test.each([
    ['checks', { actions: 'read', statuses: 'read' }],
    ['statuses', { actions: 'read', checks: 'read' }],
    ['actions', { checks: 'read', statuses: 'read' }],
  ] as const)('are not known where the token may not read %s; the reviews are', async (_, permissions) => {
    github.permissions = { contents: 'read', 'pull-requests': 'read', ...permissions }
    github.addReview(7)
    github.addCheck(head, { conclusion: 'SUCCESS' })
    github.addStatus(head)
    const { reviews, checks } = await read()
    expect(reviews).toEqual([approval])
    expect(checks).toEqual({ kind: 'unreadable', reason: 'Resource not accessible by integration.' })
  })

  test.each([
    ['of another commit', other, [], 'GitHub has told those of another commit.'],
    ['that GitHub has left out', head, [null], 'GitHub has not told them all.'],
  ])('are not known by those %s', async (_, oid, contexts, reason) => {
    const pageInfo = { hasNextPage: false, endCursor: null }
    const commit = { oid, statusCheckRollup: { contexts: { pageInfo, nodes: contexts } } }
    const pullRequest = {
      ...{ headRefOid: head, reviewDecision: null, author: null },
      ...{ latestOpinionatedReviews: { pageInfo, nodes: [] }, commits: { nodes: [{ commit }] } },
    }
    const body = { data: { repository: { pullRequest } } }
    github.fault({ method: 'POST', path: /graphql/, fault: { kind: 'status', status: 200, body } })
    expect((await read()).checks).toEqual({ kind: 'unreadable', reason })
  })
})

describe('long lists', () => {
  const readAll = async (): Promise<PullRequestReviews> =>
    await readReviews(createHastyClient(github), repository, 7)
  const addMany = (reviews: number, checks: number): void => {
    for (let count = 0; count < reviews; count += 1) github.addReview(7, { user: `user-${count}` })
    for (let count = 0; count < checks; count += 1) github.addCheck(head, { name: `check-${count}` })
  }

  test.each([
    [100, 100, 1],
    [101, 5, 2],
    [5, 101, 2],
    [250, 120, 3],
    [350, 5, 4],
    [5, 350, 4],
  ])(
    '%i reviews and %i checks are read to the end, each once, with %i request(s)',
    async (reviews, checks, requests) => {
      addMany(reviews, checks)
      const found = await readAll()
      expect(new Set(found.reviews.map(({ author }) => author)).size).toBe(reviews)
      expect(found.reviews).toHaveLength(reviews)
      expect(found.checks).toMatchObject({ kind: 'read' })
      const names = found.checks.kind === 'read' ? found.checks.checks.map(({ name }) => name) : []
      expect([new Set(names).size, names.length]).toEqual([checks, checks])
      expect(github.requests).toHaveLength(requests)
    },
  )

  test('that do not come to an end are an error', async () => {
    addMany(0, 1_001)
    await expect(readAll()).rejects.toThrow('more reviews or checks than are read')
    expect(github.requests).toHaveLength(10)
  })

  test('of a pull request that gets a commit meanwhile are an error', async () => {
    addMany(0, 101)
    const before = (): void => {
      github.setPullRequest(7, { headSha: other })
    }
    github.fault({ method: 'POST', path: /graphql/, fault: { kind: 'run', before }, skip: 1 })
    await expect(readAll()).rejects.toThrow('has got a new commit meanwhile')
  })
})
