import { setTimeout as sleep } from 'node:timers/promises'
import type { DemoGitHub } from './github.ts'
import type { Runner, StepOfJob } from './job.ts'
import type { JobName } from './jobs.ts'
import { startLaptop, type Laptop } from './laptop.ts'
import type { LockWatch, Tenure } from './lock-watch.ts'
import { credentials, type Scene } from './scene.ts'
import type { StepOnPage } from './page/page-story.ts'
import type { Actor, Terminal } from './terminal.ts'
import { cameTrue } from './until.ts'

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

/** How long the comment about the wait stands before somebody cancels the job. */
const readingMs = 500

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

/** The laptop applies; while it holds the lock, the jobs of two pull requests start at once. */
export async function tellStory(stage: Stage, onLaptop: (laptop: Laptop) => void): Promise<Part[]> {
  const { terminal, scene, terraform, watch } = stage
  const laptop = startLaptop({
    terraform,
    project: scene.projects.laptop,
    env: credentials('laptop'),
    onLine: (line) => {
      terminal.say('laptop', line)
    },
  })
  onLaptop(laptop)
  const applied = laptop.exitCode.then((code): Part => {
    const tenure = watch.tenures.find(({ holder }) => holder === 'laptop')
    return { actor: 'laptop', command: 'apply', succeeded: code === 0, outputs: {}, summary: '', tenure }
  })
  // A laptop that fails before it has the lock leaves nothing to wait for.
  const early = await Promise.race([stage.firstTaken, applied])
  if (early !== undefined) return [early]
  const planned = planJob(stage)
  const appliedByJob = applyJob(stage)
  const parts = await Promise.all([
    applied,
    planned,
    appliedByJob,
    cancelledJob(stage, planned, appliedByJob),
  ])
  return parts.flat()
}

async function planJob(stage: Stage): Promise<Part> {
  const part = await runStep(stage, { actor: 'plan job', job: 'plan', inputs: { command: 'plan' } })
  stage.github.end('plan', part.succeeded ? 'success' : 'failure')
  return part
}

/** Plans, then applies exactly that plan. Nobody else applies in between, so that it cannot be stale. */
async function applyJob(stage: Stage): Promise<Part[]> {
  const applied: Part[] = []
  const planned = await runStep(stage, {
    ...{ actor: 'apply job', job: 'apply' },
    inputs: { command: 'plan' },
    async next({ 'plan-file': planFile = '' }) {
      const inputs = { command: 'apply', 'apply-policy': 'unreviewed', 'plan-file': planFile } as const
      applied.push(await runStep(stage, { actor: 'apply job', job: 'apply', inputs }))
    },
  })
  const parts = [planned, ...applied]
  stage.github.end('apply', parts.every(({ succeeded }) => succeeded) ? 'success' : 'failure')
  return parts
}

/** The next commit of pull request 7: its job waits for the apply, and is cancelled once the comment says so. */
async function cancelledJob(stage: Stage, planned: Promise<Part>, over: Promise<unknown>): Promise<Part[]> {
  const { watch, github, terminal } = stage
  await planned
  const isApplying = (): boolean => {
    const held = watch.holder()
    return held?.holder === 'apply job' && held.operation === 'apply'
  }
  if (!(await cameTrue(isApplying, over))) return []
  const before = github.versions(7).length
  const tellsItsWait = (): boolean =>
    github
      .versions(7)
      .slice(before)
      .some(({ markdown }) => markdown.includes('Waiting for the lock'))
  const cancelled = Promise.withResolvers<undefined>()
  const cancelling = cameTrue(tellsItsWait, over).then(async (waits) => {
    if (!waits) return
    await sleep(readingMs)
    terminal.say('plan job', terminal.style('bold', 'Somebody cancels the job.'))
    cancelled.resolve(undefined)
  })
  const part = await runStep(stage, {
    ...{ actor: 'plan job', job: 'plan again', inputs: { command: 'plan' } },
    cancelled: cancelled.promise,
  })
  await cancelling
  const { result } = part.outputs
  github.end('plan again', result === 'cancelled' ? 'cancelled' : 'success')
  return [{ ...part, succeeded: result === 'cancelled' }]
}

interface Step extends Pick<StepOfJob, 'actor' | 'cancelled' | 'next'> {
  readonly job: JobName
  readonly inputs: Readonly<Record<string, string>> & { readonly command: 'plan' | 'apply' }
}

async function runStep(stage: Stage, { actor, job, inputs, cancelled, next }: Step): Promise<Part> {
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
