import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseAnnotation, renderAnnotation } from '../../src/lock/annotation.ts'
import { ownRunFromEnvironment, readEventPayload } from '../../src/runner/own-run.ts'

const env = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/infra',
  GITHUB_RUN_ID: '12',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'alice',
  GITHUB_TRIGGERING_ACTOR: 'bob',
  GITHUB_REF: 'refs/heads/main',
}

describe('the own run', () => {
  test('is that of the environment, and its actor the one who started this attempt', () => {
    expect(ownRunFromEnvironment(env, {}, 7)).toEqual({
      serverUrl: 'https://github.com',
      repository: 'acme/infra',
      runId: 12,
      attempt: 2,
      jobId: 7,
      pullRequest: null,
      actor: 'bob',
    })
  })

  test.each([undefined, ''])('has the first actor on a server that tells no other: %j', (triggering) => {
    expect(ownRunFromEnvironment({ ...env, GITHUB_TRIGGERING_ACTOR: triggering }, {}, null)?.actor).toBe(
      'alice',
    )
  })

  test.each<[unknown, string, number | null]>([
    [{ pull_request: { number: 3 } }, 'refs/pull/9/merge', 3],
    [{}, 'refs/pull/9/merge', 9],
    [undefined, 'refs/pull/9/head', 9],
    [null, 'refs/heads/pull/9/merge', null],
    [{ pull_request: null }, 'refs/heads/main', null],
    [{ pull_request: { number: '3 actor=eve' } }, 'refs/heads/main', null],
    [{ pull_request: { number: 3.5 } }, 'refs/heads/main', null],
  ])('of the event %j on %s has the pull request %j', (event, ref, expected) => {
    expect(ownRunFromEnvironment({ ...env, GITHUB_REF: ref }, event, null)?.pullRequest).toBe(expected)
  })

  test('is not known outside of GitHub', () => {
    expect(ownRunFromEnvironment({}, undefined, null)).toBeUndefined()
    for (const name of ['SERVER_URL', 'REPOSITORY', 'RUN_ID', 'RUN_ATTEMPT']) {
      expect(ownRunFromEnvironment({ ...env, [`GITHUB_${name}`]: '' }, {}, 7)).toBeUndefined()
    }
  })

  test('of any environment reads as it was written', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('a b=c', 'alice pr=5', 'dependabot[bot]', '0', '77'),
    )
    const some = fc.record(
      Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, fc.oneof(fc.constant(value), text)]),
      ),
    )
    const event = fc.record({
      pull_request: fc.record({ number: fc.oneof(fc.integer(), fc.double(), text) }),
    })
    fc.assert(
      fc.property(some, event, fc.option(fc.maxSafeInteger()), (environment, payload, jobId) => {
        const run = ownRunFromEnvironment(environment, payload, jobId)
        if (run === undefined) return
        expect(parseAnnotation(renderAnnotation(run))).toEqual(run)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('the event of the run', () => {
  test('is read from its file, and nothing where there is none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lockstep-event-'))
    const file = join(folder, 'event.json')
    writeFileSync(file, '{"pull_request":{"number":3}}')
    expect(await readEventPayload({ GITHUB_EVENT_PATH: file })).toEqual({ pull_request: { number: 3 } })
    writeFileSync(file, '{"pull_request":')
    expect(await readEventPayload({ GITHUB_EVENT_PATH: file })).toBeUndefined()
    rmSync(folder, { recursive: true })
    expect(await readEventPayload({ GITHUB_EVENT_PATH: file })).toBeUndefined()
    expect(await readEventPayload({})).toBeUndefined()
  })
})
