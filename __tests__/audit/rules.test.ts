import { describe, expect, test } from '@jest/globals'
import type { Verdict } from '../../src/audit/check.ts'
import type {
  BackendBlock,
  BucketFacts,
  LifecycleRule,
  S3Settings,
  StateFacts,
} from '../../src/audit/facts.ts'
import { judgeBackend, judgeLocking } from '../../src/audit/backend-kind.ts'
import { judgeFailedState } from '../../src/audit/judge-state.ts'
import { judgeLockLeftovers, judgeNoncurrentVersions } from '../../src/audit/lifecycle.ts'
import { judgeS3Locking } from '../../src/audit/locking.ts'
import { judgeSecrets, secretsOfBackend } from '../../src/audit/secrets.ts'
import { judgeSeparateProduction, judgeSeparateState, type Place } from '../../src/audit/separation.ts'
import { parseEngineVersion } from '../../src/lock/engine-version.ts'
import type { LockMechanism } from '../../src/lock/mechanism.ts'
import { backendConfig } from '../support/backend-config.ts'

const settings: S3Settings = {
  ...{ bucket: 'b', key: 'app/terraform.tfstate', mechanism: 's3', table: 'locks', encrypt: true },
  ...{ kmsKeyId: undefined, hasCustomerKey: false, acl: undefined },
}

describe('locking', () => {
  const engine = (text: string): StateFacts['engine'] =>
    parseEngineVersion(text.startsWith('tofu') ? 'opentofu' : 'terraform', text.split(' ')[1] ?? '')
  test.each<[LockMechanism, string, Verdict]>([
    ['s3', 'terraform 1.11.0', 'pass'],
    ['s3', 'terraform 1.10.5', 'warn'],
    ['s3', 'terraform 2.0.0', 'pass'],
    ['s3', 'tofu 1.10.0', 'pass'],
    ['dynamodb', 'terraform 1.10.5', 'pass'],
    ['dynamodb', 'terraform 1.11.0-rc1', 'warn'],
    ['dynamodb', 'tofu 1.12.0', 'pass'],
    ['s3-and-dynamodb', 'terraform 1.15.9', 'pass'],
    ['s3-and-dynamodb', 'terraform 1.10.0', 'warn'],
    ['none', 'terraform 1.15.9', 'fail'],
    ['none', 'what', 'fail'],
    ['dynamodb', 'what', 'unknown'],
  ])('by %s with %s: %s', (mechanism, version, verdict) => {
    expect(judgeS3Locking({ ...settings, mechanism }, engine(version)).verdict).toBe(verdict)
  })

  test('without any is put right by what the version knows', () => {
    const fixOf = (version: string): string | undefined =>
      judgeS3Locking({ ...settings, mechanism: 'none' }, engine(version)).fix
    expect(fixOf('terraform 1.9.8')).toMatch(/dynamodb_table[^]*aws_dynamodb_table/)
    expect(fixOf('terraform 1.11.4')).toBe('terraform {\n  backend "s3" {\n    use_lockfile = true\n  }\n}')
  })

  test.each<[string, Record<string, unknown>, Verdict]>([
    ['http', { lock_address: 'https://x' }, 'pass'],
    ['http', { lock_address: null }, 'fail'],
    ['consul', { lock: null }, 'pass'],
    ['consul', { lock: false }, 'fail'],
    ['oss', {}, 'fail'],
    ['gcs', {}, 'pass'],
    ['local', {}, 'pass'],
    ['swift', {}, 'unknown'],
  ])('of a backend %s with %j: %s', (type, config, verdict) => {
    const state = {
      folder: '.',
      address: '',
      type,
      config,
      engine: undefined,
      block: undefined,
      s3: undefined,
    }
    expect(judgeLocking(state).verdict).toBe(verdict)
  })
})

test.each<[string, string, Verdict]>([
  ['s3', 's3://b/k', 'pass'],
  ['gcs', 'gcs://b/default', 'pass'],
  ['local', 'local:app/terraform.tfstate', 'fail'],
  ['local', 'local:/mnt/state/terraform.tfstate', 'warn'],
  ['local', 'local:D:/state/terraform.tfstate', 'warn'],
  ['inmem', 'inmem://1/default', 'fail'],
  ['artifactory', 'artifactory://1/default', 'unknown'],
])('a backend %s at %s: %s', (type, address, verdict) => {
  expect(judgeBackend({ type, address }).verdict).toBe(verdict)
})

