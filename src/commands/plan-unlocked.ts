import type { Backend } from '../backend/backend.ts'
import type { LockReading, StateLock } from '../lock/lock-reading.ts'
import { createTurn } from '../lock/turn.ts'
import { parsePlanArchive } from '../plan/plan-archive.ts'
import { startDeadline } from '../retry/deadline.ts'
import { readBytes } from '../runner/files.ts'
import { createStoredState } from '../terraform/stored-state.ts'
import { waitLimitMs } from './credentials.ts'
import type { Dependencies } from './dependencies.ts'
import { runPlan, type PlanRun } from './make-plan.ts'
import type { Journey, Outcome } from './outcome.ts'
import type { Prepared } from './prepare.ts'
import { waitForTurn } from './take-turn.ts'

const maxTries = 3

/**
 * Plans without a lock. While somebody writes the state, what they are about to do looks like drift, so a plan with
 * something to tell counts only if nobody held the lock before and after it, and the state is the one that was planned
 * on. Else it is contention, or the state has moved on and is planned once more.
 */
export async function planWithoutLock(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
): Promise<PlanRun> {
  const { clock, log, cancelled } = deps
  const backend = withoutPlanners(prepared.backend)
  const deadline = startDeadline(clock, waitLimitMs(deps, 'plan'))
  const turn = createTurn(undefined, clock, () => undefined)
  let reading: LockReading | undefined
  for (let tries = 1; ; tries += 1) {
    const inTheWay = await waitForTurn(deps, journey, backend, deadline, turn, reading)
    if (inTheWay !== undefined) return { kind: 'not-run', outcome: inTheWay }
    const ran = await runPlan(deps, journey, prepared)
    if (ran.kind === 'not-run' || ran.run.exitCode === 0 || cancelled.aborted) return ran
    reading = await backend.lock.read(cancelled)
    if (reading.kind !== 'held') {
      if (!(await hasMoved(deps, prepared, ran.planFile))) return ran
      if (tries >= maxTries) return { kind: 'not-run', outcome: movedOutcome(deps, tries) }
      reading = undefined
    }
    log.say('Somebody was writing the state meanwhile, so what was planned does not count.')
  }
}

/** A plan holds the lock and writes nothing. */
function withoutPlanners(backend: Backend): Backend {
  const read: StateLock['read'] = async (signal) => {
    const reading = await backend.lock.read(signal)
    const isPlanner = reading.kind === 'held' && reading.holder.operation === 'OperationTypePlan'
    return isPlanner ? { kind: 'free' } : reading
  }
  return { ...backend, lock: { ...backend.lock, read } }
}

/** `false` also where that is not known: a state that can't be read twice is no sign of somebody else. */
async function hasMoved(
  { clock, log }: Dependencies,
  { terraform, workspaceVariable }: Prepared,
  planFile: string,
): Promise<boolean> {
  const planned = parsePlanArchive(await readBytes(planFile))?.state
  if (planned === undefined) return false
  const pull = await createStoredState(terraform, workspaceVariable, clock).pull()
  if (pull.kind === 'failed') {
    log.debug(`Whether the state has moved meanwhile is not known: ${pull.reason}.`)
    return false
  }
  const { serial, lineage } = pull.state ?? { serial: 0, lineage: '' }
  return planned.serial !== serial || planned.lineage !== lineage
}

function movedOutcome({ inputs }: Dependencies, tries: number): Outcome {
  return {
    kind: 'contended',
    holder: undefined,
    isNeutral: inputs.onContention === 'neutral',
    message: `Somebody has written the state each time while it was planned, ${String(tries)} times in a row.`,
  }
}
