import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient, type GitHubClient } from '../../src/github/client.ts'
import { isAncestor } from '../../src/github/commit-order.ts'
import {
  awaitMergedPullRequests,
  findMergedPullRequests,
  mergedBy,
  type MergedPullRequest,
  type PullRequestNode,
  type Push,
} from '../../src/github/merged-pull-requests.ts'
import { mayWrite } from '../../src/github/permission.ts'
import { readPullRequest } from '../../src/github/pull-request.ts'
import { createFakeClock } from '../support/fake-clock.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import { createHastyClient } from '../support/fake-github/client.ts'

const repository = 'acme/infra'
const mergedAt = new Date('2026-08-22T10:00:00Z')
const sha = (letter: string): string => letter.repeat(40)
const [a, b, c, m, old] = [sha('a'), sha('b'), sha('c'), sha('e'), sha('0')]
let github: FakeGitHub
let client: GitHubClient

beforeEach(async () => {
  github = await startFakeGitHub({ repository })
  client = await createGitHubClient({ token: github.token, apiUrl: github.apiUrl, debug: () => undefined })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

const push = (after: string, ...commits: string[]): Push => ({ after, commits, branch: 'main' })
const find = async (pushed: Push): Promise<readonly MergedPullRequest[]> =>
  await findMergedPullRequests(client, { repository, push: pushed })
const numbers = (found: readonly { number: number }[]): number[] => found.map(({ number }) => number)

describe('the pull requests of a push', () => {
  test('are found with one request, with all that is known of them', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: m, headSha: b, user: 'renovate[bot]' })
    github.addCommit(m, { parents: [old, b] })
    expect(await find(push(m, a, b, m))).toEqual([
      { number: 7, headCommit: b, mergeCommit: m, mergeCommitParents: [old, b], author: 'renovate' },
    ])
    expect(github.requests).toHaveLength(1)
  })

  test('are found by the list of merged ones too, as those of a merge queue are', async () => {
    github.addPullRequest({ number: 8, mergedAt, mergeCommitSha: m })
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: b })
    expect(numbers(await find(push(m, a, b, c, m)))).toEqual([7, 8])
  })

  test('are none where the branch was pushed to without one', async () => {
    github.addPullRequest({ number: 6 })
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: a })
    github.addCommit(m, { pulls: [6] })
    expect(await find(push(m, m))).toEqual([])
  })

  test('are not looked for beyond a cancel', async () => {
    const cancelled = AbortSignal.abort(new Error('cancelled'))
    await expect(findMergedPullRequests(client, { repository, push: push(m) }, cancelled)).rejects.toThrow(
      'cancelled',
    )
    expect(github.requests).toEqual([])
  })

  test('are an error, not none, where GitHub does not let them be read', async () => {
    github.permissions = { contents: 'read' }
    await expect(find(push(m, m))).rejects.toThrow('Resource not accessible by integration')
  })
})

describe('of what GitHub tells, the push has merged', () => {
  const node = (
    number: number,
    oid: string | null,
    more: Partial<PullRequestNode> = {},
  ): PullRequestNode => ({
    number,
    merged: oid !== null,
    baseRefName: 'main',
    headRefOid: sha('f'),
    baseRepository: { nameWithOwner: 'Acme/Infra' },
    mergeCommit: oid === null ? null : { oid, parents: { nodes: [] } },
    author: { login: 'alice' },
    ...more,
  })

  test.each<[string, Push, PullRequestNode[], number[]]>([
    ['the one of a merge commit', push(m, a, b, m), [node(1, m)], [1]],
    ['the one of a squashed commit', push(m, m), [node(1, m)], [1]],
    ['the one that was rebased, by its last commit', push(b, a, b), [node(1, b)], [1]],
    ['a group of a merge queue, the oldest first', push(m, a, b, c, m), [node(2, m), node(1, b)], [1, 2]],
    ['what it names by its last commit alone, where the list of commits is cut', push(m), [node(1, m)], [1]],
    [
      'not one that was merged into a branch below it',
      push(m, a, m),
      [node(1, m), node(2, a, { baseRefName: 'feature' })],
      [1],
    ],
    ['not an open one that holds the commit', push(m, m), [node(1, m), node(2, null)], [1]],
    [
      'not one that says it is merged by this commit, but is not',
      push(m, m),
      [node(1, m, { merged: false })],
      [],
    ],
    ['not one that was merged before', push(m, m), [node(1, old)], []],
    [
      'not one of another repository',
      push(m, m),
      [node(1, m, { baseRepository: { nameWithOwner: 'mallory/infra' } })],
      [],
    ],
    ['not one of a repository that is gone', push(m, m), [node(1, m, { baseRepository: null })], []],
    ['nothing yet', push(m, m), [], []],
    ['one once, although both lists name it', push(m, m), [node(1, m), node(1, m)], [1]],
    ['one although a list does not know its merge yet', push(m, m), [node(1, m), node(1, null)], [1]],
    ['two with one merge commit, by their numbers', push(m, m), [node(2, m), node(1, m)], [1, 2]],
  ])('%s', (_, pushed, nodes, expected) => {
    expect(numbers(mergedBy({ repository, push: pushed }, nodes))).toEqual(expected)
  })

  test('one by an account that is gone', () => {
    expect(mergedBy({ repository, push: push(m) }, [node(1, m, { author: null })])).toMatchObject([
      { author: '' },
    ])
  })
})

