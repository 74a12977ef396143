import { createBucket } from './bucket.ts'
import { drawWorld, type DrawnWorld } from './draw.ts'
import { checkEnd } from './end-check.ts'
import { newJob, type Job } from './job.ts'
import { elapsed, run, schedule, startKernel } from './kernel.ts'
import { createGitHub } from './github.ts'
import { createLedger, type Violation } from './ledger.ts'
import { createMachine, wallTime, type Machine, type Process } from './machine.ts'
import type { Fault, Request } from './network.ts'
import { letWork } from './person.ts'
import { reach, startJob, type Doors } from './runner.ts'
import { onProductSignal } from './stand-ins/globals.ts'
import {
  digestKeyOf,
  hasLockFile,
  hasTable,
  lockKeyOf,
  lockPathOf,
  parseState,
  renderState,
  type State,
} from './state.ts'
import { md5Of } from './terraform/state-store.ts'
import { createTable } from './table.ts'
import { openWorld, theWorld } from './world.ts'

export interface Played {
  readonly violations: readonly Violation[]
  readonly trace: readonly string[]
  readonly virtualMs: number
}

/** Longer than anything that ends by itself takes. */
const longestMs = 45 * 60_000

/** Plays the world of one seed to its end. */
/** `drawn` left out: what this seed draws. */
export async function playSeed(
  seed: number,
  doors: Doors,
  isTraced = false,
  drawn?: DrawnWorld,
): Promise<Played> {
  const { trace = [] } = startKernel(seed, isTraced)
  build(drawn ?? drawWorld(), doors)
  await run(longestMs)
  const { ledger, jobs } = theWorld()
  checkEnd(ledger, jobs)
  return { violations: ledger.violations, trace, virtualMs: elapsed() }
}

function build(drawn: DrawnWorld, doors: Doors): void {
  const { states } = drawn
  const ledger = createLedger(states)
  let acting: { readonly by: Process; readonly isLate: boolean } | undefined
  const bucket = createBucket(wallTime, (change) => {
    if (acting !== undefined) ledger.objectChanged(acting.by, change, acting.isLate)
  })
  bucket.ignoresDeleteConditions = drawn.store === 'ignores-delete-conditions'
  const table = createTable((change) => {
    if (acting !== undefined) ledger.itemChanged(acting.by, change, acting.isLate)
  })
  const jobs = drawn.jobs.map((job) => newJob(job, createMachine(job.name, job.skewMs)))
  const byMachine = new Map<Machine, Job>(jobs.map((job) => [job.machine, job]))
  const github = drawn.github === undefined ? undefined : createGitHub(drawn.github, jobs)
  openWorld({
    ...{ github, bucket, table, ledger, states, jobs, elapsed },
    storeHost: drawn.store === 'aws' ? 'tfstate.s3.eu-west-1.amazonaws.com' : 'store.example.com',
    jobOn: (machine) => byMachine.get(machine),
    stateOf: (machine) => byMachine.get(machine)?.state ?? states[0]!,
    faultOf: (by, request) => {
      const job = byMachine.get(by.machine)
      if (job !== undefined && mayNotSave(job, by, request)) return 'denied'
      const fault = drawFault(drawn, by, request)
      if (job !== undefined) reachByRequest(job, request)
      if (fault !== undefined && fault !== 'slow' && job !== undefined) job.faults += 1
      return fault
    },
    act(by, act, isLate) {
      acting = { by, isLate }
      try {
        return act()
      } finally {
        acting = undefined
      }
    },
  })
  onProductSignal((from, pid, name) => {
    ledger.signalled(from, pid, name)
  })
  for (const state of states) writeBefore(state, drawn.writesBefore)
  for (const job of jobs) scheduleJob(job, jobs, doors)
  for (const person of drawn.people) {
    schedule(person.startsMs, undefined, () => {
      letWork(person)
    })
  }
}

