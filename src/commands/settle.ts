import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import { renderAttention } from '../lock/annotation.ts'
import { openLockId, type CoreLogFacts } from '../lock/core-log.ts'
import { unreadPartOf, type LockEnd, type LockLeft } from '../lock/lock-reading.ts'
import { withSummary, noChanges } from '../plan/changes.ts'
import { createResourceLog, type ResourceLog } from '../plan/resource-log.ts'
import { isLikelyOurs } from '../lock/removal.ts'
import { recoveryFromLog } from '../plan/unsaved.ts'
import { createStreamView } from '../report/stream-view.ts'
import { startDeadline, type Deadline } from '../retry/deadline.ts'
import { modifiedAt } from '../runner/files.ts'
import type { RunRecord } from '../runner/run-record.ts'
import { readCoreLog } from '../terraform/follow-run.ts'
import { createStoredState } from '../terraform/stored-state.ts'
import type { LockedRun, Terraform } from '../terraform/terraform.ts'
import { obstacleToAnnotation } from './annotate-lock.ts'
import { awaitTerraform, endProcesses, type AwaitedRun, type RunProcesses } from './await-terraform.ts'
import type { Dependencies } from './dependencies.ts'
import { namesLock } from './name-lock.ts'
import { settlementByNow, settlementOf, type Findings, type Settlement, type Unsettled } from './findings.ts'
import { lookAtLock, recoverOwnLock, type ExitLook } from './exit-look.ts'
import type { Journey } from './outcome.ts'
import { redactionOf, tellDiagnostics } from './redact.ts'
import { rescueState, type Rescue } from './rescue-state.ts'

export interface SettleDependencies extends Pick<
  Dependencies,
  'inputs' | 'clock' | 'random' | 'log' | 'countProcesses' | 'ownRun'
> {
  readonly processes: RunProcesses
  readonly terraform: Terraform
  readonly backend: Backend
  readonly emergencyStateFile: string
}

/** Without a cancel nobody is in a hurry: a Terraform that is about to end gets no order to stop. */
const interruptAfterMs = 10_000
/** After the cancel, with room for the report: the runner ends the step at 4 min 45 s. */
const endsAfterMs = 240_000
const reportsAfterMs = 250_000
const cancelledJobLastsMs = 285_000
const lookAgainAfterMs = 5_000
const maxRescueMs = 60_000
/** What of a rescue may still be under way (105 s), and a look at the lock. */
const afterRescueMs = 130_000
/** A request to a store that does not answer, and the pause before it. */
const lookTakesMs = 25_000

/** As `settle`; what takes longer than the runner leaves is told as it is known by then. */
export async function settleInTime(
  deps: SettleDependencies,
  journey: Journey,
  unsettled: Unsettled,
): Promise<Settlement> {
  const { clock } = deps
  const findings: Findings = { resources: createResourceLog() }
  const over = new AbortController()
  const leftMs = Math.max(0, reportsAfterMs - timeSinceCancel(unsettled.record, clock.now()))
  try {
    const inTime = await Promise.race([
      settle(deps, journey, unsettled, findings),
      clock.sleep(leftMs, over.signal).then(() => undefined),
    ])
    return inTime ?? settlementByNow(journey, unsettled, findings)
  } finally {
    over.abort()
  }
}

