import { setTimeout as sleep } from 'node:timers/promises'
import { startLaptop, type Laptop } from './laptop.ts'
import { credentials } from './scene.ts'
import { runStep, type Part, type Stage } from './step.ts'
import { cameTrue } from './until.ts'

/** How long the comment about the wait stands before somebody cancels the job. */
const readingMs = 500

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
  const { watch, github, terminal, scene } = stage
  await planned
  const isApplying = (): boolean => {
    const held = watch.holder()
    return held?.holder === 'apply job' && held.operation === 'apply' && scene.saysWhoseLock()
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