/** By nobody, and with a digest where there is a table. */
function writeBefore(state: State, times: number): void {
  const { bucket, table, ledger } = theWorld()
  for (let serial = 1; serial <= times; serial += 1) {
    const resources = Array.from({ length: serial }, (_, index) => `before_${index}`)
    const text = renderState({ serial, lineage: state.lineage, resources })
    bucket.put(state.key, text, {})
    ledger.trueStateOf(state).content = parseState(text)
    if (hasTable(state)) table.put(digestKeyOf(state), { LockID: digestKeyOf(state), Digest: md5Of(text) })
  }
}

function scheduleJob(job: Job, jobs: readonly Job[], doors: Doors): void {
  const start = (): void => {
    if (job.command === 'restore') {
      job.versionToRestore = olderVersionOf(job)
      if (job.versionToRestore === undefined) return
    }
    startJob(job, doors)
  }
  if (job.command === 'unlock') {
    schedule(job.startsMs, undefined, () => {
      letUnlock(job, start)
    })
    return
  }
  const pullRequest = theWorld().github?.pullRequestOf(job)
  if (pullRequest !== undefined && job.event === 'push') {
    pullRequest.onMerged.push(() => {
      schedule(job.startsMs, undefined, start)
    })
    return
  }
  if (pullRequest !== undefined && job.event === 'pull_request' && job.head === 1)
    job.onOver.push(() => {
      theWorld().github?.planIsOver(pullRequest, job.succeeded)
    })
  const before = jobs.find(({ number }) => number === job.needs)
  if (before === undefined) {
    schedule(job.startsMs, undefined, start)
    return
  }
  before.onOver.push(() => {
    if (before.succeeded) schedule(job.startsMs, undefined, start)
  })
}

/** Somebody reads who holds the lock, and asks to remove it a while later. */
function letUnlock(job: Job, start: () => void): void {
  const { state, unlock } = job
  const { bucket, table } = theWorld()
  const json = hasTable(state)
    ? table.peek(lockPathOf(state))?.['Info']
    : bucket.peek(lockKeyOf(state))?.body.toString('utf8')
  if (json === undefined || unlock === undefined) return
  const { ID } = JSON.parse(json) as { readonly ID: string }
  job.lockToRemove = unlock.isMistaken ? ID.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : ID
  schedule(unlock.lookedMs, undefined, start)
}

function mayNotSave(job: Job, by: Process, { name, key }: Request<unknown>): boolean {
  const isSave = by.role !== 'lockstep' && name === 'PutObject' && key === job.state.key
  return isSave && elapsed() - job.startedAt < job.savesFailForMs
}

/** The last things that main asks for before it starts an apply. */
function reachByRequest(job: Job, { name, key }: Request<unknown>): void {
  if (key.endsWith('/state-not-saved')) reach(job, 'about-to-start')
  else if (name === 'PutObject' && key.startsWith('.lockstep/claims/')) reach(job, 'claims')
}

/** That there is to choose from when the job starts. */
function olderVersionOf({ state, machine }: Job): string | undefined {
  const versions = theWorld().bucket.versions.filter(
    ({ key, kind }) => key === state.key && kind === 'object',
  )
  return versions[Math.floor(machine.random() * versions.length)]?.object.versionId
}

function drawFault(drawn: DrawnWorld, by: Process, request: Request<unknown>): Fault | undefined {
  const { random } = by.machine
  const { faultRates, faultsEndMs, outage, deniesLock, states } = drawn
  const now = elapsed()
  if (outage !== undefined && now >= outage.fromMs && now < outage.untilMs) return 'error-before'
  const isDenied =
    deniesLock === request.name &&
    states.some((state) => hasLockFile(state) && request.key === lockKeyOf(state))
  if (isDenied) return 'denied'
  if (now > faultsEndMs) return undefined
  for (const [fault, rate] of faultRates) {
    if (random() >= rate) continue
    if (fault !== 'conflict' || request.isConditional) return fault
  }
  return undefined
}
