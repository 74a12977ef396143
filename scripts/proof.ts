import { spawnSync } from 'node:child_process'

// One environment variable, set here since npm scripts have no way to do so on every platform.
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', ...process.argv.slice(2)],
  { stdio: 'inherit', env: { ...process.env, LOCKSTEP_PROOF: '1' } },
)
process.exitCode = status ?? 1
