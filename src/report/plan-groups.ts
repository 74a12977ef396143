import type { CheckView, OutputView, PlannedAction, PlanView, ResourceView } from '../plan/plan-view.ts'

/** Things of a plan that are told together, under one title. */
export interface PlanGroup {
  readonly title: string
  readonly entries: readonly PlanEntry[]
  /** Terraform's text for all entries together. */
  readonly diff?: string | undefined
  readonly isFolded?: boolean
}

/** One thing, of which there is always a line, and a diff where there is room. */
export interface PlanEntry {
  /** Of a line in a `diff` block. */
  readonly symbol: '+' | '-' | '!' | ' '
  /** One line of plain text, not escaped: `aws_instance.web  # moved from aws_instance.app`. */
  readonly text: string
  /** `aws_instance`; empty where it has none. */
  readonly type: string
  readonly diff?: string | undefined
}

/** One line of at most `limit` UTF-16 units. What is sensitive goes before the cut: half of it is not known as such. */
export type RenderLine = (text: string, limit: number) => string

/** In the order of danger: what is lost, what is altered, what is new, what only Terraform's state sees. */
const ACTIONS: readonly [PlannedAction, PlanEntry['symbol'], string, string][] = [
  ['destroy', '-', '🔴', 'to destroy'],
  ['replace', '!', '🔴', 'to replace'],
  ['change', '!', '🟡', 'to change'],
  ['create', '+', '🟢', 'to create'],
  ['import', ' ', '🔵', 'to import, otherwise unchanged'],
  ['move', ' ', '🔵', 'to move, otherwise unchanged'],
  ['forget', ' ', '⚪', 'to forget: no longer managed, not destroyed'],
  ['read', ' ', '⚪', 'to read during apply'],
]
const SYMBOLS = new Map(ACTIONS.map(([action, symbol]) => [action, symbol]))
/** UTF-16 units of an address and what is said of it, and of the message of a check. */
const maxLineLength = 500

/** The groups that have something in them, in the order in which they are shown. */
export function groupsOfPlan(view: PlanView, line: RenderLine): PlanGroup[] {
  const byAction = Map.groupBy(view.resources, ({ action }) => action)
  const resources = ACTIONS.map(([action, , icon, words]) => {
    const entries = (byAction.get(action) ?? []).map((resource) =>
      resourceEntry(resource, reasonsOf(resource), line),
    )
    return { title: `${icon} ${String(entries.length)} ${words}`, entries }
  })
  const checks = view.failingChecks.flatMap((check) => checkEntries(check, line))
  const outputs = view.outputs.map((output) => outputEntry(output, line))
  const drift = view.drift.map((resource) => resourceEntry(resource, driftReasonsOf(resource), line))
  const outputsTitle = `📤 ${plural(outputs.length, 'output')} to change`
  const driftTitle = `👀 ${plural(drift.length, 'resource')} changed outside of Terraform`
  return [
    { title: `⚠️ ${plural(view.failingChecks.length, 'failing check')}`, entries: checks },
    ...resources,
    { title: outputsTitle, entries: outputs, diff: view.outputsDiff, isFolded: true },
    { title: driftTitle, entries: drift, isFolded: true },
  ].filter(({ entries }) => entries.length > 0)
}

/** The icon of the worst that a plan does. */
export function worstIcon({ isErrored, counts, resources }: PlanView): string {
  if (isErrored) return '❌'
  if (counts.destroy > 0 || counts.replace > 0) return '🔴'
  const actions = new Set(resources.map(({ action }) => action))
  return ACTIONS.find(([action]) => actions.has(action))?.[2] ?? '🟢'
}

export function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`
}

function resourceEntry(resource: ResourceView, reasons: readonly string[], line: RenderLine): PlanEntry {
  const { address, type, action, diff } = resource
  const text = reasons.length === 0 ? address : `${address}  # ${reasons.join('; ')}`
  return { symbol: SYMBOLS.get(action) ?? ' ', text: line(text, maxLineLength), type, diff }
}

function reasonsOf({ isCreatedFirst, movedFrom, importId, reasons }: ResourceView): string[] {
  return [
    ...(isCreatedFirst ? ['created before it is destroyed'] : []),
    ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
    ...(importId === undefined
      ? []
      : [importId === '' ? 'imported' : `imported from ${JSON.stringify(importId)}`]),
    ...reasons,
  ]
}

function driftReasonsOf(resource: ResourceView): string[] {
  return [resource.action === 'destroy' ? 'has been deleted' : 'has changed', ...reasonsOf(resource)]
}

function outputEntry({ name, action }: OutputView, line: RenderLine): PlanEntry {
  return { symbol: SYMBOLS.get(action) ?? ' ', text: line(name, maxLineLength), type: '' }
}

function checkEntries({ address, problems }: CheckView, line: RenderLine): PlanEntry[] {
  const said = problems.length === 0 ? ['could not be evaluated'] : problems
  return said.map((problem) => ({
    symbol: '!',
    text: line(`${address}: ${problem}`, maxLineLength),
    type: '',
  }))
}
