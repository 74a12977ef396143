import process from 'node:process'

const { LOCKSTEP_TESTS, LOCKSTEP_PROOF } = process.env
const namesSome = process.argv.slice(2).some((argument) => !argument.startsWith('-'))

/**
 * Variants of stories that the other end-to-end tests tell too. `npm test` alone leaves them out, to stay short;
 * `.ci/run` (LOCKSTEP_TESTS=all), `npm run proof` and whoever names a path run them.
 */
const variants = [
  'audit',
  'bad-input',
  'concurrency-check',
  'credentials',
  'cut-off',
  'drift',
  'hard-cases',
  'hostile-run',
  'incidents',
  'restore-crash',
  'reviewed-artifact',
  'reviewed-gates',
  'reviewed-refusals',
  'reviewed-status',
  'turns',
  'workspaces',
]
const runsAll = LOCKSTEP_TESTS === 'all' || LOCKSTEP_PROOF === '1' || namesSome

export default {
  testEnvironment: 'node',
  globalSetup: '<rootDir>/__tests__/support/global-setup.ts',
  // Most of an end-to-end test is waiting, for Terraform and for a lock.
  maxWorkers: 3,
  testTimeout: 60_000,
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  testPathIgnorePatterns: runsAll ? [] : variants.map((name) => `/e2e/${name}\\.test\\.ts$`),
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.stryker'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      },
    ],
  },
}
