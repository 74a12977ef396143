import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { Clock } from '../clock.ts'
import { LockstepError, messageFromError } from '../errors.ts'
import type { CoreLogFacts } from '../lock/core-log.ts'
import type { RunFacts, StreamLine } from '../plan/run-facts.ts'
import type { RunDirectory } from '../runner/run-directory.ts'
import { availableMemoryBytes } from '../runner/system.ts'
import { startDetached, type DetachedProcess, type ProcessEnd } from './detached-process.ts'
import {
  collectLess,
  coreLogEnvironment,
  detachedEnvironment,
  terraformEnvironment,
  untracedEnvironment,
  userKeepsLog,
} from './environment.ts'
import type { Executable } from './executable.ts'
import { followRun, readCoreLog, type RunFiles } from './follow-run.ts'
import { watchForLock } from './watch-for-lock.ts'

export interface ShortRun {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

/** How a `plan` or `apply` ended, and what its stream and its log told. */
export interface LockedRun extends ProcessEnd {
  readonly facts: RunFacts
  readonly coreLog: CoreLogFacts
  /** Milliseconds since 1970. */
  readonly startedAt: number
  /** The file with the state that Terraform could only print. */
  readonly emergencyState: string | undefined
  /** Removes the files that it wrote into; until then the post step can judge the run by them. */
  discardFiles(): void
}

/** A run that is about to start. */
export interface StartingRun extends RunFiles {
  /** Milliseconds since 1970, rounded down as a file system may. */
  readonly startedAt: number
}

export interface LockedRunOptions {
  readonly args: readonly string[]
  readonly workspace: string | undefined
  /** The path of the state's lock in Terraform's log; undefined where it writes none. */
  readonly lockPath: string | undefined
  /** Called before the process is started; what it throws prevents that. */
  readonly beforeStart?: (run: StartingRun) => void
  readonly onLine: (line: StreamLine) => void
  /** Called when the process is there, before its first line is read. */
  readonly onStart: (started: DetachedProcess) => void
  /** Called at most once, while Terraform runs, with the lock that its log says it holds. */
  readonly onLocked?: ((lockId: string) => void) | undefined
}

/** The one place that starts Terraform. */
export interface Terraform {
  readonly executable: Executable
  /** Short, and without a lock. `workspace` undefined: without TF_WORKSPACE. */
  run(args: readonly string[], workspace?: string): Promise<ShortRun>
  /** As `run`, with stdout in a file: a plan's JSON can be large and holds secrets in clear. */
  runToFile(args: readonly string[], file: string, workspace?: string): Promise<ShortRun>
  /**
   * `state push`, which holds a lock until it ends, and so outlives this process: it carries neither the run's token nor
   * the runner's mark, by which it would be killed. stdout and stderr are told as `stderr`.
   */
  runPush(args: readonly string[], workspace?: string): Promise<ShortRun>
  /** A detached `plan` or `apply` whose output is followed to its end. */
  runLocked(options: LockedRunOptions): Promise<LockedRun>
}

export interface TerraformOptions {
  readonly executable: Executable
  readonly workingDirectory: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly token: string
  readonly runDirectory: RunDirectory
  /** Where a state goes that Terraform could only print; it outlives the run's own folder. */
  readonly emergencyStateFile: string
  /** Ends short commands; a `plan` or `apply` is interrupted by its caller. */
  readonly cancelled: AbortSignal
  readonly clock: Clock
  /** What a command may still take. */
  readonly availableMemory?: () => number
}

const QUICK: ReadonlySet<string> = new Set(['init', 'show'])

export function createTerraform(options: TerraformOptions): Terraform {
  const { executable, workingDirectory, env, token, runDirectory, clock, emergencyStateFile, cancelled } =
    options
  const availableMemory = options.availableMemory ?? availableMemoryBytes
  const environment = (workspace?: string): Record<string, string> =>
    terraformEnvironment(env, token, workspace)
  let runs = 0
  let pushes = 0

  const runShort = async (
    args: readonly string[],
    workspace?: string,
    stdoutFd?: number,
  ): Promise<ShortRun> => {
    const child = spawn(executable.path, args, {
      cwd: workingDirectory,
      env: {
        ...shortEnvironment(args, environment(workspace)),
        ...(QUICK.has(args[0] ?? '') ? collectLess(env, availableMemory()) : {}),
      },
      shell: false,
      stdio: ['ignore', stdoutFd ?? 'pipe', 'pipe'],
      signal: cancelled,
      // A migration by init holds a lock and ends in order; the others hold none.
      killSignal: args[0] === 'init' ? 'SIGINT' : 'SIGKILL',
    })
    const output = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (output.stderr += text))
    const exitCode = await new Promise<number>((resolve, reject) => {
      child.once('error', (error) => {
        reject(cancelled.aborted ? cancelledError() : cannotStart(executable.path, error))
      })
      child.once('close', (code) => {
        resolve(code ?? 1)
      })
    })
    return { exitCode, ...output }
  }

