import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { maxCommentBytes, parseComment, type CommentKey } from '../../src/report/comment-marker.ts'
import { renderDriftIssue } from '../../src/report/drift-issue.ts'
import { maxSummaryBytes, renderJobSummary } from '../../src/report/job-summary.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import type { Phase, Story } from '../../src/report/story.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { deleted, historyOf, state } from '../support/history.ts'
import { decisionFor, held } from '../support/fake-lock.ts'
import { live, liveTextOf, renderMarkdown, skeletonOf } from '../support/github-page.ts'
import {
  comment,
  counts,
  ended,
  now,
  otherRun,
  ownRun,
  planViewOf,
  story,
  waiting,
} from '../support/stories.ts'

/**
 * `text` in every field that somebody else may have written, except what is long and stands in `long`: a plan, and what
 * Terraform said. What would make a link of a good text gets a bad end.
 */
function storyOf(
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

function restoreOf(text: string): Story['restore'] {
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

function saidOf(text: string): Partial<Story> {
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

function decided(text: string): Pick<Story, 'decision'> {
  return { decision: decisionFor(held(), { reason: text, actor: `${text} z` }) }
}

function holderRunOf(text: string): LockHolder['run'] {
  const bad = `${text} z`
  return {
    ...otherRun.run!,
    ...{ repository: bad, url: `https://github.com/${bad}`, actor: bad, conclusion: text },
  }
}

/** Far more than is shown of it; all of it would only be hashed. */
function keyOf(text: string): CommentKey & { readonly stateAddress: string } {
  const bad = `${text.slice(0, 10_000)} z`
  return { stateAddress: bad, folder: bad, commentKey: bad }
}

interface Page {
  readonly markdown: string
  readonly maxBytes: number
  /** The plan section that a later version of a comment keeps. */
  readonly kept: string | undefined
}

/**
 * Every form of the comment and the summary that quotes others. A plan, and what Terraform said, look the same in all of
 * them: each stands once in every surrounding that there is.
 */
function pagesOf(text: string): Page[] {
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
function issueTextsOf(text: string): string[] {
  const run = { ...ownRun, url: `https://github.com/${text} z`, actor: `${text} z` }
  const [open, closed] = [planViewOf(text), undefined].map((plan) =>
    renderDriftIssue({
      ...{ key: keyOf(text), plan, counts, isRefreshOnly: false, run, now, sensitive: new Set<string>() },
    }),
  )
  return [open!.body, closed!.body, open!.commentOf('still')]
}

/** All pages as one: what leaves its page changes the others too, and micromark is set up once. */
const htmlOf = (pages: readonly Page[]): string =>
  renderMarkdown(pages.map(({ markdown }) => markdown).join('\n\n'))

/** The tags where every text is a word, or is empty. */
const benign = new Map(['word', ''].map((text) => [text, skeletonOf(htmlOf(pagesOf(text))).join('\n')]))
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200c-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad]/

function expectNothingButText(text: string): void {
  const pages = pagesOf(text)
  const html = htmlOf(pages)
  expect(skeletonOf(html).join('\n')).toBe(benign.get(plainLine(text) === '' ? '' : 'word'))
  expect(liveTextOf(html)).not.toMatch(live)
  for (const { markdown, maxBytes } of pages) {
    expect(markdown).not.toMatch(invisible)
    expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(maxBytes)
    expect(markdown.isWellFormed()).toBe(true)
  }
  // Of the comments only the first has a plan that is still to be applied.
  expect(pages.map(({ kept }) => kept !== undefined)).toEqual(pages.map((_, index) => index === 0))
  expect(pages[0]?.kept).toMatch(/^#### 🔴 Plan: 2 to add/)
}

test('there are at least 100 cases, each with a name of its own', () => {
  expect(hostileTexts.length).toBeGreaterThanOrEqual(100)
  expect(new Set(hostileTexts.map(({ text }) => text)).size).toBe(hostileTexts.length)
})

describe('in every place of the comment and the summary nothing but text is made of', () => {
  test.each(hostileTexts)('$name', ({ text }) => {
    expectNothingButText(text)
  })

  test('any mixture of such marks', () => {
    const short = hostileTexts.filter(({ text }) => text.length < 400).map(({ text }) => text)
    const part = fc.oneof(fc.constantFrom(...short), fc.constantFrom(' ', '\n', '\n\n', 'x', '|', '\\', '`'))
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), (parts) => {
        expectNothingButText(parts.join(''))
      }),
      { numRuns: 15 },
    )
  })
})

describe('the tests above see', () => {
  test.each([
    ['a tag', '<img src=x onerror=alert(1)>'],
    ['a list', '- x'],
    ['a second paragraph', 'x\n\ny'],
    ['a comment', '<!-- x -->'],
    ['a table', 'a|b\n---|---'],
  ])('%s', (_, markdown) => {
    expect(skeletonOf(renderMarkdown(markdown))).not.toEqual(skeletonOf(renderMarkdown('word')))
  })

  test.each(['@a', '\\@a', '&#64;a', '#1', 'a/b#1', 'GH\\-1', ':tada:', 'https:/&#47;x', 'a @b'])(
    '%s',
    (markdown) => {
      expect(liveTextOf(renderMarkdown(markdown))).toMatch(live)
    },
  )

  test.each(['`@a`', '```\n#1\n```', '[`@a`](https://x.example)', '@\u200ba'])(
    'nothing in %s',
    (markdown) => {
      expect(liveTextOf(renderMarkdown(markdown))).not.toMatch(live)
    },
  )
})
