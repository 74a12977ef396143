/** The parts of `terraform show -json PLANFILE` that are read here (internal/command/jsonplan/plan.go, format 1.x). */
export interface PlanJson {
  readonly format_version?: string
  readonly terraform_version?: string
  readonly applyable?: boolean
  readonly errored?: boolean
  readonly resource_changes?: readonly ResourceChange[]
  readonly resource_drift?: readonly ResourceChange[]
  readonly output_changes?: Readonly<Record<string, Change>>
  /** What is put off to a later plan (Terraform's experiment `-allow-deferral`). */
  readonly deferred_changes?: readonly { readonly resource_change: ResourceChange }[]
  /** Terraform 1.14 and later: the `action` blocks that are invoked. */
  readonly action_invocations?: readonly { readonly address: string }[]
  readonly checks?: readonly CheckResult[]
  readonly variables?: Readonly<Record<string, { readonly value?: unknown }>>
  readonly configuration?: {
    readonly root_module?: { readonly variables?: Readonly<Record<string, { readonly sensitive?: boolean }>> }
  }
  readonly prior_state?: { readonly values?: StateValues }
  readonly planned_values?: StateValues
}

export interface ResourceChange {
  readonly address: string
  readonly previous_address?: string
  readonly mode?: string
  readonly type?: string
  /** The key of a deposed object: what is left over from a replacement that failed half-way. */
  readonly deposed?: string
  readonly change: Change
}

export interface Change {
  readonly actions: readonly string[]
  readonly before?: unknown
  readonly after?: unknown
  /** Mirrors the value's structure with `true` where it is known after the apply only. */
  readonly after_unknown?: unknown
  /** Mirrors the value's structure with `true` where it is sensitive. */
  readonly before_sensitive?: unknown
  readonly after_sensitive?: unknown
  /** An object where the resource is imported; its `id` may be absent. */
  readonly importing?: unknown
}

/** Of a check block, or of the conditions of a resource, an output or a variable (internal/command/jsonchecks). */
export interface CheckResult extends CheckInstance {
  readonly instances?: readonly CheckInstance[]
}

export interface CheckInstance {
  readonly address: { readonly to_display: string }
  /** `pass`, `fail`, `error`, `unknown` */
  readonly status: string
  readonly problems?: readonly { readonly message: string }[]
}

export interface StateValues {
  readonly outputs?: Readonly<Record<string, { readonly sensitive?: boolean; readonly value?: unknown }>>
  readonly root_module?: StateModule
}

export interface StateModule {
  readonly resources?: readonly { readonly values?: unknown; readonly sensitive_values?: unknown }[]
  readonly child_modules?: readonly StateModule[]
}

/** A number of so many digits may be none that JavaScript can hold. */
const LONG_NUMBER = /[[:,]\s*-?[\d.]{16,}/

/** JSON in which a number that JavaScript cannot hold is the text of its digits, as Terraform prints it. */
export function parseJson(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text)
  // Node 20 gives no source.
  const exactly = (_key: string, value: unknown, context?: { readonly source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
      ? context.source
      : value
  return JSON.parse(text, exactly)
}

/** Parses the output of `show -json`. Throws an Error when it is not a plan. */
export function parsePlanJson(text: string): PlanJson {
  return requirePlan(parseJson(text))
}

export function requirePlan(parsed: unknown): PlanJson {
  const plan = parsed as PlanJson | null
  if (typeof plan !== 'object' || plan === null || typeof plan.format_version !== 'string') {
    throw noPlan()
  }
  return plan
}

export function noPlan(): Error {
  return new Error('"terraform show -json" did not print a plan')
}
