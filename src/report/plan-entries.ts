import { renderFence } from './fence.ts'
import { renderHtmlCode } from './html.ts'
import { renderPlanDiff } from './plan-diff.ts'
import type { PlanEntry } from './plan-groups.ts'

/** More types than this are counted together. */
const maxTypes = 20

/** One line for each, for a `diff` block. */
export function renderEntries(entries: readonly PlanEntry[]): string {
  return entries.map(({ symbol, text }) => `${symbol} ${text}\n`).join('')
}

/** Exact counts, by type, of the entries that follow the first `told`. */
export function renderLeftOut(entries: readonly PlanEntry[], told: number): string {
  const rest = entries.slice(told)
  if (rest.length === 0) return ''
  const byType = new Map<string, number>()
  for (const { type } of rest) byType.set(type, (byType.get(type) ?? 0) + 1)
  const types = [...byType].filter(([type]) => type !== '').sort(([, a], [, b]) => b - a)
  const parts = types.slice(0, maxTypes).map(([type, count]) => `${String(count)} ${type}`)
  const others = types.slice(maxTypes).reduce((sum, [, count]) => sum + count, 0)
  if (others > 0) parts.push(`${String(others)} of ${String(types.length - maxTypes)} more types`)
  const counted = parts.join(', ')
  if (told === 0) return counted === '' ? '' : `  ${counted}\n`
  return `  … and ${String(rest.length)} more${counted === '' ? '' : `: ${counted}`}\n`
}

/** An entry with its diff, collapsed. */
export function renderWithDiff(text: string, diff: string): string {
  return renderDetails(renderHtmlCode(text), renderDiff(diff))
}

/** `diff`: Terraform's text. */
export function renderDiff(diff: string): string {
  return renderFence(renderPlanDiff(diff), 'diff')
}

/** `summary`: HTML on one line. `markdown`: what it folds. */
export function renderDetails(summary: string, markdown: string): string {
  return `<details><summary>${summary}</summary>\n\n${markdown}\n</details>\n\n`
}
