import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseAnnotation, renderAnnotation } from '../../src/lock/annotation.ts'
import { ownRunFromEnvironment } from '../../src/runner/own-run.ts'
import { unicodeText } from '../support/unicode-text.ts'

const env = {
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_REPOSITORY: 'acme/infra',
  GITHUB_RUN_ID: '12',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_ACTOR: 'alice',
  GITHUB_TRIGGERING_ACTOR: 'bob',
}

describe('the own run', () => {
  test('is that of the environment, and its actor the one who started this attempt', () => {
    expect(ownRunFromEnvironment(env, undefined, 7)).toEqual({
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
    expect(
      ownRunFromEnvironment({ ...env, GITHUB_TRIGGERING_ACTOR: triggering }, undefined, null)?.actor,
    ).toBe('alice')
  })

  test('is not known outside of GitHub', () => {
    expect(ownRunFromEnvironment({}, undefined, null)).toBeUndefined()
    for (const name of ['SERVER_URL', 'REPOSITORY', 'RUN_ID', 'RUN_ATTEMPT']) {
      expect(ownRunFromEnvironment({ ...env, [`GITHUB_${name}`]: '' }, 3, 7)).toBeUndefined()
    }
  })

  test('of any environment reads as it was written', () => {
    const text = fc.oneof(unicodeText(), fc.constantFrom('a b=c', 'alice pr=5', 'dependabot[bot]', '0', '77'))
    const some = fc.record(
      Object.fromEntries(
        Object.entries(env).map(([name, value]) => [name, fc.oneof(fc.constant(value), text)]),
      ),
    )
    fc.assert(
      fc.property(
        some,
        fc.option(fc.maxSafeNat()),
        fc.option(fc.maxSafeInteger()),
        (environment, number, jobId) => {
          const run = ownRunFromEnvironment(environment, number ?? undefined, jobId)
          if (run === undefined) return
          expect(parseAnnotation(renderAnnotation(run))).toEqual(run)
        },
      ),
      { numRuns: 1_000 },
    )
  })
})
