import { renderDuration } from '../retry/duration.ts'
import { renderComparison } from './comparison-section.ts'
import { renderCounts, renderDrift } from './counts.ts'
import type { ForeignText } from './foreign-text.ts'
import { renderDecisionTable, renderHolderSentence, renderHolderTable } from './holder-text.ts'
import { renderClock } from './instant.ts'
import { renderLeftLock } from './left-lock.ts'
import { renderNextSteps, stateInputsFromAddress, type StateInputs } from './next-steps.ts'
import { renderLink } from './run-links.ts'
import type { Story } from './story.ts'

export interface TellOptions {
  /** Milliseconds since 1970. */
  readonly now: number
  /** For the step that removes a lock; left out: the state's address. */
  readonly stateInputs?: StateInputs
  /** How a workflow names this action, for the same step: `acme/lockstep@v1`. */
  readonly action?: string | undefined
  /** The address below which this action's own pages are; undefined: they are not linked. */
  readonly pages?: string | undefined
  /** For what the state lacks; left out: what a comment has room for. */
  readonly recoveryBytes?: number
  /** For what was reviewed against what is now; left out: what a comment has room for. */
  readonly comparisonBytes?: number
}

function renderReason(reason: string, foreign: ForeignText, { pages }: TellOptions): string {
  const name = foreign.code(reason)
  return pages === undefined ? name : renderLink(name, `${pages}docs/failures/${reason}.md`, foreign)
}

/** The longest key of S3 is 1,024 bytes. */
const maxAddressLength = 1_200
const maxCommandBytes = 10_000
const maxComparisonBytes = 10_000

const AUDITED = {
  pass: '✅ Audited',
  warn: '⚠️ Audited, with warnings',
  fail: '❌ Audited, with failures',
} as const

/** What is so, in a line: an icon, what was done, the state. */
export function renderHeadline(story: Story, foreign: ForeignText): string {
  const { command, phase, stateAddress, audit } = story
  const state = stateAddress === undefined ? 'the state' : foreign.code(stateAddress, maxAddressLength)
  const isApply = command === 'apply'
  if (phase.kind === 'waiting') return `⏳ Waiting for the lock of ${state}`
  if (phase.kind === 'working') return isApply ? `🚀 Applying to ${state}` : `🔍 Planning ${state}`
  switch (phase.result) {
    case 'changes':
      return `📝 Planned ${state}`
    case 'applied':
      return `✅ Applied to ${state}`
    case 'no-changes':
      return isApply ? `✅ Nothing to apply to ${state}` : `✅ No changes in ${state}`
    case 'listed':
      return `📜 Versions of ${state}`
    case 'restored':
      return `♻️ Restored ${state}`
    case 'drift':
      return `🧭 Drift in ${state}`
    case 'no-drift':
      return `✅ No drift in ${state}`
    case 'unlocked':
      return `🔓 Lock removed from ${state}`
    case 'free':
    case 'already-free':
      return `🔓 No lock on ${state}`
    case 'locked':
      return `🔒 Locked: ${state}`
    case 'unknown':
      return `❔ No answer about the lock of ${state}`
    case 'contended':
      return `🔒 Gave up: ${state} is locked`
    case 'pass':
    case 'warn':
    case 'fail': {
      const what =
        stateAddress === undefined
          ? `${String(audit?.states.length ?? 0)} backends`
          : `the backend of ${state}`
      return `${AUDITED[phase.result]}: ${what}`
    }
    case 'cancelled':
      return `🛑 Cancelled: ${renderTask(story, foreign)}`
    default:
      return `❌ Failed: ${renderTask(story, foreign)}`
  }
}