describe('lifecycle rules', () => {
  const good: LifecycleRule = {
    ...{ prefix: '', narrowedBy: undefined, expiresCurrent: false },
    ...{ noncurrentDays: 90, removesDeleteMarkers: true },
  }
  const verdictsOf = (...rules: Partial<LifecycleRule>[]): (Verdict | undefined)[] => {
    const lifecycle = { kind: 'told' as const, value: rules.map((rule) => ({ ...good, ...rule })) }
    const facts = { lifecycle, versioning: { kind: 'told', value: 'Enabled' } } as unknown as BucketFacts
    return [judgeNoncurrentVersions(settings, facts).verdict, judgeLockLeftovers(settings, facts)?.verdict]
  }
  test.each<[what: string, rules: Partial<LifecycleRule>[], state: Verdict, lock: Verdict]>([
    ['for everything', [{}], 'pass', 'pass'],
    ['for the folder of the state', [{ prefix: 'app/' }], 'pass', 'pass'],
    ['for the lock file', [{ prefix: 'app/terraform.tfstate.tflock' }], 'warn', 'pass'],
    ['for another folder', [{ prefix: 'application/' }], 'warn', 'warn'],
    ['for what has tags', [{ narrowedBy: 'tags' }], 'warn', 'warn'],
    ['in two parts', [{ removesDeleteMarkers: false }, { noncurrentDays: undefined }], 'pass', 'pass'],
    ['without the markers', [{ removesDeleteMarkers: false }], 'pass', 'warn'],
    ['of which the shortest counts', [{}, { noncurrentDays: 1 }], 'warn', 'pass'],
    ['that remove the state', [{ expiresCurrent: true }], 'fail', 'fail'],
    [
      'that remove the state when it is large',
      [{ expiresCurrent: true, narrowedBy: 'size' }],
      'fail',
      'fail',
    ],
    [
      'that remove what has tags, which a state has not',
      [{}, { expiresCurrent: true, narrowedBy: 'tags' }],
      'pass',
      'pass',
    ],
    [
      'that remove what Lockstep stores',
      [{}, { expiresCurrent: true, prefix: '.lockstep/plans/' }],
      'pass',
      'pass',
    ],
    [
      'that remove lock files',
      [{}, { expiresCurrent: true, prefix: 'app/terraform.tfstate.tf' }],
      'pass',
      'fail',
    ],
    ['of none', [], 'warn', 'warn'],
  ])('%s', (_, rules, state, lock) => {
    expect(verdictsOf(...rules)).toEqual([state, lock])
  })

  test('say nothing of a lock file where there is none', () => {
    const facts = { lifecycle: { kind: 'told', value: [] } } as unknown as BucketFacts
    expect(judgeLockLeftovers({ ...settings, mechanism: 'dynamodb' }, facts)).toBeUndefined()
  })
})

