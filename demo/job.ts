import { setTimeout as sleep } from 'node:timers/promises'
import {
  runAction,
  type ActionRun,
  type ActionRunOptions,
  type RunningStep,
} from '../__tests__/support/fake-runner.ts'
import type { TerraformProject } from '../__tests__/support/terraform-project.ts'
import { createLogView } from './action-log.ts'
import { credentials } from './scene.ts'
import type { Actor } from './terminal.ts'

export interface StepOfJob {
  readonly actor: Actor
  readonly project: TerraformProject
  readonly inputs: Readonly<Record<string, string>>
  /** What GitHub tells the job. */
  readonly context: Pick<ActionRunOptions, 'expressions' | 'github' | 'event'>
  readonly onLine: (text: string) => void
  /** The job is cancelled when it resolves. */
  readonly cancelled?: Promise<unknown>
  /** Runs when main has ended, before the job goes on to the post steps. */
  readonly next?: (outputs: Readonly<Record<string, string>>) => Promise<void>
}

export interface Runner {
  /** Runs the built action as a step, main and post, as the runner does. */
  run(step: StepOfJob): Promise<ActionRun>
  /** Cancels what runs, as the runner does, waits a little, and removes what is left. */
  stop(): Promise<void>
}

const cancelGraceMs = 5_000

export function createRunner(): Runner {
  const steps = new Set<RunningStep>()
  const runs = new Set<Promise<ActionRun>>()
  let isStopped = false

  async function run({
    actor,
    project,
    inputs,
    context,
    onLine,
    cancelled,
    next,
  }: StepOfJob): Promise<ActionRun> {
    if (isStopped) throw new Error('The demo is ending.')
    const running = runAction({
      workspace: project.workspace,
      inputs: { 'working-directory': 'app', ...inputs },
      env: credentials(actor),
      ...context,
      onLine: createLogView(onLine),
      async duringMain(step) {
        steps.add(step)
        if (isStopped) step.cancel()
        void cancelled?.then(step.cancel)
        const { outputs, exitCode } = await step.result
        if (exitCode === 0 && !isStopped) await next?.(outputs)
      },
    })
    runs.add(running)
    return await running
  }

  async function stop(): Promise<void> {
    isStopped = true
    for (const step of steps) step.cancel()
    await Promise.race([Promise.allSettled(runs), sleep(cancelGraceMs, undefined, { ref: false })])
    for (const step of steps) step.dispose()
  }

  return { run, stop }
}
