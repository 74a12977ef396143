import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { maxCommentBytes } from '../../src/report/comment-body.ts'
import { parseComment, type CommentKey } from '../../src/report/comment-marker.ts'
import { maxSummaryBytes, renderJobSummary } from '../../src/report/job-summary.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import type { Phase, Story } from '../../src/report/story.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
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

/** `text` in every field that somebody else may have written. What would make a link of a good text gets a bad end. */
function storyOf(phase: Phase, text: string, command: string, run: LockHolder['run']): Story {
  const bad = `${text} z`
  const holder: LockHolder = {
    ...{ lockId: bad, operation: text, who: text, version: text, created: bad, path: text, info: text },
    ...{ ageSeconds: 1, verdict: 'finished' },
    run,
  }
  const diagnostic = {
    ...{ summary: text, detail: text, address: text },
    range: { filename: text, start: { line: 1, column: 1 }, end: { line: 1, column: 1 } },
    snippet: { context: text, code: text, startLine: 1 },
  }
  return story(phase, {
    ...{ command, counts, holder, lockRecovered: text, warnings: [text, text] },
    diagnostics: [
      { severity: 'error', ...diagnostic },
      { severity: 'warning', ...diagnostic },
    ],
    plan: planViewOf(text),
    // micromark takes seconds for a megabyte of lines.
    planText: text.slice(0, 10_000),
    run: { ...ownRun, url: `https://github.com/${bad}`, commit: bad, actor: bad },
  })
}

function holderRunOf(text: string): LockHolder['run'] {
  const bad = `${text} z`
  return {
    ...otherRun.run!,
    ...{ repository: bad, url: `https://github.com/${bad}`, actor: bad, conclusion: text },
  }
}

function keyOf(text: string): CommentKey & { readonly stateAddress: string } {
  const bad = `${text} z`
  return { stateAddress: bad, folder: bad, commentKey: bad }
}

/** Every form of the comment and the summary that quotes others. */
function pagesOf(text: string): string[] {
  const bad = `${text} z`
  const key = keyOf(text)
  const unknownKey = { ...key, stateAddress: undefined }
  const told = [
    storyOf(waiting, text, 'plan', null),
    storyOf(waiting, text, 'apply', holderRunOf(text)),
    storyOf(ended('contended', text, text), text, 'plan', null),
    storyOf(ended('contended', text, text), text, 'apply', holderRunOf(text)),
    storyOf(ended('failed', text, text), text, bad, null),
    storyOf(ended('cancelled', text, text), text, 'plan', null),
    storyOf(ended('applied', text), text, 'apply', null),
    storyOf(ended('changes', text), text, 'plan', null),
  ]
  return [
    ...told.map((each) => comment(each, { key, stateInputs: { 'working-directory': bad } })),
    ...[told[1]!, told[4]!].map((each) => comment(each, { key: unknownKey, folderName: bad })),
    ...told.slice(3, 6).map((each) => {
      return renderJobSummary({ ...each, stateAddress: bad }, { now, sensitive: new Set() })
    }),
  ]
}

/** The pages' tags where every text is a word, or is empty. */
const benign = new Map(['word', ''].map((text) => [text, pagesOf(text).map(renderMarkdown).map(skeletonOf)]))
const invisible =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200c-\u200f\u2028-\u202e\u2060-\u206f\ufeff\u00ad]/

function expectNothingButText(text: string): void {
  const pages = pagesOf(text)
  const html = pages.map(renderMarkdown)
  expect(html.map(skeletonOf)).toEqual(benign.get(plainLine(text) === '' ? '' : 'word'))
  for (const each of html) expect(liveTextOf(each)).not.toMatch(live)
  const key = keyOf(text)
  for (const [index, page] of pages.entries()) {
    const isComment = index < 10
    expect(page).not.toMatch(invisible)
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(isComment ? maxCommentBytes : maxSummaryBytes)
    expect(page.isWellFormed()).toBe(true)
    if (isComment) expect(parseComment(page, key)?.planSection).toMatch(/^#### 🔴 Plan: 2 to add/)
  }
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
      { numRuns: 40 },
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
