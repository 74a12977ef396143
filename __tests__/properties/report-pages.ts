import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  maxCommentBytes,
  parseComment,
  renderMarker,
  withNotice,
  joinComment,
} from '../../src/report/comment-marker.ts'
import { renderDriftIssue } from '../../src/report/drift-issue.ts'
import { parseDriftIssue, renderDriftMarker } from '../../src/report/drift-marker.ts'
import { maxSummaryBytes, renderJobSummary, renderNote } from '../../src/report/job-summary.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import type { Story } from '../../src/report/story.ts'
import { keyOf, saidOf, holderRunOf, issueTextsOf, storyOf } from '../support/hostile-pages.ts'
import { hostileText, mutationsOf } from '../support/hostile-values.ts'
import { assertBytes, assertPlainLine, inertMarkdown } from '../support/promises.ts'
import { property, type Properties, type Property } from '../support/properties.ts'
import { comment, comments, counts, ended, key, now, planViewOf, waiting } from '../support/stories.ts'

const isEmpty = (text: string): boolean => plainLine(text) === ''
const bad = (text: string): string => `${text} z`
const told: readonly ((text: string) => Story)[] = [
  (text) => storyOf(waiting, text, 'plan', null, { plan: planViewOf(text) }),
  (text) => storyOf(ended('contended', text, text), text, 'apply', holderRunOf(text)),
  (text) => storyOf(ended('failed', text, text), text, bad(text), null, saidOf(text)),
]
const commentOf = (story: Story, text: string): string =>
  comment(story, { key: keyOf(text), folderName: bad(text), action: text })
const summaryOf = (story: Story, text: string): string =>
  renderJobSummary({ ...story, stateAddress: bad(text) }, { now, action: text, sensitive: new Set() })

/** One of them for each text, and all within their limit. */
function inertPages(render: (story: Story, text: string) => string, maxBytes: number): Property {
  const pages = told.map((tell) => inertMarkdown((text) => render(tell(text), text), isEmpty, 20))
  return property(fc.tuple(hostileText, fc.nat({ max: told.length - 1 })), ([text, index]) => {
    pages[index]?.(text)
    assertBytes(render(told[index]!(text), text), maxBytes)
  })
}

const bodies = mutationsOf(
  ...Object.values(comments).map((body) => body.slice(0, 2_000)),
  comments['planned'] ?? '',
)
const partsOf = fc.tuple(hostileText, fc.option(hostileText, { nil: undefined }), hostileText)

export const reportPageProperties: Properties = {
  'report/comment-body.ts renderComment': inertPages(commentOf, maxCommentBytes),
  'report/job-summary.ts renderJobSummary': inertPages(summaryOf, maxSummaryBytes),
  'report/job-summary.ts renderNote': property(hostileText, inertMarkdown(renderNote, isEmpty)),
  'report/drift-issue.ts renderDriftIssue': property(hostileText, (text) => {
    isInertIssue(text)
    const report = {
      key: keyOf(text),
      plan: planViewOf(text),
      counts,
      isRefreshOnly: true,
      run: undefined,
      now,
    }
    const { title, body, found } = renderDriftIssue({ ...report, sensitive: new Set() })
    assertPlainLine(title.replaceAll('\u200b', ''), 256)
    assert.doesNotMatch(title, /[@#](?!\u200b)/)
    assert.deepEqual(parseDriftIssue(body, keyOf(text)), { told: found })
  }),
  'report/drift-marker.ts renderDriftMarker': property(hostileText, (text) => {
    assert.match(
      renderDriftMarker(keyOf(text), undefined),
      /^<!-- lockstep drift state=[0-9a-f]{32} found=none -->$/,
    )
  }),
  'report/drift-marker.ts parseDriftIssue': property(
    mutationsOf(renderDriftMarker(key, 'f'.repeat(64)), `${renderDriftMarker(key, undefined)}\nx`),
    (body) => {
      assert.match(parseDriftIssue(body, key)?.told ?? '0'.repeat(64), /^[0-9a-f]{64}$/)
      assert.equal(parseDriftIssue(body, keyOf('other')), undefined)
    },
  ),
  'report/comment-marker.ts renderMarker': property(hostileText, (text) => {
    const marker = renderMarker(keyOf(text), { head: text, planSection: text, foot: text })
    assert.match(
      marker,
      /^<!-- lockstep state=[0-9a-f]{32} folder=[0-9a-f]{32} plan=\d+\+\d+:[0-9a-f]{64} -->$/,
    )
  }),
  'report/comment-marker.ts joinComment': property(partsOf, ([head, planSection, foot]) => {
    const unixEnds = (text: string): string => text.replaceAll('\r\n', '\n')
    const parts = {
      head: unixEnds(head),
      planSection: planSection && unixEnds(planSection),
      foot: unixEnds(foot),
    }
    const body = joinComment(key, parts)
    // A line end of Windows may come to be where two parts meet.
    if (body.includes('\r\n')) return
    assert.equal(parseComment(body, key)?.planSection, parts.planSection)
    assert.equal(parseComment(body, keyOf('other')), undefined)
  }),
  'report/comment-marker.ts parseComment': property(bodies, (body) => {
    const kept = parseComment(body, key)
    // What is kept was in it, whole.
    if (kept?.planSection !== undefined) assert.ok(body.replaceAll('\r\n', '\n').includes(kept.planSection))
    assert.match(kept?.state ?? '0'.repeat(32), /^[0-9a-f]{32}$/)
  }),
  'report/comment-marker.ts withNotice': property(fc.tuple(bodies, hostileText), ([body, text]) => {
    const changed = withNotice(body, key, text)
    if (changed === undefined) return
    assertBytes(changed, maxCommentBytes)
    assert.deepEqual(parseComment(changed, key)?.planSection, parseComment(body, key)?.planSection)
    // Said again, it takes its own place.
    assert.equal(withNotice(changed, key, text), changed)
  }),
}

const isInertIssue = inertMarkdown((text) => issueTextsOf(text).join('\n\n'), isEmpty, 20)
