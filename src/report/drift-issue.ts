import type { ChangeCounts } from '../plan/changes.ts'
import type { IssueNews } from '../plan/judge-issue.ts'
import type { PlanView } from '../plan/plan-view.ts'
import { sha256 } from '../plan/sha256.ts'
import { maxCommentBytes } from './comment-marker.ts'
import { renderDrift } from './counts.ts'
import { renderDriftMarker, type DriftKey } from './drift-marker.ts'
import { createForeignText, type ForeignText } from './foreign-text.ts'
import { renderPlanSection } from './plan-section.ts'
import { renderFoot, renderOfCommit } from './run-foot.ts'
import { renderLink } from './run-links.ts'
import type { OwnRun } from './story.ts'

/** What a run has found, for the issue. Every text in it may be somebody else's. */
export interface DriftReport {
  readonly key: DriftKey
  /** What Terraform would do; undefined: nothing differs. */
  readonly plan: PlanView | undefined
  readonly counts: ChangeCounts
  /** Only what was changed outside of Terraform was looked for. */
  readonly isRefreshOnly: boolean
  readonly run: OwnRun | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  /** Values that appear nowhere in the issue, where they have 8 characters or more. */
  readonly sensitive: ReadonlySet<string>
}

export interface DriftIssue {
  readonly title: string
  /** At most 65,000 bytes; its first line is the marker. */
  readonly body: string
  /** Stands for what differs; undefined: nothing does. */
  readonly found: string | undefined
  readonly commentOf: (news: IssueNews) => string
  /** Of an issue that another run has made of the same drift in the same moment. */
  readonly bodyOfDuplicate: (original: { readonly number: number }) => string
}

/** GitHub takes 256 characters. */
const maxTitleLength = 200
const maxAddressLength = 1_200

export function renderDriftIssue(report: DriftReport): DriftIssue {
  const { key, plan, run } = report
  const foreign = createForeignText(report.sensitive)
  const found = plan === undefined ? undefined : digestOfDrift(plan, foreign)
  const link = run === undefined ? '' : ` (${renderLink('run', run.url, foreign)})`
  return {
    title: renderTitle(key, foreign),
    body: renderBody(report, found, foreign),
    found,
    commentOf: (news) => `${sentenceOf(news, renderDrift(report.counts))}${link}`,
    bodyOfDuplicate: ({ number }) =>
      `Two runs have opened an issue about the same state in the same moment. This one is done with: the other is #${String(number)}.`,
  }
}

/**
 * Equal while the same resources and outputs differ in the same way. A value that moves on each night, such as a date
 * in a description, is no news that people are to be called for.
 */
function digestOfDrift({ resources, drift, outputs }: PlanView, foreign: ForeignText): string {
  const named = (name: string): string => foreign.line(name, maxAddressLength)
  const told = (views: PlanView['resources']): string[] =>
    views
      .filter(({ action }) => action !== 'read')
      .map(({ action, address }) => `${action} ${named(address)}`)
  const parts = [told(resources), told(drift), outputs.map(({ action, name }) => `${action} ${named(name)}`)]
  return sha256(JSON.stringify(parts.map((part) => part.toSorted())))
}

/** It is never changed later: people may give the issue a name of their own. */
function renderTitle({ stateAddress = '', commentKey }: DriftKey, foreign: ForeignText): string {
  const key = commentKey === '' ? '' : ` (${commentKey})`
  const title = foreign.line(`Drift in ${stateAddress}${key}`, maxTitleLength)
  // A title has no code in which a mention or a reference is none.
  return title.replace(/[@#]/g, '$&\u200b')
}

function renderBody(
  { key, plan, isRefreshOnly, run, now }: DriftReport,
  found: string | undefined,
  foreign: ForeignText,
): string {
  const { stateAddress = '', commentKey } = key
  const state = foreign.code(stateAddress, maxAddressLength)
  const of = commentKey === '' ? state : `${state} · ${foreign.code(commentKey)}`
  const marker = renderDriftMarker(key, found)
  const foot = renderFoot(run, foreign, now)
  if (plan === undefined) {
    const closed =
      'Nothing differs any more, so this issue is closed. It is opened again when something does.'
    return `${marker}\n${[`### ✅ No drift in ${of}`, closed, foot].join('\n\n')}`
  }
  const assemble = (section: string): string => {
    const head = [`### 🧭 Drift in ${of}`, isRefreshOnly ? changedOutside : differs]
    const parts = [...head, section, whatToDo, foot].filter((part) => part !== '')
    return `${marker}\n${parts.join('\n\n')}`
  }
  // 2: the section's own blank line.
  const room = maxCommentBytes - Buffer.byteLength(assemble('')) - 2
  const ofCommit = renderOfCommit(run?.commit ?? '')
  const line = (text: string, limit: number): string => foreign.line(text, limit)
  return assemble(foreign.quoted(renderPlanSection(plan, room, ofCommit, line).trim()))
}

const differs =
  'What is there is not what the code says: it was changed by other means, or a merged change was not applied yet. This is what an apply would do now.'
const changedOutside =
  'What is there was changed outside of Terraform since the last apply. This is what the state does not know yet.'
const whatToDo = [
  '- To undo it, apply what the code says. To keep it, write it into the code.',
  '- Each run brings this text up to date, and closes the issue once nothing differs. Write in comments: the text is written over.',
  '- Closed as **not planned**, the issue stays closed until nothing differs any more. Closed in any other way, the next run opens it again.',
].join('\n')

function sentenceOf(news: IssueNews, counts: string): string {
  switch (news) {
    case 'changed':
      return `Something else differs than before: **${counts}**.`
    case 'again':
      return `Something differs again: **${counts}**.`
    case 'still':
      return `This issue was closed, and it still differs: **${counts}**. Close it as not planned to hear no more of it until nothing differs.`
  }
}
