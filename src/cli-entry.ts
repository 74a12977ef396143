import { cli } from './cli.ts'

const exitCode = await cli(process.argv.slice(2), process.env, process.stdout, process.stderr)
// Connections that are kept alive would hold the process for a while.
process.stdout.write('', () => process.exit(exitCode))
