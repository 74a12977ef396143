import { describe, expect, test } from '@jest/globals'

import { isSecretName, secretsOfEnvironment } from '../../src/runner/secrets.ts'

describe('a name says that its value is a secret', () => {
  test.each([
    'GITHUB_TOKEN',
    'INPUT_GITHUB-TOKEN',
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
  ])('%s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  // An address or a path says where the secret is, and is told in messages.
  test.each([
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'GOOGLE_CREDENTIALS_PATH',
    'SECRETS_DIR',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
    'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    'vault_token_file',
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

  test('are none where there is nothing', () => {
    expect(secretsOfEnvironment({})).toEqual([])
  })
})
