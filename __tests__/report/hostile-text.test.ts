import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { plainLine } from '../../src/report/plain-text.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { live, liveTextOf, renderMarkdown, skeletonOf } from '../support/github-page.ts'
import { pagesOf, type Page } from '../support/hostile-pages.ts'
import { isThorough } from '../support/proof.ts'

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

test('there are at least 200 cases, each with a name of its own', () => {
  expect(hostileTexts.length).toBeGreaterThanOrEqual(200)
  expect(new Set(hostileTexts.map(({ text }) => text)).size).toBe(hostileTexts.length)
})

describe('in every place of the comment and the summary nothing but text is made of', () => {
  // Of the longest, which take micromark seconds, one is enough but for each push.
  const texts = isThorough
    ? hostileTexts
    : hostileTexts.filter(({ text }) => text.length < 100_000 || text.startsWith('['))
  test.each(texts)('$name', ({ text }) => {
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
