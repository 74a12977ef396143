import { resolve } from 'node:path'
import { parseArgs, styleText } from 'node:util'
import { createHolderWatch } from './commands/holder-watch.ts'
import { readLaptopStatus, renderLaptopStatus, type LaptopTarget } from './commands/laptop-status.ts'
import { LockstepError, messageFromError } from './errors.ts'
import { createGitHubClient } from './github/client.ts'
import { createRunReader, type ReadRun } from './github/runs.ts'
import { parseStateAddress } from './lock/state-address.ts'
import { createTokenBucket } from './retry/token-bucket.ts'
import { systemClock } from './runner/system.ts'

type Environment = Readonly<Record<string, string | undefined>>

interface Output {
  write(text: string): unknown
  readonly isTTY?: boolean
}

const usage = `Usage: lockstep status [FOLDER] [options]

Tells who holds the lock of a Terraform state: of FOLDER (the current one), where terraform init was run, or of an address.
It starts no Terraform and changes nothing.

  --state-address s3://BUCKET/KEY   another state; ?region=… and &dynamodb_table=… may follow
  --workspace NAME                  instead of the one that the folder has selected
  --json                            one JSON object: stateAddress, held (true, false, null), holder, reason

Exit codes: 0 nobody holds it, 2 somebody does, 1 that could not be found out, or the arguments are wrong.
Credentials come from the environment and from AWS's files, as for Terraform. With GH_TOKEN, GitHub is asked whether the run
that holds the lock is still at work.
`

/** Returns the exit code. */
export async function cli(
  args: readonly string[],
  env: Environment,
  out: Output,
  err: Output,
): Promise<number> {
  try {
    const { command, target, isJson, wantsHelp } = parseCommandLine(args)
    if (wantsHelp) {
      out.write(usage)
      return 0
    }
    if (command !== 'status')
      throw new RangeError(`${command === '' ? 'no command' : `"${command}"`}: only status is known`)
    const calls = createTokenBucket(systemClock, 1, 1)
    const holders = createHolderWatch({
      readRun: runReaderOf(env),
      clock: systemClock,
      calls,
      debug: () => undefined,
    })
    const status = await readLaptopStatus({ env, clock: systemClock, holders }, target)
    if (isJson) out.write(`${JSON.stringify(status, undefined, 2)}\n`)
    else {
      const [state = '', verdict = '', ...more] = renderLaptopStatus(status, target)
      const colour = status.held === null ? 'yellow' : status.held ? 'red' : 'green'
      const coloured =
        out.isTTY === true && !env['NO_COLOR']
          ? styleText(colour, verdict, { validateStream: false })
          : verdict
      out.write(`${[state, coloured, ...more].join('\n')}\n`)
    }
    return status.held === null ? 1 : status.held ? 2 : 0
  } catch (error) {
    const advice = error instanceof LockstepError ? `\n${error.advice}` : `\n\n${usage}`
    err.write(`${messageFromError(error)}${advice.trimEnd()}\n`)
    return 1
  }
}

interface CommandLine {
  readonly command: string
  readonly target: LaptopTarget
  readonly isJson: boolean
  readonly wantsHelp: boolean
}

/** Throws where the arguments are wrong. */
function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      'state-address': { type: 'string' },
      workspace: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
    },
  })
  const { 'state-address': address, workspace, json: isJson, help: wantsHelp } = values
  const [command = '', folder, ...more] = positionals
  if (more.length > 0) throw new RangeError(`more than one folder: ${more.join(' ')}`)
  if (address !== undefined && folder !== undefined)
    throw new RangeError('either a folder or --state-address')
  if (address !== undefined && workspace !== undefined)
    throw new RangeError('--workspace is for a folder: an address names the state of one workspace')
  const stateAddress = address === undefined ? undefined : parseStateAddress(address)
  return { command, target: { folder: resolve(folder ?? '.'), stateAddress, workspace }, isJson, wantsHelp }
}

/** undefined: GitHub is not asked. */
function runReaderOf(env: Environment): ReadRun | undefined {
  const token = env['GH_TOKEN'] ?? env['GITHUB_TOKEN'] ?? ''
  if (token === '') return undefined
  const host = env['GH_HOST'] ?? 'github.com'
  const apiUrl =
    env['GITHUB_API_URL'] ?? (host === 'github.com' ? 'https://api.github.com' : `https://${host}/api/v3`)
  const serverUrl = env['GITHUB_SERVER_URL'] ?? `https://${host}`
  return createRunReader(
    async () => await createGitHubClient({ token, apiUrl, debug: () => undefined }),
    serverUrl,
  )
}
