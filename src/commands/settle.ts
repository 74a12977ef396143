import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import { messageFromError } from '../errors.ts'
import { renderAttention } from '../lock/annotation.ts'
import type { CoreLogFacts } from '../lock/core-log.ts'
import type { LockEnd } from '../lock/lock-reading.ts'
import { withSummary, noChanges } from '../plan/changes.ts'
import { createResourceLog, type ResourceLog } from '../plan/resource-log.ts'
import { recoveryFromLog } from '../plan/unsaved.ts'
import { createStreamView } from '../report/stream-view.ts'
import { startDeadline, type Deadline } from '../retry/deadline.ts'
import { modifiedAt } from '../runner/files.ts'
import type { RecordedPlace, RecordedTerraform, RunRecord } from '../runner/run-record.ts'
import { readCoreLog } from '../terraform/follow-run.ts'
import type { LockedRun, Terraform } from '../terraform/terraform.ts'
import { obstacleToAnnotation } from './annotate-lock.ts'
import { awaitTerraform, endProcesses, type AwaitedRun, type RunProcesses } from './await-terraform.ts'
import type { Dependencies } from './dependencies.ts'
import { lookAtLock, recoverOwnLock, type ExitLook } from './exit-look.ts'
import type { Journey } from './outcome.ts'
import { redactionOf, tellDiagnostics } from './redact.ts'
import { rescueState, type Rescue } from './rescue-state.ts'

/** What main has left: a Terraform that it had started, and whose end it has not seen, or not been able to settle. */
export interface Unsettled {
  readonly record: RunRecord
  readonly place: RecordedPlace
  readonly terraform: RecordedTerraform
}

export interface SettleDependencies extends Pick<
  Dependencies,
  'inputs' | 'clock' | 'random' | 'log' | 'countProcesses' | 'ownRun'
> {
  readonly processes: RunProcesses
  readonly terraform: Terraform
  readonly backend: Backend
  readonly emergencyStateFile: string
}

/** How it ended, for the report. */
export interface Settlement {
  readonly run: AwaitedRun
  /** `at-work`: Terraform is left to finish, and has its lock until then. */
  readonly lock: LockEnd | { readonly kind: 'at-work' }
  /** What became of a state that Terraform could not save; undefined where it had none such. */
  readonly rescue?: Rescue | undefined
}

/** Without a cancel nobody is in a hurry: a Terraform that is about to end gets no order to stop. */
const interruptAfterMs = 10_000
/** After the cancel, with room for the report: the runner ends the step at 4 min 45 s. */
const endsAfterMs = 240_000
const cancelledJobLastsMs = 285_000
const lookAgainAfterMs = 5_000
const maxRescueMs = 60_000
/** What of a push may still be under way, and a look at the lock. */
const afterRescueMs = 100_000
/** A request to a store that does not answer, and the pause before it. */
const lookTakesMs = 25_000

/** Waits for the Terraform that main has left, and sees to its lock and its state (lock rules 5 to 7). */
export async function settle(
  deps: SettleDependencies,
  journey: Journey,
  unsettled: Unsettled,
): Promise<Settlement> {
  const { clock } = deps
  const { record, terraform } = unsettled
  const sinceCancelMs = timeSinceCancel(record, clock.now())
  const deadline = startDeadline(clock, endsAfterMs - sinceCancelMs)
  const resources = createResourceLog()
  const run = await waitForEnd(deps, journey, unsettled, resources, sinceCancelMs)
  const { facts } = run
  if (terraform.operation === 'apply') {
    journey.counts = withSummary({ ...noChanges, ...facts.completed }, facts.applied)
    journey.isPlanVoid = facts.resourceEventSeen
  }
  if (run.end === 'at-work') return { run, lock: { kind: 'at-work' } }
  tellDiagnostics(deps, journey, facts.diagnostics, true)
  const coreLog = await readCoreLog(terraform.logFile, terraform.lockPath)
  const rescue = await rescueUnsaved(deps, unsettled, run, coreLog, deadline)
  if (rescue !== undefined) journey.erroredState = rescue.kind === 'kept' ? rescue.where : undefined
  const isSaved = rescue?.kind === 'pushed'
  const judged = { coreLog, facts: isSaved ? { ...facts, stateNotSaved: false } : facts }
  const lock = await lookUntilKnown(deps, journey, unsettled, judged, deadline)
  if (lock.kind !== 'left') return { run, lock, rescue }
  journey.leftLock = lock
  if (lock.isUnsaved) {
    await markLock(deps, run, lock.holder?.lockId)
    journey.recovery = recoveryFromLog(resources, await pullState(deps, unsettled))
  }
  // What a killed Terraform has started is at work for nobody.
  await endProcesses(deps)
  return { run, lock, rescue }
}

