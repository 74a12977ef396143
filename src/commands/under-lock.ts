import { LockstepError } from '../errors.ts'
import { holderFromInfo } from '../lock/lock-holder.ts'
import { classifyRefusal, refusalFromRun } from '../lock/lock-failure.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { createTurn, type Turn } from '../lock/turn.ts'
import { isCutOff } from '../plan/run-facts.ts'
import { maxRacesInARow, raceDelayMs, retryDelayMs } from '../retry/backoff.ts'
import { startDeadline } from '../retry/deadline.ts'
import type { LockedRun } from '../terraform/terraform.ts'
import { refuseVainWait, requireCredentialLife, waitLimitMs } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { lookAtLock, warnOfLeftLock } from './exit-look.ts'
import type { Journey, Outcome } from './outcome.ts'
import type { Prepared } from './prepare.ts'
import { runTerraform, showLockErrors, type Attempt } from './run-terraform.ts'
import { cancelledOutcome, contendedUnlessWaiting, tellHolder, waitForTurn } from './take-turn.ts'

export type UnderLock =
  { readonly kind: 'ran'; readonly run: LockedRun } | { readonly kind: 'not-run'; readonly outcome: Outcome }

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
  const { clock, log } = deps
  const turn = createTurn(prepared.backend.turns, clock, (message) => {
    log.debug(message)
  })
  try {
    return await runInTurn(deps, journey, prepared, attempt, turn)
  } finally {
    await turn.giveBack()
  }
}

async function runInTurn(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  attempt: Attempt,
  turn: Turn,
): Promise<UnderLock> {
  const { clock, random, log, cancelled } = deps
  const isCancelled = (): boolean => cancelled.aborted
  if (isCancelled()) return { kind: 'not-run', outcome: cancelledOutcome(deps, undefined) }
  if (!attempt.lock) {
    const run = await runTerraform(deps, journey, prepared, attempt)
    settle(deps, journey, run)
    requireTerraform(prepared, run)
    return { kind: 'ran', run }
  }

  const { backend } = prepared
  const deadline = startDeadline(clock, waitLimitMs(deps, attempt.operation), journey.lockWaitedMs)
  const pause = async (ms: number): Promise<void> => {
    const before = clock.monotonic()
    await clock.sleep(Math.min(ms, deadline.remainingMs()), cancelled)
    journey.lockWaitedMs += clock.monotonic() - before
  }
  const [first] = await Promise.all([backend.lock.read(cancelled), attempt.requireStart?.()])
  let reading: LockReading | undefined = first
  let races = 0
  let blindTries = 0
  for (;;) {
    const waitedBefore = journey.lockWaitedMs
    const inTheWay = await waitForTurn(deps, journey, backend, deadline, turn, reading)
    if (inTheWay !== undefined) return { kind: 'not-run', outcome: inTheWay }
    // Whoever had the lock since may have forbidden it.
    if (journey.lockAttempts > 0 || journey.lockWaitedMs > waitedBefore) await attempt.requireStart?.()

    if (attempt.operation === 'apply') requireCredentialLife(deps)
    journey.lockAttempts += 1
    const run = await runTerraform(deps, journey, prepared, attempt, () => {
      void turn.giveBack()
    })
    void turn.giveBack()
    const refusal = refusalFromRun(run.facts, run.coreLog)
    const beside = refusal === undefined ? attempt.afterWork?.(run) : undefined
    beside?.catch(() => undefined)
    const { reading: left, end } = await lookAtLock(deps, journey, backend, attempt.operation, run, beside)
    warnOfLeftLock(deps, journey, end)
    journey.leftLock = end.kind === 'left' ? end : undefined
    const isUnsaved = run.facts.stateNotSaved || isCutOff(attempt.operation, run.facts, run.coreLog)
    if (end.kind !== 'left' && !isUnsaved) settle(deps, journey, run)
    if (refusal === undefined) {
      requireTerraform(prepared, run)
      showLockErrors(deps, run)
      return { kind: 'ran', run }
    }
    await attempt.claim?.giveBack()
    if (isCancelled()) return { kind: 'not-run', outcome: cancelledOutcome(deps, journey.holder) }

    const failure = classifyRefusal(refusal, run.coreLog.attempted, left)
    switch (failure.kind) {
      case 'own':
      case 'vanished':
        races += 1
        if (failure.kind === 'own') {
          if (isStillThere(left, failure.info.id)) throw ownLockLeft(failure.info.id)
          log.say('That lock was taken by this very run: the answer of the store was lost. Starting again.')
        } else if (deadline.hasPassed()) {
          refuseVainWait(deps, deadline, undefined)
          return { kind: 'not-run', outcome: lostRaceOutcome(deps) }
        }
        if (races >= maxRacesInARow) throw lockThatIsNoLock(races)
        log.debug(`Terraform lost a race for the lock (${String(races)} in a row); trying again.`)
        reading = undefined
        await pause(raceDelayMs(races, random))
        break
      case 'contention': {
        races = 0
        journey.holder = holderFromInfo(failure.info, clock.now())
        const end = contendedUnlessWaiting(deps, deadline, journey.holder)
        if (end !== undefined) return { kind: 'not-run', outcome: end }
        reading = left
        if (left.kind === 'held') {
          blindTries = 0
          break
        }
        // Free: the holder has just left, the first time. Else only Terraform can tell whether this lock is free.
        blindTries += 1
        if (left.kind === 'free' && blindTries === 1) break
        tellHolder(deps, journey, journey.holder, deadline.remainingMs())
        await pause(retryDelayMs(blindTries - 1, random))
        reading = undefined
        break
      }
      case 'fault':
        showLockErrors(deps, run)
        throw new LockstepError(
          'lock-fault',
          `The state lock could not be taken: ${failure.reason}.`,
          failure.advice,
        )
    }
  }
}

/** Nothing is left to do for the post step; what Terraform wrote into its files holds secrets. */
function settle({ recorder }: Dependencies, journey: Journey, run: LockedRun): void {
  // What is noted now is written again with each later note, and must not grow by the lock of the next Terraform, behind
  // which something may be unsaved.
  const ownLockIds = [...journey.ownLockIds]
  // In one write: a claim without a Terraform is one under which nothing was applied.
  const used = run.exitCode === 0 || run.facts.resourceEventSeen ? { claim: undefined } : {}
  recorder.note({ terraform: undefined, ownLockIds, ...used })
  run.discardFiles()
}

/** A program that told nothing is no Terraform, and its success is none. */
function requireTerraform({ terraform }: Prepared, { facts, exitCode }: LockedRun): void {
  const saidNothing = facts.version === undefined && !facts.workSeen && !facts.errorSeen
  if (!saidNothing || (exitCode !== 0 && exitCode !== 2)) return
  throw new LockstepError(
    'terraform-error',
    `"${terraform.executable.path}" is not Terraform or OpenTofu: it told no version.`,
    'Give the path of terraform or tofu in the input "executable".',
  )
}

function isStillThere(reading: LockReading, lockId: string): boolean {
  return reading.kind === 'unknown' || (reading.kind === 'held' && reading.holder.lockId === lockId)
}

function lostRaceOutcome({ inputs }: Dependencies): Outcome {
  return {
    kind: 'contended',
    holder: undefined,
    isNeutral: inputs.onContention === 'neutral',
    message:
      'The lock was given back in the moment in which Terraform asked for it, and lock-timeout leaves no second try.',
  }
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
    'Look at what the store says of the lock with debug logging. An S3 store that takes delete markers for objects does this: there, use a DynamoDB table for the lock.',
  )
}
