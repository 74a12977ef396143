import type { PlanEntry, PlanGroup } from './plan-groups.ts'
import { renderDiff, renderEntries, renderLeftOut, renderWithDiff } from './plan-entries.ts'

/** What of a plan is shown. */
export interface PlanChoice {
  /** How many entries of a group have a line; the others are counted. */
  readonly told: ReadonlyMap<PlanGroup, number>
  /** The Markdown of those entries and groups that show their diff. */
  readonly diffs: ReadonlyMap<PlanEntry | PlanGroup, string>
}

/** More than a group needs beside its title and its lines: a fence, a fold, the words for what is left out. */
const groupBytes = 128

/**
 * The most that fits into `limitBytes`, in the order of `groups`: a line for every entry, and then diffs; or, where
 * there is no room for all lines, as many of them as there is room for.
 */
export function choiceThatFits(groups: readonly PlanGroup[], limitBytes: number): PlanChoice {
  const titles = groups.map(({ title }) => bytesOf(title) + groupBytes).reduce(sum, 0)
  const lines = groups.flatMap(({ entries }) => entries)
  let left = limitBytes - titles
  for (const entry of lines) {
    left -= lineBytes(entry)
    if (left < 0) return linesThatFit(groups, limitBytes - titles)
  }
  const diffs = diffsThatFit(groups, left)
  return { told: new Map(groups.map((group) => [group, group.entries.length])), diffs }
}

function diffsThatFit(groups: readonly PlanGroup[], limitBytes: number): Map<PlanEntry | PlanGroup, string> {
  const diffs = new Map<PlanEntry | PlanGroup, string>()
  let left = limitBytes
  const tryDiff = (item: PlanEntry | PlanGroup, render: (diff: string) => string, instead: number): void => {
    // A text has at least as many bytes as UTF-16 units.
    if (item.diff === undefined || item.diff.length > left + instead) return
    const markdown = render(item.diff)
    const bytes = bytesOf(markdown) - instead
    if (bytes > left) return
    diffs.set(item, markdown)
    left -= bytes
  }
  for (const group of groups) {
    tryDiff(group, renderDiff, group.entries.map(lineBytes).reduce(sum, 0))
    for (const entry of group.entries)
      tryDiff(entry, (diff) => renderWithDiff(entry.text, diff), lineBytes(entry))
  }
  return diffs
}

function linesThatFit(groups: readonly PlanGroup[], limitBytes: number): PlanChoice {
  const leftOut = groups.map(({ entries }) => bytesOf(renderLeftOut(entries, 0)))
  let left = limitBytes - leftOut.reduce(sum, 0)
  const told = groups.map(({ entries }) => {
    let count = 0
    for (const entry of entries) {
      const bytes = lineBytes(entry)
      if (bytes > left) break
      left -= bytes
      count += 1
    }
    return count
  })
  return { told: new Map(groups.map((group, index) => [group, told[index] ?? 0])), diffs: new Map() }
}

/** With what its backticks may add to both ends of the fence that it stands in. */
function lineBytes(entry: PlanEntry): number {
  return bytesOf(renderEntries([entry])) + 2 * (entry.text.split('`').length - 1)
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text)
}

function sum(total: number, bytes: number): number {
  return total + bytes
}