describe('GitHub, which names a merge late,', () => {
  const wait = async (pushed: Push, delaysMs?: number[]): Promise<[number[], readonly number[]]> => {
    const clock = createFakeClock()
    const options = { clock, signal: new AbortController().signal, ...(delaysMs && { delaysMs }) }
    const found = await awaitMergedPullRequests(
      createHastyClient(github),
      { repository, push: pushed },
      options,
    )
    return [numbers(found), clock.sleeps]
  }

  test('is asked once where it knows the merge', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: m })
    expect(await wait(push(m, m))).toEqual([[7], []])
  })

  test('is asked again until it knows the merge', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: m })
    github.mergeLag = 3
    expect(await wait(push(m, m))).toEqual([[7], [1_000, 2_000, 4_000]])
  })

  test('is asked for a minute, and then there is none', async () => {
    expect(await wait(push(m, m))).toEqual([[], [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]])
  })

  test('is asked again while it knows only a part of a merge queue', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: b })
    github.addPullRequest({ number: 8 })
    const before = (): void => {
      github.setPullRequest(8, { mergedAt, mergeCommitSha: m })
    }
    github.fault({ method: 'POST', path: /graphql/, fault: { kind: 'run', before }, skip: 1 })
    expect(await wait(push(m, b, m))).toEqual([[7, 8], [1_000]])
  })

  test('has told what it knows where a commit without a pull request came on top', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: b })
    expect(await wait(push(m, b, m), [1_000])).toEqual([[7], [1_000]])
  })

  test('is not asked again after a cancel', async () => {
    const clock = createFakeClock()
    const controller = new AbortController()
    clock.at(500, () => {
      controller.abort(new Error('cancelled'))
    })
    const waiting = awaitMergedPullRequests(
      client,
      { repository, push: push(m, m) },
      { clock, signal: controller.signal },
    )
    await expect(waiting).rejects.toThrow('cancelled')
    expect(github.requests).toHaveLength(1)
  })
})

describe('a pull request', () => {
  const read = async (): ReturnType<typeof readPullRequest> => await readPullRequest(client, repository, 7)

  test('that is open has a test merge, which is no merge', async () => {
    github.addPullRequest({ number: 7, headSha: a, mergeCommitSha: m, baseRef: 'release' })
    expect(await read()).toEqual({
      ...{ number: 7, headCommit: a, headIsFork: false, state: 'open', mergeCommit: undefined },
      ...{ baseBranch: 'release', author: 'alice' },
    })
  })

  test('that is merged names its merge commit', async () => {
    github.addPullRequest({ number: 7, mergedAt, mergeCommitSha: m })
    expect(await read()).toMatchObject({ state: 'merged', mergeCommit: m })
  })

  test('that was closed without a merge has none', async () => {
    github.addPullRequest({ number: 7, state: 'closed', mergeCommitSha: m })
    expect(await read()).toMatchObject({ state: 'closed', mergeCommit: undefined })
  })

  test('of a fork is told, also of one that is gone', async () => {
    github.addPullRequest({ number: 7, headRepository: 'mallory/infra' })
    expect(await read()).toMatchObject({ headIsFork: true })
    const base = { ref: 'main', repo: { id: 1 } }
    const body = { state: 'open', merged: false, user: null, head: { sha: a, repo: null }, base }
    github.fault({ method: 'GET', path: /pulls/, fault: { kind: 'status', status: 200, body } })
    expect(await read()).toMatchObject({ headIsFork: true, author: '' })
    expect(github.violations.splice(0)).toContain(
      'GET /repos/acme/infra/pulls/7: the answer 200 /head/repo must be object',
    )
  })

  test('that is not there is an error', async () => {
    await expect(read()).rejects.toMatchObject({ status: 404 })
  })
})

describe('a commit', () => {
  const holds = async (ancestor: string, descendant: string): Promise<boolean> =>
    await isAncestor(client, repository, ancestor, descendant)

  beforeEach(() => {
    github.addCommit(a, {})
    github.addCommit(b, { parents: [a] })
    github.addCommit(c, { parents: [a] })
    github.addCommit(m, { parents: [b, c] })
    github.addCommit(old, {})
  })

  test.each([
    ['holds its parent', a, b, true],
    ['holds what was merged into it', c, m, true],
    ['holds itself', b, b, true],
    ['does not hold its child', b, a, false],
    ['does not hold a commit beside it', b, c, false],
    ['does not hold a commit of another history', old, m, false],
    ['does not hold a commit that is not there', sha('d'), m, false],
  ])('%s', async (_, ancestor, descendant, expected) => {
    expect(await holds(ancestor, descendant)).toBe(expected)
  })

  test('is not known to hold another one where GitHub refuses to tell', async () => {
    github.permissions = {}
    await expect(holds(a, b)).rejects.toMatchObject({ status: 403 })
  })
})

describe('write access', () => {
  test.each([
    ['admin', true],
    ['maintain', true],
    ['write', true],
    ['triage', false],
    ['read', false],
    ['none', false],
  ] as const)('with the role %s: %s', async (role, expected) => {
    github.setRole('Bob', role)
    expect(await mayWrite(client, repository, 'bob')).toBe(expected)
  })

  test('is nobody else’s, whatever the login is', async () => {
    expect(await mayWrite(client, repository, 'mallory')).toBe(false)
    expect(await mayWrite(client, repository, '../../../user')).toBe(false)
    github.fault({ method: 'GET', path: /permission$/, fault: { kind: 'status', status: 404, body: {} } })
    expect(await mayWrite(client, repository, 'ghost')).toBe(false)
    github.violations.splice(0)
  })

  test('is not known where GitHub refuses to tell', async () => {
    github.fault({ method: 'GET', path: /permission$/, fault: { kind: 'status', status: 401, body: {} } })
    await expect(mayWrite(client, repository, 'bob')).rejects.toMatchObject({ status: 401 })
    github.violations.splice(0)
  })
})
