import { afterEach, expect, test } from '@jest/globals'
import type { FakeGitHub, FakeGitHubOptions } from './fake-github.ts'
import { secondaryRateLimit, startFakeGitHub } from './fake-github.ts'

const started: FakeGitHub[] = []

/** The test takes the violations that it expects; those that are left fail it. */
afterEach(async () => {
  const all = started.splice(0)
  for (const github of all) await github.close()
  expect(all.flatMap(({ violations }) => violations)).toEqual([])
})

async function start(options: Partial<FakeGitHubOptions> = {}): Promise<FakeGitHub> {
  const github = await startFakeGitHub({ repository: 'acme/infra', ...options })
  started.push(github)
  github.addPullRequest({ number: 7 })
  return github
}

type Json = Record<string, unknown>

interface Reply {
  status: number
  headers: Headers
  /** Parsed JSON of an object, or of anything else under `value`. */
  json: Json
  text: string
}

/** A request as Lockstep sends it; null takes a header away. */
async function call(
  github: FakeGitHub,
  method: string,
  path: string,
  { body, headers = {} }: { body?: unknown; headers?: Record<string, string | null> } = {},
): Promise<Reply> {
  const all: Record<string, string | null> = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${github.token}`,
    'x-github-api-version': '2022-11-28',
    ...(body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
  }
  const response = await fetch(path.startsWith('http') ? path : github.apiUrl + path, {
    method,
    headers: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
    ),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  const value: unknown = isJson ? JSON.parse(text) : {}
  const json = Array.isArray(value) ? { value } : (value as Json)
  return { status: response.status, headers: response.headers, json, text }
}

const commentsPath = '/repos/acme/infra/issues/7/comments'
const commentPath = '/repos/acme/infra/issues/comments'

const listed = ({ json }: Reply): Json[] => json['value'] as Json[]

test('a comment is created, read, changed and deleted, and is by whom the token is', async () => {
  const github = await start()
  const created = await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  expect([created.status, created.json]).toEqual([
    201,
    expect.objectContaining({
      body: 'one',
      user: expect.objectContaining({ login: 'github-actions[bot]', id: 41898282, type: 'Bot' }) as unknown,
      performed_via_github_app: expect.objectContaining({ slug: 'github-actions' }) as unknown,
      html_url: expect.stringMatching(
        /^https:\/\/github.com\/acme\/infra\/pull\/7#issuecomment-\d+$/,
      ) as unknown,
    }),
  ])
  const path = `${commentPath}/${String(created.json['id'])}`
  expect(created.headers.get('location')).toBe(`${github.apiUrl}${path}`)
  expect((await call(github, 'GET', path)).json).toEqual(created.json)
  const changed = await call(github, 'PATCH', path, { body: { body: 'two' } })
  expect([changed.status, changed.json['body']]).toEqual([200, 'two'])
  expect(github.comments(7)).toEqual([
    expect.objectContaining({ body: 'two', user: github.viewer, url: created.json['html_url'] }),
  ])
  expect((await call(github, 'DELETE', path)).status).toBe(204)
  expect(github.comments(7)).toEqual([])
})

test('the viewer can be someone else', async () => {
  const github = await start({ token: 'ghp_person' })
  github.viewer = { login: 'lockstep-bot', type: 'User' }
  const created = await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  expect(created.json).toMatchObject({ user: { login: 'lockstep-bot' }, performed_via_github_app: null })
  expect((await call(github, 'GET', '/user')).json).toMatchObject({ login: 'lockstep-bot' })
})

test('comments of others, of apps and of accounts that are gone are listed in order', async () => {
  const github = await start()
  github.addComment(7, { body: 'one' })
  github.addComment(7, { body: 'two', user: 'renovate[bot]' })
  github.addComment(7, { body: 'three', user: null, createdAt: new Date('2026-01-02T03:04:05Z') })
  const users = listed(await call(github, 'GET', commentsPath)).map(({ user }) => user as Json | null)
  expect(users.map((user) => user && [user['login'], user['type']])).toEqual([
    ['alice', 'User'],
    ['renovate[bot]', 'Bot'],
    null,
  ])
})

test('a list has pages, and links that lead from the first to the last', async () => {
  const github = await start()
  for (let number = 1; number <= 5; number += 1) github.addComment(7, { body: `number ${number}` })
  const bodies: unknown[] = []
  const links: unknown[] = []
  let next: string | undefined = `${github.apiUrl}${commentsPath}?per_page=2`
  while (next !== undefined) {
    const reply: Reply = await call(github, 'GET', next)
    bodies.push(listed(reply).map(({ body }) => body))
    const link: string = reply.headers.get('link') ?? ''
    links.push([...link.matchAll(/page=(\d+)>; rel="(\w+)"/g)].map(([, page, relation]) => [relation, page]))
    next = /<([^>]+)>; rel="next"/.exec(link)?.[1]
  }
  expect(bodies).toEqual([['number 1', 'number 2'], ['number 3', 'number 4'], ['number 5']])
  expect(links).toEqual([
    [
      ['next', '2'],
      ['last', '3'],
    ],
    [
      ['prev', '1'],
      ['next', '3'],
      ['last', '3'],
      ['first', '1'],
    ],
    [
      ['prev', '2'],
      ['first', '1'],
    ],
  ])
  expect(github.requests[1]?.path).toMatch(/^\/repositories\/\d+\/issues\/7\/comments$/)
})

test('a page has 30 comments unless asked, and 100 at most', async () => {
  const github = await start()
  for (let number = 1; number <= 120; number += 1) github.addComment(7, { body: `number ${number}` })
  expect(listed(await call(github, 'GET', commentsPath))).toHaveLength(30)
  expect(listed(await call(github, 'GET', `${commentsPath}?per_page=200`))).toHaveLength(100)
  expect(listed(await call(github, 'GET', `${commentsPath}?per_page=100&page=2`))).toHaveLength(20)
  expect(listed(await call(github, 'GET', `${commentsPath}?page=9`))).toEqual([])
})

test('only comments changed since then are listed when asked so', async () => {
  const github = await start()
  github.addComment(7, { body: 'old', createdAt: new Date('2026-01-01T00:00:00Z') })
  github.addComment(7, { body: 'new', createdAt: new Date('2026-02-01T00:00:00Z') })
  const reply = await call(github, 'GET', `${commentsPath}?since=2026-01-15T00:00:00Z`)
  expect(listed(reply).map(({ body }) => body)).toEqual(['new'])
})

test('an answer that the client has already is a 304 without a body, and costs nothing', async () => {
  const github = await start()
  github.addComment(7, { body: 'one' })
  const first = await call(github, 'GET', commentsPath)
  const etag = first.headers.get('etag') ?? ''
  const again = await call(github, 'GET', commentsPath, { headers: { 'if-none-match': etag } })
  expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', etag])
  expect(again.headers.get('x-ratelimit-remaining')).toBe(first.headers.get('x-ratelimit-remaining'))
  github.addComment(7, { body: 'two' })
  const changed = await call(github, 'GET', commentsPath, { headers: { 'if-none-match': etag } })
  expect([changed.status, listed(changed).length]).toEqual([200, 2])
  expect(changed.headers.get('etag')).not.toBe(etag)
})

test.each([
  ['a'.repeat(65_537), 'Body is too long (maximum is 65536 characters)'],
  [' ', 'Body cannot be blank'],
])('a comment that GitHub refuses is a 422: %#', async (body, message) => {
  const github = await start()
  const created = await call(github, 'POST', commentsPath, { body: { body } })
  expect([created.status, created.json]).toMatchObject([
    422,
    {
      message: 'Validation Failed',
      errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
    },
  ])
  const { id } = github.addComment(7, { body: 'one' })
  expect((await call(github, 'PATCH', `${commentPath}/${id}`, { body: { body } })).status).toBe(422)
  expect(github.comments(7).map((comment) => comment.body)).toEqual(['one'])
})

test('the longest comment that GitHub takes is taken', async () => {
  const github = await start()
  const body = 'a'.repeat(65_536)
  expect((await call(github, 'POST', commentsPath, { body: { body } })).status).toBe(201)
})

test.each([
  ['GET', '/repos/acme/infra/issues/8/comments'],
  ['GET', `${commentPath}/1`],
  ['DELETE', `${commentPath}/1`],
  ['GET', '/repos/acme/infra/pulls/8'],
  ['GET', '/repos/acme/infra/actions/runs/1'],
  ['GET', '/repos/acme/infra/actions/runs/1/attempts/1'],
  ['GET', '/repos/acme/infra/actions/runs/1/attempts/1/jobs'],
  ['GET', '/repos/acme/infra/actions/jobs/1'],
  ['GET', '/repos/acme/secret/pulls/7'],
])('what is not there is not found: %s %s', async (method, path) => {
  const reply = await call(await start(), method, path)
  expect([reply.status, reply.json]).toMatchObject([404, { message: 'Not Found', status: '404' }])
})

test('a pull request has its branches, also when it is from a fork, and is closed once it is merged', async () => {
  const github = await start()
  github.addPullRequest({ number: 8, headRepository: 'mallory/infra', headSha: 'a'.repeat(40), draft: true })
  const path = '/repos/acme/infra/pulls/8'
  expect((await call(github, 'GET', path)).json).toMatchObject({
    number: 8,
    state: 'open',
    draft: true,
    merged: false,
    head: { sha: 'a'.repeat(40), repo: { full_name: 'mallory/infra', fork: true } },
    base: { ref: 'main', repo: { full_name: 'acme/infra', fork: false } },
  })
  const mergedAt = new Date('2026-01-02T03:04:05Z')
  github.setPullRequest(8, { mergedAt, mergeCommitSha: 'b'.repeat(40) })
  expect((await call(github, 'GET', path)).json).toMatchObject({
    state: 'closed',
    merged: true,
    merged_at: '2026-01-02T03:04:05Z',
    merge_commit_sha: 'b'.repeat(40),
  })
})

test('a commit leads to its pull requests: those it was added with, whose head it is, that it merged', async () => {
  const github = await start()
  const pullsOf = async (sha: string): Promise<unknown[]> =>
    listed(await call(github, 'GET', `/repos/acme/infra/commits/${sha}/pulls`)).map(({ number }) => number)
  const { headSha } = github.addPullRequest({
    number: 8,
    mergedAt: new Date(),
    mergeCommitSha: 'b'.repeat(40),
  })
  github.addCommit('c'.repeat(40), { pulls: [7, 8] })
  github.addCommit('d'.repeat(40), { pulls: [] })
  expect(await pullsOf('c'.repeat(40))).toEqual([7, 8])
  expect(await pullsOf('d'.repeat(40))).toEqual([])
  expect(await pullsOf(headSha)).toEqual([8])
  expect(await pullsOf('b'.repeat(40))).toEqual([8])
  const unknown = await call(github, 'GET', `/repos/acme/infra/commits/${'e'.repeat(40)}/pulls`)
  expect(unknown.status).toBe(422)
})

test('a run is in progress until it is concluded, and its ETag changes then', async () => {
  const github = await start()
  const { id } = github.addRun({ actor: 'bob', pulls: [7] })
  const path = `/repos/acme/infra/actions/runs/${id}`
  const before = await call(github, 'GET', path)
  expect(before.json).toMatchObject({
    status: 'in_progress',
    conclusion: null,
    actor: { login: 'bob' },
    pull_requests: [{ number: 7 }],
    previous_attempt_url: null,
  })
  const headers = { 'if-none-match': before.headers.get('etag') }
  expect((await call(github, 'GET', path, { headers })).status).toBe(304)
  github.setRun(id, { status: 'completed', conclusion: 'cancelled' })
  const after = await call(github, 'GET', path, { headers })
  expect([after.status, after.json]).toMatchObject([200, { status: 'completed', conclusion: 'cancelled' }])
  const short = await call(github, 'GET', `${path}?exclude_pull_requests=true`)
  expect(short.json['pull_requests']).toEqual([])
})

test('a run is its newest attempt, and each attempt is kept', async () => {
  const github = await start()
  github.addRun({ id: 90, conclusion: 'failure' })
  github.addRun({ id: 90, triggeringActor: 'bob' })
  const path = '/repos/acme/infra/actions/runs/90'
  expect((await call(github, 'GET', path)).json).toMatchObject({ run_attempt: 2, status: 'in_progress' })
  expect((await call(github, 'GET', `${path}/attempts/1`)).json).toMatchObject({
    run_attempt: 1,
    conclusion: 'failure',
  })
  expect((await call(github, 'GET', `${path}/attempts/2`)).json).toMatchObject({
    triggering_actor: { login: 'bob' },
    previous_attempt_url: `${github.apiUrl}${path}/attempts/1`,
  })
  github.setRun(90, { attempt: 1, status: 'completed', conclusion: 'stale' })
  expect((await call(github, 'GET', `${path}/attempts/1`)).json['conclusion']).toBe('stale')
})

test('a job belongs to an attempt and has its own conclusion', async () => {
  const github = await start()
  github.addRun({ id: 90, conclusion: 'failure' })
  github.addJob({ id: 1, runId: 90, name: 'plan', conclusion: 'failure' })
  github.addRun({ id: 90 })
  github.addJob({ id: 2, runId: 90, name: 'plan', conclusion: 'success' })
  github.addJob({ id: 3, runId: 90, name: 'apply', status: 'queued' })
  const jobs = async (attempt: number): Promise<Json> =>
    (await call(github, 'GET', `/repos/acme/infra/actions/runs/90/attempts/${attempt}/jobs`)).json
  expect(await jobs(1)).toMatchObject({ total_count: 1, jobs: [{ id: 1, run_attempt: 1 }] })
  expect(await jobs(2)).toMatchObject({ total_count: 2, jobs: [{ id: 2 }, { id: 3, runner_name: null }] })
  github.setJob(3, { status: 'in_progress' })
  const path = '/repos/acme/infra/actions/jobs/3'
  expect((await call(github, 'GET', path)).json).toMatchObject({
    run_id: 90,
    name: 'apply',
    status: 'in_progress',
    conclusion: null,
    completed_at: null,
    runner_name: 'GitHub Actions 1',
  })
  github.setJob(3, { status: 'completed', conclusion: 'cancelled' })
  expect((await call(github, 'GET', path)).json).toMatchObject({
    status: 'completed',
    conclusion: 'cancelled',
  })
})

test('GraphQL answers with the fields that were asked for, by their aliases and fragments', async () => {
  const github = await start()
  const ask = async (query: string, variables: Json = {}): Promise<Json> =>
    (await call(github, 'POST', github.graphqlUrl, { body: { query, variables } })).json
  expect(await ask('query {\n  viewer { login }\n}')).toEqual({
    data: { viewer: { login: 'github-actions[bot]' } },
  })
  expect(await ask('{viewer{me:login}}')).toEqual({ data: { viewer: { me: 'github-actions[bot]' } } })
  const query = `query Pull($owner: String!, $number: Int!) {
    repository(owner: $owner, name: "infra") { pullRequest(number: $number) { ...pull ... on Issue { title } } }
  }
  fragment pull on PullRequest { number state # merged, open or closed
  }`
  expect(await ask(query, { owner: 'acme', number: 7 })).toEqual({
    data: { repository: { pullRequest: { number: 7, state: 'OPEN' } } },
  })
  expect(await ask(query, { owner: 'acme', number: 8 })).toMatchObject({
    data: { repository: { pullRequest: null } },
    errors: [{ type: 'NOT_FOUND', path: ['repository', 'pullRequest'] }],
  })
})

test.each([
  ['a field that the fake does not have', 'query { rateLimit { cost } }'],
  ['an object without its fields', '{ viewer }'],
  ['fields of a text', '{ viewer { login { name } } }'],
  ['a variable that is not declared', '{ repository(owner: $owner, name: "infra") { nameWithOwner } }'],
  ['a list without an end', '{ repository(owner: "acme", name: "infra") { pullRequests { totalCount } } }'],
  ['a fragment that is not there', '{ viewer { ...user } }'],
  ['two queries', '{ viewer { login } } { viewer { login } }'],
  ['nothing', ''],
  ['no GraphQL', '{ viewer { login'],
])('GraphQL refuses a query with %s, which is noticed', async (_, query) => {
  const github = await start()
  const { json } = await call(github, 'POST', github.graphqlUrl, { body: { query } })
  expect(json).toMatchObject({ errors: [{ locations: [{ line: 1 }] }] })
  expect(github.violations.splice(0)).toEqual(['POST /graphql: the fake does not know this GraphQL query'])
})

test('a token of an installation has no user', async () => {
  const reply = await call(await start(), 'GET', '/user')
  expect([reply.status, reply.json['message']]).toEqual([403, 'Resource not accessible by integration'])
})

test.each([[null], ['Bearer another'], ['ghs_0123456789abcdefghijklmnopqrstuvwxyz']])(
  'without the token nothing is answered: %s',
  async (authorization) => {
    const reply = await call(await start(), 'GET', commentsPath, { headers: { authorization } })
    expect([reply.status, reply.json['message']]).toEqual([401, 'Bad credentials'])
  },
)

test('either permission that GitHub accepts is enough, and it names them to one who has neither', async () => {
  const github = await start({ permissions: { 'pull-requests': 'write' } })
  expect((await call(github, 'POST', commentsPath, { body: { body: 'one' } })).status).toBe(201)
  github.permissions = { issues: 'read', 'pull-requests': 'read' }
  expect((await call(github, 'GET', commentsPath)).status).toBe(200)
  const refused = await call(github, 'POST', commentsPath, { body: { body: 'two' } })
  expect([refused.status, refused.json, refused.headers.get('x-accepted-github-permissions')]).toEqual([
    403,
    {
      message: 'Resource not accessible by integration',
      documentation_url: 'https://docs.github.com/rest/issues/comments#create-an-issue-comment',
      status: '403',
    },
    'issues=write; pull_requests=write',
  ])
  expect(github.comments(7)).toHaveLength(1)
  const { id } = github.addRun()
  const run = await call(github, 'GET', `/repos/acme/infra/actions/runs/${id}`)
  expect([run.status, run.headers.get('x-accepted-github-permissions')]).toEqual([403, 'actions=read'])
})

test('a public repository can be read and not written', async () => {
  const github = await start({ readable: ['acme/modules'], permissions: {} })
  github.addPullRequest({ number: 1, repository: 'acme/modules' })
  const path = '/repos/ACME/modules/issues/1/comments'
  expect((await call(github, 'GET', path)).status).toBe(200)
  expect((await call(github, 'POST', path, { body: { body: 'one' } })).status).toBe(403)
  expect(github.comments(1, 'acme/modules')).toEqual([])
})

test('the rate limit goes down, and at its end everything is refused until the reset', async () => {
  const github = await start()
  const remaining = async (): Promise<string | null> =>
    (await call(github, 'GET', commentsPath)).headers.get('x-ratelimit-remaining')
  expect([await remaining(), await remaining()]).toEqual(['999', '998'])
  github.rateLimit = { limit: 1000, remaining: 1, reset: 1_800_000_000 }
  expect(await remaining()).toBe('0')
  const refused = await call(github, 'GET', commentsPath)
  expect([refused.status, refused.json['message']]).toEqual([
    403,
    'API rate limit exceeded for installation ID 1.',
  ])
  expect(Object.fromEntries(refused.headers)).toMatchObject({
    'x-ratelimit-limit': '1000',
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': '1800000000',
  })
})

test('Enterprise Server serves below /api, by its own description', async () => {
  const github = await start({ enterprise: true })
  expect([new URL(github.apiUrl).pathname, new URL(github.graphqlUrl).pathname]).toEqual([
    '/api/v3',
    '/api/graphql',
  ])
  const created = await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  expect([created.status, created.json['url']]).toEqual([
    201,
    `${github.apiUrl}${commentPath}/${String(created.json['id'])}`,
  ])
  expect(created.json['html_url']).toMatch(github.serverUrl)
  const query = { body: { query: '{ viewer { login } }' } }
  expect((await call(github, 'POST', github.graphqlUrl, query)).json).toHaveProperty('data')
  const { id } = github.addRun({ pulls: [7] })
  github.addJob({ runId: id })
  expect((await call(github, 'GET', `/repos/acme/infra/actions/runs/${id}`)).status).toBe(200)
  expect((await call(github, 'GET', `/repos/acme/infra/actions/runs/${id}/attempts/1/jobs`)).status).toBe(200)
  expect((await call(github, 'GET', '/repos/acme/infra/pulls/7')).status).toBe(200)
  const outside = await call(github, 'GET', github.apiUrl.replace('/api/v3', '') + commentsPath)
  expect(outside.status).toBe(404)
  expect(github.violations.splice(0)).toEqual([
    `GET (outside the API)${commentsPath}: GitHub describes no such operation`,
  ])
})

test('the API of 2026-03-10 is without what it has removed, and Enterprise Server does not have it', async () => {
  const headers = { 'x-github-api-version': '2026-03-10' }
  const github = await start()
  const reply = await call(github, 'GET', '/repos/acme/infra/pulls/7', { headers })
  expect(reply.status).toBe(200)
  expect(reply.json).not.toHaveProperty('merge_commit_sha')
  expect(reply.headers.get('x-github-api-version-selected')).toBe('2026-03-10')
  const enterprise = await start({ enterprise: true })
  const refused = await call(enterprise, 'GET', '/repos/acme/infra/pulls/7', { headers })
  expect([refused.status, refused.json['message']]).toEqual([
    400,
    expect.stringContaining('"2026-03-10", is not a supported version') as unknown,
  ])
  expect(enterprise.violations.splice(0)).toEqual([
    'GET /repos/acme/infra/pulls/7: the request asks for an API version that GitHub does not have',
  ])
})

test('every request is recorded with its body, its query and the status it got', async () => {
  const github = await start()
  await call(github, 'GET', `${commentsPath}?per_page=5`)
  await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  expect(
    github.requests.map(({ method, path, query, body, status }) => [
      method,
      path,
      query.toString(),
      body,
      status,
    ]),
  ).toEqual([
    ['GET', commentsPath, 'per_page=5', undefined, 200],
    ['POST', commentsPath, '', { body: 'one' }, 201],
  ])
  expect(github.requests[0]?.headers['x-github-api-version']).toBe('2022-11-28')
  expect(github.requests[1]?.at).toBeGreaterThan(github.requests[0]?.at ?? Infinity)
})

test('a fault befalls what its method and path match, as often as told, after those it skips', async () => {
  const github = await start()
  const fault = { kind: 'status', status: 502, body: '<html>Unicorn</html>' } as const
  github.fault({ method: 'GET', path: /comments$/, times: 2, skip: 1, fault })
  const { id } = github.addComment(7, { body: 'one' })
  const statuses: number[] = []
  for (let count = 0; count < 4; count += 1) {
    statuses.push((await call(github, 'GET', `${commentPath}/${id}`)).status)
    statuses.push((await call(github, 'GET', commentsPath)).status)
  }
  expect(statuses).toEqual([200, 200, 200, 502, 200, 502, 200, 200])
  github.fault({ method: 'GET', path: /comments$/, times: Infinity, fault })
  github.clearFaults()
  expect((await call(github, 'GET', commentsPath)).status).toBe(200)
})

test.each([403, 429] as const)('a secondary rate limit says how long to wait: %s', async (status) => {
  const github = await start()
  github.fault({ method: 'POST', path: /comments/, fault: secondaryRateLimit(3, status) })
  const reply = await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  expect([reply.status, reply.headers.get('retry-after'), reply.json['message']]).toEqual([
    status,
    '3',
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
  ])
  expect(github.comments(7)).toEqual([])
})

test('a dropped request stores nothing, and one dropped afterwards has stored', async () => {
  const github = await start()
  const post = (body: string): Promise<Reply> => call(github, 'POST', commentsPath, { body: { body } })
  github.fault({ method: 'POST', path: /comments/, fault: { kind: 'drop' } })
  await expect(post('one')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect(github.comments(7)).toEqual([])
  github.fault({ method: 'POST', path: /comments/, fault: { kind: 'drop-after' } })
  await expect(post('two')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } })
  expect(github.comments(7)).toMatchObject([{ body: 'two' }])
  expect(github.requests.map(({ status }) => status)).toEqual([0, 0])
})

test('a delayed request is done after the delay', async () => {
  const github = await start()
  github.fault({ method: 'GET', path: /comments/, fault: { kind: 'delay', ms: 60 } })
  const before = performance.now()
  const reply = call(github, 'GET', commentsPath)
  github.addComment(7, { body: 'meanwhile' })
  expect(listed(await reply)).toHaveLength(1)
  expect(performance.now() - before).toBeGreaterThan(55)
})

test('a request that hangs is neither done nor answered, and ends when the fake is closed', async () => {
  const github = await start()
  github.fault({ method: 'POST', path: /comments/, fault: { kind: 'hang' } })
  const reply = call(github, 'POST', commentsPath, { body: { body: 'one' } })
  const ended = expect(reply).rejects.toThrow('fetch failed')
  const first = await Promise.race([reply, new Promise((resolve) => setTimeout(resolve, 50, 'nothing'))])
  expect(first).toBe('nothing')
  await github.close()
  await ended
  expect(github.comments(7)).toEqual([])
})

test('the world can change between sending and arriving', async () => {
  const github = await start()
  const { id } = github.addRun()
  const path = `/repos/acme/infra/actions/runs/${id}`
  const before = (): void => {
    github.setRun(id, { status: 'completed' })
  }
  github.fault({ method: 'GET', path: /runs/, fault: { kind: 'run', before } })
  expect((await call(github, 'GET', path)).json).toMatchObject({ status: 'completed', conclusion: 'success' })
})

test('what a callback throws is a 500 for the client, and close() throws it', async () => {
  const github = await startFakeGitHub({ repository: 'acme/infra' })
  const before = (): void => {
    throw new Error('wrong in the test')
  }
  github.fault({ method: 'GET', path: /pulls/, fault: { kind: 'run', before } })
  const reply = await call(github, 'GET', '/repos/acme/infra/pulls/7').finally(async () => {
    await expect(github.close()).rejects.toThrow('wrong in the test')
  })
  expect(reply.status).toBe(500)
})

test.each<[string, string, string, Parameters<typeof call>[3], string]>([
  ['a path', 'GET', '/repos/acme/infra/comment/7', {}, 'GitHub describes no such operation'],
  [
    'a path not served',
    'GET',
    '/repos/acme/infra/pulls/7/reviews',
    {},
    'the fake does not serve this operation',
  ],
  ['a number', 'GET', '/repos/acme/infra/pulls/seven', {}, 'the parameter /pull_number must be integer'],
  ['a query', 'GET', `${commentsPath}?per_page=many`, {}, 'the parameter /per_page must be integer'],
  [
    'an unknown query',
    'GET',
    `${commentsPath}?sort=created`,
    {},
    'the parameter must NOT have additional properties (sort)',
  ],
  [
    'a body of a wrong type',
    'POST',
    commentsPath,
    { body: { body: 5 } },
    "the request's body /body must be string",
  ],
  [
    'a missing body',
    'POST',
    commentsPath,
    { body: {} },
    "the request's body must have required property 'body'",
  ],
  [
    'a misspelt body',
    'POST',
    commentsPath,
    { body: { body: 'one', titel: 'two' } },
    "the request's body must NOT have additional properties (titel)",
  ],
  ['text that is not JSON', 'POST', commentsPath, { body: '{' }, "the request's body must be object"],
  [
    'a form',
    'POST',
    commentsPath,
    { body: { body: 'one' }, headers: { 'content-type': 'text/plain' } },
    "the request's content-type is text/plain",
  ],
  [
    'an Accept header',
    'GET',
    commentsPath,
    { headers: { accept: null } },
    "the request accepts */*, not GitHub's JSON",
  ],
  [
    'a missing version',
    'GET',
    commentsPath,
    { headers: { 'x-github-api-version': null } },
    'the request has no x-github-api-version',
  ],
  [
    'an unknown version',
    'GET',
    commentsPath,
    { headers: { 'x-github-api-version': '2022-11-29' } },
    'the request asks for an API version that GitHub does not have',
  ],
])(
  'a request that does not fit the description is noticed: %s',
  async (_, method, path, options, violation) => {
    const github = await start()
    await call(github, method, path, options)
    const pathname = path.split('?')[0] ?? ''
    expect(github.violations.splice(0)).toEqual([`${method} ${pathname}: ${violation}`])
  },
)

test('an answer that does not fit the description is noticed', async () => {
  const github = await start()
  const complete = (await call(github, 'POST', commentsPath, { body: { body: 'one' } })).json
  const incomplete = { ...complete, node_id: undefined }
  const answers: [number, unknown][] = [
    [201, incomplete],
    [201, { ...complete, user: { ...(complete['user'] as Json), id: '1' } }],
    [201, { ...complete, created_at: 'yesterday' }],
    [201, { ...complete, text: 'one' }],
    [200, complete],
    [422, { message: 'Validation Failed' }],
  ]
  for (const [status, body] of answers) {
    github.fault({ method: 'POST', path: /comments/, fault: { kind: 'status', status, body } })
    await call(github, 'POST', commentsPath, { body: { body: 'one' } })
  }
  expect(github.violations.splice(0)).toEqual([
    `POST ${commentsPath}: the answer 201 must have required property 'node_id'`,
    `POST ${commentsPath}: the answer 201 /user/id must be integer`,
    `POST ${commentsPath}: the answer 201 /created_at must match format "date-time"`,
    `POST ${commentsPath}: the answer 201 must NOT have additional properties (text)`,
    `POST ${commentsPath}: status 200 is not described`,
    `POST ${commentsPath}: the answer 422 must have required property 'documentation_url'`,
  ])
})

test('a test that speaks of what is not there fails at once', async () => {
  const github = await start()
  expect(() => github.addComment(8, { body: 'one' })).toThrow('no pull request 8')
  expect(() => github.addPullRequest({ number: 7 })).toThrow('has 7 already')
  expect(() => github.addRun({ pulls: [8] })).toThrow('no pull request 8')
  expect(() => github.addJob({ runId: 1 })).toThrow('no run 1')
  expect(() => github.addRun({ status: 'queued', conclusion: 'success' })).toThrow('has no conclusion')
  expect(() => github.addRun({ repository: 'acme/other' })).toThrow('no repository acme/other')
})
