import type { PlanView } from '../plan/plan-view.ts'
import { createForeignText, type ForeignText } from './foreign-text.ts'
import { joinComment, maxCommentBytes, type CommentKey, type KeptComment } from './comment-marker.ts'
import { renderDiagnostics } from './diagnostics-section.ts'
import { renderPlanSection } from './plan-section.ts'
import { renderQueue } from './queue-text.ts'
import { renderFoot, renderOfCommit } from './run-foot.ts'
import { renderHeadline, renderOpening, type TellOptions } from './story-text.ts'
import type { Story } from './story.ts'

/** So that a later version has room to tell what happened then, beside the same plan. */
const maxSectionBytes = 46_000
const maxDiagnosticsBytes = 20_000
const maxWarnings = 10
const maxWarningBytes = 500

export interface CommentOptions extends TellOptions {
  readonly key: CommentKey
  /** Of the comment as it was (`parseComment`). */
  readonly kept: KeptComment | undefined
  /** The Terraform folder, which says what the comment is about while the state is not known. */
  readonly folderName: string
  /** Values that appear nowhere in the comment, where they have 8 characters or more. */
  readonly sensitive: ReadonlySet<string>
}

/** The text of the comment, of at most 65,000 bytes: marker, status, what to do, plan. */
export function renderComment(story: Story, options: CommentOptions): string {
  const { key, now } = options
  const foreign = createForeignText(options.sensitive)
  const planSection = planSectionOf(story, options.kept?.planSection, foreign)
  const isApplied = isApplyDone(story) || story.isPlanVoid
  const title = [
    key.stateAddress === undefined ? ` in ${foreign.code(options.folderName)}` : '',
    key.commentKey === '' ? '' : ` · ${foreign.code(key.commentKey)}`,
  ].join('')
  const opening = [
    `### ${renderHeadline({ ...story, stateAddress: key.stateAddress }, foreign)}${title}`,
    ...renderOpening({ ...story, stateAddress: key.stateAddress }, foreign, options),
    ...renderQueue(story, foreign),
    ...renderWarnings(story.warnings, foreign),
  ]
  const [before, after] = planSection === undefined ? ['', ''] : renderFrame(story)
  const foot = [after, renderFoot(story.run, foreign, now)].filter((part) => part !== '').join('\n\n')
  const assemble = (diagnostics: string, section: string | undefined): string => {
    const head = [...opening, diagnostics, before].filter((part) => part !== '').join('\n\n')
    return joinComment(key, { head, planSection: section, isApplied, foot }, options.kept)
  }
  const bytesLeft = maxCommentBytes - Buffer.byteLength(assemble('', planSection))
  if (bytesLeft < 0 && planSection !== undefined) {
    // Of another version of Lockstep: no section of ours is so long.
    const warnings = ['The last plan does not fit in here any more.', ...story.warnings]
    return renderComment(
      { ...story, warnings, plan: undefined },
      { ...options, kept: options.kept && { ...options.kept, planSection: undefined } },
    )
  }
  const diagnostics = renderDiagnostics(
    story.diagnostics,
    foreign,
    Math.min(bytesLeft - 2, maxDiagnosticsBytes),
  )
  return assemble(diagnostics, planSection)
}

/**
 * A new plan takes the place of the old one; until there is one, the old one stays as it is. An apply that has
 * succeeded has moved the state on, so what was planned before it is no plan any more.
 */
function planSectionOf(story: Story, kept: string | undefined, foreign: ForeignText): string | undefined {
  const { plan, phase, run } = story
  if (plan === undefined) {
    const isOver = isPlanDone(story) || isApplyDone(story) || story.isPlanVoid
    return kept === undefined || isOver ? undefined : foreign.quoted(kept)
  }
  if (phase.kind === 'ended' && phase.result === 'no-changes' && tellsNothing(plan)) return undefined
  const of = renderOfCommit(run === undefined ? '' : (story.plannedCommit ?? run.commit))
  return foreign.quoted(
    renderPlanSection(plan, maxSectionBytes, of, (text, limit) => foreign.line(text, limit)).trim(),
  )
}

/** Drift and failing checks are news of a plan without changes too. */
function tellsNothing({ resources, outputs, drift, failingChecks }: PlanView): boolean {
  return [resources, outputs, drift, failingChecks].every((things) => things.length === 0)
}

function isPlanDone({ command, phase }: Story): boolean {
  return command === 'plan' && phase.kind === 'ended' && ['changes', 'no-changes'].includes(phase.result)
}

function isApplyDone({ command, phase }: Story): boolean {
  return command === 'apply' && phase.kind === 'ended' && ['applied', 'no-changes'].includes(phase.result)
}

/** What stands before and after the plan. */
function renderFrame({ phase, plan, isPlanVoid }: Story): [string, string] {
  if (plan === undefined) return ['Kept from an earlier run:', '']
  if (phase.kind === 'ended' && phase.result === 'applied') {
    return ['<details><summary>The plan that was applied</summary>', '</details>']
  }
  if (isPlanVoid) return ['<details><summary>The plan that was applied in part</summary>', '</details>']
  return ['', '']
}

function renderWarnings(warnings: readonly string[], foreign: ForeignText): string[] {
  const shown = warnings
    .slice(0, maxWarnings)
    .map((warning) => `> ⚠️ ${foreign.prose(warning, maxWarningBytes).replace(/\n/g, '\n> ')}`)
  const more = warnings.length - shown.length
  return more > 0 ? [...shown, `${String(more)} more in the log.`] : shown
}
