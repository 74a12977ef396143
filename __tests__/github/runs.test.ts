import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { createGitHubClient } from '../../src/github/client.ts'
import { createRunReader, type ReadRun } from '../../src/github/runs.ts'
import type { HolderRun } from '../../src/lock/lock-holder.ts'
import { startFakeGitHub, type FakeGitHub } from '../support/fake-github.ts'

const serverUrl = 'https://github.com'
const unknown = { verdict: 'unknown', status: null, conclusion: null }
let github: FakeGitHub
let read: ReadRun

beforeEach(async () => {
  github = await startFakeGitHub({ repository: 'acme/infra' })
  const client = createGitHubClient({ token: github.token, apiUrl: github.apiUrl, debug: () => undefined })
  read = createRunReader(() => client, serverUrl)
  github.addRun({ id: 11, status: 'in_progress' })
})
afterEach(async () => {
  await github.close()
  expect(github.violations).toEqual([])
})

function run(fields: Partial<HolderRun> = {}): HolderRun {
  const { repository = 'acme/infra', runId = 11, attempt = 1 } = fields
  const url = `${serverUrl}/${repository}/actions/runs/${runId}/attempts/${attempt}`
  const rest = { jobId: null, pullRequest: null, actor: null, status: null, conclusion: null }
  return { repository, runId, attempt, url, ...rest, ...fields }
}

describe('the run of a holder', () => {
  test.each([
    ['in_progress', null, 'alive'],
    ['queued', null, 'alive'],
    ['waiting', null, 'alive'],
    ['completed', 'cancelled', 'finished'],
    ['completed', 'success', 'finished'],
  ] as const)('whose job is %s (%s) is %s', async (status, conclusion, verdict) => {
    const { id } = github.addJob({ runId: 11, status, conclusion })
    expect(await read(run({ jobId: id }))).toEqual({ verdict, status, conclusion })
  })

  test('is looked at by its job, since the run goes on with others', async () => {
    const { id } = github.addJob({ runId: 11, status: 'completed', conclusion: 'failure' })
    expect(await read(run({ jobId: id }))).toMatchObject({ verdict: 'finished' })
  })

  test('is looked at by its own attempt where no job is named', async () => {
    github.setRun(11, { status: 'completed', conclusion: 'cancelled' })
    github.addRun({ id: 11, status: 'in_progress' })
    expect(await read(run({ attempt: 1 }))).toMatchObject({ verdict: 'finished', conclusion: 'cancelled' })
    expect(await read(run({ attempt: 2 }))).toMatchObject({ verdict: 'alive' })
  })

  test('is unknown where the lock names a job of another run', async () => {
    github.addRun({ id: 12, status: 'completed', conclusion: 'success' })
    const { id } = github.addJob({ runId: 12, status: 'completed', conclusion: 'success' })
    expect(await read(run({ jobId: id }))).toEqual(unknown)
  })

  test('is unknown where this token may not read it', async () => {
    expect(await read(run({ repository: 'acme/other' }))).toEqual(unknown)
    github.permissions = { actions: 'none' }
    expect(await read(run())).toEqual(unknown)
  })

  test('of another server is not asked for on ours', async () => {
    expect(await read(run({ url: 'https://ghe.example.com/acme/infra/actions/runs/11/attempts/1' }))).toEqual(
      unknown,
    )
    expect(github.requests).toEqual([])
  })

  test('costs nothing of the rate limit while it stays as it is', async () => {
    const { id } = github.addJob({ runId: 11, status: 'in_progress' })
    expect(await read(run({ jobId: id }))).toMatchObject({ verdict: 'alive' })
    const left = github.rateLimit.remaining
    expect(await read(run({ jobId: id }))).toMatchObject({ verdict: 'alive' })
    expect(github.requests.map(({ status }) => status)).toEqual([200, 304])
    expect(github.rateLimit.remaining).toBe(left)
    github.setJob(id, { status: 'completed', conclusion: 'success' })
    expect(await read(run({ jobId: id }))).toMatchObject({ verdict: 'finished' })
  })

  test('that GitHub cannot tell is an error, not a verdict', async () => {
    github.fault({ method: 'GET', path: /runs/, fault: { kind: 'status', status: 401, body: {} } })
    await expect(read(run())).rejects.toThrow()
  })
})
