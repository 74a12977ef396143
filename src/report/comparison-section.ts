import {
  isSame,
  type NamedKind,
  type PlanComparison,
  type ResourceDifference,
} from '../plan/plan-comparison.ts'
import { engineField } from '../plan/plan-parts.ts'
import type { PlannedAction } from '../plan/plan-view.ts'
import type { ForeignText } from './foreign-text.ts'
import { mostThatFit } from './most-that-fit.ts'
import { plural } from './plan-groups.ts'

const title = 'What was reviewed, and what it would be now'
const maxAddressLength = 300
const maxNameLength = 120
/** Names that a line gives, from the most on; the others of it are counted. */
const namesPerLine = [20, 5, 0]

/**
 * Markdown in at most `maxBytes` bytes of UTF-8: how much differs, a table with the most dangerous resource first, and
 * a line each for what else differs. What has no room is counted. Empty where nothing differs, or where there is no
 * room for the counts.
 */
export function renderComparison(comparison: PlanComparison, foreign: ForeignText, maxBytes: number): string {
  if (isSame(comparison)) return ''
  // A row takes more than 20 bytes.
  const rows = byDanger(comparison)
    .slice(0, maxBytes / 20)
    .map((resource) => renderRow(resource, foreign))
  for (const maxNames of namesPerLine) {
    const lines = otherLines(comparison, maxNames, (text) => foreign.code(text, maxNameLength))
    const assemble = (count: number): string => renderSection(comparison, rows.slice(0, count), lines)
    const roomBytes = maxNames === 0 ? maxBytes : maxBytes / 2
    if (Buffer.byteLength(assemble(0)) > roomBytes) continue
    return assemble(mostThatFit(rows.length, (count) => Buffer.byteLength(assemble(count)) <= maxBytes))
  }
  return ''
}

/** The same for the log, where all of it has room: one line each, to be printed as they are. */
export function renderComparisonLines(comparison: PlanComparison, foreign: ForeignText): string[] {
  if (isSame(comparison)) return []
  const plain = (text: string): string => foreign.line(text, maxNameLength)
  const resources = byDanger(comparison).map((resource) => {
    const { address, reviewed, now } = resource
    const differing = differingNames(resource, plain)
    const told = `reviewed: ${wordOf(resource, reviewed)}; now: ${wordOf(resource, now)}`
    return `  - ${foreign.line(address, maxAddressLength)}: ${told}${differing === '' ? '' : `; what differs: ${differing}`}`
  })
  return [
    `${title}: ${describeComparison(comparison)}.`,
    ...resources,
    ...otherLines(comparison, Infinity, plain).map((line) => `  ${line}`),
    ...(isOfVariablesAlone(comparison) ? [hint] : []),
  ]
}

/** `7 resources, 1 variable and 2 configuration files differ`: of plans that are not the same, without foreign text. */
export function describeComparison({ resources, versions, names }: PlanComparison): string {
  const counts: [number, string][] = [
    [resources.length, 'resource'],
    ...KINDS.map(([kind, noun]): [number, string] => [names.get(kind)?.length ?? 0, noun]),
    [versions.length, 'version'],
  ]
  const parts = counts.filter(([count]) => count > 0)
  const isOne = parts.reduce((sum, [count]) => sum + count, 0) === 1
  const listing = new Intl.ListFormat('en-GB')
  return `${listing.format(parts.map(([count, noun]) => plural(count, noun)))} ${isOne ? 'differs' : 'differ'}`
}

/** In the order in which they are told. */
const KINDS: readonly [NamedKind, string][] = [
  ['variable', 'variable'],
  ['output', 'output'],
  ['file', 'configuration file'],
  ['action', 'action invocation'],
  ['deferred', 'deferred change'],
  ['field', 'other field'],
]
const hint =
  'Only the value of a variable differs. If it is another one in each run, like a short-lived token, declare the ' +
  'variable with `ephemeral = true` (Terraform 1.10, OpenTofu 1.11): it is no part of a plan then, and the apply ' +
  'needs it in its environment too, as `TF_VAR_…`.'

function isOfVariablesAlone({ resources, versions, names }: PlanComparison): boolean {
  return resources.length === 0 && versions.length === 0 && names.size === 1 && names.has('variable')
}

function renderSection(
  comparison: PlanComparison,
  rows: readonly string[],
  lines: readonly string[],
): string {
  const leftOut = comparison.resources.length - rows.length
  const more = rows.length === 0 ? '' : `… and ${String(leftOut)} more. `
  const table = ['| Resource | Reviewed | Now | What differs |', '| --- | --- | --- | --- |', ...rows]
  const parts = [
    `#### 🔀 ${title}`,
    `${describeComparison(comparison)}.`,
    rows.length === 0 ? '' : table.join('\n'),
    leftOut === 0 ? '' : `${more}The log has every resource.`,
    lines.join('\n'),
    isOfVariablesAlone(comparison) ? hint : '',
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** Of what it would be now, and then of what was reviewed. */
const DANGER: readonly (PlannedAction | undefined)[] = [
  ...(['destroy', 'replace', 'forget', 'change', 'create', 'import', 'move', 'read'] as const),
  undefined,
]

function byDanger({ resources }: PlanComparison): ResourceDifference[] {
  const rankOf = ({ now, reviewed }: ResourceDifference): number =>
    DANGER.indexOf(now) * DANGER.length + DANGER.indexOf(reviewed)
  return [...resources].sort((a, b) => rankOf(a) - rankOf(b))
}

function renderRow(resource: ResourceDifference, foreign: ForeignText): string {
  const { address, reviewed, now } = resource
  const cells = [
    foreign.cell(address, maxAddressLength),
    wordOf(resource, reviewed),
    `${now === 'destroy' || now === 'replace' ? '🔴 ' : ''}${wordOf(resource, now)}`,
    differingNames(resource, (text) => foreign.cell(text, maxNameLength)),
  ]
  return `| ${cells.join(' | ')} |`
}

function wordOf({ isDrift }: ResourceDifference, action: PlannedAction | undefined): string {
  if (action === undefined) return 'no change'
  if (!isDrift) return action
  return action === 'destroy' ? 'deleted outside of Terraform' : 'changed outside of Terraform'
}

function differingNames(
  { attributes, moreAttributes, fields }: ResourceDifference,
  code: (text: string) => string,
): string {
  const names = [...attributes, ...fields].map(code).join(', ')
  return moreAttributes === 0 ? names : `${names} and ${String(moreAttributes)} more`
}

/** A line of a list for each kind of what is no resource. */
function otherLines(
  { versions, names }: PlanComparison,
  maxNames: number,
  code: (text: string) => string,
): string[] {
  const ofKinds = KINDS.map(([kind, noun]) => renderNames(noun, (names.get(kind) ?? []).map(code), maxNames))
  const changes = versions.map(({ provider = engineField, reviewed, now }) => {
    const [before, after] = [reviewed, now].map((version) => (version === undefined ? 'none' : code(version)))
    return `${code(provider)} ${before ?? ''} → ${after ?? ''}`
  })
  return [...ofKinds, renderNames('version', changes, maxNames)].filter((line) => line !== '')
}

function renderNames(noun: string, names: readonly string[], maxNames: number): string {
  if (names.length === 0) return ''
  const told = names.slice(0, maxNames).join(', ')
  const left = Math.max(0, names.length - maxNames)
  const more = left === 0 ? '' : ` and ${String(left)} more`
  return `- ${plural(names.length, noun)}${told === '' ? '' : `: ${told}${more}`}`
}
