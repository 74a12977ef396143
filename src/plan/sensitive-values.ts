import type { Change, PlanJson, StateModule, StateValues } from './plan-json.ts'

/** Every sensitive string and number of a plan, as text; what Terraform hides from its own output. */
export function sensitiveValuesOfPlan(plan: PlanJson): Set<string> {
  const found = new Set<string>()
  const variables = plan.configuration?.root_module?.variables ?? {}
  for (const [name, variable] of Object.entries(plan.variables ?? {})) {
    if (variables[name]?.sensitive === true) collect(variable.value, true, found)
  }
  const changes: readonly Change[] = [
    ...(plan.resource_changes ?? []).map(({ change }) => change),
    ...(plan.resource_drift ?? []).map(({ change }) => change),
    ...Object.values(plan.output_changes ?? {}),
  ]
  for (const change of changes) {
    collect(change.before, change.before_sensitive, found)
    collect(change.after, change.after_sensitive, found)
  }
  // Data sources stand nowhere else.
  collectState(plan.prior_state?.values, found)
  collectState(plan.planned_values, found)
  return found
}

/** Of `terraform show -json` without a plan, which is `{values: …}`. */
export function sensitiveValuesOfState(state: unknown): Set<string> {
  const found = new Set<string>()
  if (typeof state === 'object' && state !== null)
    collectState((state as { values?: StateValues }).values, found)
  return found
}

/** Of `terraform output -json`: `{name: {sensitive, type, value}}`. */
export function sensitiveValuesOfOutputs(outputs: unknown): Set<string> {
  const found = new Set<string>()
  if (typeof outputs !== 'object' || outputs === null) return found
  for (const output of Object.values(outputs as Record<string, unknown>)) {
    const { sensitive, value } = (output ?? {}) as { sensitive?: unknown; value?: unknown }
    if (sensitive === true) collect(value, true, found)
  }
  return found
}

function collectState(values: StateValues | undefined, found: Set<string>): void {
  for (const output of Object.values(values?.outputs ?? {})) collect(output.value, output.sensitive, found)
  const collectModule = (module: StateModule): void => {
    for (const resource of module.resources ?? []) collect(resource.values, resource.sensitive_values, found)
    module.child_modules?.forEach(collectModule)
  }
  if (values?.root_module !== undefined) collectModule(values.root_module)
}

/** `mark`: `true` for all of `value`, or the same structure with `true` at its sensitive leaves. */
function collect(value: unknown, mark: unknown, found: Set<string>): void {
  if (mark === undefined || mark === null || mark === false) return
  if (typeof value === 'string' || typeof value === 'number') {
    if (mark === true) found.add(String(value))
    return
  }
  if (typeof value !== 'object' || value === null) return
  for (const [key, entry] of Object.entries(value)) {
    collect(entry, mark === true ? true : (mark as Record<string, unknown>)[key], found)
  }
}
