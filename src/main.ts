import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { moreAbout } from './commands/action-page.ts'
import { awaitBeside } from './commands/check-concurrency.ts'
import type { Dependencies } from './commands/dependencies.ts'
import { failureReasonOf, isFailure, startJourney, type Journey, type Outcome } from './commands/outcome.ts'
import {
  createOnGitHub,
  lookAtHolder,
  ownRunOf,
  reportOnGitHub,
  tellOptionsOf,
} from './commands/on-github.ts'
import { commandsOf, countsOf, messageOf, noteOf, outputsOf, summaryOf } from './commands/report.ts'
import { tellStalePlans } from './commands/tell-stale-plans.ts'
import { LockstepError, messageFromError } from './errors.ts'
import { parseInputs, type Inputs } from './runner/inputs.ts'
import { createGit } from './runner/git.ts'
import { createLog, type Log } from './runner/log.ts'
import { appendSummary, setOutputs } from './runner/outputs.ts'
import { ownRunFromEnvironment } from './runner/own-run.ts'
import { countProcessesWithToken, identityOf } from './runner/processes.ts'
import { createRunDirectory } from './runner/run-directory.ts'
import { createRecorder } from './runner/run-record.ts'
import { saveState } from './runner/saved-state.ts'
import { secretsOfEnvironment } from './runner/secrets.ts'
import { systemClock, systemRandom } from './runner/system.ts'
import { readWorkflowEvent } from './runner/workflow-event.ts'
import { findExecutable } from './terraform/executable.ts'
import { createTerraform, type Terraform } from './terraform/terraform.ts'

type Environment = Readonly<Record<string, string | undefined>>

type Command = (deps: Dependencies, journey: Journey) => Promise<Outcome>

/** Only the command that runs is loaded: all that is loaded delays its Terraform. */
const COMMANDS: Readonly<Record<Inputs['command'], () => Promise<Command>>> = {
  plan: async () => (await import('./commands/plan.ts')).plan,
  apply: async () => (await import('./commands/apply.ts')).apply,
  status: async () => (await import('./commands/status.ts')).status,
  wait: async () => (await import('./commands/wait.ts')).wait,
  unlock: async () => (await import('./commands/unlock.ts')).unlock,
  drift: async () => (await import('./commands/drift.ts')).drift,
  audit: async () => (await import('./commands/audit.ts')).audit,
  restore: async () => (await import('./commands/restore.ts')).restore,
}

/** Runs the step. Whatever happens ends in outputs, a summary, a comment and an exit code. */
export async function main(env: Environment): Promise<void> {
  const log = createLog((text) => process.stdout.write(text))
  const journey = startJourney()
  let deps: Dependencies | undefined
  const run = async (): Promise<Outcome> => {
    const cancelled = cancelSignal(log)
    const inputs = parseInputs(env)
    const loading = COMMANDS[inputs.command]()
    loading.catch(() => undefined)
    deps = openDependencies(env, inputs, cancelled, log, journey)
    const command = await loading
    return await command(deps, journey)
  }
  const outcome = await run().catch(outcomeFromError)
  await report(env, log, outcome, journey, deps)
  deps?.recorder.note({ isReported: true })
  log.close()
  if (isFailure(outcome)) process.exitCode = 1
}

function openDependencies(
  env: Environment,
  inputs: Inputs,
  cancelled: AbortSignal,
  log: Log,
  journey: Journey,
): Dependencies {
  for (const notice of inputs.notices) log.annotate('notice', notice)
  for (const note of inputs.debugNotes) log.debug(note)
  for (const secret of secretsOfEnvironment(env)) journey.sensitive.add(secret)
  const token = randomUUID()
  const runDirectory = createRunDirectory(inputs.tempDirectory, token)
  const event = readWorkflowEvent(env)
  const recorder = createRecorder(runDirectory.path, {
    main: identityOf(process.pid),
    inputs: { ...inputs, githubToken: undefined, planEncryptionKey: undefined },
  })
  cancelled.addEventListener('abort', () => {
    recorder.note({ cancelledAt: systemClock.now() })
  })
  // Nothing that takes a lock starts before the post step will find the record.
  saveState(env, { token, runDirectory: runDirectory.path })
  const { workingDirectory, workspaceRoot } = inputs
  const openTerraform = (folder: string): Terraform => {
    const executable = findExecutable(inputs.executable, env, workspaceRoot)
    return createTerraform({
      executable,
      workingDirectory: folder,
      env,
      token,
      runDirectory,
      emergencyStateFile: join(inputs.tempDirectory, `lockstep-errored-${token}.tfstate`),
      cancelled,
      clock: systemClock,
    })
  }
  const pullRequest = inputs.pullRequest ?? event.pullRequest?.number
  const ownRun = ownRunFromEnvironment(env, pullRequest, inputs.jobId)
  return {
    inputs,
    env,
    event,
    clock: systemClock,
    random: systemRandom,
    log,
    cancelled,
    countProcesses: () => countProcessesWithToken(token),
    openTerraform,
    git: createGit(workingDirectory, env),
    ownRun,
    recorder,
    runDirectory,
    ...createOnGitHub({ inputs, env, event, ownRun, clock: systemClock, log }, journey),
  }
}

/**
 * Aborted by the runner's SIGINT. The SIGTERM that follows 7.5 s later is not another order
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation): Terraform is ending already.
 */
function cancelSignal(log: Log): AbortSignal {
  const controller = new AbortController()
  process.on('SIGINT', () => {
    controller.abort()
  })
  process.on('SIGTERM', () => {
    log.debug('SIGTERM: the runner is about to end this step.')
  })
  return controller.signal
}

function outcomeFromError(error: unknown): Outcome {
  if (error instanceof LockstepError) {
    const { reason, message, advice, commands } = error
    if (reason === 'cancelled') return { kind: 'cancelled', message, counts: undefined }
    return { kind: 'failed', reason, message, advice, commands, counts: undefined }
  }
  const advice = 'This was not expected. Please report it with the log of a run with debug logging.'
  return { kind: 'failed', reason: undefined, message: messageFromError(error), advice, counts: undefined }
}

async function report(
  env: Environment,
  log: Log,
  outcome: Outcome,
  journey: Journey,
  deps: Dependencies | undefined,
): Promise<void> {
  journey.counts = countsOf(outcome)
  if (deps !== undefined) {
    await Promise.all([lookAtHolder(deps, outcome, journey), awaitBeside(deps, journey)])
  }
  const more = moreAbout(env, failureReasonOf(outcome))
  const message = [messageOf(outcome), ...commandsOf(outcome), ...more].join('\n')
  if (message !== '') log.annotate(isFailure(outcome) ? 'error' : 'notice', message)
  try {
    setOutputs(env, outputsOf(outcome, journey))
    appendSummary(
      env,
      await summaryOf(env['INPUT_COMMAND'] ?? '', outcome, journey, {
        ...tellOptionsOf(deps, journey, systemClock),
        run: deps === undefined ? undefined : ownRunOf(deps),
      }),
    )
    // Last, since GitHub may not answer, and a job that is being cancelled has no time to lose.
    const warning = deps === undefined ? undefined : await reportOnGitHub(deps, outcome)
    if (deps !== undefined) await tellStalePlans(deps, journey)
    if (journey.commentUrl !== undefined) setOutputs(env, { 'comment-url': journey.commentUrl })
    if (warning === undefined) return
    log.annotate('warning', warning)
    appendSummary(env, await noteOf(warning))
  } catch (error) {
    log.annotate(
      'warning',
      `The outputs or the summary of this step could not be written: ${messageFromError(error)}`,
    )
  }
}
