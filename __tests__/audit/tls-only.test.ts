import { describe, expect, test } from '@jest/globals'
import type { AuditRow, Verdict } from '../../src/audit/check.ts'
import type { S3Settings } from '../../src/audit/facts.ts'
import { judgeTlsOnly } from '../../src/audit/tls-only.ts'
import { matchesWildcard } from '../../src/audit/wildcard.ts'
import { policyOf, tlsOnly } from '../support/audit-store.ts'

const bucket = 'acme-state'
const settings: S3Settings = {
  ...{ bucket, key: 'app/terraform.tfstate', mechanism: 's3', table: undefined, encrypt: true },
  ...{ kmsKeyId: undefined, hasCustomerKey: false, acl: undefined },
}
const judge = (policy: string): AuditRow => judgeTlsOnly(settings, { kind: 'told', value: policy })
const statement = (changes: object = {}): object => tlsOnly(bucket, changes)
const [ofBucket, ofObjects] = [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`]
const insecure = { Bool: { 'aws:SecureTransport': 'false' } }

describe('a policy that refuses plain HTTP', () => {
  test.each<[what: string, verdict: Verdict, ...statements: object[]]>([
    ['as AWS writes it', 'pass', statement()],
    [
      'with one that allows beside it',
      'pass',
      { Effect: 'Allow', Principal: '*', Action: 's3:*' },
      statement(),
    ],
    ['with a boolean', 'pass', statement({ Condition: { Bool: { 'AWS:SecureTransport': false } } })],
    ['with a list', 'pass', statement({ Condition: { BoolIfExists: { 'aws:securetransport': ['false'] } } })],
    ['for everybody of AWS', 'pass', statement({ Principal: { AWS: ['*'] } })],
    ['for every service', 'pass', statement({ Action: ['*'] })],
    ['by one pattern', 'pass', statement({ Resource: `arn:*:s3:::${bucket}*` })],
    ['everywhere', 'pass', statement({ Resource: '*' })],
    [
      'in China',
      'pass',
      statement({ Resource: [`arn:aws-cn:s3:::${bucket}`, `arn:aws-cn:s3:::${bucket}/*`] }),
    ],
    ['by two statements', 'pass', statement({ Resource: ofBucket }), statement({ Resource: ofObjects })],
    ['for the objects only', 'warn', statement({ Resource: ofObjects })],
    ['for the bucket only', 'warn', statement({ Resource: ofBucket })],
    ['for some objects', 'warn', statement({ Resource: [ofBucket, `arn:aws:s3:::${bucket}/prod/*`] })],
    ['for another bucket too', 'warn', statement({ Resource: [ofBucket, 'arn:aws:s3:::acme-state-2/*'] })],
    ['for one role', 'warn', statement({ Principal: { AWS: 'arn:aws:iam::123456789012:role/a' } })],
    ['for reading', 'warn', statement({ Action: 's3:GetObject' })],
    [
      'from one network',
      'warn',
      statement({ Condition: { ...insecure, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
    ],
    ['for everybody but one', 'warn', statement({ Principal: undefined, NotPrincipal: { AWS: 'a' } })],
    ['for all but some', 'warn', statement({ Resource: undefined, NotResource: `${ofObjects}/x` })],
    ['that allows it', 'fail', statement({ Effect: 'Allow' })],
    ['that refuses TLS', 'fail', statement({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } })],
    [
      'whatever it is',
      'fail',
      statement({ Condition: { Bool: { 'aws:SecureTransport': ['false', 'true'] } } }),
    ],
    [
      'of old versions, which plain HTTP has none of',
      'fail',
      statement({ Condition: { NumericLessThan: { 's3:TlsVersion': 1.2 } } }),
    ],
    [
      'by the opposite',
      'fail',
      statement({ Condition: { StringNotEquals: { 'aws:SecureTransport': 'false' } } }),
    ],
    ['without a condition', 'fail', statement({ Condition: undefined })],
    ['of nothing', 'fail'],
  ])('%s: %s', (_, verdict, ...statements) => {
    expect(judge(JSON.stringify(policyOf(...statements))).verdict).toBe(verdict)
  })

  test('may have one statement that is no list', () => {
    expect(judge(JSON.stringify({ Statement: statement() })).verdict).toBe('pass')
  })

  test.each(['', 'null', '[]', '{', '{"Statement":[7]}', '"a"'])('is not known from %j', (text) => {
    expect(judge(text).verdict).toBe('unknown')
  })

  test('tells what is left out', () => {
    const { evidence } = judge(
      JSON.stringify(policyOf(statement({ Action: 's3:Get*', Resource: ofObjects }))),
    )
    expect(evidence).toMatch(/but not all: some actions are left out; the bucket itself is left out[.]$/)
  })
})

describe('a pattern', () => {
  test.each([
    ['*', '', true],
    ['', 'a', false],
    ['a*', 'a', true],
    ['a*c', 'abcbc', true],
    ['a*c', 'abcb', false],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['a.c', 'abc', false],
    ['**a**', 'xxaxx', true],
  ])('%j against %j: %s', (pattern, text, matches) => {
    expect(matchesWildcard(pattern, text)).toBe(matches)
  })

  test('of many stars takes no time', () => {
    const start = performance.now()
    expect(matchesWildcard(`${'a*'.repeat(5_000)}b`, 'a'.repeat(10_000))).toBe(false)
    expect(performance.now() - start).toBeLessThan(2_000)
  })
})
