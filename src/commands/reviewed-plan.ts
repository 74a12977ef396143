import { join } from 'node:path'
import { LockstepError } from '../errors.ts'
import { shortCommit } from '../plan/git-id.ts'
import { judgeRecord, reasonsToPlanAgain, type PlanRefusal } from '../plan/judge-plan.ts'
import { sha256 } from '../plan/sha256.ts'
import { plainLine } from '../report/plain-text.ts'
import { renderDuration } from '../retry/duration.ts'
import { readGivenValues } from '../runner/given-values.ts'
import { writePrivateFile } from '../runner/run-directory.ts'
import { checkArguments } from '../terraform/arguments-policy.ts'
import { initArguments } from '../terraform/arguments.ts'
import { createStoredState } from '../terraform/stored-state.ts'
import { readInstalledEngine } from '../terraform/version.ts'
import type { Dependencies } from './dependencies.ts'
import { findReviewedPlan, tampered, type FindOptions, type FoundPlan } from './find-plan.ts'
import { noPlan } from './no-reviewed-plan.ts'
import type { Journey } from './outcome.ts'
import {
  clockStepMs,
  digestOf,
  digestsOfVarFiles,
  lockFilePath,
  readLockFile,
  openPlanFile,
  requestOf,
  type MadePlan,
} from './plan-record.ts'
import { reportInit, type Prepared } from './prepare.ts'
import { requireApprovals } from './require-approvals.ts'
import { showPlan, type ShownPlan } from './show-plan.ts'

/** A plan that may be applied: its file on disk, shown, and as it is compared. */
export interface OpenPlan {
  readonly planFile: string
  readonly shown: ShownPlan
  readonly made: MadePlan
}

/** The reviewed plan after every check that needs no lock. */
export interface CheckedPlan extends OpenPlan {
  readonly found: FoundPlan
}

/** Finds the reviewed plan by what its store and its record tell. Throws what forbids to apply it. */
export async function findApplicablePlan(
  deps: Dependencies,
  journey: Journey,
  prepared: Prepared,
  { hadLockFile, ...findOptions }: FindOptions & { readonly hadLockFile: boolean },
): Promise<FoundPlan> {
  const { clock, inputs } = deps
  const facts = Promise.all([
    prepared.backend.account(deps.cancelled),
    readInstalledEngine(prepared.terraform),
  ])
  const found = await findReviewedPlan(deps, prepared, findOptions)
  const { record } = found.plan
  refuseLaterThanComment(deps, found)
  requireApprovedDigest(deps, found)
  if (!hadLockFile) await bringLockFile(deps, journey, prepared, found)
  const [account, engine] = await facts
  const lockFile = readLockFile(inputs)
  throwIfRefused(
    judgeRecord(record, {
      stateAddress: prepared.backend.address,
      workspace: prepared.workspace,
      commit: found.commit,
      branch: found.branch,
      account: account ?? null,
      engine: engine?.engine,
      engineVersion: engine?.version,
      lockFileDigest: lockFile === undefined ? null : sha256(lockFile),
      request: requestOf(inputs, deps.env),
      isNamed: inputs.planFile !== undefined,
      now: clock.now(),
      storedAt: found.storedAt,
      maximumAgeMs: inputs.maximumPlanAgeMs,
    }),
  )
  requireKnownArguments(found)
  await requireApprovals(deps, found)
  return found
}

/** Shows the plan that was found, and checks that it is the one of its record. Throws what forbids to apply it. */
export async function openReviewedPlan(
  deps: Dependencies,
  journey: Journey,
  { terraform }: Prepared,
  found: FoundPlan,
): Promise<CheckedPlan> {
  const { log, clock, runDirectory } = deps
  const { record, planFile: bytes } = found.plan
  const planFile = join(runDirectory.path, 'reviewed.tfplan')
  writePrivateFile(planFile, bytes)
  await hideGivenValues(deps, journey, found)
  log.say(describeFound(found, clock.now()))
  const shown = await showPlan(deps, terraform, journey, planFile, {
    isRefreshOnly: record.request.refreshOnly,
  })
  const { refreshOnly: isRefreshOnly } = record.request
  const made = { ...(await openPlanFile(bytes)), json: shown.plan, isRefreshOnly }
  journey.planDigest = record.planDigest
  journey.plannedCommit = record.commit
  if (digestOf(made, found.key) !== record.planDigest)
    throw tampered(placeOf(found), 'its record has the digest of another plan')
  return { found, planFile, shown, made }
}

