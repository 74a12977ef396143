import { differingPaths, type DifferingPaths } from './differing-paths.ts'
import type { ResourceChange } from './plan-json.ts'
import {
  engineField,
  isImported,
  partsOfPlan,
  type ComparedPlan,
  type PartKind,
  type PlanPart,
} from './plan-parts.ts'
import type { PlannedAction } from './plan-view.ts'

/**
 * What was reviewed against what it would be now. It has names and actions, and no values, which may be sensitive;
 * every text in it may be somebody else's. It is empty if, and only if, the digests of both plans are equal.
 */
export interface PlanComparison {
  /** By address. */
  readonly resources: readonly ResourceDifference[]
  /** The engine first, then the providers by address. */
  readonly versions: readonly VersionDifference[]
  /** Of what else is in one plan alone, or differs; sorted. Kinds without any are left out. */
  readonly names: ReadonlyMap<NamedKind, readonly string[]>
}

export type NamedKind = Exclude<PartKind, 'resource' | 'drift' | 'provider'>

export interface ResourceDifference extends DifferingPaths {
  /** As Terraform shows it: a deposed object has ` (deposed object KEY)` after it. */
  readonly address: string
  /** It was changed outside of Terraform, and a refresh-only plan takes that over. */
  readonly isDrift: boolean
  /** undefined: the plan leaves it as it is. */
  readonly reviewed: PlannedAction | undefined
  readonly now: PlannedAction | undefined
}

export interface VersionDifference {
  /** undefined: Terraform or OpenTofu itself. */
  readonly provider: string | undefined
  /** undefined: the plan has no such provider. */
  readonly reviewed: string | undefined
  readonly now: string | undefined
}

export function comparePlans(reviewed: ComparedPlan, now: ComparedPlan): PlanComparison {
  const differences = differencesOf(partsOfPlan(reviewed), partsOfPlan(now))
  const named = Map.groupBy(differences.filter(isNamed), ({ kind }) => kind)
  return {
    resources: differences
      .filter(({ kind }) => kind === 'resource' || kind === 'drift')
      .map(resourceDifference),
    versions: [...differences.filter(isEngine), ...differences.filter(({ kind }) => kind === 'provider')].map(
      versionDifference,
    ),
    names: new Map([...named].map(([kind, parts]) => [kind, parts.map(nameOf)])),
  }
}

/** The two plans do the same. */
export function isSame({ resources, versions, names }: PlanComparison): boolean {
  return resources.length === 0 && versions.length === 0 && names.size === 0
}

/** A part of which the other plan has none, or another. */
interface Difference {
  readonly kind: PartKind
  readonly name: string
  readonly reviewed: PlanPart | undefined
  readonly now: PlanPart | undefined
}

/** In the order of the parts' kinds and names. */
function differencesOf(reviewed: readonly PlanPart[], now: readonly PlanPart[]): Difference[] {
  const [before, after] = [byName(reviewed), byName(now)]
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort()
  return keys.flatMap((key) => {
    const [old = [], young = []] = [before.get(key), after.get(key)]
    const [first] = [...old, ...young]
    if (first === undefined || textOf(old) === textOf(young)) return []
    return [{ kind: first.kind, name: first.name, reviewed: old[0], now: young[0] }]
  })
}

function byName(parts: readonly PlanPart[]): Map<string, PlanPart[]> {
  return Map.groupBy(parts, ({ kind, name }) => `${kind} ${name}`)
}

/** Of parts of one kind and name, which come sorted. A line is one part, as it is for the digest. */
function textOf(parts: readonly PlanPart[]): string {
  return parts.map(({ text }) => text).join('\n')
}

function isEngine({ kind, name }: Difference): boolean {
  return kind === 'field' && name === engineField
}

function isNamed(difference: Difference): difference is Difference & { readonly kind: NamedKind } {
  return !['resource', 'drift', 'provider'].includes(difference.kind) && !isEngine(difference)
}

/** Terraform's name for a file of the configuration is `m-net.sub/main.tf`. */
function nameOf({ kind, name }: Difference): string {
  const [, module, file] = (kind === 'file' && /^m-([^/]*)\/(.*)$/s.exec(name)) || []
  if (module === undefined || file === undefined) return name
  return module === '' ? file : `module.${module.replaceAll('.', '.module.')}: ${file}`
}

function versionDifference(difference: Difference): VersionDifference {
  const version = (part: PlanPart | undefined): string | undefined =>
    part === undefined ? undefined : String(part.value)
  const { name, reviewed, now } = difference
  return {
    provider: isEngine(difference) ? undefined : name,
    reviewed: version(reviewed),
    now: version(now),
  }
}

function resourceDifference({ kind, name, reviewed, now }: Difference): ResourceDifference {
  const [before, after] = [reviewed, now].map((part) => part?.value as ResourceChange | undefined)
  const actions = { reviewed: before && actionOf(before), now: after && actionOf(after) }
  const { fields, ...paths } = differingPaths(before, after)
  return {
    ...{ address: name, isDrift: kind === 'drift', ...actions, ...paths },
    // That two actions of different names differ is told by their names.
    fields: actions.reviewed === actions.now ? fields : fields.filter((field) => field !== 'actions'),
  }
}

function actionOf({ change }: ResourceChange): PlannedAction {
  const { actions } = change
  if (actions.includes('forget')) return 'forget'
  if (actions.includes('delete')) return actions.includes('create') ? 'replace' : 'destroy'
  if (actions.includes('create')) return 'create'
  if (actions.includes('read')) return 'read'
  if (!actions.includes('no-op')) return 'change'
  return isImported(change) ? 'import' : 'move'
}
