import type { Backend } from '../backend/backend.ts'
import type { Log } from '../runner/log.ts'
import type { RunRecord } from '../runner/run-record.ts'
import type { Settlement } from './findings.ts'

/**
 * Gives back what main had claimed for an apply that was not started or never had the lock, or could not give back
 * itself, so that the approved plan can be applied by a later run. Where nothing tells whether it had the lock, the
 * claim stays.
 */
export async function giveBackClaim(
  log: Pick<Log, 'say'>,
  { plans }: Pick<Backend, 'plans'>,
  { claim, terraform }: Pick<RunRecord, 'claim' | 'terraform'>,
  settlement: Settlement | undefined,
): Promise<void> {
  const ledger = plans?.ledger
  if (claim === undefined || ledger === undefined) return
  const wasStarted = terraform?.operation === 'apply'
  if (wasStarted && settlement?.lockWasOurs !== false) return
  const problem = await ledger.giveBack(claim.planId, { nonce: claim.nonce })
  log.say(
    problem === undefined
      ? 'The reviewed plan was not applied and can be applied by a later run.'
      : `The claim on the reviewed plan could not be given back: ${problem}.`,
  )
}
