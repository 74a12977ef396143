/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  mutate: ['src/{lock,plan,retry}/**/*.ts'],
  plugins: ['./scripts/mutation/test-runner.ts'],
  testRunner: 'in-process',
  testRunnerNodeArgs: ['--no-warnings'],
  maxTestRunnerReuse: 300,
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 30_000,
  tempDirName: '.stryker/sandbox',
  reporters: ['clear-text', 'json', 'progress-append-only'],
  clearTextReporter: { reportTests: false, logTests: false, allowColor: false },
  warnings: { slow: false },
  jsonReporter: { fileName: '.stryker/mutation.json' },
  thresholds: { high: 95, low: 90, break: 90 },
}
