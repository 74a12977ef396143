import { noCoreLogFacts, openLockId, type CoreLogFacts } from '../lock/core-log.ts'
import type { LockEnd, LockLeft } from '../lock/lock-reading.ts'
import type { ResourceLog } from '../plan/resource-log.ts'
import { isCutOff } from '../plan/run-facts.ts'
import { recoveryFromLog } from '../plan/unsaved.ts'
import type { RecordedPlace, RecordedTerraform, RunRecord } from '../runner/run-record.ts'
import type { AwaitedRun } from './await-terraform.ts'
import type { Journey } from './outcome.ts'
import type { Rescue } from './rescue-state.ts'

/** What main has left: a Terraform that it had started, and whose end it has not seen, or not been able to settle. */
export interface Unsettled {
  readonly record: RunRecord
  readonly place: RecordedPlace
  readonly terraform: RecordedTerraform
}

/** How it ended, for the report. */
export interface Settlement {
  /** `late`: what was left could not be looked at to its end. */
  readonly end: AwaitedRun['end'] | 'late'
  /** Whether an apply had begun to change something. */
  readonly hasChanged: boolean
  /** The state lacks what an apply did, or may, and there is no file with it. */
  readonly isUnsaved: boolean
  /** While Terraform is at work it has its lock. */
  readonly lock: LockEnd
  /** What became of a state that Terraform could not save; undefined where it had none such. */
  readonly rescue?: Rescue | undefined
  /** Whether Terraform had got so far that it had the lock; undefined where nothing tells. */
  readonly lockWasOurs?: boolean | undefined
}

/** What was found by now, for a report that can wait no longer. */
export interface Findings {
  readonly resources: ResourceLog
  run?: AwaitedRun
  coreLog?: CoreLogFacts
  rescue?: Rescue | undefined
  lock?: LockEnd
}

/** What was found, as the end of the run. */
export function settlementOf(
  { terraform: { operation } }: Unsettled,
  { run, coreLog = noCoreLogFacts, rescue, lock, resources }: Findings,
): Settlement {
  const hasBegun = run?.facts.resourceEventSeen ?? resources.records().length > 0
  const isLacking =
    run === undefined ? hasBegun : run.facts.stateNotSaved || isCutOff(operation, run.facts, coreLog)
  return {
    end: run === undefined || lock === undefined ? 'late' : run.end,
    hasChanged: operation === 'apply' && hasBegun,
    isUnsaved: operation === 'apply' && rescue === undefined && isLacking,
    lock: lock ?? { kind: 'unnamed' },
    rescue,
    lockWasOurs:
      run === undefined || run.end === 'at-work'
        ? undefined
        : run.facts.workSeen || coreLog.locked.length > 0,
  }
}

/** Tells what was found, without a request: whoever has not answered by now will not. */
export function settlementByNow(journey: Journey, unsettled: Unsettled, findings: Findings): Settlement {
  const settlement = settlementOf(unsettled, findings)
  const { isUnsaved } = settlement
  const lockId = openLockId(findings.coreLog ?? noCoreLogFacts)
  const notSeen: LockLeft = {
    ...{ kind: 'left', holder: undefined, lockId, isUnsaved },
    reason: 'the time that the end of a job leaves was over before it was looked at',
  }
  const lock = findings.lock ?? (lockId === undefined ? settlement.lock : notSeen)
  if (lock.kind === 'left') journey.leftLock = lock
  if (isUnsaved) journey.recovery ??= recoveryFromLog(findings.resources, undefined)
  return { ...settlement, lock }
}
