import { jsonMembers } from './json-members.ts'
import { noPlan, parseJson, requirePlan, type PlanJson } from './plan-json.ts'
import { sensitiveValuesOfPlan } from './sensitive-values.ts'

export interface ParsedPlan {
  /** Without the states before and after, which are half of a large plan, and say nothing more than its changes. */
  readonly plan: PlanJson
  /** Of all of it, those states too. */
  readonly sensitive: ReadonlySet<string>
}

/** Parses the output of `show -json`, one part after the other. Throws an Error when it is not a plan. */
export function parsePlan(json: string): ParsedPlan {
  const members = jsonMembers(json)
  if (members === undefined) {
    // It says what is wrong with the text.
    parseJson(json)
    throw noPlan()
  }
  const valueOf = (member: string | undefined): unknown =>
    member === undefined ? undefined : parseJson(member)
  const { planned_values: after, prior_state: before, ...rest } = Object.fromEntries(members)
  const plan = requirePlan(
    Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, valueOf(member)])),
  )
  const sensitive = new Set([
    ...sensitiveValuesOfPlan(plan),
    ...sensitiveValuesOfPlan({ prior_state: valueOf(before) } as PlanJson),
    ...sensitiveValuesOfPlan({ planned_values: valueOf(after) } as PlanJson),
  ])
  return { plan, sensitive }
}
