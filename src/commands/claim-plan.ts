import { LockstepError, messageFromError } from '../errors.ts'
import { urlOfRun } from '../lock/annotation.ts'
import type { ApplyLedger, TakenClaim } from '../plan/plan-store.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'
import type { Attempt } from './run-terraform.ts'

/** Throws where the plan was applied already, before anything is made ready for it. */
export async function requireUnclaimed(
  { cancelled, log }: Pick<Dependencies, 'cancelled' | 'log'>,
  ledger: ApplyLedger,
  planId: string,
): Promise<void> {
  const taken = await ledger.readClaim(planId, cancelled).catch((error: unknown) => {
    // What counts is the claim itself, before the start.
    log.debug(`Whether the plan was applied already could not be read: ${messageFromError(error)}`)
    return undefined
  })
  if (taken !== undefined) throw appliedAlready(taken)
}

type Context = Pick<Dependencies, 'log' | 'recorder' | 'ownRun' | 'cancelled'>

/**
 * A plan is applied at most once: claimed right before Terraform starts, and given back where Terraform never had the
 * lock, so that contention does not use up what was approved.
 */
export function claimOfPlan(
  { log, recorder, ownRun, cancelled }: Context,
  ledger: ApplyLedger,
  planId: string,
): NonNullable<Attempt['claim']> {
  let version: string | undefined
  return {
    async take() {
      if (version !== undefined) return
      const claiming = await ledger.claim(planId, ownRun, cancelled).catch((error: unknown) => {
        throw new LockstepError(
          'no-reviewed-plan',
          `The reviewed plan could not be claimed, and without that it could be applied twice: ${plainLine(messageFromError(error), 500)}`,
          'Nothing was applied.',
          { cause: error },
        )
      })
      if (claiming.kind === 'taken') throw appliedAlready(claiming)
      ;({ version } = claiming.claim)
      recorder.note({ claim: { planId, version } })
    },
    async giveBack() {
      if (version === undefined) return
      const problem = await ledger.giveBack(planId, { version })
      version = undefined
      recorder.note({ claim: undefined })
      if (problem !== undefined)
        log.say(`The claim on the reviewed plan could not be given back: ${problem}.`)
    },
  }
}

function appliedAlready({ run, since }: TakenClaim): LockstepError {
  const by = run === undefined ? 'another run' : urlOfRun(run)
  const at = since === '' ? '' : ` (${plainLine(since, 40)})`
  return new LockstepError(
    'stale-plan',
    `The reviewed plan was applied already, or is being applied, by ${by}${at}. A plan is applied at most once.`,
    'Look at that run. For what is left to do, plan again and have the new plan reviewed.',
  )
}
