import { LockstepError } from '../errors.ts'
import { engineVersionFromEvent, type EngineVersion } from '../lock/engine-version.ts'
import { isLockError } from '../lock/lock-failure.ts'
import { adviseMechanism } from '../lock/mechanism.ts'
import { diagnosticFromJson, renderDiagnostic, type Diagnostic } from '../plan/diagnostic.ts'
import { isUnderLock, type StreamEvent, type StreamLine } from '../plan/run-facts.ts'
import { plainLine } from '../report/plain-text.ts'
import { createStreamView } from '../report/stream-view.ts'
import { renderDuration } from '../retry/duration.ts'
import { canInterrupt, identityOf } from '../runner/processes.ts'
import type { RecordedSecrets } from '../runner/run-record.ts'
import type { DetachedProcess } from '../terraform/detached-process.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import { createLockAnnotation } from './annotate-lock.ts'
import { stopBeforeExpiry } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { createLockNaming } from './name-lock.ts'
import type { Journey } from './outcome.ts'
import { warn, type Prepared } from './prepare.ts'
import { preloadSummary } from './report.ts'
import { redactionOf } from './redact.ts'

/** A `plan` or `apply` that is to run once it is its turn. */
export interface Attempt {
  readonly operation: 'plan' | 'apply'
  readonly args: readonly string[]
  /** False for a plan without a lock: then nobody is waited for. */
  readonly lock: boolean
  readonly showPlannedChanges: boolean
  /** Throws what forbids a start. Called before the lock is waited for, and again before each start after that. */
  readonly requireStart?: () => Promise<void>
  /** Taken right before each start, and given back where that came to nothing: it was refused the lock, or not started. */
  readonly claim?: { take(): Promise<void>; giveBack(): Promise<void> }
  /**
   * Called when Terraform is there: what nobody waits for yet is begun now, at no cost to its start. It must not throw,
   * since Terraform would be left to itself.
   */
  readonly onStart?: () => void
  /** Called once Terraform has done its work. What it starts has ended when what it returns settles. */
  readonly afterWork?: (run: LockedRun) => Promise<unknown>
  /** Called once Terraform has ended with errors, which are told only then: they may quote what it finds. */
  readonly beforeErrors?: () => Promise<void>
}

const silenceMs = 60_000

/**
 * Runs Terraform once, shows its stream in the log, and hands a cancel on as one SIGINT. `onLocked` is called once it
 * has the lock, perhaps more than once.
 */
