import type { DemoGitHub } from './github.ts'
import type { Runner, StepOfJob } from './job.ts'
import type { JobName } from './jobs.ts'
import type { LockWatch, Tenure } from './lock-watch.ts'
import type { StepOnPage } from './page/page-story.ts'
import type { Scene } from './scene.ts'
import type { Actor, Terminal } from './terminal.ts'

export interface Stage {
  readonly terminal: Terminal
  /** Path of the executable. */
  readonly terraform: string
  readonly scene: Scene
  readonly watch: LockWatch
  readonly runner: Runner
  readonly github: DemoGitHub
  /** Takes each step that has ended. */
  readonly onStep: (step: EndedStep) => void
  /** Settles when the lock is taken for the first time. */
  readonly firstTaken: Promise<undefined>
}

export interface EndedStep extends StepOnPage {
  readonly job: JobName
  readonly startedAt: number
}

/** What one actor did under one holding of the lock. */
export interface Part {
  readonly actor: Actor
  readonly command: 'plan' | 'apply'
  readonly succeeded: boolean
  /** Of the action; the laptop has none. */
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  readonly tenure: Tenure | undefined
}

interface Step extends Pick<StepOfJob, 'actor' | 'cancelled' | 'next'> {
  readonly job: JobName
  readonly inputs: Readonly<Record<string, string>> & { readonly command: 'plan' | 'apply' }
}

/** Runs the action as a step of a job, and shows its lines in the lane of the actor. */
export async function runStep(stage: Stage, { actor, job, inputs, cancelled, next }: Step): Promise<Part> {
  const { terminal, scene, watch, runner, github } = stage
  const { command } = inputs
  const say = (text: string): void => {
    terminal.say(actor, text)
  }
  const shownInputs = command === 'plan' ? 'command: plan' : 'command: apply, plan-file: of the step before'
  say(terminal.style('bold', `▶ Run lockstep (${shownInputs})`))
  // A job that is cancelled while it waits never has the lock.
  if (cancelled === undefined) watch.expect(actor)
  let tenure: Tenure | undefined
  const startedAt = performance.now()
  const { main, post } = await runner.run({
    actor,
    project: scene.projects[actor],
    inputs,
    context: github.start(job),
    onLine: say,
    ...(cancelled === undefined ? {} : { cancelled }),
    async next(outputs) {
      tenure = watch.tenures.findLast(({ holder }) => holder === actor)
      await next?.(outputs)
    },
  })
  stage.onStep({ job, startedAt, inputs, main, post })
  const { outputs, summary, exitCode } = main
  return { actor, command, succeeded: exitCode === 0, outputs, summary, tenure }
}