/** Waits for the Terraform that main has left, and sees to its lock and its state (lock rules 5 to 7). */
export async function settle(
  deps: SettleDependencies,
  journey: Journey,
  unsettled: Unsettled,
  findings: Findings = { resources: createResourceLog() },
): Promise<Settlement> {
  const { clock } = deps
  const { record, terraform } = unsettled
  const sinceCancelMs = timeSinceCancel(record, clock.now())
  const deadline = startDeadline(clock, endsAfterMs - sinceCancelMs)
  journey.seenLockId = terraform.seenLockId
  const run = await waitForEnd(deps, journey, unsettled, findings.resources, sinceCancelMs)
  findings.run = run
  const { facts } = run
  if (terraform.operation === 'apply') {
    journey.counts = withSummary({ ...noChanges, ...facts.completed }, facts.applied)
    journey.isPlanVoid = facts.resourceEventSeen
  }
  const coreLog = await readCoreLog(terraform.logFile, terraform.lockPath)
  findings.coreLog = coreLog
  if (run.end !== 'at-work') {
    tellDiagnostics(deps, journey, facts.diagnostics, true)
    const rescue = await rescueUnsaved(deps, unsettled, findings, deadline)
    findings.rescue = rescue
    if (rescue !== undefined) journey.erroredState = rescue.kind === 'kept' ? rescue.where : undefined
    const isSaved = rescue?.kind === 'pushed'
    const judged = { coreLog, facts: isSaved ? { ...facts, stateNotSaved: false } : facts }
    findings.lock = await lookUntilKnown(deps, journey, unsettled, judged, rescue, deadline)
  } else {
    findings.lock = await lookAtWork(deps, journey, unsettled, coreLog)
  }
  const { lock } = findings
  const settlement = settlementOf(unsettled, findings)
  if (lock.kind === 'left') journey.leftLock = lock
  if (settlement.isUnsaved || (lock.kind === 'left' && lock.isUnsaved)) {
    if (lock.kind === 'left' && run.end !== 'at-work') await markLock(deps, run, lock)
    journey.recovery = recoveryFromLog(findings.resources, await pullState(deps, unsettled))
  }
  // What a killed Terraform has started is at work for nobody.
  if (lock.kind === 'left' && run.end !== 'at-work') await endProcesses(deps)
  return settlement
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
          const { readLock } = terraform
          // Main may have been ended between the two events that name a lock.
          if (readLock !== undefined && line.kind === 'event' && namesLock(line, readLock))
            journey.seenLockId ??= readLock.lockId
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
  findings: Findings,
  deadline: Deadline,
): Promise<Rescue | undefined> {
  if (terraform.operation === 'plan') return undefined
  const written = join(deps.inputs.workingDirectory, 'errored.tfstate')
  const isFresh = modifiedAt(written) >= terraform.startedAt
  const file = findings.run?.emergencyState ?? (isFresh ? written : undefined)
  if (file === undefined) return undefined
  const reason = 'the time that the end of a job leaves was over before that was done'
  findings.rescue = { kind: 'left', file, reason, isMarked: false }
  const reading = await deps.backend.lock.read()
  const ownLock = reading.kind === 'held' && findings.coreLog?.attempted.includes(reading.holder.lockId)
  const budgetMs = Math.min(maxRescueMs, Math.max(0, deadline.remainingMs() - afterRescueMs))
  const parts = { ...deps, workspaceVariable: place.workspaceVariable }
  return await rescueState(parts, file, { ownLock: ownLock === true, budgetMs })
}

/** A store that did not answer main may answer now, or in a while. */
async function lookUntilKnown(
  deps: SettleDependencies,
  journey: Journey,
  { record, terraform }: Unsettled,
  told: Pick<LockedRun, 'facts' | 'coreLog'>,
  rescue: Rescue | undefined,
  deadline: Deadline,
): Promise<LockEnd> {
  const { backend, processes, clock } = deps
  const { process, operation, startedAt, lockPath } = terraform
  if (lockPath === undefined) return { kind: operation === 'plan' ? 'given-back' : 'unnamed' }
  const isGroupGone = async (): Promise<boolean> =>
    process === undefined || (await processes.isGroupLeft(process.pid)) !== true
  const lookOnce = async (): Promise<ExitLook> => {
    const run = { ...told, startedAt, groupIsGone: await isGroupGone() }
    return await lookAtLock(deps, journey, backend, operation, run)
  }
  for (;;) {
    let look = await lookOnce()
    // What a Terraform that is over has left at work keeps the lock, which protects nothing any more.
    if (look.end.kind === 'left' && !look.end.isUnsaved && !isTransient(look)) {
      if ((await endProcesses(deps)) > 0) look = await lookOnce()
    }
    if (!isTransient(look) || deadline.remainingMs() < lookTakesMs) {
      await recoverOwnLock(deps, journey, backend, look.reading, record.ownLockIds ?? [])
      return rescue === undefined || look.end.kind === 'left' ? look.end : endOfRescue(rescue, look)
    }
    await clock.sleep(lookAgainAfterMs)
  }
}

