import { describe, expect, test } from '@jest/globals'

import { inputDefaults } from '../../src/runner/input-table.ts'
import { tokenVariable } from '../../src/runner/processes.ts'
import {
  collectLess,
  coreLogEnvironment,
  terraformEnvironment,
  userKeepsLog,
} from '../../src/terraform/environment.ts'

const environmentOf = (env: Record<string, string | undefined>, workspace?: string): Record<string, string> =>
  terraformEnvironment(env, 'the-token', workspace)
const own = { TF_IN_AUTOMATION: 'lockstep', [tokenVariable]: 'the-token' }

describe('the environment of Terraform', () => {
  test.each([
    ...Object.keys(inputDefaults).map((name) => `INPUT_${name.toUpperCase()}`),
    'STATE_token',
    'STATE_run-directory',
    'ACTIONS_RUNTIME_TOKEN',
    'ACTIONS_RUNTIME_URL',
    'ACTIONS_RESULTS_URL',
    'ACTIONS_CACHE_URL',
    'ACTIONS_CACHE_SERVICE_V2',
    'GITHUB_OUTPUT',
    'GITHUB_STATE',
    'GITHUB_ENV',
    'GITHUB_PATH',
    'GITHUB_STEP_SUMMARY',
  ])('has no %s, which is the action’s own or commands the runner', (name) => {
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
    'input_command',
    'INPUT_OF_SOMEBODY',
    'INPUT_COMMAND_LINE',
    'MY_INPUT_COMMAND',
    'STATE_BUCKET',
    'STATE_tokens',
    'MY_STATE_token',
    'STATE_RUN-DIRECTORY',
    'MY_GITHUB_ENV',
    'GITHUB_ENVIRONMENT',
    'GITHUB_PATH_PREFIX',
    'GITHUB_SHA',
    'ACTIONS_ID_TOKEN_REQUEST_URL',
  ])('has %s as in a run step', (name) => {
    expect(environmentOf({ [name]: 'value' })).toEqual({ ...own, [name]: 'value' })
  })

  test.each(['INPUT_COMMAND', 'INPUT_BACKEND-CONFIG', 'INPUT_VAR-FILE', 'INPUT_LOCK'])(
    'has no %s: the runner writes names so',
    (name) => {
      expect(environmentOf({ [name]: 'secret' })).toEqual(own)
    },
  )

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

describe('a command that ends soon', () => {
  test('collects less garbage where memory is plenty, and within an eighth of it', () => {
    expect(collectLess({}, 16e9)).toEqual({ GOGC: '400', GOMEMLIMIT: '2000000000' })
    expect(collectLess({}, 4_000_000_007)).toEqual({ GOGC: '400', GOMEMLIMIT: '500000000' })
  })

  test.each([
    ['memory is short', {}, 3_999_999_999],
    ['the user says how often', { GOGC: '50' }, 16e9],
    ['the user gives a limit', { GOMEMLIMIT: '1GiB' }, 16e9],
  ])('collects as usual where %s', (_, env, freeBytes) => {
    expect(collectLess(env, freeBytes)).toEqual({})
  })

  test('takes an empty variable for none, as Go does', () => {
    expect(collectLess({ GOGC: '', GOMEMLIMIT: '' }, 16e9)).toMatchObject({ GOGC: '400' })
  })
})
