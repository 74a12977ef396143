import { readActionManifest } from './fake-runner/runner-environment.ts'
import type { WorkflowEvent } from './fake-runner/runner-environment.ts'
import { completeJob, createRunnerJob } from './fake-runner/runner-job.ts'
import type { RunnerJob } from './fake-runner/runner-job.ts'
import { actionDirectoryOf, startStage } from './fake-runner/stage.ts'
import type { RunningStep, StepOptions, StepResult } from './fake-runner/stage.ts'
import type { SentSignal, Timetable } from './fake-runner/step-process.ts'
import type { Annotation, LogLine, ObservedCommand, Stage } from './fake-runner/step-record.ts'

export { completeJob }
export type { Annotation, LogLine, ObservedCommand, SentSignal, Stage, Timetable, WorkflowEvent }
export type { RunningStep, StepOptions, StepResult }

export interface ActionRunOptions extends StepOptions {
  /** Cancels the job this long after main has started, unless main has ended. */
  cancelAfterMs?: number
  /** Cancels the job at the first line of main for which this is true. */
  cancelWhen?: (line: LogLine) => boolean
  /** SIGKILLs node, as the kernel does when memory runs out. */
  killNodeAfterMs?: number
  killNodeWhen?: (line: LogLine) => boolean
  /** Runs beside main; post waits for it. What it throws ends the job and is thrown again. */
  duringMain?: (step: RunningStep) => Promise<void>
  /** The later steps of the job: after a step's timeout they run before the post step. */
  betweenMainAndPost?: (main: StepResult) => Promise<void>
  /** Ends the job after post as the runner does: what still carries our RUNNER_TRACKING_ID is killed. */
  completeJob?: boolean
}

export interface ActionRun {
  main: StepResult
  /** Undefined if action.yml has none. */
  post: StepResult | undefined
  tempDirectory: string
  trackingId: string
  /** Processes that `completeJob` killed. */
  orphans: number[]
  dispose: () => void
}

/** Starts `main` of an action. */
export async function startStep(options: StepOptions): Promise<RunningStep> {
  return await startInNewJob(options, async (job) => await startStage('main', job, options))
}

/**
 * Runs `main` of an action, then `post` in a fresh process with the state of main, also when main was
 * cancelled or killed: `post-if` is `always()`, and nothing signals a post step.
 */
export async function runAction(options: ActionRunOptions): Promise<ActionRun> {
  return await startInNewJob(options, async (job) => {
    const main = await runMain(job, options)
    await options.betweenMainAndPost?.(main)
    const hasPost = readActionManifest(actionDirectoryOf(options)).post !== undefined
    const post = hasPost ? await (await startStage('post', job, options, main)).result : undefined
    const orphans = options.completeJob === true ? completeJob(job.trackingId) : []
    const { tempDirectory, trackingId, dispose } = job
    return { main, post, tempDirectory, trackingId, orphans, dispose }
  })
}

async function startInNewJob<T>(options: StepOptions, use: (job: RunnerJob) => Promise<T>): Promise<T> {
  const job = createRunnerJob([...(options.secrets ?? []), options.expressions?.['github.token'] ?? ''])
  try {
    return await use(job)
  } catch (error) {
    job.dispose()
    throw error
  }
}

async function runMain(job: RunnerJob, options: ActionRunOptions): Promise<StepResult> {
  const kill = (step: RunningStep): void => {
    step.kill('SIGKILL')
  }
  const cancel = (step: RunningStep): void => {
    step.cancel()
  }
  const started: Promise<RunningStep> = startStage('main', job, {
    ...options,
    onLine(line) {
      options.onLine?.(line)
      if (options.cancelWhen?.(line) === true) void started.then(cancel)
      if (options.killNodeWhen?.(line) === true) void started.then(kill)
    },
  })
  const step = await started
  const timers = [
    options.cancelAfterMs === undefined ? undefined : setTimeout(cancel, options.cancelAfterMs, step),
    options.killNodeAfterMs === undefined ? undefined : setTimeout(kill, options.killNodeAfterMs, step),
  ]
  try {
    const [result] = await Promise.all([step.result, options.duringMain?.(step)])
    return result
  } finally {
    for (const timer of timers) clearTimeout(timer)
  }
}
