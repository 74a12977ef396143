import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient } from '../../src/github/client.ts'
import { createCommentThread, type CommentThread } from '../../src/github/comments.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

const marker = '<!-- ours -->'
const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
let github: FakeGitHub

beforeEach(async () => {
  github = await startFakeGitHub({ repository: 'acme/infra' })
  github.addPullRequest({ number: 7 })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

function open(): CommentThread {
  const { apiUrl, token } = github
  const client = createGitHubClient({ token, apiUrl, debug: () => undefined })
  return createCommentThread({
    client: () => client,
    repository: 'acme/infra',
    pullRequest: 7,
    carriesMarker: (body) => body.startsWith(marker),
  })
}
const calls = (): string[] => github.requests.map(({ method, path }) => `${method} ${path}`)

describe('the comment of a run', () => {
  test('is the one that carries the marker and is by ourselves', async () => {
    github.addComment(7, { body: 'Hello', user: bot })
    github.addComment(7, { body: `${marker} forged`, user: 'mallory' })
    github.addComment(7, { body: `> ${marker}`, user: bot })
    const ours = github.addComment(7, { body: `${marker} ours`, user: bot })
    expect(await open().find()).toEqual({ id: ours.id, url: ours.url, body: `${marker} ours` })
  })

  test('is none where only another author has one with our marker', async () => {
    github.addComment(7, { body: marker, user: 'mallory' })
    github.addComment(7, { body: marker, user: { login: 'other-app[bot]', type: 'Bot' } })
    github.addComment(7, { body: marker, user: null })
    expect(await open().find()).toBeUndefined()
  })

  test('of a personal token is the one by its owner', async () => {
    github.viewer = { login: 'alice', type: 'User' }
    github.addComment(7, { body: `${marker} of the bot`, user: bot })
    const ours = github.addComment(7, { body: `${marker} of alice`, user: 'alice' })
    expect(await open().find()).toMatchObject({ id: ours.id })
  })

  test('is the oldest of two that two runs made at once', async () => {
    const first = github.addComment(7, { body: `${marker} a`, user: bot })
    github.addComment(7, { body: `${marker} b`, user: bot })
    expect(await open().find()).toMatchObject({ id: first.id })
  })

  test.each([
    [0, 1],
    [99, 1],
    [100, 2],
    [250, 3],
  ])('is found after %i other comments with %i request(s) for pages', async (others, pages) => {
    for (let count = 0; count < others; count += 1) github.addComment(7, { body: 'Hello', user: 'alice' })
    const ours = github.addComment(7, { body: marker, user: bot })
    expect(await open().find()).toMatchObject({ id: ours.id })
    expect(calls().filter((call) => call.startsWith('GET'))).toHaveLength(pages)
  })

  test('is looked for with one request, and made with two, of which one looks whether another run made one too', async () => {
    const thread = open()
    expect(await thread.find()).toBeUndefined()
    const made = await thread.create(`${marker} new`)
    expect(github.comments(7)).toMatchObject([{ id: made.id, body: `${marker} new`, url: made.url }])
    expect(calls()).toHaveLength(3)
  })

  test('is written over', async () => {
    const ours = github.addComment(7, { body: `${marker} old`, user: bot })
    const thread = open()
    await thread.update((await thread.find())!, `${marker} new`, true)
    expect(github.comments(7)).toMatchObject([{ id: ours.id, body: `${marker} new` }])
  })

  test('that somebody has deleted is told from one that cannot be written', async () => {
    const deleted = { id: 1, url: '', body: `${marker} deleted` }
    expect(await open().update(deleted, marker, true)).toBeUndefined()
    expect(await open().read(deleted)).toBeUndefined()
  })

  test('is read as it is now', async () => {
    const ours = github.addComment(7, { body: `${marker} now`, user: bot })
    expect(await open().read({ id: ours.id, url: '', body: `${marker} before` })).toEqual({
      id: ours.id,
      url: ours.url,
      body: `${marker} now`,
    })
  })

  test('is one, also where another run makes one in the same moment', async () => {
    const before = (): void => {
      github.addComment(7, { body: `${marker} other`, user: bot })
    }
    github.fault({ method: 'POST', path: /comments$/, fault: { kind: 'run', before }, times: 1 })
    await open().create(`${marker} ours`)
    expect(github.comments(7).map(({ body }) => body)).toEqual([`${marker} ours`])
  })
})

describe('GitHub in trouble', () => {
  test('that stores a comment and loses the answer does not get a second one', async () => {
    github.fault({ method: 'POST', path: /comments$/, fault: { kind: 'drop-after' }, times: 1 })
    const written = await open().create(`${marker} once`)
    expect(github.comments(7)).toMatchObject([{ id: written.id, body: `${marker} once` }])
  })

  test('that answers 502 to a new comment is asked once more', async () => {
    github.fault({ method: 'POST', path: /comments$/, fault: { kind: 'status', status: 502 }, times: 1 })
    await open().create(marker)
    expect(github.comments(7)).toHaveLength(1)
  })

  test('that answers 502 to a change is asked again', async () => {
    github.addComment(7, { body: marker, user: bot })
    github.fault({ method: 'PATCH', path: /comments/, fault: { kind: 'status', status: 502 }, times: 1 })
    const thread = open()
    await thread.update((await thread.find())!, `${marker} new`, true)
    expect(github.comments(7)).toMatchObject([{ body: `${marker} new` }])
  })

  test('that throttles for a second is waited for', async () => {
    const body = { message: 'You have exceeded a secondary rate limit. Please wait.' }
    const headers = { 'retry-after': '1' }
    github.fault({
      method: 'POST',
      path: /comments$/,
      fault: { kind: 'status', status: 403, body, headers },
      times: 1,
    })
    await open().create(marker)
    expect(github.comments(7)).toHaveLength(1)
  })

  test.each([
    ['throttles for a minute', 403, { 'retry-after': '60' }],
    ['refuses for want of a permission', 403, {}],
    ['does not know the token', 401, {}],
  ])('that %s gets no second request', async (_, status, headers) => {
    const body = { message: 'retry-after' in headers ? 'You have exceeded a secondary rate limit.' : 'no' }
    github.fault({
      method: 'POST',
      path: /comments$/,
      fault: { kind: 'status', status, body, headers: headers },
    })
    await expect(open().create(marker)).rejects.toMatchObject({ status })
    expect(github.requests).toHaveLength(1)
  })
})