/**
 * 0 where no job's cancel has begun. A step's timeout signals main as a cancel does, and later steps run before the
 * post step: what came longer ago than a cancelled job lasts was one.
 */
function timeSinceCancel({ cancelledAt }: RunRecord, now: number): number {
  const since = cancelledAt === undefined ? 0 : Math.max(0, now - cancelledAt)
  return since > cancelledJobLastsMs ? 0 : since
}

async function waitForEnd(
  deps: SettleDependencies,
  journey: Journey,
  { record, place, terraform }: Unsettled,
  resources: ResourceLog,
  sinceCancelMs: number,
): Promise<AwaitedRun> {
  const { log, inputs } = deps
  const view = createStreamView({ showPlannedChanges: true })
  const redact = redactionOf(journey, true)
  const isShown = record.isReported !== true
  if (isShown) log.startGroup('The output of Terraform, from its start')
  try {
    return await awaitTerraform(
      {
        ...deps,
        onLine: (line) => {
          resources.add(line)
          const text = isShown ? view.show(line) : undefined
          if (text !== undefined) log.lines(redact(text))
        },
      },
      {
        terraform,
        isScript: place.executable.isScript,
        graceMs: Math.max(0, inputs.cancelGraceMs - sinceCancelMs),
        interruptAfterMs: record.cancelledAt === undefined ? interruptAfterMs : 0,
      },
    )
  } finally {
    if (isShown) log.endGroup()
  }
}

/** Pushes the state that Terraform could not save, or keeps it; the lock that it may still have stays until then. */
async function rescueUnsaved(
  deps: SettleDependencies,
  { place, terraform }: Unsettled,
  run: AwaitedRun,
  { attempted }: CoreLogFacts,
  deadline: Deadline,
): Promise<Rescue | undefined> {
  if (terraform.operation === 'plan') return undefined
  const written = join(deps.inputs.workingDirectory, 'errored.tfstate')
  const isFresh = (await modifiedAt(written)) >= terraform.startedAt
  const file = run.emergencyState ?? (isFresh ? written : undefined)
  if (file === undefined) return undefined
  const reading = await deps.backend.lock.read()
  const ownLock = reading.kind === 'held' && attempted.includes(reading.holder.lockId)
  const budgetMs = Math.min(maxRescueMs, Math.max(0, deadline.remainingMs() - afterRescueMs))
  const parts = { ...deps, workspaceVariable: place.workspaceVariable }
  return await rescueState(parts, file, { ownLock, budgetMs })
}

/** A store that did not answer main may answer now, or in a while. */
async function lookUntilKnown(
  deps: SettleDependencies,
  journey: Journey,
  { record, terraform }: Unsettled,
  told: Pick<LockedRun, 'facts' | 'coreLog'>,
  deadline: Deadline,
): Promise<LockEnd> {
  const { backend, processes, clock } = deps
  if (terraform.lockPath === undefined) return { kind: 'given-back' }
  const { process } = terraform
  const run = {
    ...told,
    startedAt: terraform.startedAt,
    groupIsGone: process === undefined || (await processes.isGroupLeft(process.pid)) !== true,
  }
  for (;;) {
    const look = await lookAtLock(deps, journey, backend, terraform.operation, run)
    if (!isTransient(look) || deadline.remainingMs() < lookTakesMs) {
      await recoverOwnLock(deps, journey, backend, look.reading, record.ownLockIds ?? [])
      return look.end
    }
    await clock.sleep(lookAgainAfterMs)
  }
}

function isTransient({ reading, end }: ExitLook): boolean {
  return end.kind === 'left' && reading.kind === 'unknown' && reading.transient
}

/** The state as it is saved; undefined where it could not be read. Takes no lock. */
async function pullState(
  { terraform, log }: SettleDependencies,
  { place }: Unsettled,
): Promise<string | undefined> {
  try {
    const { exitCode, stdout } = await terraform.run(['state', 'pull'], place.workspaceVariable)
    if (exitCode === 0) return stdout
    log.debug('The state could not be read.')
  } catch (error) {
    log.debug(`The state could not be read: ${messageFromError(error)}`)
  }
  return undefined
}

/** So that whoever meets the lock reads that it protects something (lock rule 6). */
async function markLock(
  { backend, inputs, ownRun, log }: SettleDependencies,
  { facts }: AwaitedRun,
  lockId: string | undefined,
): Promise<void> {
  if (!inputs.annotateLock || ownRun === undefined || lockId === undefined) return
  const obstacle = obstacleToAnnotation(backend, facts.version?.engine)
  const end =
    obstacle === undefined
      ? await backend.lock.annotate(lockId, renderAttention(ownRun))
      : { kind: 'refused', reason: obstacle }
  if (end.kind !== 'annotated') log.debug(`The lock ${lockId} does not say that it needs attention.`)
}
