import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { maxCommentBytes, parseComment, type CommentKey } from '../../src/report/comment-marker.ts'
import { renderDriftIssue } from '../../src/report/drift-issue.ts'
import { maxSummaryBytes, renderJobSummary } from '../../src/report/job-summary.ts'
import type { Phase, Story } from '../../src/report/story.ts'
import { decisionFor, held } from './fake-lock.ts'
import { deleted, historyOf, state } from './history.ts'
import { comment, counts, ended, now, otherRun, ownRun, planViewOf, story, waiting } from './stories.ts'

/**
 * `text` in every field that somebody else may have written, except what is long and stands in `long`: a plan, and what
 * Terraform said. What would make a link of a good text gets a bad end.
 */
export function storyOf(
  phase: Phase,
  text: string,
  command: string,
  run: LockHolder['run'],
  long: Partial<Story> = {},
): Story {
  const bad = `${text} z`
  const holder: LockHolder = {
    ...{ lockId: bad, operation: text, who: text, version: text, created: bad, path: text, info: text },
    ...{ ageSeconds: 1, verdict: 'finished' },
    run,
  }
  return story(phase, {
    ...{ command, counts, holder, lockRecovered: text },
    run: { ...ownRun, url: `https://github.com/${bad}`, commit: bad, actor: bad },
    ...long,
  })
}

export function restoreOf(text: string): Story['restore'] {
  const old = {
    ...state(text, 1, text, { [text]: '1' }),
    writer: { ...held().holder, who: text, operation: text },
  }
  const unread = { ...old, content: { kind: 'not-read' as const, reason: text } }
  return {
    history: historyOf([state(text, 2, text), deleted(text, text), unread, old]),
    digest: {
      kind: 'mismatch',
      stored: text,
      calculated: text,
      explanation: '',
      advice: '',
      isRepairable: true,
    },
    done: undefined,
  }
}

export function saidOf(text: string): Partial<Story> {
  // All of it is one text for the renderer, and a part of 4,000 bytes is shown.
  const part = text.slice(0, 10_000)
  const diagnostic = {
    ...{ summary: part, detail: text, address: part },
    range: { filename: part, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    snippet: { context: part, code: part, startLine: 1 },
  }
  const file = { repository: part, path: part, ref: part }
  return {
    queue: { group: text, repository: text, members: [{ runId: 1, jobId: 2, isWaiting: true }] },
    findings: [{ code: 'deadlock', message: part, place: { file, line: 1 }, paste: part.slice(0, 1_000) }],
    restore: restoreOf(part.slice(0, 1_000)),
    warnings: [text, text],
    diagnostics: [
      { severity: 'error', ...diagnostic },
      { severity: 'warning', ...diagnostic },
    ],
    // micromark takes seconds for a megabyte of lines.
    planText: part,
  }
}

export function decided(text: string): Pick<Story, 'decision'> {
  return { decision: decisionFor(held(), { reason: text, actor: `${text} z` }) }
}

export function holderRunOf(text: string): LockHolder['run'] {
  const bad = `${text} z`
  return {
    ...otherRun.run!,
    ...{ repository: bad, url: `https://github.com/${bad}`, actor: bad, conclusion: text },
  }
}

/** Far more than is shown of it; all of it would only be hashed. */
export function keyOf(text: string): CommentKey & { readonly stateAddress: string } {
  const bad = `${text.slice(0, 10_000)} z`
  return { stateAddress: bad, folder: bad, commentKey: bad }
}

export interface Page {
  readonly markdown: string
  readonly maxBytes: number
  /** The plan section that a later version of a comment keeps. */
  readonly kept: string | undefined
}

/**
 * Every form of the comment and the summary that quotes others. A plan, and what Terraform said, look the same in all of
 * them: each stands once in every surrounding that there is.
 */
export function pagesOf(text: string): Page[] {
  const bad = `${text} z`
  const key = keyOf(text)
  const unknownKey = { ...key, stateAddress: undefined }
  const plan = { plan: planViewOf(text) }
  const said = saidOf(text)
  const run = holderRunOf(text)
  const contended = storyOf(ended('contended', text, text), text, 'apply', run)
  const failed = storyOf(ended('failed', text, text), text, bad, null, said)
  const comments: [Story, CommentKey][] = [
    [storyOf(waiting, text, 'plan', null, plan), key],
    [storyOf(waiting, text, 'apply', run), unknownKey],
    [storyOf(ended('contended', text, text), text, 'plan', null), key],
    [contended, key],
    [failed, key],
    [{ ...failed, ...saidOf('') }, unknownKey],
    [storyOf(ended('applied', text), text, 'apply', null, plan), key],
    [storyOf(ended('unlocked', text), text, 'unlock', run, decided(text)), key],
    [storyOf(ended('failed', text, text), text, 'unlock', null, decided(text)), unknownKey],
  ]
  const summaries = [
    contended,
    failed,
    storyOf(ended('locked', text), text, 'status', run),
    storyOf(ended('cancelled', text, text), text, 'plan', run),
    storyOf(ended('drift'), text, 'drift', null, { issue: { number: 1, url: bad, what: 'was opened' } }),
  ]
  const options = { stateInputs: { 'working-directory': bad }, action: text }
  return [
    ...comments.map(([told, about]) => {
      const markdown = comment(told, { ...options, key: about, folderName: bad })
      return { markdown, maxBytes: maxCommentBytes, kept: parseComment(markdown, about)?.planSection }
    }),
    ...summaries.map((told) => {
      const whole = { ...told, stateAddress: bad }
      const markdown = renderJobSummary(whole, { ...options, now, sensitive: new Set() })
      return { markdown, maxBytes: maxSummaryBytes, kept: undefined }
    }),
    ...issueTextsOf(text).map((markdown) => ({ markdown, maxBytes: maxCommentBytes, kept: undefined })),
  ]
}

/** Of an issue about drift: while it is open, once it is closed, and a comment on it. */
export function issueTextsOf(text: string): string[] {
  const run = { ...ownRun, url: `https://github.com/${text} z`, actor: `${text} z` }
  const [open, closed] = [planViewOf(text), undefined].map((plan) =>
    renderDriftIssue({
      ...{ key: keyOf(text), plan, counts, isRefreshOnly: false, run, now, sensitive: new Set<string>() },
    }),
  )
  return [open!.body, closed!.body, open!.commentOf('still')]
}
