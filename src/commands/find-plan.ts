import { LockstepError } from '../errors.ts'
import { choosePlan, type PlanChoice, type WantedPlan } from '../plan/choose-plan.ts'
import { shortCommit } from '../plan/git-id.ts'
import type { DigestKey, PlanEntry, PlanStore } from '../plan/plan-store.ts'
import { requestIdOf, selectorOf, type ReviewedPlan } from '../plan/reviewed-plan.ts'
import { sha256 } from '../plan/sha256.ts'
import { plainLine } from '../report/plain-text.ts'
import { readBytes } from '../runner/files.ts'
import type { Dependencies } from './dependencies.ts'
import { openPlanStore } from './open-plan-store.ts'
import { ask, noPlan } from './no-reviewed-plan.ts'
import { originOfEvent, otherOrigins, ownOrigin, type PlanOrigin } from './plan-origin.ts'
import { requestOf } from './plan-record.ts'
import type { Prepared } from './prepare.ts'
import { readRecordBeside } from './store-plan.ts'

/** A plan that may be applied as far as its store tells. */
export interface FoundPlan {
  readonly plan: ReviewedPlan
  /** Names it in its store; undefined where a step of this job has made it, for which nothing was stored. */
  readonly id: string | undefined
  /** By the clock of the store, in milliseconds since 1970. */
  readonly storedAt: number
  readonly key: DigestKey
  readonly store: PlanStore | undefined
  /** The commit that was asked for, and the branch that it is for. */
  readonly commit: string
  readonly branch: string | undefined
  readonly pullRequest: number | undefined
}

export interface FindOptions {
  /** Only to be shown: GitHub is not waited for where nothing was ever stored, and else for a quarter of the time. */
  readonly isInHurry?: boolean
}

/** Finds the plan that was reviewed for what this run is about. Throws `no-reviewed-plan` where there is none. */
export async function findReviewedPlan(
  deps: Dependencies,
  prepared: Prepared,
  { isInHurry = false }: FindOptions = {},
): Promise<FoundPlan> {
  const { planFile } = deps.inputs
  const opened = openPlanStore(deps, prepared.backend)
  const store = opened.kind === 'open' ? opened.store : undefined
  const beside = planFile === undefined ? undefined : await findBeside(deps, planFile, store)
  if (beside !== undefined) return beside
  if (opened.kind === 'none') {
    throw noPlan(
      `There is no reviewed plan to apply, since ${opened.reason}.`,
      'Give a plan that a step of this job has made in the input "plan-file", or set apply-policy to unreviewed to plan and apply in one step.',
    )
  }
  const search = await startSearch(deps, opened.store)
  const own = await search.look(ownOrigin(deps))
  if (own !== undefined) return own
  if (isInHurry && !(await search.hasKey())) {
    const { address } = prepared.backend
    throw noPlan(`No plan of ${plainLine(address, 1_500)} was stored yet.`, planThatCommit)
  }
  const origins = await otherOrigins(deps, isInHurry ? hurriedLagDelaysMs : undefined)
  const found = []
  for (const origin of origins) {
    const plan = await search.look(origin)
    if (plan !== undefined) found.push(plan)
  }
  const [first, ...more] = found
  if (first === undefined) throw search.nothingFound(origins)
  if (more.length > 0) throw severalPlans(found)
  return first
}

/** Of the minute that `apply` waits for GitHub to name the pull request of a push. */
const hurriedLagDelaysMs = [1_000, 2_000, 4_000, 8_000]

interface Search {
  /** Whether a plan of the state was ever stored, as far as its store tells. */
  hasKey(): Promise<boolean>
  look(origin: PlanOrigin | undefined): Promise<FoundPlan | undefined>
  nothingFound(origins: readonly PlanOrigin[]): LockstepError
}

async function startSearch(deps: Dependencies, store: PlanStore): Promise<Search> {
  const { inputs, env, cancelled, log } = deps
  const request = requestOf(inputs, env)
  // The client of the artifacts masks addresses by a command of its own, which has to be obeyed.
  log.debug(`The plans are kept in: ${store.kind}`)
  const wanted: WantedPlan = {
    selector: selectorOf(request),
    requestId: requestIdOf(request),
    isExplicit: request.planArguments.length > 0 || request.varFiles.length > 0,
    planFileDigest: inputs.planFile === undefined ? undefined : sha256(await readBytes(inputs.planFile)),
  }
  const key = reading(store.findKey(cancelled))
  const lists = new Map<string, Promise<readonly PlanEntry[]>>()
  const list = async (commit: string): Promise<readonly PlanEntry[]> => {
    const listing = lists.get(commit) ?? reading(store.list(commit, cancelled))
    lists.set(commit, listing)
    return await listing
  }
  return {
    hasKey: async () => (await ask(deps, key)) !== undefined,
    async look(origin) {
      if (origin === undefined) return undefined
      const { commit, branch, pullRequest, isOwnRunOnly = false } = origin
      const ofRun = isOwnRunOnly ? deps.ownRun?.runId : undefined
      const choice = choosePlan(await ask(deps, list(commit)), { ...wanted, ofRun })
      const entry = entryOf(choice, commit, store)
      if (entry === undefined) return undefined
      const place = `${store.placeOf(commit)} (${entry.id})`
      const known = await ask(deps, key)
      if (known === undefined) throw tampered(place, 'the digest key that it was stored with is gone')
      const read = await ask(deps, store.read(commit, entry, known, cancelled))
      if (read.kind === 'refused') throw tampered(place, read.reason)
      const { plan } = read
      const about = pullRequest ?? (isOwnRunOnly ? undefined : pullRequestOfRecord(plan, commit))
      return {
        ...{ plan, id: entry.id, storedAt: entry.storedAt, store, commit, branch, pullRequest: about },
        key: read.key,
      }
    },
    nothingFound: (origins) => nothingFound(deps, store, origins, wanted),
  }
}

