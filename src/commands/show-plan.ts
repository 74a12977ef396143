import { LockstepError, messageFromError } from '../errors.ts'
import { changesFromPlan, type PlannedChanges } from '../plan/changes.ts'
import type { PlanView } from '../plan/plan-view.ts'
import { parsePlan } from '../plan/parsed-plan.ts'
import { parseJson, type PlanJson } from '../plan/plan-json.ts'
import { sensitiveValuesOfState } from '../plan/sensitive-values.ts'
import { colouredParts } from '../report/colour.ts'
import { plainLine } from '../report/plain-text.ts'
import { isEmpty, readText, readWholeText } from '../runner/files.ts'
import { availableMemoryBytes } from '../runner/system.ts'
import { showJsonArguments, showStateArguments, showTextArguments } from '../terraform/arguments.ts'
import { parseHumanErrors } from '../terraform/human-errors.ts'
import type { ShortRun, Terraform } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'
import type { Prepared } from './prepare.ts'

export interface ShownPlan {
  readonly plan: PlanJson
  readonly changes: PlannedChanges
}

export interface ShowOptions {
  readonly isRefreshOnly: boolean
  /** Of the files, without their endings. */
  readonly name?: string
  /** Of this plan file, where it was started before. */
  readonly showing?: Promise<ShownFiles>
}

/** What `show` has written. */
export interface ShownFiles {
  readonly jsonFile: string
  readonly textFile: string
  readonly ends: readonly ShortRun[]
}

/** Each `show` of a plan of 10,000 resources takes 0.3 GB. */
const roomyBytes = 1.5e9

/** Renders a saved plan to JSON and text, in two processes of Terraform, which need no lock and send nothing. */
export async function startShow(
  { runDirectory }: Pick<Dependencies, 'runDirectory'>,
  terraform: Terraform,
  planFile: string,
  name = 'plan',
): Promise<ShownFiles> {
  const jsonFile = runDirectory.createFile(`${name}.json`)
  const textFile = runDirectory.createFile(`${name}.txt`)
  const shows = [
    () => terraform.runToFile(showJsonArguments(planFile), jsonFile),
    () => terraform.runToFile(showTextArguments(planFile), textFile),
  ]
  if (availableMemoryBytes() >= roomyBytes)
    return { jsonFile, textFile, ends: await Promise.all(shows.map((show) => show())) }
  const ends: ShortRun[] = []
  for (const show of shows) ends.push(await show())
  return { jsonFile, textFile, ends }
}

/** Shows a saved plan, masks what is sensitive in it, and prints it in a group of the log. */
export async function showPlan(
  deps: Dependencies,
  terraform: Terraform,
  journey: Journey,
  planFile: string,
  { isRefreshOnly, name, showing }: ShowOptions,
): Promise<ShownPlan> {
  const { log } = deps
  const { jsonFile, textFile, ends } = await (showing ?? startShow(deps, terraform, planFile, name))
  const failed = ends.find(({ exitCode }) => exitCode !== 0)
  if (failed !== undefined) {
    const error = parseHumanErrors(failed.stderr)[0]?.summary ?? failed.stderr
    throw new LockstepError(
      'terraform-error',
      `The plan file could not be read: ${plainLine(error, 300)}`,
      'Give this step the Terraform and the providers that made the plan: a plan file is read by the version that wrote it.',
    )
  }
  const text = readWholeText(textFile)
  journey.planFiles = { planFile, jsonFile, textFile, text }
  const { plan, sensitive } = parsePlan(readWholeText(jsonFile))
  hide(deps, journey, sensitive)
  const changes = changesFromPlan(plan, isRefreshOnly)
  let view: PlanView | undefined
  journey.viewPlan = async () => {
    const { planViewFromPlan } = await import('../plan/plan-view.ts')
    return (view ??= planViewFromPlan(plan, text, changes.counts))
  }
  log.startGroup('The plan')
  for (const part of colouredParts(text)) log.lines(part)
  log.endGroup()
  return { plan, changes }
}

/**
 * Terraform 1.8 and later write what there is of a plan that failed, with the values of its variables: what is sensitive
 * in it is masked before its errors, which may quote it, are told.
 */
export async function hideFailedPlan(
  deps: Dependencies,
  terraform: Terraform,
  journey: Journey,
  planFile: string,
): Promise<void> {
  await hideShown(deps, journey, 'plan that failed', async (file) => {
    if (isEmpty(planFile)) return undefined
    const { exitCode } = await terraform.runToFile(showJsonArguments(planFile), file)
    return exitCode === 0 ? parsePlan(readWholeText(file)).sensitive : undefined
  })
}

/**
 * Masks what the state holds that is sensitive, of resources and of data sources: where no plan was shown before, Terraform's
 * errors may quote it.
 */
export async function hideState(
  deps: Dependencies,
  journey: Journey,
  { terraform, workspaceVariable }: Prepared,
): Promise<void> {
  await hideShown(deps, journey, 'state', async (file) => {
    const { exitCode } = await terraform.runToFile(showStateArguments, file, workspaceVariable)
    return exitCode === 0 ? sensitiveValuesOfState(parseJson(await readText(file))) : undefined
  })
}

/** `show` writes into a file that is gone afterwards. The failure of the run is what is to be told, not one of this. */
async function hideShown(
  deps: Dependencies,
  journey: Journey,
  what: string,
  show: (file: string) => Promise<ReadonlySet<string> | undefined>,
): Promise<void> {
  const { runDirectory, log } = deps
  const name = 'shown-after-failure.json'
  try {
    hide(deps, journey, (await show(runDirectory.createFile(name))) ?? new Set())
  } catch (error) {
    log.debug(`The ${what} could not be read: ${plainLine(messageFromError(error))}`)
  } finally {
    runDirectory.removeFile(name)
  }
}

/** Masks what is sensitive in the log, and keeps it out of the comment and the summary. */
export function hide(
  { log }: Pick<Dependencies, 'log'>,
  journey: Pick<Journey, 'sensitive'>,
  values: ReadonlySet<string>,
): void {
  for (const value of values) {
    log.mask(value)
    journey.sensitive.add(value)
  }
}
