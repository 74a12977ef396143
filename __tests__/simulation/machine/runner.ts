import { elapsed, note, runAs, schedule } from './kernel.ts'
import type { DrawnInterruption, Job, Phase } from './job.ts'
import { endProcess, signalOne, startProcess, writeSimulatedFile, type Process } from './machine.ts'
import { environmentOf, eventOf, type StepEnvironment } from './environment.ts'
import { bucketName, hasLockFile, hasTable, tableName } from './state.ts'
import { theWorld } from './world.ts'

/** The product's two doors. */
export interface Doors {
  main(env: StepEnvironment): Promise<void>
  post(env: StepEnvironment): Promise<void>
}

// src/Runner.Sdk/ProcessInvoker.cs and JobDispatcher.cs of actions/runner.
const terminateAfterMs = 7_500
const killAfterMs = 10_000
const cancelledJobLastsMs = 285_000

/** Plays a job as the runner does: main, the post step, and the end of what is left. */
export function startJob(job: Job, doors: Doors): void {
  const { machine } = job
  job.startedAt = elapsed()
  for (const folder of ['/w', '/w/app', '/tmp', '/usr/bin']) machine.folders.add(folder)
  writeSimulatedFile(machine, '/usr/bin/terraform', '\x7fELF')
  writeSimulatedFile(machine, '/w/event.json', JSON.stringify(eventOf(job)))
  writeSimulatedFile(machine, '/w/app/.terraform/terraform.tfstate', backendFileOf(job))
  const env = environmentOf(job)
  const main = startProcess(machine, { name: 'main', role: 'lockstep', env })
  job.main = main
  main.onEnd.push(({ exitCode }) => {
    job.mainEndedAt = elapsed()
    job.isMainTold = exitCode !== null
    job.succeeded = exitCode === 0
    reach(job, 'main-over')
    schedule(200, undefined, () => {
      startPost(job, doors)
    })
  })
  job.onBesideMain = () => {
    startPost(job, doors)
  }
  reach(job, 'started')
  play(main, async () => {
    await doors.main(env)
  })
}

function play(process: Process, door: () => Promise<void>): void {
  runAs(process, () => {
    door().then(
      () => {
        endProcess(process, { exitCode: process.exitCode ?? 0, signal: null })
      },
      (error: unknown) => {
        note(`throws ${error instanceof Error ? String(error.stack) : String(error)}`, process)
        theWorld().ledger.violated('uncaught', `${process.name} throws ${String(error)}`)
        endProcess(process, { exitCode: 1, signal: null })
      },
    )
  })
}

function startPost(job: Job, doors: Doors): void {
  if (job.fate !== 'running' || job.post !== undefined) return
  const { machine } = job
  const state = machine.files.get('/tmp/state')?.content.toString('utf8') ?? ''
  const saved = [...state.matchAll(/^([\w-]+)<<(\S+)\n(.*)\n\2$/gm)].map(([, name, , value]) => [
    `STATE_${name ?? ''}`,
    value ?? '',
  ])
  const env = { ...environmentOf(job), ...(Object.fromEntries(saved) as Record<string, string>) }
  const post = startProcess(machine, { name: 'post', role: 'lockstep', env })
  job.post = post
  job.postStartedAt = elapsed()
  post.onEnd.push(() => {
    job.postEndedAt = elapsed()
    if (job.fate === 'running')
      schedule(300, undefined, () => {
        endJob(job, 'over')
      })
  })
  play(post, async () => {
    await doors.post(env)
  })
}

/** On a machine of its own, or in a container, nothing outlives a job; else what is detached does. */
function endJob(job: Job, fate: Job['fate']): void {
  if (job.fate !== 'running') return
  job.fate = fate
  job.overAt = elapsed()
  note(`the job is ${fate}`, job.main)
  for (const process of [...job.machine.processes.values()]) {
    const isDetached = process.env['RUNNER_TRACKING_ID'] === ''
    if (job.runner === 'self-hosted' && fate !== 'lost' && isDetached) continue
    signalOne(process, 'SIGKILL')
  }
  for (const tell of job.onOver) tell()
}

export function reach(job: Job, phase: Phase): void {
  if (job.reached.has(phase)) return
  job.reached.add(phase)
  for (const interruption of job.interruptions) {
    if (interruption.after !== phase) continue
    schedule(interruption.ms, undefined, () => {
      interrupt(job, interruption)
    })
  }
}

function interrupt(job: Job, { kind, lastsMs }: DrawnInterruption): void {
  const { machine } = job
  if (job.fate !== 'running') return
  note(`<<< ${kind} ${job.name}`)
  switch (kind) {
    case 'cancel':
      cancel(job)
      return
    case 'force-cancel':
      cancel(job)
      schedule(lastsMs / 4, undefined, () => {
        endJob(job, 'lost')
      })
      return
    case 'machine-lost':
      endJob(job, 'lost')
      return
    case 'main-killed':
      if (job.main !== undefined) signalOne(job.main, 'SIGKILL')
      return
    case 'terraform-killed':
      killTerraform(job)
      return
    case 'both-killed':
      if (job.main !== undefined) signalOne(job.main, 'SIGKILL')
      killTerraform(job)
      return
    case 'freeze':
      machine.frozenUntil = elapsed() + lastsMs
      job.hinderedMs += lastsMs
      return
    case 'partition':
      machine.partitionedUntil = elapsed() + lastsMs
      job.hinderedMs += lastsMs
      job.faults += 1
  }
}

function killTerraform({ machine }: Job): void {
  for (const process of [...machine.processes.values()])
    if (process.role === 'terraform') signalOne(process, 'SIGKILL')
}

function cancel(job: Job): void {
  const { main } = job
  if (job.cancelledAt !== undefined) return
  job.cancelledAt = elapsed()
  schedule(cancelledJobLastsMs, undefined, () => {
    if (job.fate === 'running') theWorld().ledger.postWasCutOff(job)
    endJob(job, 'post-killed')
  })
  if (main?.isRunning !== true) return
  // The signals go to the client of the container, and not into it (moby/moby#35703).
  if (job.runner === 'container') {
    schedule(job.postBesideMainMs, undefined, () => {
      job.onBesideMain()
    })
    return
  }
  signalOne(main, 'SIGINT')
  schedule(terminateAfterMs, main, () => {
    signalOne(main, 'SIGTERM')
  })
  schedule(killAfterMs, undefined, () => {
    signalOne(main, 'SIGKILL')
  })
}

function backendFileOf({ state }: Job): string {
  return JSON.stringify({
    version: 3,
    terraform_version: '1.11.4',
    backend: {
      type: 's3',
      config: {
        bucket: bucketName,
        key: state.key,
        region: 'eu-west-1',
        use_lockfile: hasLockFile(state) ? true : null,
        dynamodb_table: hasTable(state) ? tableName : null,
      },
      hash: 1,
    },
  })
}
