import { join } from 'node:path'
import type { Backend } from '../backend/backend.ts'
import { LockstepError } from '../errors.ts'
import { describeHolder, holderFromInfo, type LockHolder } from '../lock/lock-holder.ts'
import { classifyRefusal, refusalFromRun } from '../lock/lock-failure.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { describeProof, judgeRemoval } from '../lock/removal.ts'
import { waitForFreeLock } from '../lock/wait.ts'
import { createStreamView } from '../report/stream-view.ts'
import { raceDelayMs, retryDelayMs } from '../retry/backoff.ts'
import { startDeadline, type Deadline } from '../retry/deadline.ts'
import { renderDuration } from '../retry/duration.ts'
import { fileExists } from '../runner/files.ts'
import type { DetachedProcess } from '../terraform/detached-process.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { warn, type Prepared } from './prepare.ts'

/** A `plan` or `apply` that is to run once it is its turn. */
export interface Attempt {
  readonly operation: 'plan' | 'apply'
  readonly args: readonly string[]
  /** False for a plan without a lock: then nobody is waited for. */
  readonly lock: boolean
  readonly showPlannedChanges: boolean
}

export type UnderLock =
  { readonly kind: 'ran'; readonly run: LockedRun } | { readonly kind: 'not-run'; readonly outcome: Outcome }

/** A store that says "held" and shows no lock this often in a row keeps no lock that anybody could wait for. */
const maxRacesInARow = 10

/**
 * Waits for the lock, runs Terraform, and starts it again where it was refused the lock and did nothing else. Returns
 * the run that got its turn; throws a `lock-fault` where waiting cannot help.
 */
export async function runUnderLock(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  attempt: Attempt,
): Promise<UnderLock> {
  const { backend } = prepared
  const { inputs, clock, random, log, cancelled } = deps
  if (!attempt.lock) return { kind: 'ran', run: await runOnce(deps, prepared, attempt) }

  const deadline = startDeadline(clock, inputs.lockTimeoutMs)
  const pause = async (ms: number): Promise<void> => {
    const before = clock.monotonic()
    await clock.sleep(Math.min(ms, deadline.remainingMs()), cancelled)
    journey.lockWaitedMs += clock.monotonic() - before
  }
  let reading: LockReading | undefined
  let races = 0
  let blindTries = 0
  for (;;) {
    const inTheWay = await waitForTurn(deps, journey, backend, deadline, reading)
    if (inTheWay !== undefined) return { kind: 'not-run', outcome: inTheWay }

    journey.lockAttempts += 1
    const run = await runOnce(deps, prepared, attempt)
    const look = await lookAtLock(deps, journey, backend, attempt, run)
    const refusal = refusalFromRun(run.facts, run.coreLog, run.exitCode)
    if (refusal === undefined) return { kind: 'ran', run }
    if (cancelled.aborted) return { kind: 'not-run', outcome: cancelledOutcome(journey.holder) }

    const failure = classifyRefusal(refusal, run.coreLog.attempted, look.reading)
    reading = undefined
    switch (failure.kind) {
      case 'own':
        if (!look.removed) throw ownLockLeft(failure.info.id)
        log.lines(
          'The lock had been taken by this very run, whose answer from the store was lost; starting again.',
        )
        break
      case 'vanished':
        races += 1
        log.debug(
          `Terraform was refused a lock that was free again when it was read (${String(races)} in a row).`,
        )
        if (deadline.hasPassed()) {
          const message =
            'The lock was given back in the moment in which Terraform asked for it, and lock-timeout leaves no second try.'
          return {
            kind: 'not-run',
            outcome: {
              kind: 'contended',
              holder: undefined,
              isNeutral: inputs.onContention === 'neutral',
              message,
            },
          }
        }
        if (races >= maxRacesInARow) throw lockThatIsNoLock(races)
        await pause(raceDelayMs(races, random))
        continue
      case 'contention': {
        journey.holder = holderFromInfo(failure.info, clock.now())
        const end = contendedUnlessWaiting(deps, deadline, journey.holder)
        if (end !== undefined) return { kind: 'not-run', outcome: end }
        if (look.reading.kind === 'unknown') {
          // Only Terraform can tell whether this lock is free.
          tellHolder(deps, journey.holder, deadline.remainingMs())
          await pause(retryDelayMs(blindTries, random))
          blindTries += 1
        } else {
          reading = look.reading
        }
        break
      }
      case 'fault':
        throw new LockstepError(
          'lock-fault',
          `The state lock could not be taken: ${failure.reason}.`,
          failure.advice,
        )
    }
    races = 0
  }
}

/** Waits until the lock reads free. Returns the outcome that ends the run instead, if there is one. */
async function waitForTurn(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  deadline: Deadline,
  first: LockReading | undefined,
): Promise<Outcome | undefined> {
  const { clock, random, cancelled } = deps
  if (cancelled.aborted) return cancelledOutcome(journey.holder)
  const reading = first ?? (await backend.lock.read(cancelled))
  if (reading.kind === 'held') {
    journey.holder = reading.holder
    const end = contendedUnlessWaiting(deps, deadline, reading.holder)
    if (end !== undefined) return end
  }
  const start = clock.monotonic()
  const end = await waitForFreeLock(
    {
      clock,
      random,
      deadline,
      signal: cancelled,
      read: (signal) => backend.lock.read(signal),
      tell: (holder, remainingMs) => {
        journey.holder = holder
        tellHolder(deps, holder, remainingMs)
      },
    },
    reading,
  )
  if (reading.kind === 'held') journey.lockWaitedMs += clock.monotonic() - start
  switch (end.kind) {
    case 'cancelled':
      return cancelledOutcome(end.holder)
    case 'deadline':
      return contended(deps, end.holder)
    case 'unknown':
      // Correctness rests on Terraform's own lock, so it is asked.
      deps.log.debug(`The lock is not known: ${end.reason}`)
      return undefined
    case 'free':
      return undefined
  }
}

