import type { PlanEntry } from './plan-store.ts'

export interface WantedPlan {
  /** Of what `apply` was given (`selectorOf`, `requestIdOf`). */
  readonly selector: string
  readonly requestId: string
  /** The step says itself with which arguments was planned. */
  readonly isExplicit: boolean
  /** Only a plan that this workflow run has made. */
  readonly ofRun?: number | undefined
  /** Only a plan with this file. */
  readonly planFileDigest?: string | undefined
}

export type PlanChoice =
  | { readonly kind: 'chosen'; readonly entry: PlanEntry }
  | { readonly kind: 'none' }
  /** There are plans, and none to be applied. `reason`: whole sentences. */
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * The plan to apply, of those of one commit. Of several of one request the newest counts. An `apply` that does not say
 * with which arguments was planned takes the one request there is.
 */
export function choosePlan(entries: readonly PlanEntry[], wanted: WantedPlan): PlanChoice {
  const { ofRun, planFileDigest } = wanted
  const plans = entries
    .filter(({ runId }) => ofRun === undefined || runId === ofRun)
    .filter((entry) => planFileDigest === undefined || entry.planFileDigest === planFileDigest)
    .sort((a, b) => b.storedAt - a.storedAt)
  if (plans.length === 0) return { kind: 'none' }
  const [chosen] = planFileDigest === undefined ? candidatesOf(plans, wanted) : plans
  return chosen === undefined
    ? { kind: 'refused', reason: whyNone(plans, wanted) }
    : { kind: 'chosen', entry: chosen }
}

function candidatesOf(
  plans: readonly PlanEntry[],
  { selector, requestId, isExplicit }: WantedPlan,
): readonly PlanEntry[] {
  const selected = plans.filter((plan) => plan.selector === selector)
  const exact = selected.filter((plan) => plan.requestId === requestId)
  // The newest is the one that people have seen last.
  if (exact.length > 0 && (isExplicit || exact[0] === selected[0])) return exact
  return new Set(selected.map((plan) => plan.requestId)).size === 1 ? selected : []
}

function whyNone(plans: readonly PlanEntry[], { selector }: WantedPlan): string {
  return plans.some((plan) => plan.selector === selector)
    ? 'It was planned with several sets of arguments, and last with others than this step has. Give this step the same `plan-args` and `var-file` as the plan that is to be applied.'
    : 'It was planned only with another `destroy`, `refresh-only` or `comment-key`. Give this step the same, since nothing is destroyed by accident.'
}
