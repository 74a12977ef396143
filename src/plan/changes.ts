import type { PlanJson, ResourceChange } from './plan-json.ts'
import type { ChangeSummary } from './run-facts.ts'

/** `add`, `change`, `destroy`, `import` count as Terraform does: a replacement is an add and a destroy. */
export interface ChangeCounts {
  readonly add: number
  readonly change: number
  readonly destroy: number
  readonly import: number
  /** Resources. */
  readonly replace: number
  readonly move: number
  readonly forget: number
}

export const noChanges: ChangeCounts = {
  add: 0,
  change: 0,
  destroy: 0,
  import: 0,
  replace: 0,
  move: 0,
  forget: 0,
}

export interface PlannedChanges {
  readonly counts: ChangeCounts
  /** There is something to apply, be it an output or a move. */
  readonly hasChanges: boolean
}

/** `isRefreshOnly`: the plan's only change is to take over what was found, which stands in `resource_drift`. */
export function changesFromPlan(plan: PlanJson, isRefreshOnly = false): PlannedChanges {
  const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data')
  const counts = {
    add: count(managed, 'create'),
    change: count(managed, 'update'),
    destroy: count(managed, 'delete'),
    import: managed.filter(({ change }) => isPresent(change.importing)).length,
    replace: managed.filter(
      ({ change: { actions } }) => actions.includes('create') && actions.includes('delete'),
    ).length,
    move: managed.filter(({ address, previous_address: from }) => isPresent(from) && from !== address).length,
    forget: count(managed, 'forget'),
  }
  const outputsChange = Object.values(plan.output_changes ?? {}).some(
    ({ actions }) => !actions.includes('no-op'),
  )
  const drifted = isRefreshOnly && (plan.resource_drift ?? []).length > 0
  const computed = Object.values(counts).some((number) => number > 0) || outputsChange || drifted
  // OpenTofu, and Terraform before 1.8, do not say whether a plan can be applied.
  return { counts, hasChanges: plan.applyable ?? computed }
}

/** Terraform's own numbers over ours; the rest stays as the plan says. */
export function withSummary(counts: ChangeCounts, summary: ChangeSummary | undefined): ChangeCounts {
  if (summary === undefined) return counts
  return {
    ...counts,
    add: summary.add,
    change: summary.change,
    destroy: summary.destroy,
    import: summary.import,
  }
}

function count(changes: readonly ResourceChange[], action: string): number {
  return changes.filter(({ change }) => change.actions.includes(action)).length
}

function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null
}