export async function runTerraform(
  deps: Dependencies,
  journey: Journey,
  { terraform, backend, workspaceVariable }: Prepared,
  attempt: Attempt,
  onLocked: () => void = () => undefined,
): Promise<LockedRun> {
  const { log, cancelled, clock, recorder } = deps
  const view = createStreamView({ showPlannedChanges: attempt.showPlannedChanges })
  const redact = redactionOf(journey, true)
  const held: string[] = []
  const ended = new AbortController()
  const start = clock.monotonic()
  let lastLineAt = start
  let started: DetachedProcess | undefined
  let version: EngineVersion | undefined
  const annotation = createLockAnnotation(deps, backend, () => version?.engine)
  let run: LockedRun | undefined
  let hasLog = false
  journey.seenLockId = undefined
  const nameLock = createLockNaming(
    backend.lock,
    clock,
    (lockId) => {
      journey.seenLockId = lockId
      recorder.noteTerraform({ seenLockId: lockId })
    },
    (readLock) => {
      recorder.noteTerraform({ readLock })
    },
  )
  const interrupt = (): void => {
    recorder.noteTerraform({ isInterrupted: true })
    started?.interrupt()
  }
  const cancel = (): void => {
    log.say(
      canInterrupt()
        ? 'Cancelled: asking Terraform to stop, and waiting for it to save its state and to give the lock back.'
        : 'Cancelled: on Windows Terraform cannot be asked to stop; waiting for its end.',
    )
    interrupt()
  }
  await attempt.claim?.take()
  void tellThatItWorks(deps, start, () => lastLineAt, ended.signal)
  try {
    run = await terraform.runLocked({
      args: attempt.args,
      workspace: workspaceVariable,
      lockPath: attempt.lock ? backend.lockPath : undefined,
      beforeStart: (starting) => {
        const { operation, lock } = attempt
        const lockPath = lock ? backend.lockPath : undefined
        hasLog = starting.logFile !== undefined
        recorder.begin({ operation, lockPath, ...starting }, secretsOf(journey))
        if (recorder.isCalledOff()) throw calledOff()
      },
      onStart: (child) => {
        started = child
        recorder.noteTerraform({ process: identityOf(child.pid) })
        attempt.onStart?.()
        deps.announce.working()
        preloadSummary()
        journey.onIdle?.()
        if (attempt.lock && canInterrupt()) void stopBeforeExpiry(deps, journey, interrupt, ended.signal)
        if (cancelled.aborted) cancel()
        else cancelled.addEventListener('abort', cancel, { once: true })
      },
      onLocked: (lockId) => {
        recorder.noteTerraform({ lockId })
        deps.announce.locked()
        onLocked()
        annotation?.locked(lockId)
      },
      onLine: (line) => {
        lastLineAt = clock.monotonic()
        if (isLockErrorLine(line)) return
        if (line.kind === 'event') {
          note(deps, journey, line)
          if (isUnderLock(line)) onLocked()
          if (line.type === 'version') version ??= engineVersionFromEvent(line.body)
          const isNamedByLog = hasLog && version?.engine === 'terraform'
          if (attempt.operation === 'apply' && backend.lockPath !== undefined && !isNamedByLog) nameLock(line)
        }
        const text = view.show(line)
        if (text === undefined) return
        if (attempt.beforeErrors !== undefined && isError(line)) {
          held.push(text)
          return
        }
        // An error is told before the run has failed; a text that is no event may be the trace of a wrapper.
        const isJudged = line.kind === 'event' && line.type !== 'diagnostic'
        log.lines(isJudged ? text : redact(text))
      },
    })
    if (held.length > 0) {
      await attempt.beforeErrors?.()
      const redactAll = redactionOf(journey, true)
      for (const text of held) log.lines(redactAll(text))
    }
    const advice =
      run.facts.version === undefined ? undefined : adviseMechanism(backend.mechanism, run.facts.version)
    if (advice !== undefined) warn(deps, journey, advice)
    return run
  } catch (error) {
    if (started === undefined) recorder.note({ terraform: undefined })
    throw error
  } finally {
    ended.abort()
    cancelled.removeEventListener('abort', cancel)
    await annotation?.ended(run?.coreLog.unlocked ?? [])
    if (started === undefined) await attempt.claim?.giveBack()
  }
}

/** In a job container no signal of the runner's arrives, so a job that is over goes on here (moby/moby#35703). */
function calledOff(): LockstepError {
  return new LockstepError('cancelled', 'The job is over, so Terraform was not started.')
}

function secretsOf({ sensitive, given }: Journey): RecordedSecrets {
  return { sensitive: [...sensitive], given: [...given] }
}

function note({ log }: Dependencies, journey: Journey, { type, message }: StreamEvent): void {
  if (type === 'planned_change') journey.plannedChanges.push(message)
  if (type === 'version' && journey.engine === undefined) {
    journey.engine = plainLine(message)
    log.say(journey.engine)
  }
}

/** A sentence for each minute in which Terraform said nothing: a refresh of many resources can take long. */
async function tellThatItWorks(
  { log, clock }: Dependencies,
  start: number,
  lastLineAt: () => number,
  ended: AbortSignal,
): Promise<void> {
  for (;;) {
    await clock.sleep(silenceMs, ended)
    if (ended.aborted) return
    if (clock.monotonic() - lastLineAt() < silenceMs) continue
    log.say(`Terraform is still at work, for ${renderDuration(clock.monotonic() - start)} now.`)
  }
}

/** Shows the lock errors that were withheld while they could still be a race that is won. */
export function showLockErrors({ log }: Dependencies, { facts }: LockedRun): void {
  for (const diagnostic of facts.diagnostics.filter(isLockError)) {
    log.lines(`\n${renderDiagnostic(diagnostic)}\n`)
  }
}

function isLockErrorLine(line: StreamLine): boolean {
  const diagnostic = diagnosticOf(line)
  return diagnostic !== undefined && isLockError(diagnostic)
}

function isError(line: StreamLine): boolean {
  return diagnosticOf(line)?.severity === 'error'
}

function diagnosticOf(line: StreamLine): Diagnostic | undefined {
  if (line.kind !== 'event' || line.type !== 'diagnostic') return undefined
  return diagnosticFromJson(line.body['diagnostic'])
}
