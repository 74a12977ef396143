import { describe, expect, test } from '@jest/globals'

import { isSecretName, placesOfBackendConfig, secretsOfEnvironment } from '../../src/runner/secrets.ts'

describe('a name says that its value is a secret', () => {
  test.each([
    'GITHUB_TOKEN',
    'INPUT_GITHUB-TOKEN',
    'INPUT_PLAN-ENCRYPTION-KEY',
    'TF_TOKEN_app_terraform_io',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'ARM_CLIENT_SECRET',
    'GOOGLE_CREDENTIALS',
    'TF_VAR_db_password',
    'PGPASSWORD',
    'SSH_PASSPHRASE',
    'DEPLOY_PRIVATE_KEY',
    'deploy_privatekey',
    'DATADOG_API_KEY',
    'DD_APIKEY',
    'AWS_SSE_CUSTOMER_KEY',
    'sse_customer_key',
    'SMTP_PASS',
    'MYSQL_PASSWD',
    'PGPASS',
    'PGPASSPHRASE',
    'PG_CONN_STR',
    'conn_str',
    'AZURE_CONNECTION_STRING',
    'secret_key',
    'access_key',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })
})

describe('a name says nothing of a secret', () => {
  test.each([
    '',
    'PATH',
    'HOME',
    'GITHUB_REPOSITORY',
    'AWS_REGION',
    'TF_VAR_name',
    'KEYBOARD',
    'kms_key_id',
    'key',
    'bucket',
    'INPUT_COMMENT-KEY',
    'COMPASS',
    'PASSENGERS',
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  // An address or a path says where the secret is, a time until when it is good, and all are told in messages.
  test.each([
    'AWS_CREDENTIAL_EXPIRATION',
    'INPUT_CREDENTIAL-EXPIRATION',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'GOOGLE_CREDENTIALS_PATH',
    'SECRETS_DIR',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'vault_token_file',
    'PGPASSFILE',
  ])('%s, which is a place', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  test('a place is the last word of a name', () => {
    expect(isSecretName('TOKEN_FILE_CONTENT')).toBe(true)
    expect(isSecretName('TOKENFILE')).toBe(true)
  })
})

describe('the secrets of an environment', () => {
  test('are the values under such names', () => {
    const env = {
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI',
      AWS_REGION: 'eu-central-1',
      TF_VAR_token: '12345678',
    }
    expect(secretsOfEnvironment(env)).toEqual(['wJalrXUtnFEMI', '12345678'])
  })

  test.each([
    ['is not set', undefined],
    ['is empty', ''],
    ['is shorter than 8 characters, and so would take words out of what is told', '1234567'],
  ])('do not have one that %s', (_, value) => {
    expect(secretsOfEnvironment({ GITHUB_TOKEN: value })).toEqual([])
  })

  test.each(['DD_APP_KEY', 'APP_KEY', 'STATE_ENCRYPTION_KEY'])(
    'have the value of %s where it is long enough to be a key, and no name of one',
    (name) => {
      const key = 'base64:0123456789abc'
      expect(secretsOfEnvironment({ [name]: key })).toEqual([key])
      expect(secretsOfEnvironment({ [name]: 'alias/our-state-key' })).toEqual([])
    },
  )

  test.each([
    ['https://user:hunter2-zzz@example.com/x', ['hunter2-zzz']],
    ['postgres://:hunter2-zzz@db', ['hunter2-zzz']],
    ['mongodb+srv://user:p%40ss-word@db', ['p%40ss-word', 'p@ss-word']],
    ['https://user:100%-secret@db', ['100%-secret']],
    ['see http://a:first-secret@b and http://a:second-secret@b', ['first-secret', 'second-secret']],
    ['https://user:short@example.com', []],
    ['https://user-of-a-store@example.com', []],
    ['https://example.com:8080/path-to/user@example', []],
    ['arn:aws:iam::123456789012:role/admin@example', []],
  ])('have the password of the URL %s, whatever its name', (value, passwords) => {
    expect(secretsOfEnvironment({ STORE_URL: value })).toEqual(passwords)
  })

  test('have those of the input backend-config', () => {
    const lines = [
      'bucket=a-bucket-of-ours',
      'secret_key = key-of-the-store=',
      'address=https://user:hunter2-zzz@example.com/state',
      'production.s3.tfbackend',
      'token=short',
    ]
    const found = new Set(secretsOfEnvironment({ 'INPUT_BACKEND-CONFIG': lines.join('\n') }))
    expect([...found].sort()).toEqual(['hunter2-zzz', 'key-of-the-store='])
  })

  test('are found in a long value without a search from each of its characters', () => {
    const start = performance.now()
    secretsOfEnvironment({ LONG: 'a-'.repeat(300_000) })
    expect(performance.now() - start).toBeLessThan(10_000)
  })

  test('are none where there is nothing', () => {
    expect(secretsOfEnvironment({})).toEqual([])
  })
})

describe('the lines of a backend’s configuration that say where the state is', () => {
  test.each([
    'bucket=tfstate',
    'key=app/terraform.tfstate',
    'region = eu-central-1',
    'workspace_key_prefix=env:',
    'address=https://example.com/state',
    'production.s3.tfbackend',
  ])('%s', (line) => {
    expect(placesOfBackendConfig([line])).toEqual([line])
  })

  test.each([
    'secret_key=x',
    'conn_str=postgres://u:p@h/d',
    'encryption_key=x',
    'role_arn=x',
    '=x',
    'BUCKET=x',
  ])('are not %s', (line) => {
    expect(placesOfBackendConfig([line])).toEqual([])
  })

  test('are told without what a URL has of a secret', () => {
    expect(placesOfBackendConfig(['address=https://user:hunter2@example.com/state?token=x#y'])).toEqual([
      'address=https://example.com/state',
    ])
  })
})
