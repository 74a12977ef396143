import { describe, expect, test } from '@jest/globals'

import { engineVersionFromEvent, isAtLeast, type EngineVersion } from '../../src/lock/engine-version.ts'
import { adviseMechanism, noLockingAdvice, type LockMechanism } from '../../src/lock/mechanism.ts'

const engine = (text: string): EngineVersion => {
  const [name = '', version = ''] = text.split(' ')
  const parsed = engineVersionFromEvent({ type: 'version', [name]: version })
  if (parsed === undefined) throw new Error(`${text} is no version`)
  return parsed
}

describe('what is said of the locking of a backend', () => {
  test.each<[LockMechanism, string, RegExp | undefined]>([
    ['s3', 'terraform 1.9.8', /1\.9\.8 calls S3 native locking.*experimental.*1\.11/],
    ['s3', 'terraform 1.10.5', /1\.10\.5 calls S3 native locking.*experimental/],
    ['s3', 'terraform 1.11.4', undefined],
    ['s3', 'terraform 1.15.0-rc1', undefined],
    ['s3', 'terraform 2.0.0', undefined],
    ['s3', 'tofu 1.10.0', undefined],
    ['dynamodb', 'terraform 1.5.7', undefined],
    ['dynamodb', 'terraform 1.10.5', undefined],
    ['dynamodb', 'terraform 1.11.4', /deprecated.*\n1\. Add use_lockfile.*\n2\. Remove dynamodb_table/],
    ['dynamodb', 'terraform 2.0.0', /deprecated/],
    ['dynamodb', 'tofu 1.12.6', undefined],
    ['s3-and-dynamodb', 'terraform 1.11.4', undefined],
    ['s3-and-dynamodb', 'terraform 1.10.5', undefined],
    ['local', 'terraform 1.11.4', undefined],
    ['other', 'terraform 1.11.4', undefined],
  ])('%s with %s', (mechanism, version, message) => {
    const advice = adviseMechanism(mechanism, engine(version))
    if (message === undefined) expect(advice).toBeUndefined()
    else expect(advice).toMatch(message)
  })
})

test('the advice for a backend without locking names both ways to have it', () => {
  expect(noLockingAdvice).toMatch(/no locking.*use_lockfile = true.*dynamodb_table/)
})

test('a version is at least another by its major number first', () => {
  const is = (text: string): boolean => isAtLeast(engine(`terraform ${text}`), 1, 11)
  expect(['0.15.5', '1.10.9', '1.11.0', '1.12.0', '2.0.0'].map(is)).toEqual([false, false, true, true, true])
})

describe('the version event of the stream', () => {
  test('tells Terraform and OpenTofu apart', () => {
    expect(engine('terraform 1.11.4')).toEqual({ engine: 'terraform', text: '1.11.4', major: 1, minor: 11 })
    expect(engine('tofu 1.12.0-beta1')).toEqual({
      engine: 'opentofu',
      text: '1.12.0-beta1',
      major: 1,
      minor: 12,
    })
  })

  test('has numbers of any length', () => {
    expect(engine('terraform 10.20.30')).toMatchObject({ text: '10.20.30', major: 10, minor: 20 })
  })

  test.each([
    {},
    { terraform: 'v1.2.3' },
    { terraform: 1 },
    { terraform: '' },
    { terraform: 'one' },
    { tofu: '1.2.3\n::error::x' },
  ])('%j tells none', (body) => {
    expect(engineVersionFromEvent(body)).toBeUndefined()
  })
})