/** Where no Terraform is recorded: removes the lock of a try that was refused, and did nothing, if it is there. */
export async function recoverRefused(
  deps: SettleDependencies,
  journey: Journey,
  { ownLockIds = [] }: RunRecord,
): Promise<void> {
  const { backend } = deps
  if (ownLockIds.length === 0) return
  await recoverOwnLock(deps, journey, backend, await backend.lock.read(), ownLockIds)
}

function isTransient({ reading, end }: ExitLook): boolean {
  return end.kind === 'left' && unreadPartOf(reading)?.transient === true
}

/** A push that goes on, or could not unlock, has a lock of its own (internal/command/state_push.go). */
function endOfRescue(rescue: Rescue, { reading, end }: ExitLook): LockEnd {
  if (reading.kind !== 'held' || reading.holder.operation !== 'state-push') return end
  const whose = 'a "terraform state push" has it, most likely the one of this job'
  const reason = rescue.kind === 'pushed' ? `${whose}, which could not give it back` : whose
  return { kind: 'left', holder: reading.holder, evidence: 'none', reason, isUnsaved: false }
}

/** The lock of an apply that is left to finish. */
async function lookAtWork(
  { backend }: SettleDependencies,
  { seenLockId }: Journey,
  { terraform }: Unsettled,
  coreLog: CoreLogFacts,
): Promise<LockEnd> {
  const logged = openLockId(coreLog)
  const lockId = logged ?? seenLockId
  const reading = terraform.lockPath === undefined ? undefined : await backend.lock.read()
  const reason = 'Terraform is still changing resources'
  if (lockId === undefined) {
    if (reading?.kind !== 'held' || !isLikelyOurs(reading.holder, terraform.startedAt))
      return { kind: 'unnamed' }
    return { kind: 'left', holder: reading.holder, evidence: 'none', reason, isUnsaved: true }
  }
  const holder = reading?.kind === 'held' && reading.holder.lockId === lockId ? reading.holder : undefined
  return {
    ...{ kind: 'left', holder, lockId, isUnsaved: true },
    ...(logged === undefined ? { evidence: 'seen' } : {}),
    reason,
  }
}

/** The state as it is saved; undefined where it could not be read in time. Takes no lock. */
async function pullState(
  { terraform, clock, log }: SettleDependencies,
  { place }: Unsettled,
): Promise<string | undefined> {
  const pull = await createStoredState(terraform, place.workspaceVariable, clock).pull()
  if (pull.kind === 'pulled') return pull.text
  log.debug(`The state could not be read: ${pull.reason}.`)
  return undefined
}

/** So that whoever meets the lock reads that it protects something (lock rule 6). */
async function markLock(
  { backend, inputs, ownRun, log }: SettleDependencies,
  { facts }: AwaitedRun,
  { holder, evidence }: LockLeft,
): Promise<void> {
  if (!inputs.annotateLock || ownRun === undefined || holder === undefined || evidence === 'none') return
  const { lockId } = holder
  const obstacle = obstacleToAnnotation(backend, facts.version?.engine)
  const end =
    obstacle === undefined
      ? await backend.lock.annotate(lockId, renderAttention(ownRun))
      : { kind: 'refused', reason: obstacle }
  if (end.kind !== 'annotated') log.debug(`The lock ${lockId} does not say that it needs attention.`)
}
