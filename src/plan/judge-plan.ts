import type { FailureReason } from '../errors.ts'
import { renderDuration } from '../retry/duration.ts'
import { shortCommit } from './git-id.ts'
import type { PlanRecord, PlanRequest } from './reviewed-plan.ts'

/** Where and with what a plan is to be applied. */
export interface ApplyFacts {
  readonly stateAddress: string
  readonly workspace: string
  /** The commit whose plan was asked for. */
  readonly commit: string
  /** The branch that the change is for; undefined where the event does not tell. */
  readonly branch: string | undefined
  /** null where it is not known. */
  readonly account: string | null
  readonly engine: string | undefined
  readonly engineVersion: string | undefined
  /** SHA-256 of the provider lock file after init; null where there is none. */
  readonly lockFileDigest: string | null
  readonly request: PlanRequest
  /** The plan was named by its file, which says which request is meant. */
  readonly isNamed: boolean
  /** Milliseconds since 1970. */
  readonly now: number
  /** When the plan was stored, by the clock of the store. */
  readonly storedAt: number
  readonly maximumAgeMs: number
}

export interface PlanRefusal {
  readonly reason: FailureReason
  /** What is so, in whole sentences. */
  readonly message: string
  readonly advice: string
}

const planAgain = 'Plan again, and have the new plan reviewed.'

/** Why this plan may not be applied here, whatever the state has become since; undefined: it may. */
export function judgeRecord(record: PlanRecord, facts: ApplyFacts): PlanRefusal | undefined {
  const noPlan = (what: string): PlanRefusal => ({
    reason: 'no-reviewed-plan',
    message: `The reviewed plan is ${what}.`,
    advice: 'Plan for exactly what is to be applied, and have that plan reviewed.',
  })
  if (record.commit !== facts.commit)
    return noPlan(`of commit ${shortCommit(record.commit)}, and this is about ${shortCommit(facts.commit)}`)
  if (record.workspace !== facts.workspace)
    return noPlan(`for the workspace "${record.workspace}", and this is "${facts.workspace}"`)
  if (record.stateAddress !== facts.stateAddress)
    return noPlan(`for the state ${record.stateAddress}, and the backend here is ${facts.stateAddress}`)
  if (facts.branch !== undefined && record.branch !== facts.branch)
    return noPlan(`for the branch "${record.branch}", and this is "${facts.branch}"`)
  if (differs(record.account, facts.account))
    return noPlan(
      `made with credentials of the AWS account ${record.account ?? ''}, and these are of ${facts.account ?? ''}`,
    )
  const other = facts.isNamed ? undefined : otherRequest(record.request, facts.request)
  if (other !== undefined) return noPlan(`made with another \`${other}\` than this step has`)
  const ageMs = facts.now - facts.storedAt
  if (ageMs > facts.maximumAgeMs) {
    return {
      reason: 'stale-plan',
      message: `The reviewed plan was made ${renderDuration(ageMs)} ago, and maximum-plan-age is ${renderDuration(facts.maximumAgeMs)}.`,
      advice: planAgain,
    }
  }
  if (
    facts.engineVersion !== undefined &&
    (record.engine !== facts.engine || record.engineVersion !== facts.engineVersion)
  ) {
    return {
      reason: 'plan-changed',
      message: `The reviewed plan was made with ${record.engine} ${record.engineVersion}, and this job has ${facts.engine ?? ''} ${facts.engineVersion}.`,
      advice: 'Set up the same version in both jobs, or plan again and have the new plan reviewed.',
    }
  }
  if (record.lockFileDigest !== facts.lockFileDigest) {
    return {
      reason: 'plan-changed',
      message:
        'The provider lock file (.terraform.lock.hcl) is not the one that the reviewed plan was made with, so other providers would carry it out.',
      advice: planAgain,
    }
  }
  return undefined
}

/** What may have moved under a plan since it was made. */
export interface PlanGround {
  readonly tree: string | null
  /** null for one that is not there: a saved plan needs none. */
  readonly varFileDigests: readonly (string | null)[]
  /** Of the state as it is stored now; a state that was never written: 0 and "". null where it could not be read. */
  readonly serial: number | null
  readonly lineage: string | null
}

/** Why the plan has to be made again before it may be applied, in words that go on from "since"; empty: it is current. */
export function reasonsToPlanAgain(record: PlanRecord, ground: PlanGround): string[] {
  const { serial, lineage } = ground
  const isOfState = record.serial === serial && record.lineage === lineage
  return [
    ...(serial === null || record.serial === null || isOfState ? [] : ['the state has moved']),
    ...(record.tree === null || ground.tree === null
      ? ['nothing tells whether the code is still the same']
      : record.tree === ground.tree
        ? []
        : ['the code is not the one that was planned']),
    ...(record.varFileDigests.every((digest, at) =>
      [digest, null].includes(ground.varFileDigests[at] ?? null),
    )
      ? []
      : ['a var file has changed']),
  ]
}

/** Left out is not asked for: a saved plan carries its arguments. */
function otherRequest(made: PlanRequest, given: PlanRequest): string | undefined {
  if (made.destroy !== given.destroy) return 'destroy'
  if (made.refreshOnly !== given.refreshOnly) return 'refresh-only'
  if (made.commentKey !== given.commentKey) return 'comment-key'
  if (given.planArguments.length > 0 && !isEqual(made.planArguments, given.planArguments)) return 'plan-args'
  if (given.varFiles.length > 0 && !isEqual(made.varFiles, given.varFiles)) return 'var-file'
  return undefined
}

function differs(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a !== b
}

function isEqual(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index])
}
