import type { PlanView } from '../plan/plan-view.ts'
import { renderFence } from './fence.ts'
import { renderDetails, renderEntries, renderLeftOut } from './plan-entries.ts'
import { choiceThatFits, type PlanChoice } from './plan-fit.ts'
import { plainLine } from './plain-text.ts'
import { groupsOfPlan, plural, worstIcon, type PlanGroup, type RenderLine } from './plan-groups.ts'

/** For the note about what is left out. */
const noteBytes = 200

/**
 * Markdown of a plan in at most `limitBytes` bytes of UTF-8: a headline, failing checks, and the resources by action,
 * the dangerous ones first, each with its diff. Where there is no room for all diffs, the rest are addresses; where
 * there is none for all addresses, the rest are exact counts by action and type. `of`: Markdown for the headline, which
 * says what was planned. `line`: one line of at most so many UTF-16 units, without a sensitive value.
 */
export function renderPlanSection(
  view: PlanView,
  limitBytes: number,
  of = '',
  line: RenderLine = plainLine,
): string {
  const groups = groupsOfPlan(view, line)
  const headline = `#### ${describePlan(view, groups, of)}\n\n${view.isErrored ? renderErrored() : ''}`
  const choice = choiceThatFits(groups, limitBytes - Buffer.byteLength(headline) - noteBytes)
  const counts: PlanChoice = { told: new Map(), diffs: new Map() }
  const forms = [
    () => `${headline}${renderGroups(groups, choice)}`,
    () => `${headline}${renderGroups(groups, counts)}`,
    () => headline,
  ]
  for (const render of forms) {
    const markdown = `${render().trimEnd().toWellFormed()}\n`
    if (Buffer.byteLength(markdown) <= limitBytes) return markdown
  }
  return ''
}

function describePlan(view: PlanView, groups: readonly PlanGroup[], of: string): string {
  const { add, change, destroy, replace, import: imported, move, forget } = view.counts
  const isCounted = Object.values(view.counts).some((count) => count > 0)
  if (!isCounted && view.resources.length === 0) {
    if (view.outputs.length > 0) return `🟢 Plan${of}: only outputs change`
    if (view.drift.length > 0)
      return `🟡 Plan${of}: no changes to make, but some were made outside of Terraform`
    return `${groups.length > 0 ? '⚠️' : '✅'} Plan${of}: no changes`
  }
  const parts = [
    `${String(add)} to add`,
    `${String(change)} to change`,
    `${String(destroy)} to destroy${replace > 0 ? ` (${String(replace)} of them replaced)` : ''}`,
    ...(imported > 0 ? [`${String(imported)} to import`] : []),
    ...(move > 0 ? [`${String(move)} to move`] : []),
    ...(forget > 0 ? [`${String(forget)} to forget`] : []),
  ]
  return `${worstIcon(view)} Plan${of}: ${parts.join(', ')}`
}

function renderErrored(): string {
  return '**Terraform met an error: this plan is not complete, and can’t be applied.**\n\n'
}

function renderGroups(groups: readonly PlanGroup[], choice: PlanChoice): string {
  return `${groups.map((group) => renderGroup(group, choice)).join('')}${renderNote(groups, choice)}`
}

function renderGroup(group: PlanGroup, { told, diffs }: PlanChoice): string {
  const { title, entries, isFolded = false } = group
  const toldCount = told.get(group) ?? 0
  const withDiff = entries.flatMap((entry) => diffs.get(entry) ?? [])
  const lines = renderEntries(entries.slice(0, toldCount).filter((entry) => !diffs.has(entry)))
  const list = `${lines}${renderLeftOut(entries, toldCount)}`
  const body =
    diffs.get(group) ?? `${withDiff.join('')}${list === '' ? '' : `${renderFence(list, 'diff')}\n`}`
  return isFolded && body !== '' ? renderDetails(title, body) : `**${title}**\n\n${body}`
}

function renderNote(groups: readonly PlanGroup[], { told, diffs }: PlanChoice): string {
  const entries = groups.flatMap((group) => (diffs.has(group) ? [] : [group, ...group.entries]))
  const diffCount = entries.filter((item) => item.diff !== undefined && !diffs.has(item)).length
  const leftOut = groups.some((group) => group.entries.length > (told.get(group) ?? 0))
  if (diffCount === 0 && !leftOut) return ''
  const what = leftOut ? 'all diffs, and the addresses that are only counted' : plural(diffCount, 'diff')
  return `_Left out here: ${what}. The whole plan is in the job summary or, where that is too small, in the log._\n`
}