/** What happened and what to do: the paragraphs that follow the headline. */
export function renderOpening(story: Story, foreign: ForeignText, options: TellOptions): string[] {
  const { phase, holder, counts, lockRecovered, run } = story
  const removed =
    lockRecovered === undefined
      ? []
      : [`This run removed the lock ${foreign.code(lockRecovered)}, which it had taken itself.`]
  if (phase.kind === 'working') {
    return ['Terraform is at work. This comment is brought up to date when there is news.', ...removed]
  }
  if (phase.kind === 'waiting') {
    const until = renderClock(phase.givesUpAt, options.now)
    const left = renderDuration(phase.givesUpAt - options.now)
    const end =
      until === undefined ? '' : ` This run gives up at ${until} (${left} left when this was written).`
    if (holder === undefined) return [`Somebody holds the lock.${end}`]
    return [`${renderHolderSentence(holder, foreign)}${end}`, renderHolderTable(holder, run, foreign)]
  }
  // A plan's section begins with its own.
  const isTold = counts === undefined || (story.plan !== undefined && !isDone(story))
  const changes = isTold ? [] : [`**${renderCounts(counts, isDone(story))}**`]
  const message = phase.message === '' ? [] : [foreign.prose(phase.message)]
  switch (phase.result) {
    case 'changes':
    case 'applied':
      return [...changes, ...message, ...removed]
    case 'contended': {
      const waited = renderWaited(story)
      // The message names the holder too, and less of it.
      if (holder === undefined) return [waited, ...message, ...removed]
      const stateInputs = options.stateInputs ?? stateInputsFromAddress(story.stateAddress ?? '')
      return [
        `${renderHolderSentence(holder, foreign)} ${waited}`,
        renderHolderTable(holder, run, foreign),
        ...renderNextSteps(holder, run, { stateInputs, action: options.action }, foreign),
        ...removed,
      ]
    }
    case 'cancelled':
    case 'failed': {
      const reason =
        phase.failureReason === '' || phase.failureReason === 'cancelled'
          ? []
          : [`Reason: ${renderReason(phase.failureReason, foreign, options)}`]
      const done = counts === undefined ? [] : [`Until then: **${renderCounts(counts, isDone(story))}**`]
      return [
        ...message,
        ...renderCommands(phase.commands, foreign),
        ...([...reason, ...done].length === 0 ? [] : [[...reason, ...done].join(' · ')]),
        ...renderChanged(story, foreign, options),
        ...(story.isPlanVoid ? [voidPlan] : []),
        ...renderLeftLock(story, foreign, options),
        ...renderUnlock(story, foreign),
        ...removed,
      ]
    }
    case 'unlocked':
    case 'already-free':
      return [...message, ...renderUnlock(story, foreign)]
    case 'locked': {
      const reviewed = renderReviewed(story, foreign)
      if (holder === undefined) return [...message, ...removed, ...reviewed]
      const held = [renderHolderSentence(holder, foreign), renderHolderTable(holder, run, foreign)]
      return [...held, ...removed, ...reviewed]
    }
    case 'drift':
    case 'no-drift':
      return [...renderFound(story), ...message, ...renderIssue(story, foreign), ...removed]
    case 'no-changes':
      return ['Terraform found nothing to change.', ...message, ...removed]
    default:
      return [...message, ...removed, ...renderReviewed(story, foreign)]
  }
}

function renderFound({ counts, phase }: Story): string[] {
  const isFound = phase.kind === 'ended' && phase.result === 'drift'
  if (!isFound) return ['Terraform found nothing that differs.']
  return counts === undefined ? [] : [`**${renderDrift(counts)}**`]
}

function renderIssue({ issue }: Story, foreign: ForeignText): string[] {
  if (issue === undefined) return []
  return [`${renderLink(`Issue ${String(issue.number)}`, issue.url, foreign)} ${issue.what}.`]
}

function renderReviewed({ reviewedPlan }: Story, foreign: ForeignText): string[] {
  return reviewedPlan === undefined ? [] : [foreign.prose(reviewedPlan)]
}

const voidPlan =
  'What was reviewed is void, since a part of it was applied: what is left needs a new plan and a new review.'

function renderCommands(commands: readonly string[] = [], foreign: ForeignText): string[] {
  return commands.length === 0 ? [] : [foreign.fence(commands.join('\n'), maxCommandBytes, '').trim()]
}

function renderChanged(
  { comparison }: Story,
  foreign: ForeignText,
  { comparisonBytes = maxComparisonBytes }: TellOptions,
): string[] {
  return comparison === undefined ? [] : [renderComparison(comparison, foreign, comparisonBytes).trim()]
}

/** Whose lock `unlock` has met, and by whose decision it has removed it or tried to. */
function renderUnlock({ command, phase, decision, holder, run }: Story, foreign: ForeignText): string[] {
  if (command !== 'unlock') return []
  const isOver = phase.kind === 'ended' && phase.result !== 'failed'
  if (decision !== undefined)
    return [renderDecisionTable(decision, isOver ? 'Was held by' : 'Held by', holder, run, foreign)]
  return holder === undefined ? [] : [renderHolderTable(holder, run, foreign)]
}

function isDone({ command }: Story): boolean {
  return command === 'apply'
}

function renderWaited({ command, lockWaitedMs }: Story): string {
  const waited =
    lockWaitedMs < 500
      ? 'This run did not wait for it'
      : `This run waited ${renderDuration(lockWaitedMs)} for it and gave up`
  if (command === 'plan') return `${waited}; nothing was planned.`
  if (command === 'drift') return `${waited}; whether something differs is not known.`
  return command === 'apply' ? `${waited}; nothing was applied.` : `${waited}.`
}

/** `plan of s3://…` */
function renderTask({ command, stateAddress }: Story, foreign: ForeignText): string {
  const isKnown = command === 'plan' || command === 'apply'
  const noun = isKnown ? command : command === '' ? 'this step' : foreign.code(command)
  if (stateAddress === undefined) return noun
  return `${noun} ${command === 'apply' ? 'to' : 'of'} ${foreign.code(stateAddress, maxAddressLength)}`
}
