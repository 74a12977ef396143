import { randomUUID } from 'node:crypto'
import { LockstepError, messageFromError } from '../errors.ts'
import { urlOfRun } from '../lock/annotation.ts'
import type { ApplyLedger, Claim, TakenClaim } from '../plan/plan-store.ts'
import { plainLine } from '../report/plain-text.ts'
import type { Dependencies } from './dependencies.ts'
import type { Attempt } from './run-terraform.ts'

export interface PlanClaim extends NonNullable<Attempt['claim']> {
  /** Throws where the plan was applied already, before anything is made ready for it. */
  requireNone(): Promise<void>
}

type Context = Pick<Dependencies, 'log' | 'recorder' | 'ownRun' | 'cancelled'>

/**
 * A plan is applied at most once: claimed right before Terraform starts, and given back where nothing was applied, so
 * that contention does not use up what was approved.
 */
export function claimOfPlan(
  { log, recorder, ownRun, cancelled }: Context,
  ledger: ApplyLedger,
  planId: string,
): PlanClaim {
  let held: Claim | undefined
  return {
    async requireNone() {
      const taken = await ledger.readClaim(planId, cancelled).catch((error: unknown) => {
        // What counts is the claim itself, before the start.
        log.debug(`Whether the plan was applied already could not be read: ${messageFromError(error)}`)
        return undefined
      })
      if (taken !== undefined) throw appliedAlready(taken)
    },
    async take() {
      if (held !== undefined) return
      const nonce = randomUUID()
      // Before it is there, since whoever ends this process may do so at any moment.
      recorder.note({ claim: { planId, nonce } })
      const claiming = await ledger.claim(planId, ownRun, cancelled, nonce).catch((error: unknown) => {
        if (cancelled.aborted)
          throw new LockstepError('cancelled', 'The job was cancelled before the apply was started.')
        throw new LockstepError(
          'no-reviewed-plan',
          `The reviewed plan could not be claimed, and without that it could be applied twice: ${plainLine(messageFromError(error), 500)}`,
          'Nothing was applied.',
          { cause: error },
        )
      })
      if (claiming.kind === 'taken') {
        recorder.note({ claim: undefined })
        throw appliedAlready(claiming)
      }
      held = claiming.claim
    },
    async giveBack() {
      if (held === undefined) return
      const problem = await ledger.giveBack(planId, held)
      // One that is still there is ours for the next start, and the post step's to try again.
      if (problem !== undefined) {
        log.say(`The claim on the reviewed plan could not be given back: ${problem}.`)
        return
      }
      held = undefined
      recorder.note({ claim: undefined })
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