function entryOf(choice: PlanChoice, commit: string, store: PlanStore): PlanEntry | undefined {
  switch (choice.kind) {
    case 'chosen':
      return choice.entry
    case 'none':
      return undefined
    case 'refused':
      throw noPlan(
        `There is no plan of commit ${shortCommit(commit)} with what this step is given, in ${store.placeOf(commit)}.`,
        choice.reason,
      )
  }
}

/** Of a run that is about no pull request. What was planned for none, and in another run, nobody was asked to review. */
function pullRequestOfRecord({ record }: ReviewedPlan, commit: string): number {
  if (record.pullRequest !== null) return record.pullRequest
  throw noPlan(
    `The plan of commit ${shortCommit(commit)} was made for no pull request and in another run, so nobody was asked to review it.`,
    'Plan in a job of this run and let a person approve it in an environment before the job that applies, or apply the plan of a pull request.',
  )
}

/** A plan that a step of this job has made. In its store it is claimed like any other. */
async function findBeside(
  deps: Dependencies,
  planFile: string,
  store: PlanStore | undefined,
): Promise<FoundPlan | undefined> {
  const beside = readRecordBeside(deps, planFile)
  if (beside === undefined) return undefined
  const bytes = await readBytes(planFile)
  const { record, key } = beside
  const { commit, branch, planFileDigest } = record
  if (sha256(bytes) !== planFileDigest) throw tampered(planFile, 'it is not the file that its step has made')
  // Only what is claimed there is looked for there.
  const entries = store?.ledger === undefined ? [] : await ask(deps, store.list(commit, deps.cancelled))
  const entry = entries.find((listed) => listed.planFileDigest === planFileDigest)
  const about = await originOfEvent(deps)
  return {
    ...{ plan: { record, planFile: bytes, lockFile: undefined }, key, id: entry?.id, store },
    storedAt: entry?.storedAt ?? Date.parse(record.createdAt),
    ...{ commit, branch, pullRequest: about?.pullRequest },
  }
}

function nothingFound(
  { event, env }: Dependencies,
  store: PlanStore,
  origins: readonly PlanOrigin[],
  { planFileDigest }: WantedPlan,
): LockstepError {
  const [origin] = origins
  if (planFileDigest !== undefined) {
    return noPlan(
      `The plan file is none that was stored: no plan with the SHA-256 ${planFileDigest.slice(0, 16)}… has a record.`,
      'Apply a plan that the command `plan` has made, or set apply-policy to unreviewed.',
    )
  }
  if (origin === undefined) {
    const commit = shortCommit(env['GITHUB_SHA'] ?? '')
    return noPlan(
      event.name === 'push'
        ? `Commit ${commit} came without a pull request, so nobody has reviewed a plan of it.`
        : 'There is no commit whose plan could be applied.',
      'Plan in a job of this run and let a person approve it in an environment before the job that applies, or bring the change as a pull request.',
    )
  }
  const of = origin.pullRequest === undefined ? '' : ` of pull request #${String(origin.pullRequest)}`
  return noPlan(
    `There is no plan of commit ${shortCommit(origin.commit)}${of} in ${store.placeOf(origin.commit)}.`,
    planThatCommit,
  )
}

const planThatCommit =
  'Plan that commit with the command `plan`, for the same state and with the same plan-store, and have the plan reviewed.'

function severalPlans(found: readonly FoundPlan[]): LockstepError {
  const numbers = found.map(({ pullRequest }) => `#${String(pullRequest)}`).join(', ')
  return noPlan(
    `This push merged several pull requests with a plan of this state (${numbers}), and no plan was reviewed for all of them together.`,
    "Plan in a job of this run and let a person approve it, and merge one by one: set the merge queue's group size to 1.",
  )
}

export function tampered(what: string, reason: string): LockstepError {
  return new LockstepError(
    'plan-changed',
    `The reviewed plan in ${plainLine(what, 1_500)} is not to be applied, since ${reason}.`,
    'Find out who has changed it. Then plan again, and have the new plan reviewed.',
  )
}

/** Told where it is awaited; until then Node would end this process for it. */
function reading<T>(started: Promise<T>): Promise<T> {
  started.catch(() => undefined)
  return started
}
