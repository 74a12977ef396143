import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient, type GitHubClient } from '../../src/github/client.ts'
import { changeComment } from '../../src/github/comments.ts'
import { readOpenComments, type OpenComment } from '../../src/github/open-comments.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

const repository = 'acme/infra'
const marker = '<!-- ours -->'
const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
const day = (date: number): Date => new Date(Date.UTC(2026, 7, date))
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

const read = async (except?: number): Promise<readonly OpenComment[]> =>
  await readOpenComments(client, repository, (body) => body.startsWith(marker), except)
const numbers = (found: readonly OpenComment[]): number[] => found.map(({ number }) => number)

describe('our comments on open pull requests', () => {
  test('are read with one request, also with a number beyond 32 bits', async () => {
    github.addPullRequest({ number: 7 })
    const { id, url } = github.addComment(7, { body: `${marker} plan`, user: bot, id: 4_812_345_678 })
    expect(await read()).toEqual([{ number: 7, comment: { id, url, body: `${marker} plan` } }])
    expect(github.requests).toHaveLength(1)
  })

  test('are those that carry the marker, by ourselves, without the run’s own', async () => {
    for (const number of [1, 2, 3, 4, 5, 6]) github.addPullRequest({ number, updatedAt: day(number) })
    github.addPullRequest({ number: 8, mergedAt: day(8) })
    github.addPullRequest({ number: 9, state: 'closed' })
    for (const number of [1, 2, 8, 9]) github.addComment(number, { body: marker, user: bot })
    github.addComment(3, { body: `> ${marker}`, user: bot })
    github.addComment(4, { body: marker, user: 'mallory' })
    github.addComment(5, { body: marker, user: null })
    expect(numbers(await read(2))).toEqual([1])
    expect(numbers(await read())).toEqual([2, 1])
  })

  test('of a personal token are those by its owner', async () => {
    github.viewer = { login: 'alice', type: 'User' }
    github.addPullRequest({ number: 7 })
    github.addComment(7, { body: marker, user: bot })
    const { id } = github.addComment(7, { body: marker, user: 'alice' })
    expect(await read()).toMatchObject([{ comment: { id } }])
  })

  test('are of the ten that were updated last, the newest first', async () => {
    for (let number = 1; number <= 25; number += 1) {
      github.addPullRequest({ number, updatedAt: day(number) })
      if (number % 2 === 1) github.addComment(number, { body: marker, user: bot })
    }
    expect(numbers(await read(23))).toEqual([25, 21, 19, 17, 15, 13, 11, 9, 7, 5])
  })

  test('are found below much talk, and of two the older one', async () => {
    github.addPullRequest({ number: 7 })
    const { id } = github.addComment(7, { body: marker, user: bot, createdAt: day(20) })
    github.addComment(7, { body: marker, user: bot, createdAt: day(21) })
    for (let count = 0; count < 200; count += 1) github.addComment(7, { body: 'Hello', createdAt: day(1) })
    expect(await read()).toMatchObject([{ number: 7, comment: { id } }])
  })

  test('are an error where the token may not read them', async () => {
    github.permissions = { contents: 'read' }
    await expect(read()).rejects.toThrow('Resource not accessible by integration')
  })
})

describe('a comment', () => {
  let id: number
  beforeEach(() => {
    github.addPullRequest({ number: 7 })
    id = github.addComment(7, { body: 'before', user: bot }).id
  })

  test('is changed as it stands at this moment', async () => {
    expect(await changeComment(client, repository, id, (body) => `${body}, after`)).toBe(true)
    expect(github.comments(7)[0]).toMatchObject({ id, body: 'before, after' })
    expect(github.requests.map(({ method }) => method)).toEqual(['GET', 'PATCH'])
  })

  test.each([
    ['there is nothing to say', () => undefined],
    ['it says so already', (body: string) => body],
  ])('is left as it is where %s', async (_, change) => {
    expect(await changeComment(client, repository, id, change)).toBe(false)
    expect(github.requests.map(({ method }) => method)).toEqual(['GET'])
  })

  test('that somebody has deleted is not changed', async () => {
    expect(await changeComment(client, repository, 1, () => 'after')).toBe(false)
  })

  test('that may not be written is an error', async () => {
    github.permissions = { 'pull-requests': 'read' }
    await expect(changeComment(client, repository, id, () => 'after')).rejects.toMatchObject({ status: 403 })
  })
})
