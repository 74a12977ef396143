import { describe, expect, test } from '@jest/globals'

import { tokenVariable } from '../../src/runner/system.ts'
import { coreLogEnvironment, terraformEnvironment, userKeepsLog } from '../../src/terraform/environment.ts'

const environmentOf = (env: Record<string, string | undefined>, workspace?: string): Record<string, string> =>
  terraformEnvironment(env, 'the-token', workspace)
const own = { TF_IN_AUTOMATION: 'lockstep', [tokenVariable]: 'the-token' }

describe('the environment of Terraform', () => {
  test.each([
    'INPUT_GITHUB-TOKEN',
    'INPUT_PLAN-ENCRYPTION-KEY',
    'STATE_token',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_RUNTIME_URL',
    'ACTIONS_RESULTS_URL',
    'ACTIONS_CACHE_URL',
    'GITHUB_OUTPUT',
    'GITHUB_STATE',
  ])('has no %s, which is the action’s own', (name) => {
    expect(environmentOf({ [name]: 'secret' })).toEqual(own)
  })

  test.each([
    'PATH',
    'HOME',
    'AWS_ACCESS_KEY_ID',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
    'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
    'GITHUB_TOKEN',
    'GITHUB_WORKSPACE',
    'GITHUB_OUTPUT_X',
    'TF_VAR_input',
    'TF_VAR_STATE_x',
    'TF_DATA_DIR',
    'TF_PLUGIN_CACHE_DIR',
    'TF_CLI_ARGS_plan',
    'TF_LOG',
    'RUNNER_TEMP',
    'input_x',
  ])('has %s as in a run step', (name) => {
    expect(environmentOf({ [name]: 'value' })).toEqual({ ...own, [name]: 'value' })
  })

  test('has the workspace that is meant, or the one of the folder', () => {
    expect(environmentOf({ TF_WORKSPACE: 'other' }, 'prod')['TF_WORKSPACE']).toBe('prod')
    expect(environmentOf({ TF_WORKSPACE: 'other' })).not.toHaveProperty('TF_WORKSPACE')
  })

  test('keeps what the user says of automation', () => {
    expect(environmentOf({ TF_IN_AUTOMATION: 'atlantis' })['TF_IN_AUTOMATION']).toBe('atlantis')
    expect(environmentOf({ TF_IN_AUTOMATION: '' })['TF_IN_AUTOMATION']).toBe('lockstep')
  })

  test('has our token, whatever was there', () => {
    expect(environmentOf({ [tokenVariable]: 'of an outer run' })[tokenVariable]).toBe('the-token')
  })

  test('has nothing that is not set', () => {
    expect(environmentOf({ UNSET: undefined, EMPTY: '' })).toEqual({ ...own, EMPTY: '' })
  })
})

describe('a log of Terraform’s', () => {
  test.each(['TF_LOG', 'TF_LOG_CORE', 'TF_LOG_PROVIDER', 'TF_LOG_CLOUD', 'TF_LOG_PATH'])(
    'is the user’s own where %s is set',
    (name) => {
      expect(userKeepsLog({ [name]: 'x' })).toBe(true)
      expect(userKeepsLog({ [name]: '' })).toBe(false)
      expect(userKeepsLog({ [name]: undefined })).toBe(false)
    },
  )

  test('is ours where nothing is set, and tells no more than it needs to', () => {
    expect(userKeepsLog({ TF_LOGGING: 'x', PATH: '/bin' })).toBe(false)
    expect(coreLogEnvironment('/run/core.log')).toEqual({ TF_LOG_CORE: 'INFO', TF_LOG_PATH: '/run/core.log' })
  })
})
