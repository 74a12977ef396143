import type { Backend } from '../backend/backend.ts'
import { backendFromAddress } from '../backend/resolve.ts'
import { LockstepError, messageFromError } from '../errors.ts'
import { describeHolder } from '../lock/lock-holder.ts'
import type { LockReading } from '../lock/lock-reading.ts'
import { renderCounts } from '../report/counts.ts'
import { describeFree } from '../report/free-text.ts'
import { plainLine } from '../report/plain-text.ts'
import { claimOfPlan } from './claim-plan.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey, Outcome } from './outcome.ts'
import { readLockFile } from './plan-record.ts'
import { prepare, type Prepared } from './prepare.ts'
import { requireTrust } from './require-trust.ts'
import { describeFound, findApplicablePlan, openReviewedPlan } from './reviewed-plan.ts'

type LockRead = Extract<Outcome, { kind: 'lock-read' }>
type PlanFacts = Pick<LockRead, 'hasChanges' | 'counts'>

/**
 * Reads the lock: who holds it, since when. In a Terraform folder it also shows the reviewed plan that an apply would
 * take. Takes no lock and changes nothing in the store.
 */
export async function status(deps: Dependencies, journey: Journey): Promise<Outcome> {
  if (deps.inputs.stateAddress !== undefined) {
    const { lock } = await findBackend(deps, journey)
    return { kind: 'lock-read', reading: await tellLock(deps, journey, lock) }
  }
  const hadLockFile = readLockFile(deps.inputs) !== undefined
  const prepared = await prepare(deps, journey)
  const reading = await tellLock(deps, journey, prepared.backend.lock)
  return { kind: 'lock-read', reading, ...(await showReviewedPlan(deps, journey, prepared, hadLockFile)) }
}

async function tellLock(
  { log, cancelled, holders, inputs }: Dependencies,
  journey: Journey,
  lock: Backend['lock'],
): Promise<LockReading> {
  const reading = await lock.read(cancelled)
  switch (reading.kind) {
    case 'free':
      log.say(describeFree(inputs))
      break
    case 'held':
      journey.holder = await holders.look(reading.holder)
      log.say(`The state is locked by ${describeHolder(journey.holder)}.`)
      break
    case 'unknown':
      log.say(`Whether the state is locked is not known: ${reading.reason}.`)
  }
  return reading
}

/** What `apply` would take, by the same checks. That there is none is told, and is no failure. */
async function showReviewedPlan(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  hadLockFile: boolean,
): Promise<PlanFacts> {
  const { inputs, log, ownRun, clock } = deps
  if (inputs.planStore === 'none' || ownRun === undefined) return {}
  const { planFiles, viewPlan, plannedCommit, planDigest, diagnostics } = journey
  try {
    await requireTrust(deps, 'apply')
    const found = await findApplicablePlan(deps, journey, prepared, { hadLockFile, isInHurry: true })
    const ledger = found.store?.ledger
    if (ledger !== undefined && found.id !== undefined)
      await claimOfPlan(deps, ledger, found.id).requireNone()
    const { shown } = await openReviewedPlan(deps, journey, prepared, found)
    const hasChanges = found.plan.record.hasChanges || shown.changes.hasChanges
    const { counts } = shown.changes
    const summary = hasChanges ? `Plan: ${renderCounts(counts, false)}.` : 'No changes.'
    log.say(summary)
    journey.reviewedPlan = `${describeFound(found, clock.now())} ${summary}`
    return { hasChanges, counts }
  } catch (error) {
    if (error instanceof LockstepError && error.reason === 'cancelled') throw error
    // A plan that must not be applied is not shown as one that may be.
    Object.assign(journey, { planFiles, viewPlan, plannedCommit, planDigest, diagnostics })
    journey.reviewedPlan = `No reviewed plan to show. ${plainLine(messageFromError(error), 2_000)}`
    log.say(journey.reviewedPlan)
    return {}
  }
}

/** The backend of `state-address`, or of the Terraform folder. */
export async function findBackend(deps: Dependencies, journey: Journey): Promise<Backend> {
  const { stateAddress } = deps.inputs
  if (stateAddress === undefined) return (await prepare(deps, journey)).backend
  const backend = backendFromAddress(stateAddress, { ...deps, workspaceRoot: deps.inputs.workspaceRoot })
  journey.stateAddress = backend.address
  journey.mechanism = backend.mechanism
  deps.log.say(`State: ${plainLine(backend.address, 500)}`)
  return backend
}
