import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseS3Config, proxyEnvironment, type S3BackendConfig } from '../../src/backend/s3-config.ts'
import { backendConfig } from '../support/backend-config.ts'

const parse = (
  changes: Record<string, unknown> = {},
  env: Record<string, string> = {},
  workspace = 'default',
): S3BackendConfig =>
  parseS3Config(backendConfig({ endpoints: null, ...changes }), workspace, env, '/work/app')

test('what init left is read with Terraform’s defaults', () => {
  expect(parse({ use_path_style: null, skip_metadata_api_check: null })).toEqual({
    bucket: 'tfstate',
    statePath: 'app/terraform.tfstate',
    useLockfile: true,
    dynamodbTable: undefined,
    region: undefined,
    stsRegion: undefined,
    endpoints: {},
    usePathStyle: false,
    useFips: undefined,
    useDualStack: undefined,
    sseCustomerKey: undefined,
    encrypt: false,
    kmsKeyId: undefined,
    acl: undefined,
    skipS3Checksum: false,
    hasLockTags: false,
    credentials: {
      accessKey: undefined,
      profile: undefined,
      sharedConfigFile: undefined,
      sharedCredentialsFile: undefined,
      assumeRole: undefined,
      assumeRoleWithWebIdentity: undefined,
      skipMetadata: false,
    },
    transport: {
      caBundle: undefined,
      insecure: false,
      httpProxy: undefined,
      httpsProxy: undefined,
      noProxy: undefined,
    },
    unsupported: [],
  })
})

describe('the state of a workspace', () => {
  // The keys that Terraform 1.11.4 made in the embedded S3.
  test.each<[unknown, string, string]>([
    [null, 'default', 'app/terraform.tfstate'],
    [null, 'prod', 'env:/prod/app/terraform.tfstate'],
    ['teams/x', 'prod', 'teams/x/prod/app/terraform.tfstate'],
    ['teams/x', 'default', 'app/terraform.tfstate'],
    ['', 'prod', 'prod/app/terraform.tfstate'],
    ['', 'default', 'app/terraform.tfstate'],
  ])('with the prefix %j and the workspace %s is %s', (prefix, workspace, path) => {
    expect(parse({ workspace_key_prefix: prefix }, {}, workspace).statePath).toBe(path)
  })

  test('is cleaned as Go’s path.Join cleans it', () => {
    expect(parse({ key: 'a//b/./c' }, {}, 'w').statePath).toBe('env:/w/a/b/c')
    expect(parse({ key: 'a//b/./c' }).statePath).toBe('a//b/./c')
  })
})

describe('what the block leaves out comes from the environment', () => {
  const endpoint = (name: 's3' | 'dynamodb' | 'sts') => (config: S3BackendConfig) => config.endpoints[name]
  test.each<[string, (config: S3BackendConfig) => unknown, Record<string, unknown>, string[]]>([
    ['the region', (config) => config.region, { region: 'block' }, ['AWS_REGION', 'AWS_DEFAULT_REGION']],
    [
      'the endpoint of S3',
      endpoint('s3'),
      { endpoints: { s3: 'block' } },
      ['AWS_ENDPOINT_URL_S3', 'AWS_S3_ENDPOINT', 'AWS_ENDPOINT_URL'],
    ],
    [
      'the endpoint of DynamoDB',
      endpoint('dynamodb'),
      { endpoints: { dynamodb: 'block' } },
      ['AWS_ENDPOINT_URL_DYNAMODB', 'AWS_DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL'],
    ],
    [
      'the endpoint of STS',
      endpoint('sts'),
      { endpoints: { sts: 'block' } },
      ['AWS_ENDPOINT_URL_STS', 'AWS_STS_ENDPOINT', 'AWS_ENDPOINT_URL'],
    ],
    ['the old endpoint of S3', endpoint('s3'), { endpoint: 'block' }, ['AWS_ENDPOINT_URL_S3']],
    [
      'the old endpoint of DynamoDB',
      endpoint('dynamodb'),
      { dynamodb_endpoint: 'block' },
      ['AWS_ENDPOINT_URL_DYNAMODB'],
    ],
    ['the old endpoint of STS', endpoint('sts'), { sts_endpoint: 'block' }, ['AWS_ENDPOINT_URL_STS']],
    [
      'the certificates',
      (config) => config.transport.caBundle?.replace('/work/app/', ''),
      { custom_ca_bundle: 'block' },
      ['AWS_CA_BUNDLE'],
    ],
    [
      'the shared configuration',
      (config) => config.credentials.sharedConfigFile?.replace('/work/app/', ''),
      { shared_config_files: ['block'] },
      ['AWS_SHARED_CONFIG_FILE'],
    ],
    [
      'the proxy for HTTPS, which the block has for HTTP',
      (config) => config.transport.httpsProxy,
      { http_proxy: 'block' },
      ['HTTPS_PROXY', 'https_proxy'],
    ],
    [
      'the proxy for HTTP',
      (config) => config.transport.httpProxy,
      { http_proxy: 'block' },
      ['HTTP_PROXY', 'http_proxy'],
    ],
    [
      'the proxy for HTTPS',
      (config) => config.transport.httpsProxy,
      { https_proxy: 'block' },
      ['HTTPS_PROXY', 'https_proxy'],
    ],
    [
      'the hosts without a proxy',
      (config) => config.transport.noProxy,
      { no_proxy: 'block' },
      ['NO_PROXY', 'no_proxy'],
    ],
  ])('%s', (_, valueOf, block, variables) => {
    const all = Object.fromEntries(variables.map((name) => [name, `from ${name}`]))
    expect(valueOf(parse(block, all))).toBe('block')
    for (const [index, name] of variables.entries()) {
      const later = Object.fromEntries(variables.slice(index).map((other) => [other, `from ${other}`]))
      expect(valueOf(parse({}, later))).toBe(`from ${name}`)
      const empty = Object.fromEntries(variables.slice(0, index).map((other) => [other, '']))
      expect(valueOf(parse({}, { ...later, ...empty }))).toBe(`from ${name}`)
    }
    expect(valueOf(parse())).toBeUndefined()
  })

  test('a new endpoint wins over an old one', () => {
    expect(parse({ endpoints: { s3: 'new' }, endpoint: 'old' }).endpoints.s3).toBe('new')
  })
})

