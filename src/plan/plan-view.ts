import type { ChangeCounts } from './changes.ts'
import type { Change, CheckInstance, PlanJson, ResourceChange } from './plan-json.ts'
import { parsePlanText, type TextBlock } from './plan-text.ts'

/** A plan as people read it, resource by resource, in Terraform's own words. Every text in it may be somebody else's. */
export interface PlanView {
  readonly counts: ChangeCounts
  /** Terraform met an error: the plan lacks what came after it. */
  readonly isErrored: boolean
  /** What the plan does, in Terraform's order; resources that stay as they are are not in it. */
  readonly resources: readonly ResourceView[]
  /** What Terraform shows as changed outside of it. */
  readonly drift: readonly ResourceView[]
  readonly outputs: readonly OutputView[]
  /** Terraform's text for `outputs`; undefined where it has none. */
  readonly outputsDiff: string | undefined
  readonly failingChecks: readonly CheckView[]
}

/** `import`, `move`: that and nothing else. */
export type PlannedAction =
  'destroy' | 'replace' | 'change' | 'create' | 'import' | 'move' | 'forget' | 'read'

export interface ResourceView {
  /** As Terraform shows it: a deposed object has ` (deposed object KEY)` after it. */
  readonly address: string
  /** `aws_instance` */
  readonly type: string
  readonly action: PlannedAction
  /** Of a replacement: the new object comes before the old one goes. */
  readonly isCreatedFirst: boolean
  readonly movedFrom: string | undefined
  /** Empty where the ID is not known yet; undefined where nothing is imported. */
  readonly importId: string | undefined
  /** `is tainted, so must be replaced`, `because key ["b"] is not in for_each map` */
  readonly reasons: readonly string[]
  /** Terraform's text from `  - resource …` on; undefined where it has none. */
  readonly diff: string | undefined
}

export interface OutputView {
  readonly name: string
  readonly action: PlannedAction
}

export interface CheckView {
  readonly address: string
  /** Empty where the check could not be evaluated. */
  readonly problems: readonly string[]
}

/** `planText`: what `terraform show -no-color` writes for the same plan; empty where there is none. */
export function planViewFromPlan(plan: PlanJson, planText: string, counts: ChangeCounts): PlanView {
  const changes = plan.resource_changes ?? []
  const imports = changes.filter(({ change }) => importIdOf(change) !== undefined)
  const importIds = new Map(
    imports.map((resource) => [displayAddress(resource), importIdOf(resource.change)]),
  )
  const text = parsePlanText(planText, (address) => importIds.get(address))
  const drift = resourceViews(plan.resource_drift ?? [], text.drift)
  return {
    counts,
    isErrored: plan.errored === true,
    resources: resourceViews(changes, text.changes),
    // Terraform tells only of drift that may have affected the plan (jsonformat/diff.go), while the JSON has all of
    // it: a first plan after an apply finds null that became {} in nearly every resource of AWS.
    drift: planText === '' ? drift : drift.filter(({ diff }) => diff !== undefined),
    outputs: Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) => {
      const action = actionOf(change)
      return action === undefined ? [] : [{ name, action }]
    }),
    outputsDiff: text.outputs === '' ? undefined : text.outputs,
    failingChecks: (plan.checks ?? [])
      .flatMap((check): readonly CheckInstance[] => check.instances ?? [check])
      .filter(({ status }) => status === 'fail' || status === 'error')
      .map(({ address, problems }) => ({
        address: address.to_display,
        problems: (problems ?? []).map(({ message }) => message),
      })),
  }
}

function resourceViews(
  changes: readonly ResourceChange[],
  blocks: ReadonlyMap<string, TextBlock>,
): ResourceView[] {
  return changes.flatMap((resource) => {
    const { address, previous_address: previous, type = '', mode, change } = resource
    const movedFrom = previous === address ? undefined : previous
    const importId = importIdOf(change)
    const action = actionOf(change) ?? unchangedAction(importId, movedFrom)
    // Terraform does not show that a data source leaves the state.
    if (action === undefined || (action === 'destroy' && mode === 'data')) return []
    const shownAddress = displayAddress(resource)
    const block = blocks.get(shownAddress)
    return [
      {
        ...{ address: shownAddress, type, action, movedFrom, importId },
        isCreatedFirst: action === 'replace' && change.actions[0] === 'create',
        reasons: block === undefined ? [] : reasonsOf(block),
        diff: block?.diff,
      },
    ]
  })
}

function displayAddress({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address} (deposed object ${deposed})`
}

/** Undefined where nothing changes. An action that is not known yet is taken for a change. */
function actionOf({ actions }: Change): PlannedAction | undefined {
  if (actions.includes('forget')) return 'forget'
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'destroy'
  if (actions.includes('create')) return 'create'
  if (actions.includes('read')) return 'read'
  return actions.includes('no-op') ? undefined : 'change'
}

function unchangedAction(importId?: string, movedFrom?: string): 'import' | 'move' | undefined {
  if (importId !== undefined) return 'import'
  return movedFrom === undefined ? undefined : 'move'
}

function importIdOf({ importing }: Change): string | undefined {
  if (typeof importing !== 'object' || importing === null) return undefined
  return 'id' in importing && typeof importing.id === 'string' ? importing.id : ''
}

const TITLE_WITH_REASON = /tainted|as requested|replace_triggered_by|must be replaced, but/
const KNOWN_FROM_JSON = /^\((?:moved from |imported from |will be imported first)/

function reasonsOf({ title, comments }: TextBlock): string[] {
  const reasons = comments
    .filter((comment) => !KNOWN_FROM_JSON.test(comment))
    .map((comment) => comment.replace(/^\((.*)\)$/, '$1'))
  return TITLE_WITH_REASON.test(title) ? [title, ...reasons] : reasons
}