/** Why the plan has to be made again before it may be applied; asks Terraform for the state as it is. */
export async function whyPlanAgain(
  deps: Dependencies,
  { terraform, workspaceVariable }: Prepared,
  { record }: FoundPlan['plan'],
): Promise<string[]> {
  const pull = await createStoredState(terraform, workspaceVariable, deps.clock).pull()
  // Where it can't be read, Terraform's own comparison under the lock is left.
  if (pull.kind === 'failed') deps.log.debug(`The state could not be compared: ${pull.reason}`)
  const state = pull.kind === 'failed' ? undefined : (pull.state ?? { serial: 0, lineage: '' })
  return reasonsToPlanAgain(record, {
    tree: (await deps.git.readCheckout())?.tree ?? null,
    varFileDigests: await digestsOfVarFiles(deps.inputs, record.request.varFiles),
    serial: state?.serial ?? null,
    lineage: state?.lineage ?? null,
  })
}

/** What to plan with again: as it was reviewed, and under the lock. */
export function inputsOfPlan(
  { inputs }: Dependencies,
  { record }: FoundPlan['plan'],
): Dependencies['inputs'] {
  const { destroy, refreshOnly, planArguments, varFiles } = record.request
  return { ...inputs, destroy, refreshOnly, planArguments, varFiles, lock: true }
}

/** `now`: milliseconds since 1970. */
export function describeFound({ plan, pullRequest, storedAt }: FoundPlan, now: number): string {
  const of = pullRequest === undefined ? '' : ` of pull request #${String(pullRequest)}`
  const age = renderDuration(now - storedAt)
  return `The reviewed plan: commit ${shortCommit(plan.record.commit)}${of}, stored ${age} ago.`
}

export function placeOf({ store, commit, id, plan }: FoundPlan): string {
  return store === undefined ? plan.record.stateAddress : `${store.placeOf(commit)} (${id ?? ''})`
}

/** Whoever asks by a comment has seen what was planned by then, and nothing else. */
function refuseLaterThanComment({ event }: Dependencies, { storedAt }: FoundPlan): void {
  const { comment } = event
  // Both clocks tell whole seconds.
  if (comment === undefined || storedAt + clockStepMs <= comment.createdAt) return
  throw noPlan(
    'The newest plan of this pull request was made after the comment that asks to apply it, so its author has not seen it.',
    'Look at the plan, and comment again.',
  )
}

/** An approval in an environment names no plan; whoever has shown it to the approver does. */
function requireApprovedDigest({ inputs }: Dependencies, { plan: { record } }: FoundPlan): void {
  const { planDigest } = inputs
  if (planDigest === undefined || planDigest === record.planDigest) return
  throw new LockstepError(
    'plan-changed',
    `The newest plan of commit ${shortCommit(record.commit)} is not the one that was approved: its digest begins with ${record.planDigest.slice(0, 12)}, and plan-digest with ${planDigest.slice(0, 12)}. Nothing was applied.`,
    'Run all jobs again, so that the plan that is the newest now is shown and approved.',
  )
}

/**
 * Where no lock file is checked in, `init` has chosen the newest providers, and the plan was made with those of its
 * day: with its own lock file `init` installs them again.
 */
async function bringLockFile(
  deps: Dependencies,
  journey: Journey,
  { terraform }: Prepared,
  { plan: { lockFile } }: FoundPlan,
): Promise<void> {
  const { inputs, log } = deps
  if (lockFile === undefined || !inputs.init || readLockFile(inputs) === lockFile) return
  log.say('There is no provider lock file in the folder, so the one of the reviewed plan is used.')
  writePrivateFile(lockFilePath(inputs), lockFile)
  reportInit(deps, journey, await terraform.run(initArguments(inputs)))
}

/** Whoever may write a plan may have written its arguments; what Lockstep gives itself is in none of its own. */
function requireKnownArguments(found: FoundPlan): void {
  const [problem] = checkArguments(found.plan.record.request.planArguments)
  if (problem !== undefined)
    throw tampered(placeOf(found), `of an argument in its record, ${plainLine(problem.sentence)}`)
}

async function hideGivenValues(deps: Dependencies, journey: Journey, { plan }: FoundPlan): Promise<void> {
  const given = await readGivenValues(inputsOfPlan(deps, plan), deps.env)
  journey.given = new Set([...journey.given, ...given])
}

function throwIfRefused(refusal: PlanRefusal | undefined): void {
  if (refusal === undefined) return
  throw new LockstepError(refusal.reason, plainLine(refusal.message, 2_000), refusal.advice)
}
