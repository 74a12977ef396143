import { LockstepError } from '../errors.ts'
import { changesFromPlan, type PlannedChanges } from '../plan/changes.ts'
import { parsePlanJson, type PlanJson } from '../plan/plan-json.ts'
import { sensitiveValuesOfPlan } from '../plan/sensitive-values.ts'
import { colourPlan } from '../report/colour.ts'
import { plainLine } from '../report/plain-text.ts'
import { readText } from '../runner/files.ts'
import { showJsonArguments, showTextArguments } from '../terraform/arguments.ts'
import { parseHumanErrors } from '../terraform/human-errors.ts'
import type { Terraform } from '../terraform/terraform.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'

export interface ShownPlan {
  readonly plan: PlanJson
  readonly changes: PlannedChanges
}

/** Renders a saved plan to JSON and text, masks what is sensitive in it, and prints it in a group of the log. */
export async function showPlan(
  deps: Dependencies,
  terraform: Terraform,
  journey: Journey,
  planFile: string,
): Promise<ShownPlan> {
  const { runDirectory, log, inputs } = deps
  const [jsonFile, textFile] = [
    await runDirectory.createFile('plan.json'),
    await runDirectory.createFile('plan.txt'),
  ]
  const ends = await Promise.all([
    terraform.runToFile(showJsonArguments(planFile), jsonFile),
    terraform.runToFile(showTextArguments(planFile), textFile),
  ])
  const failed = ends.find(({ exitCode }) => exitCode !== 0)
  if (failed !== undefined) {
    const error = parseHumanErrors(failed.stderr)[0]?.summary ?? failed.stderr
    throw new LockstepError('terraform-error', `The plan file could not be read: ${plainLine(error, 300)}`)
  }
  journey.planFiles = { planFile, jsonFile, textFile }
  const plan = parsePlanJson(await readText(jsonFile))
  for (const value of sensitiveValuesOfPlan(plan)) log.mask(value)
  const changes = changesFromPlan(plan, inputs.refreshOnly)
  log.startGroup('The plan')
  log.lines(colourPlan(await readText(textFile)))
  log.endGroup()
  return { plan, changes }
}
