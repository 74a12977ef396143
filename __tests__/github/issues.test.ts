import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient } from '../../src/github/client.ts'
import { createIssues, type FoundIssue, type Issues, type NewIssue } from '../../src/github/issues.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'
import { proofTest } from '../support/proof.ts'

const marker = '<!-- ours -->'
const bot = { login: 'github-actions[bot]', type: 'Bot' } as const
const alice = { login: 'alice', type: 'User' } as const
let github: FakeGitHub

beforeEach(async () => {
  github = await startFakeGitHub({ repository: 'acme/infra' })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

function open(): Issues {
  const { apiUrl, token } = github
  const client = createGitHubClient({ token, apiUrl, debug: () => undefined })
  return createIssues({
    client: () => client,
    repository: 'acme/infra',
    carriesMarker: (body) => body.startsWith(marker),
    cancelled: new AbortController().signal,
  })
}
const fresh: NewIssue = {
  title: 'Drift',
  body: `${marker} new`,
  labels: ['lockstep-drift'],
  bodyOfDuplicate: ({ number }) => `See #${number}`,
}
const gone: FoundIssue = { number: 999, url: '', body: '', isOpen: true, reason: null }

describe('the issue of a state', () => {
  test('is the oldest that carries the marker and is by ourselves, open or closed', async () => {
    github.addIssue({ body: 'Hello' })
    github.addIssue({ body: `${marker} forged`, user: alice })
    github.addIssue({ body: null, user: null })
    const ours = github.addIssue({ body: `${marker} a`, state: 'closed', stateReason: 'not_planned' })
    github.addIssue({ body: `${marker} b` })
    expect(await open().find()).toEqual({
      number: ours.number,
      url: `https://github.com/acme/infra/issues/${ours.number}`,
      body: `${marker} a`,
      isOpen: false,
      reason: 'not_planned',
    })
  })

  test('is no pull request, though GitHub lists those too', async () => {
    github.addPullRequest({ number: 3, body: marker, user: bot })
    expect(await open().find()).toBeUndefined()
  })

  test('is found on the third page', async () => {
    for (let count = 0; count < 250; count += 1) github.addIssue({ body: 'Hello' })
    const { number } = github.addIssue({ body: marker })
    expect(await open().find()).toMatchObject({ number })
    expect(github.requests.filter(({ method }) => method === 'GET')).toHaveLength(3)
  })

  test('of a personal token is the one by its owner', async () => {
    github.addIssue({ body: marker, user: bot })
    github.viewer = alice
    const { number } = github.addIssue({ body: marker })
    expect(await open().find()).toMatchObject({ number })
  })

  test('is found where GitHub tells the name of the app without its suffix', async () => {
    const { number } = github.addIssue({ body: marker, user: bot })
    github.viewer = { login: 'github-actions', type: 'Bot' }
    expect(await open().find()).toMatchObject({ number })
  })

  test('is none where GitHub knows nobody of that name with the suffix', async () => {
    github.viewer = alice
    const body = { message: 'Validation Failed', documentation_url: 'https://docs.github.com/rest' }
    github.fault({ method: 'GET', path: /issues$/, fault: { kind: 'status', status: 422, body }, skip: 1 })
    expect(await open().find()).toBeUndefined()
  })

  test('is made with its title and label', async () => {
    const made = await open().create(fresh)
    expect(github.issues()).toMatchObject([
      { number: made.number, title: 'Drift', body: fresh.body, labels: ['lockstep-drift'], state: 'open' },
    ])
    expect(made).toMatchObject({ isOpen: true, url: 'https://github.com/acme/infra/issues/1' })
  })

  test('is written over as it is closed and opened again, and keeps the title that people gave it', async () => {
    const { number } = github.addIssue({ title: 'Known since May', body: marker })
    const issues = open()
    const closed = await issues.change({ ...gone, number }, { body: `${marker} done`, state: 'closed' })
    expect(closed).toMatchObject({ number, isOpen: false, reason: 'completed' })
    expect(github.issues()).toMatchObject([{ body: `${marker} done`, state: 'closed' }])
    await issues.change(closed!, { body: `${marker} again`, state: 'open' })
    expect(github.issues()).toMatchObject([
      { body: `${marker} again`, state: 'open', title: 'Known since May' },
    ])
  })

  test('that somebody has deleted is told from one that cannot be written', async () => {
    github.addIssue({ isDeleted: true })
    expect(await open().change({ ...gone, number: 1 }, { body: marker })).toBeUndefined()
    github.permissions = { issues: 'read' }
    await expect(open().change({ ...gone, number: 1 }, { body: marker })).rejects.toMatchObject({
      status: 403,
    })
  })

  test('gets a comment', async () => {
    const { number } = github.addIssue({ body: marker })
    await open().comment({ ...gone, number }, 'Something else differs.')
    expect(github.comments(number)).toMatchObject([{ body: 'Something else differs.' }])
  })
})

describe('two runs at once', () => {
  test('leave one open: the younger says which, and is found no more', async () => {
    const before = (): void => {
      github.addIssue({ body: `${marker} other` })
    }
    github.fault({ method: 'POST', path: /issues$/, fault: { kind: 'run', before } })
    const kept = await open().create(fresh)
    expect(kept.number).toBe(1)
    expect(github.issues()).toMatchObject([
      { number: 1, body: fresh.body, state: 'open' },
      { number: 2, body: 'See #1', state: 'closed' },
    ])
    expect(await open().find()).toMatchObject({ number: 1 })
  })

  test('leave the older one alone where the list does not have it yet', async () => {
    github.fault({
      method: 'GET',
      path: /issues$/,
      fault: { kind: 'run', before: () => void github.addIssue({ body: `${marker} younger` }) },
    })
    expect(await open().create(fresh)).toMatchObject({ number: 1 })
    expect(github.issues().map(({ body }) => body)).toEqual([fresh.body, `${marker} younger`])
  })
})

describe('GitHub in trouble', () => {
  test('that stores an issue and loses the answer does not get a second one', async () => {
    github.fault({ method: 'POST', path: /issues$/, fault: { kind: 'drop-after' } })
    expect(await open().create(fresh)).toMatchObject({ number: 1 })
    expect(github.issues()).toHaveLength(1)
  })

  proofTest('that answers 502 to a new issue is asked once more', async () => {
    github.fault({ method: 'POST', path: /issues$/, fault: { kind: 'status', status: 502 } })
    await open().create(fresh)
    expect(github.issues()).toHaveLength(1)
  })

  test.each([
    ['has issues switched off', 410],
    ['wants a permission', 403],
  ])('that %s gets no second request', async (_, status) => {
    if (status === 410) github.switchIssues(false)
    else github.permissions = { issues: 'read' }
    await expect(open().create(fresh)).rejects.toMatchObject({ status })
    expect(github.requests).toHaveLength(1)
  })
})