describe('keys of the environment', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' }
  const session = { ...keys, AWS_SESSION_TOKEN: 'token' }

  test('are used where the block has neither keys nor a profile, whatever AWS_PROFILE says', () => {
    const { credentials } = parse({}, { ...session, AWS_PROFILE: 'other' })
    expect(credentials.accessKey).toEqual({ id: 'id', secret: 'secret', token: 'token' })
  })

  test('never mix with those of the block', () => {
    const block = { access_key: 'block-id', secret_key: 'block-secret' }
    expect(parse(block, session).credentials.accessKey).toEqual({ id: 'block-id', secret: 'block-secret' })
    expect(parse({ access_key: 'block-id' }, session).credentials.accessKey).toBeUndefined()
    expect(parse({ profile: 'ci' }, session).credentials.accessKey).toBeUndefined()
  })

  test('that are half a pair are none', () => {
    expect(parse({}, { AWS_ACCESS_KEY_ID: 'id' }).credentials.accessKey).toBeUndefined()
    expect(parse({}, { AWS_SECRET_ACCESS_KEY: 'secret' }).credentials.accessKey).toBeUndefined()
    expect(parse({}, { ...keys, AWS_ACCESS_KEY_ID: '' }).credentials.accessKey).toBeUndefined()
  })

  test('need no session, and one that is empty is none', () => {
    expect(parse({}, keys).credentials.accessKey).toEqual({ id: 'id', secret: 'secret' })
    const empty = { ...keys, AWS_SESSION_TOKEN: '' }
    expect(parse({}, empty).credentials.accessKey).toEqual({ id: 'id', secret: 'secret' })
  })

  test('are used where the block has a profile that is empty, or files without a profile', () => {
    const expected = { id: 'id', secret: 'secret' }
    expect(parse({ profile: '' }, keys).credentials.accessKey).toEqual(expected)
    expect(parse({ shared_credentials_files: ['a'] }, keys).credentials.accessKey).toEqual(expected)
  })
})