async function runOnce(deps: Dependencies, prepared: Prepared, attempt: Attempt): Promise<LockedRun> {
  const { log, cancelled } = deps
  const { terraform, backend, workspace } = prepared
  const view = createStreamView({ showPlannedChanges: attempt.showPlannedChanges })
  let started: DetachedProcess | undefined
  await deps.recorded
  const interrupt = (): void => {
    log.lines(
      'Cancelled: asking Terraform to stop, and waiting for it to save its state and to give the lock back.',
    )
    started?.interrupt()
  }
  try {
    return await terraform.runLocked({
      args: attempt.args,
      workspace,
      lockPath: attempt.lock ? backend.lockPath : undefined,
      onStart: (child) => {
        started = child
        if (cancelled.aborted) interrupt()
        else cancelled.addEventListener('abort', interrupt, { once: true })
      },
      onLine: (line) => {
        const text = view.show(line)
        if (text !== undefined) log.lines(text)
      },
    })
  } finally {
    cancelled.removeEventListener('abort', interrupt)
  }
}

/** The lock after Terraform ended: Terraform's word is not enough, so it is read, and removed where rule 5 allows. */
async function lookAtLock(
  deps: Dependencies,
  journey: Journey,
  backend: Backend,
  attempt: Attempt,
  run: LockedRun,
): Promise<{ reading: LockReading; removed: boolean }> {
  const { inputs, log } = deps
  const reading = await backend.lock.read()
  const verdict = judgeRemoval(
    {
      ownLockIds: run.coreLog.attempted,
      operation: attempt.operation,
      resourceEventSeen: run.facts.resourceEventSeen,
      exitCode: run.exitCode,
      stateNotSaved:
        run.facts.stateNotSaved || (await fileExists(join(inputs.workingDirectory, 'errored.tfstate'))),
      processesLeft: await deps.countProcesses(),
    },
    reading,
  )
  if (verdict.kind === 'nothing-to-remove') return { reading, removed: false }
  if (verdict.kind === 'keep') {
    warn(deps, journey, `The state lock of this run may be left behind: ${verdict.reason}.`)
    return { reading, removed: false }
  }
  const { lockId } = verdict.proof
  if (inputs.recoverLock === 'off') {
    warn(deps, journey, `The state lock ${lockId} of this run was left behind, and recover-lock is off.`)
    return { reading, removed: false }
  }
  const removal = await backend.lock.remove(verdict.version, verdict.proof)
  switch (removal.kind) {
    case 'removed':
    case 'gone':
      journey.lockRecovered = lockId
      warn(deps, journey, `Removed a state lock that was left behind: ${describeProof(verdict.proof)}.`)
      return { reading: { kind: 'free' }, removed: true }
    case 'changed-hands':
      log.lines(`The lock ${lockId} is gone; somebody else has taken the state since.`)
      return { reading: await backend.lock.read(), removed: true }
    case 'refused':
      warn(
        deps,
        journey,
        `The state lock ${lockId} of this run was left behind and could not be removed: ${removal.reason}.`,
      )
      return { reading, removed: false }
  }
}

function contendedUnlessWaiting(
  deps: Dependencies,
  deadline: Deadline,
  holder: LockHolder,
): Outcome | undefined {
  const waits = deps.inputs.onContention === 'wait' && !deadline.hasPassed()
  return waits ? undefined : contended(deps, holder)
}

function contended({ inputs }: Dependencies, holder: LockHolder): Outcome {
  const waited =
    inputs.onContention === 'wait'
      ? ` after waiting ${renderDuration(inputs.lockTimeoutMs)} (lock-timeout)`
      : ''
  return {
    kind: 'contended',
    holder,
    isNeutral: inputs.onContention === 'neutral',
    message: `The state is locked by ${describeHolder(holder)}${waited}.`,
  }
}

function cancelledOutcome(holder: LockHolder | undefined): Outcome {
  const message =
    holder === undefined
      ? 'The job was cancelled before Terraform was started.'
      : `The job was cancelled while it waited for the state lock of ${describeHolder(holder)}.`
  return { kind: 'cancelled', message, counts: undefined }
}

function tellHolder({ log }: Dependencies, holder: LockHolder, remainingMs: number): void {
  log.lines(
    `Waiting for the state lock: held by ${describeHolder(holder)}. Time left: ${renderDuration(remainingMs)}.`,
  )
}

function ownLockLeft(lockId: string): LockstepError {
  return new LockstepError(
    'lock-fault',
    `Terraform was refused its own lock ${lockId}: the store had kept it, but its answer was lost. It could not be removed; see the warning above.`,
    `When no Terraform works on this state any more, run: terraform force-unlock ${lockId}`,
  )
}

function lockThatIsNoLock(races: number): LockstepError {
  return new LockstepError(
    'lock-fault',
    `The store refused the lock ${String(races)} times in a row, and showed no lock each time.`,
    'A store that keeps delete markers as if they were objects does this. Use a store with conditional writes that work, or a DynamoDB table for the lock.',
  )
}
