import type { Runner, StepOfJob } from './job.ts'
import { startLaptop, type Laptop } from './laptop.ts'
import type { LockWatch, Tenure } from './lock-watch.ts'
import { credentials, type Scene } from './scene.ts'
import type { Actor, Terminal } from './terminal.ts'

export interface Stage {
  readonly terminal: Terminal
  /** Path of the executable. */
  readonly terraform: string
  readonly scene: Scene
  readonly watch: LockWatch
  readonly runner: Runner
  /** Settles when the lock is taken for the first time. */
  readonly firstTaken: Promise<undefined>
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
  const parts = await Promise.all([applied, planJob(stage), applyJob(stage)])
  return parts.flat()
}

async function planJob(stage: Stage): Promise<Part> {
  return await runStep(stage, { actor: 'plan job', inputs: { command: 'plan' } })
}

/** Plans, then applies exactly that plan. Nobody else applies in between, so that it cannot be stale. */
async function applyJob(stage: Stage): Promise<Part[]> {
  const applied: Part[] = []
  const planned = await runStep(stage, {
    actor: 'apply job',
    inputs: { command: 'plan' },
    async next({ 'plan-file': planFile = '' }) {
      const inputs = { command: 'apply', 'apply-policy': 'unreviewed', 'plan-file': planFile } as const
      applied.push(await runStep(stage, { actor: 'apply job', inputs }))
    },
  })
  return [planned, ...applied]
}

interface Step extends Pick<StepOfJob, 'actor' | 'next'> {
  readonly inputs: Readonly<Record<string, string>> & { readonly command: 'plan' | 'apply' }
}

async function runStep(
  { terminal, scene, watch, runner }: Stage,
  { actor, inputs, next }: Step,
): Promise<Part> {
  const { command } = inputs
  const say = (text: string): void => {
    terminal.say(actor, text)
  }
  const shownInputs = command === 'plan' ? 'command: plan' : 'command: apply, plan-file: of the step before'
  say(terminal.style('bold', `▶ Run lockstep (${shownInputs})`))
  watch.expect(actor)
  let tenure: Tenure | undefined
  const { main } = await runner.run({
    actor,
    project: scene.projects[actor],
    inputs,
    onLine: say,
    async next(outputs) {
      tenure = watch.tenures.findLast(({ holder }) => holder === actor)
      await next?.(outputs)
    },
  })
  const { outputs, summary, exitCode } = main
  return { actor, command, succeeded: exitCode === 0, outputs, summary, tenure }
}