describe('an option of the block', () => {
  test.each<[Record<string, unknown>, (config: S3BackendConfig) => unknown, unknown]>([
    [{ use_lockfile: null }, ({ useLockfile }) => useLockfile, false],
    [{ dynamodb_table: 'locks' }, ({ dynamodbTable }) => dynamodbTable, 'locks'],
    [{ dynamodb_table: '' }, ({ dynamodbTable }) => dynamodbTable, undefined],
    [{ use_path_style: null, force_path_style: true }, ({ usePathStyle }) => usePathStyle, true],
    [{ use_path_style: false, force_path_style: true }, ({ usePathStyle }) => usePathStyle, false],
    [{ use_fips_endpoint: true }, ({ useFips }) => useFips, true],
    [{ use_fips_endpoint: false }, ({ useFips }) => useFips, false],
    [{ use_dualstack_endpoint: true }, ({ useDualStack }) => useDualStack, true],
    [{ insecure: true }, ({ transport }) => transport.insecure, true],
    [{ sts_region: 'eu-west-1' }, ({ stsRegion }) => stsRegion, 'eu-west-1'],
    [{ profile: 'ci' }, ({ credentials }) => credentials.profile, 'ci'],
    [
      { access_key: 'id', secret_key: 'secret' },
      ({ credentials }) => credentials.accessKey,
      { id: 'id', secret: 'secret' },
    ],
    [
      { access_key: 'id', secret_key: 'secret', token: 'token' },
      ({ credentials }) => credentials.accessKey,
      { id: 'id', secret: 'secret', token: 'token' },
    ],
    [{ access_key: 'id' }, ({ credentials }) => credentials.accessKey, undefined],
    [{ secret_key: 'secret' }, ({ credentials }) => credentials.accessKey, undefined],
    [{ shared_config_files: ['a'] }, ({ credentials }) => credentials.sharedConfigFile, '/work/app/a'],
    [
      { shared_credentials_files: ['../a'] },
      ({ credentials }) => credentials.sharedCredentialsFile,
      '/work/a',
    ],
    [{ shared_credentials_file: '/a' }, ({ credentials }) => credentials.sharedCredentialsFile, '/a'],
    [{ shared_config_files: [] }, ({ credentials }) => credentials.sharedConfigFile, undefined],
    [
      { assume_role: { role_arn: 'arn', duration: null } },
      ({ credentials }) => credentials.assumeRole,
      { role_arn: 'arn', duration: null },
    ],
    [
      { assume_role: [{ role_arn: 'arn' }] },
      ({ credentials }) => credentials.assumeRole,
      { role_arn: 'arn' },
    ],
    [{ assume_role: { role_arn: null, tags: {} } }, ({ credentials }) => credentials.assumeRole, undefined],
    [{ assume_role: [] }, ({ credentials }) => credentials.assumeRole, undefined],
    [
      { assume_role_with_web_identity: { role_arn: 'arn', web_identity_token_file: 'token' } },
      ({ credentials }) => credentials.assumeRoleWithWebIdentity,
      { role_arn: 'arn', web_identity_token_file: '/work/app/token' },
    ],
    [
      { assume_role_with_web_identity: [{ role_arn: 'arn', web_identity_token_file: '/token' }] },
      ({ credentials }) => credentials.assumeRoleWithWebIdentity,
      { role_arn: 'arn', web_identity_token_file: '/token' },
    ],
    [{ https_proxy: 'q' }, ({ transport }) => [transport.httpProxy, transport.httpsProxy], [undefined, 'q']],
    [{ http_proxy: 'p' }, ({ transport }) => [transport.httpProxy, transport.httpsProxy], ['p', 'p']],
    [
      { http_proxy: 'p', https_proxy: 'q' },
      ({ transport }) => [transport.httpProxy, transport.httpsProxy],
      ['p', 'q'],
    ],
    [
      { assume_role_with_web_identity: { role_arn: 'arn' } },
      ({ credentials }) => credentials.assumeRoleWithWebIdentity,
      { role_arn: 'arn' },
    ],
  ])('%j is honoured', (block, valueOf, value) => {
    const config = parse(block)
    expect(valueOf(config)).toEqual(value)
    expect(config.unsupported).toEqual([])
  })

  test.each([
    ['~/a', { HOME: '/home/runner' }, '/home/runner/a'],
    ['~', { HOME: '/home/runner' }, '/home/runner'],
    ['~a', { HOME: '/home/runner' }, '/work/app/~a'],
    ['~/a', {}, '/work/app/~/a'],
  ])('that is the path %s in the environment %j is %s', (path, env, expected) => {
    const role = { role_arn: 'arn', web_identity_token_file: path }
    const block = { custom_ca_bundle: path, shared_config_files: [path], shared_credentials_file: path }
    const { transport, credentials } = parse({ ...block, assume_role_with_web_identity: role }, env)
    const { sharedConfigFile, sharedCredentialsFile, assumeRoleWithWebIdentity } = credentials
    expect([transport.caBundle, sharedConfigFile, sharedCredentialsFile]).toEqual(Array(3).fill(expected))
    expect(assumeRoleWithWebIdentity?.['web_identity_token_file']).toBe(expected)
  })

  test('about the metadata service has no meaning where the environment has a key', () => {
    const skip = { skip_metadata_api_check: true }
    expect(parse(skip).credentials.skipMetadata).toBe(true)
    expect(parse(skip, { AWS_ACCESS_KEY_ID: 'id' }).credentials.skipMetadata).toBe(false)
    expect(parse({ skip_metadata_api_check: false }).credentials.skipMetadata).toBe(false)
  })

  test.each([
    ['max_retries', 9],
    ['retry_mode', 'adaptive'],
    ['allowed_account_ids', ['1']],
    ['skip_credentials_validation', true],
    ['state_tags', { a: 'b' }],
  ])('that changes nothing of how the lock is read or written is accepted: %s', (name, value) => {
    expect(parse({ [name]: value })).toEqual(parse())
  })

  test.each<[Record<string, unknown>, Partial<S3BackendConfig>]>([
    [{ acl: 'private' }, { acl: 'private' }],
    [{ encrypt: true }, { encrypt: true }],
    [{ kms_key_id: 'arn' }, { kmsKeyId: 'arn' }],
    [{ skip_s3_checksum: true }, { skipS3Checksum: true }],
    [{ lock_tags: { a: 'b' } }, { hasLockTags: true }],
  ])('that changes how the lock is written is taken over: %j', (block, expected) => {
    expect(parse(block)).toEqual({ ...parse(), ...expected })
  })

  test('the key of the customer is used with encrypt only, as Terraform does', () => {
    const env = { AWS_SSE_CUSTOMER_KEY: 'env' }
    const keyOf = (block: object): unknown => parse({ ...block }, env).sseCustomerKey
    expect(keyOf({ encrypt: true, sse_customer_key: 'block' })).toBe('block')
    expect(keyOf({ encrypt: true })).toBe('env')
    expect(keyOf({ sse_customer_key: 'block' })).toBeUndefined()
    expect(keyOf({})).toBeUndefined()
  })

  test.each<[Record<string, unknown>, string]>([
    [{ ec2_metadata_service_endpoint: 'http://x' }, 'the backend option ec2_metadata_service_endpoint'],
    [{ ec2_metadata_service_endpoint_mode: 'IPv6' }, 'the backend option ec2_metadata_service_endpoint_mode'],
    [{ role_arn: 'arn' }, 'the backend option role_arn'],
    [{ an_option_of_tomorrow: true }, 'the backend option an_option_of_tomorrow'],
    [{ an_option_of_tomorrow: 0 }, 'the backend option an_option_of_tomorrow'],
    [{ an_option_of_tomorrow: { a: [{ b: 'x' }] } }, 'the backend option an_option_of_tomorrow'],
    [{ endpoints: { sso: 'http://x' } }, 'the backend option endpoints.sso'],
    [{ shared_config_files: ['a', 'b'] }, 'more than one file in shared_config_files'],
    [{ shared_credentials_files: ['a', 'b'] }, 'more than one file in shared_credentials_files'],
    [
      { shared_credentials_files: ['a'], shared_credentials_file: 'b' },
      'more than one file in shared_credentials_files',
    ],
  ])('that cannot be honoured is named: %j', (block, sentence) => {
    expect(parse(block).unsupported).toEqual([sentence])
  })

  test.each([[null], [false], [''], [[]], [{}], [{ a: null, b: [null] }]])(
    'that is not set does not matter, known or not: %j',
    (value) => {
      expect(parse({ an_option_of_tomorrow: value }).unsupported).toEqual([])
    },
  )

  test('names every one that cannot be honoured, and no value', () => {
    const block = { role_arn: 'secret', external_id: 'secret', endpoints: { sso: 'secret' } }
    const { unsupported } = parse(block)
    expect(unsupported).toHaveLength(3)
    expect(unsupported.join()).not.toContain('secret')
  })
})

test.each([
  [{}, undefined],
  [{ noProxy: 'a' }, undefined],
  [{ httpProxy: 'http://p' }, { HTTP_PROXY: 'http://p', NO_PROXY: 'localhost,127.0.0.1,::1' }],
  [
    { httpsProxy: 'http://p', noProxy: 'a,b' },
    { HTTPS_PROXY: 'http://p', NO_PROXY: 'a,b,localhost,127.0.0.1,::1' },
  ],
])('the proxies of %j are %j', (given, expected) => {
  const none = {
    caBundle: undefined,
    insecure: false,
    httpProxy: undefined,
    httpsProxy: undefined,
    noProxy: undefined,
  }
  expect(proxyEnvironment({ ...none, ...given })).toEqual(expected)
})

test('no block throws', () => {
  const names = fc.constantFrom(
    'bucket',
    'key',
    'endpoints',
    'assume_role',
    'region',
    'use_lockfile',
    'x',
    'token',
  )
  fc.assert(
    fc.property(fc.dictionary(names, fc.jsonValue()), fc.string(), (block, workspace) => {
      expect(() => parseS3Config(block, workspace, {}, '/work/app')).not.toThrow()
    }),
  )
})
