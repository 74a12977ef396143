import { basename, dirname, join } from 'node:path'
import { LockstepError, messageFromError } from '../errors.ts'
import type { EngineVersion } from '../lock/engine-version.ts'
import { shortCommit } from '../plan/git-id.ts'
import type { DigestKey } from '../plan/plan-store.ts'
import { digestKeyFromBytes } from '../plan/plan-bundle.ts'
import { recordFromJson } from '../plan/record-form.ts'
import type { PlanRecord } from '../plan/reviewed-plan.ts'
import { plainLine } from '../report/plain-text.ts'
import { readBytes, readTextIfAny } from '../runner/files.ts'
import { writePrivateFile } from '../runner/run-directory.ts'
import type { Dependencies } from './dependencies.ts'
import type { OpenedPlanStore } from './open-plan-store.ts'
import type { Journey } from './outcome.ts'
import { commitOfPlan, type PlanCommit } from './plan-commit.ts'
import { openPlanFile, recordPlan, type OpenedPlanFile } from './plan-record.ts'
import { warn, type Prepared } from './prepare.ts'
import type { ShownPlan } from './show-plan.ts'

/** What is asked while Terraform plans. */
export interface PlanStoring {
  readonly opened: OpenedPlanStore
  readonly key: Promise<DigestKey | undefined>
  readonly about: Promise<PlanCommit | undefined>
  readonly account: Promise<string | undefined>
}

export function startStoring(
  deps: Dependencies,
  { backend }: Prepared,
  opened: OpenedPlanStore,
): PlanStoring {
  const storing = {
    opened,
    key: opened.kind === 'open' ? opened.store.readKey(deps.cancelled) : Promise.resolve(undefined),
    about: commitOfPlan(deps),
    account: backend.account(deps.cancelled),
  }
  // Told where they are awaited; until then Node would end this process for them.
  for (const started of [storing.key, storing.about]) started.catch(() => undefined)
  // It is kept, and asks Git.
  void deps.git.readCheckout()
  return storing
}

/** Reads what needs no `show`, which runs meanwhile. */
export async function readPlanToStore(planFile: string): Promise<OpenedPlanFile> {
  return await openPlanFile(await readBytes(planFile))
}

export interface PlanToStore {
  readonly planFile: string
  readonly file: Promise<OpenedPlanFile>
  readonly shown: ShownPlan
  readonly engine: EngineVersion | undefined
  readonly hasChanges: boolean
}

/**
 * Stores a plan for a later `apply`. The plan is made whatever becomes of that: unless the user has named the store,
 * a plan that could not be stored is a warning.
 */
export async function storePlan(
  deps: Dependencies,
  journey: Journey,
  { backend, workspace }: Prepared,
  storing: PlanStoring,
  { planFile, file, shown, engine, hasChanges }: PlanToStore,
): Promise<void> {
  const { inputs, log, cancelled } = deps
  const { opened } = storing
  try {
    const about = await storing.about
    if (about === undefined) return
    const made = { ...(await file), json: shown.plan, isRefreshOnly: inputs.refreshOnly }
    const key = (await storing.key) ?? keyOfNoStore()
    const account = await storing.account
    const plan = await recordPlan(deps, made, { backend, workspace, about, account, engine, key, hasChanges })
    writeRecordBeside(planFile, { record: plan.record, key })
    if (opened.kind === 'none') {
      const sentence = `The plan is not stored, since ${opened.reason}: only a step of this job can apply it.`
      if (opened.isNews) log.annotate('notice', sentence)
      else log.debug(sentence)
      return
    }
    // The client of the artifacts masks addresses by a command of its own, which has to be obeyed.
    log.debug(`The plan goes to: ${opened.store.kind}`)
    await opened.store.put(plan, key, cancelled)
    journey.planDigest = plan.record.planDigest
    log.say(
      `Stored the plan, for an apply of commit ${shortCommit(about.commit)}: ${opened.store.placeOf(about.commit)}`,
    )
  } catch (error) {
    const sentence = `The plan could not be stored, so no later job can apply it: ${plainLine(messageFromError(error), 500)}`
    if (inputs.planStore !== 'auto')
      throw new LockstepError(
        'no-reviewed-plan',
        sentence,
        'Put right what the store says, or set plan-store to none where no later job is to apply this plan.',
        { cause: error },
      )
    if (!cancelled.aborted) warn(deps, journey, sentence)
  }
}

/** The record of a plan file that a step of this job has made; its key is as secret as the plan. */
export interface RecordBeside {
  readonly record: PlanRecord
  readonly key: DigestKey
}

/**
 * undefined for a plan that no step of this job has made. It has made it in a folder of its own; what lies anywhere else,
 * such as in a downloaded artifact, is somebody's word.
 */
export function readRecordBeside(
  { inputs, ownRun, env }: Pick<Dependencies, 'inputs' | 'ownRun' | 'env'>,
  planFile: string,
): RecordBeside | undefined {
  const folder = dirname(planFile)
  const isOfStep = dirname(folder) === inputs.tempDirectory && basename(folder).startsWith('lockstep-')
  const text = isOfStep ? readTextIfAny(fileBeside(planFile)) : undefined
  if (text === undefined) return undefined
  const beside = parseBeside(text)
  const { run, builtCommit } = beside?.record ?? {}
  const isOfThisRun = run?.runId === ownRun?.runId && builtCommit === (env['GITHUB_SHA'] ?? '')
  return isOfThisRun ? beside : undefined
}

function parseBeside(text: string): RecordBeside | undefined {
  try {
    return besideFromJson(text)
  } catch {
    return undefined
  }
}

function besideFromJson(text: string): RecordBeside {
  const beside = JSON.parse(text) as { readonly record?: unknown; readonly key?: unknown }
  return {
    record: recordFromJson(beside.record),
    key: digestKeyFromBytes(Buffer.from(String(beside.key), 'hex')),
  }
}

function writeRecordBeside(planFile: string, { record, key }: RecordBeside): void {
  const beside = { record, key: key.bytes.toString('hex') }
  writePrivateFile(fileBeside(planFile), JSON.stringify(beside))
}

function fileBeside(planFile: string): string {
  return join(dirname(planFile), 'plan-record.json')
}

/** Digests that are never compared need no secret. */
const keyOfNoStore = (): DigestKey => digestKeyFromBytes(Buffer.alloc(32))
