import type { Clock } from '../clock.ts'
import type { RunFacts, StreamLine } from '../plan/run-facts.ts'
import { renderDuration } from '../retry/duration.ts'
import type { Log } from '../runner/log.ts'
import type { ProcessIdentity } from '../runner/processes.ts'
import type { RecordedTerraform } from '../runner/run-record.ts'
import { followRun } from '../terraform/follow-run.ts'

/** The processes of a run, by the token that they carry. */
export interface RunProcesses {
  find(): Promise<readonly number[] | 'not-known'>
  isAlive(process: ProcessIdentity): boolean
  leadsGroup(pid: number): boolean
  isGroupLeft(groupId: number): Promise<boolean | 'not-known'>
  signal(pid: number, signal: NodeJS.Signals): boolean
}

export interface AwaitDependencies {
  readonly clock: Clock
  readonly log: Log
  readonly processes: RunProcesses
  readonly emergencyStateFile: string
  readonly onLine: (line: StreamLine) => void
}

export interface AwaitOptions {
  readonly terraform: RecordedTerraform
  /** A script stands before Terraform, so signals go to the whole group. */
  readonly isScript: boolean
  readonly graceMs: number
  /** How long Terraform may go on before it gets its one SIGINT. */
  readonly interruptAfterMs: number
}

/** What Terraform had told when it was waited for no longer. */
export interface AwaitedRun {
  /** `killed`: it would not end in time, and had changed nothing. */
  readonly end: 'ended' | 'killed' | 'at-work'
  readonly facts: RunFacts
  /** The file with the state that Terraform could only print. */
  readonly emergencyState: string | undefined
}

const lookAgainAfterMs = 200
const killWithinMs = 5_000
const restWithinMs = 3_000

/**
 * Waits until a Terraform that main has left behind has ended, and what it started; asks it once to stop. When the time
 * is over, what has changed nothing is killed, and an apply at work goes on (lock rule 7).
 */
export async function awaitTerraform(deps: AwaitDependencies, options: AwaitOptions): Promise<AwaitedRun> {
  const { clock, log, processes } = deps
  const { terraform, isScript, graceMs } = options
  const start = clock.monotonic()
  const { promise: ended, resolve: stopReading } = Promise.withResolvers<undefined>()
  const followed = followRun(terraform.outputFile, { ...deps, ended })
  const isNothingApplied = async (): Promise<boolean> =>
    terraform.operation === 'plan' || !(await followed.latestFacts()).resourceEventSeen
  let isInterrupted = terraform.isInterrupted === true
  let isKilled = false

  const isAtWork = async (): Promise<boolean> => {
    const { process } = terraform
    if (process === undefined) return (await findProcesses(processes)).length > 0
    return processes.isAlive(process) || (isScript && (await processes.isGroupLeft(process.pid)) === true)
  }
  const interrupt = async (): Promise<void> => {
    isInterrupted = true
    if ((await followed.latestFacts()).interruptSeen) return
    // Main was killed between its start and the note of its number; it is the one that leads its group.
    const leaders = (await findProcesses(processes)).filter((pid) => processes.leadsGroup(pid))
    const targets = terraform.process === undefined ? leaders : [terraform.process.pid]
    const asked = targets.filter((pid) => processes.signal(isScript ? -pid : pid, 'SIGINT'))
    if (asked.length > 0) log.say('Asked Terraform to stop.')
  }

  try {
    for (let isTold = false; await isAtWork(); isTold = true) {
      const waited = clock.monotonic() - start
      const left = renderDuration(Math.max(0, graceMs - waited))
      if (!isTold) log.say(`Terraform is still at work; it has ${left} to end in order.`)
      if (!isInterrupted && waited >= options.interruptAfterMs) await interrupt()
      if (waited < graceMs) {
        await clock.sleep(lookAgainAfterMs)
        continue
      }
      if (!(await isNothingApplied()))
        return { end: 'at-work', facts: followed.facts(), emergencyState: undefined }
      log.say('The time given to Terraform is over. It has changed nothing, so it is ended now.')
      isKilled = true
      if (terraform.process !== undefined) processes.signal(-terraform.process.pid, 'SIGKILL')
      await endProcesses(deps)
      break
    }
    stopReading(undefined)
    const emergencyState = await followed.done
    await waitForRest(deps)
    // A provider outlives a Terraform that was killed, and would keep the lock from being removed.
    if (await isNothingApplied()) await endProcesses(deps)
    return { end: isKilled ? 'killed' : 'ended', facts: followed.facts(), emergencyState }
  } finally {
    stopReading(undefined)
    await followed.done.catch(() => undefined)
  }
}

/** What Terraform has started mostly ends with it, or soon after. */
async function waitForRest({
  clock,
  processes,
}: Pick<AwaitDependencies, 'clock' | 'processes'>): Promise<void> {
  const end = clock.monotonic() + restWithinMs
  while ((await findProcesses(processes)).length > 0 && clock.monotonic() < end) {
    await clock.sleep(lookAgainAfterMs)
  }
}

/** SIGKILLs what carries the run's token, as the runner does at the end of a job. Returns how many there were. */
export async function endProcesses({
  clock,
  processes,
}: Pick<AwaitDependencies, 'clock' | 'processes'>): Promise<number> {
  const end = clock.monotonic() + killWithinMs
  const ended = new Set<number>()
  for (;;) {
    const found = await findProcesses(processes)
    if (found.length === 0 || clock.monotonic() >= end) return ended.size
    for (const pid of found) {
      processes.signal(pid, 'SIGKILL')
      ended.add(pid)
    }
    await clock.sleep(50)
  }
}

async function findProcesses(processes: RunProcesses): Promise<readonly number[]> {
  const found = await processes.find()
  return found === 'not-known' ? [] : found
}