describe('secrets in a backend', () => {
  const nameOf = (config: Record<string, unknown>): string[] =>
    secretsOfBackend(config).map(({ name }) => name)
  test.each<[Record<string, unknown>, string[]]>([
    [backendConfig(), []],
    [{ access_key: 'a', secret_key: 'b', token: 'c' }, ['access_key', 'secret_key', 'token']],
    [
      { sse_customer_key: 'k', kms_key_id: 'arn:aws:kms:x', kms_encryption_key: 'projects/x' },
      ['sse_customer_key'],
    ],
    [
      { assume_role_with_web_identity: { web_identity_token: 't', web_identity_token_file: '/t' } },
      ['assume_role_with_web_identity.web_identity_token'],
    ],
    [{ assume_role: [{ token: 't' }] }, ['assume_role.token']],
    [{ secret_suffix: 'x', shared_credentials_file: '/x', client_certificate_path: '/x' }, []],
    [{ credentials: '{"type":"service_account"}', access_token: 'x' }, ['credentials', 'access_token']],
    [{ credentials: '/home/runner/key.json' }, []],
    [{ conn_str: 'postgres://db/terraform' }, []],
    [{ conn_str: 'postgres://u:p@db/terraform' }, ['conn_str']],
    [{ conn_str: 'host=db password=p' }, ['conn_str']],
    [{ address: 'https://u:p@state.example/x', lock_address: 'https://state.example/x' }, ['address']],
    [{ endpoints: { s3: 'https://u:p@s3.example' } }, ['endpoints.s3']],
    [{ password: '', token: null, use_lockfile: true }, []],
  ])('%j: %j', (config, names) => {
    expect(nameOf(config)).toEqual(names)
  })

  const block: BackendBlock = { type: 's3', line: 1, endLine: 2, attributes: ['bucket', 'secret_key'] }
  test('are named, and never quoted', () => {
    const value = 'wJalrXUtnFEMI'
    for (const where of [block, undefined]) {
      const found = judgeSecrets('s3', { secret_key: value }, where)
      expect(found.verdict).toBe(where === undefined ? 'warn' : 'fail')
      expect(JSON.stringify(found)).toContain('secret_key')
      expect(JSON.stringify(found)).not.toContain(value)
    }
  })

  test('of a folder that init was refused are those of its block', () => {
    const verdictWith = (found: BackendBlock | undefined): string | undefined =>
      judgeFailedState({ folder: 'a', failure: 'x', block: found }).find(({ check }) => check === 'secrets')
        ?.verdict
    expect([
      verdictWith(block),
      verdictWith({ ...block, attributes: ['key'] }),
      verdictWith(undefined),
    ]).toEqual([...['fail', 'unknown', 'unknown']])
  })
})

describe('several folders', () => {
  const place = (folder: string, bucket: string, key: string, more: Record<string, unknown> = {}): Place => ({
    ...{ folder, address: `s3://${bucket}/${key}`, type: 's3', config: { bucket, ...more } },
  })
  const prod = place('envs/prod', 'one', 'k')
  const dev = place('envs/dev', 'one', 'k2')

  test.each<[what: string, state: Place, others: Place[], failed: number, verdict: Verdict]>([
    ['apart', prod, [dev], 0, 'pass'],
    ['with one state', prod, [dev, place('copy', 'one', 'k')], 0, 'fail'],
    [
      'with one address in two stores',
      prod,
      [place('copy', 'one', 'k', { endpoints: { s3: 'http://other' } })],
      0,
      'pass',
    ],
    ['of which some could not be read', prod, [dev], 1, 'unknown'],
    ['with one state, of which some could not be read', prod, [place('copy', 'one', 'k')], 1, 'fail'],
    ['that are one', prod, [], 0, 'unknown'],
  ])('%s', (_, state, others, failed, verdict) => {
    expect(judgeSeparateState(state, others, failed).verdict).toBe(verdict)
  })

  test.each<[what: string, state: Place, others: Place[], verdict: Verdict]>([
    ['production beside another', prod, [dev], 'warn'],
    ['another beside production', dev, [prod], 'warn'],
    ['production apart', place('prod', 'two', 'k'), [dev], 'pass'],
    ['another apart', dev, [place('prod', 'two', 'k')], 'pass'],
    ['two of production', prod, [place('envs/prod-eu', 'one', 'k3'), place('dev', 'two', 'k')], 'pass'],
    ['by the address', place('a', 'acme-production', 'k'), [place('b', 'acme-production', 'dev/k')], 'pass'],
    ['by the key', place('a', 'one', 'live/k'), [place('b', 'one', 'test/k')], 'warn'],
    [
      'what is not production',
      place('envs/non-prod', 'one', 'k'),
      [place('envs/preprod', 'one', 'x')],
      'unknown',
    ],
    ['products are none', place('product', 'one', 'k'), [place('delivery', 'one', 'x')], 'unknown'],
    ['one alone', prod, [], 'unknown'],
    ['another type', { ...prod, type: 'pg', config: {} }, [dev], 'unknown'],
  ])('%s', (_, state, others, verdict) => {
    expect(judgeSeparateProduction(state, others).verdict).toBe(verdict)
  })
})