  return {
    executable,
    run: (args, workspace) => runShort(args, workspace),

    async runToFile(args, file, workspace) {
      const output = openSync(file, 'w', 0o600)
      try {
        return await runShort(args, workspace, output)
      } finally {
        closeSync(output)
      }
    },

    async runPush(args, workspace) {
      pushes += 1
      const outputFile = runDirectory.createFile(`state-push-${String(pushes)}.out`)
      const started = await startDetached(
        {
          ...{ file: executable.path, args, cwd: workingDirectory, outputFile },
          env: untracedEnvironment(shortEnvironment(args, environment(workspace))),
          signalGroup: executable.isScript,
        },
        clock,
      ).catch((error: unknown) => {
        throw cannotStart(executable.path, error)
      })
      const { exitCode } = await started.ended
      return { exitCode: exitCode ?? 1, stdout: '', stderr: await readFile(outputFile, 'utf8') }
    },

    async runLocked({ args, workspace, lockPath, beforeStart, onLine, onStart, onLocked }) {
      runs += 1
      const names = [`terraform-${String(runs)}.out`, `terraform-${String(runs)}.log`] as const
      const discardFiles = (): void => {
        for (const name of names) runDirectory.removeFile(name)
      }
      const outputFile = runDirectory.createFile(names[0])
      const logFile =
        lockPath === undefined || userKeepsLog(env) ? undefined : runDirectory.createFile(names[1])
      const startedAt = Math.floor(clock.now() / 1000) * 1000
      let started: DetachedProcess
      try {
        beforeStart?.({ outputFile, logFile, startedAt })
        started = await startDetached(
          {
            file: executable.path,
            args,
            cwd: workingDirectory,
            env: {
              ...detachedEnvironment(environment(workspace)),
              ...(logFile === undefined ? {} : coreLogEnvironment(logFile)),
            },
            outputFile,
            signalGroup: executable.isScript,
          },
          clock,
        ).catch((error: unknown) => {
          throw cannotStart(executable.path, error)
        })
      } catch (error) {
        discardFiles()
        throw error
      }
      const { ended } = started
      onStart(started)
      const watching =
        logFile === undefined || lockPath === undefined || onLocked === undefined
          ? undefined
          : watchForLock(logFile, lockPath, ended, clock, onLocked)
      // A log that can't be followed is read at the end.
      const watched = watching?.catch(() => undefined)
      const followed = followRun(outputFile, { ended, clock, emergencyStateFile, onLine })
      const emergencyState = await followed.done
      await watched
      const coreLog = await readCoreLog(logFile, lockPath)
      return { ...(await ended), startedAt, facts: followed.facts(), coreLog, emergencyState, discardFiles }
    },
  }
}

// `-input=false` and the like are right for init, plan and apply, and unknown to the others; `-force` for `state push`
// would take away its guard.
function shortEnvironment([command]: readonly string[], env: Record<string, string>): Record<string, string> {
  if (command !== 'init') delete env['TF_CLI_ARGS']
  delete env['TF_CLI_ARGS_state_push']
  return env
}

function cancelledError(): LockstepError {
  return new LockstepError('cancelled', 'The job was cancelled before Terraform was started.')
}

function cannotStart(path: string, error: unknown): LockstepError {
  return new LockstepError(
    'terraform-error',
    `"${path}" could not be started: ${messageFromError(error)}.`,
    'Check that it is built for this runner and may be executed, or give another in the input "executable".',
    { cause: error },
  )
}
