import assert from 'node:assert/strict'
import fc from 'fast-check'
import { messageFromError } from '../../src/errors.ts'
import { diagnosticFromJson, renderDiagnostic } from '../../src/plan/diagnostic.ts'
import { parseStreamLine } from '../../src/plan/run-facts.ts'
import { colourPlan } from '../../src/report/colour.ts'
import { renderCellCode, renderCode, renderFence, renderProse } from '../../src/report/fence.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderHtmlCode } from '../../src/report/html.ts'
import { hclAddress, hclString } from '../../src/report/import-block.ts'
import { renderClock, renderInstant } from '../../src/report/instant.ts'
import { beginningOf, plainLine, plainText } from '../../src/report/plain-text.ts'
import { renderPlanDiff } from '../../src/report/plan-diff.ts'
import {
  renderDetails,
  renderDiff,
  renderEntries,
  renderLeftOut,
  renderWithDiff,
} from '../../src/report/plan-entries.ts'
import type { PlanEntry } from '../../src/report/plan-groups.ts'
import { createRedaction } from '../../src/report/redaction.ts'
import { renderShellCommand, renderShellWord } from '../../src/report/shell-word.ts'
import { createStreamView } from '../../src/report/stream-view.ts'
import { splitShellWords } from '../../src/terraform/shell-words.ts'
import { readFixture } from '../support/fixture.ts'
import { renderMarkdown } from '../support/github-page.ts'
import { damaged, hostileText, mutationsOf } from '../support/hostile-values.ts'
import { assertBytes, assertPlain, assertPlainLine, inertMarkdown } from '../support/promises.ts'
import { property, type Properties } from '../support/properties.ts'

const isEmpty = (text: string): boolean => plainLine(text) === ''
const plain = hostileText.map(plainText)
const line = hostileText.map((text) => plainLine(text, 500))
const foreign = createForeignText(new Set(['a-secret-value']))
const entry = (text: string): PlanEntry => ({ symbol: '+' as const, text, type: text, diff: undefined })
/** The content of the one code block or span of a page, as GitHub would show it. */
function codeOf(markdown: string): string | undefined {
  const [, code] = /<code[^>]*>([^]*?)<\/code>/.exec(renderMarkdown(markdown)) ?? []
  return code
    ?.replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
}
const isInertProse = inertMarkdown((text) => `x\n\n${renderProse(plainText(text))}\n\ny`, isEmpty)
const isInertCode = inertMarkdown((text) => `x ${renderCode(plainLine(text))} y`, isEmpty)
const isInertCell = inertMarkdown(
  (text) => `| a | b |\n| --- | --- |\n| ${renderCellCode(plainLine(text))} | y |`,
  isEmpty,
)
const isInertFence = inertMarkdown((text) => `x\n\n${renderFence(plainText(text))}\ny`)
const isInertHtml = inertMarkdown(
  (text) => `<details><summary>${renderHtmlCode(plainLine(text))}</summary>\n\nx\n</details>`,
)
const isInertDiff = inertMarkdown((text) => `x\n\n${renderDiff(text)}\ny`)
const isInertDetails = inertMarkdown((text) => renderDetails('title', renderFence(plainText(text))))
const isInertWithDiff = inertMarkdown((text) => renderWithDiff(plainLine(text), `  + ${text}`))
const streamLines = [
  'stream-apply',
  'stream-plan-errors',
  'stream-emergency-dump',
  'stream-apply-outputs',
].flatMap((name) =>
  readFixture(`${name}.jsonl`)
    .split('\n')
    .filter((each) => each !== '')
    .slice(0, 40),
)
const instants = fc.oneof(fc.double(), fc.integer({ min: 0, max: 253_402_300_799_999 }))

export const reportTextProperties: Properties = {
  'report/plain-text.ts plainText': property(hostileText, (text) => {
    assertPlain(plainText(text))
    assert.equal(plainText(plainText(text)), plainText(text))
  }),
  'report/plain-text.ts plainLine': property(
    fc.tuple(hostileText, fc.integer({ min: 1, max: 60 })),
    ([text, limit]) => {
      assertPlainLine(plainLine(text, limit), limit)
    },
  ),
  'report/plain-text.ts beginningOf': property(
    fc.tuple(hostileText, fc.nat({ max: 30 })),
    ([text, length]) => {
      const beginning = beginningOf(text.toWellFormed(), length)
      assert.ok(
        beginning.isWellFormed() && beginning.length <= length && text.toWellFormed().startsWith(beginning),
      )
    },
  ),
  'report/fence.ts renderFence': property(hostileText, (text) => {
    isInertFence(text)
    const wanted = `${plainText(text)}\n`.replace(/\n\n$/, '\n')
    assert.equal(codeOf(renderFence(plainText(text)))?.replace(/\n*$/, ''), wanted.replace(/\n*$/, ''))
  }),
  'report/fence.ts renderCode': property(hostileText, (text) => {
    isInertCode(text)
    if (!isEmpty(text)) assert.equal(codeOf(`x ${renderCode(plainLine(text))}`), plainLine(text))
  }),
  'report/fence.ts renderCellCode': property(hostileText, isInertCell),
  'report/fence.ts renderProse': property(hostileText, isInertProse),
  'report/html.ts renderHtmlCode': property(hostileText, isInertHtml),
  'report/plan-diff.ts renderPlanDiff': property(
    mutationsOf(readFixture('plan-view-heredoc.txt').slice(0, 600)),
    (text) => {
      const diff = renderPlanDiff(text)
      assertPlain(diff)
      assert.match(diff, /^(?:[-+! .][^\n]*|)(?:\n(?:[-+! .][^\n]*|))*$/)
    },
  ),
  'report/plan-entries.ts renderEntries': property(line, (text) => {
    assert.equal(renderEntries([entry(text)]).split('\n').length, 2)
  }),
  'report/plan-entries.ts renderLeftOut': property(line, (text) => {
    assertPlain(renderLeftOut([entry(text), entry('x')], 1))
  }),
  'report/plan-entries.ts renderDiff': property(hostileText, isInertDiff),
  'report/plan-entries.ts renderWithDiff': property(hostileText, isInertWithDiff),
  'report/plan-entries.ts renderDetails': property(hostileText, isInertDetails),
  'report/foreign-text.ts createForeignText': property(
    fc.tuple(hostileText, fc.integer({ min: 60, max: 300 })),
    ([text, limit]) => {
      const told = `${text}a-secret-value${text}`
      for (const part of [
        foreign.prose(told, limit),
        foreign.fence(told, limit, '…'),
        foreign.code(told, limit),
        foreign.cell(told, limit),
        foreign.line(told, limit),
        foreign.quoted(`${renderFence(plainText(told))}\nx ${renderCode(plainLine(told))}`),
      ]) {
        assert.ok(!part.includes('a-secret-value'))
      }
      assertBytes(foreign.prose(told, limit), limit)
      assertBytes(foreign.fence(told, limit, '…'), limit)
      assertPlainLine(foreign.line(told, limit), limit)
    },
  ),
  'report/redaction.ts createRedaction': property(
    fc.tuple(fc.array(hostileText, { maxLength: 3 }), hostileText, hostileText),
    ([secrets, before, after]) => {
      const redact = createRedaction(new Set(secrets))
      for (const secret of secrets.filter((each) => each.trim().length >= 8)) {
        assert.ok(
          !redact(`${before}${secret.trim()}${after}`).includes(secret.trim()) ||
            '***'.includes(secret.trim()),
        )
      }
      assert.equal(createRedaction(new Set())(before), before)
    },
  ),
  'report/colour.ts colourPlan': property(plain, (text) => {
    assert.equal(plainText(colourPlan(text)), text)
  }),
  'report/stream-view.ts createStreamView': property(
    fc.oneof(
      mutationsOf(...streamLines),
      fc
        .constantFrom(...streamLines)
        .chain((each) => damaged(JSON.parse(each)).map((value) => JSON.stringify(value))),
    ),
    (text) => {
      const shown = createStreamView({ showPlannedChanges: true }).show(parseStreamLine(text))
      assert.ok(shown === undefined || typeof shown === 'string')
    },
  ),
  'report/shell-word.ts renderShellWord': property(hostileText, (text) => {
    assert.deepEqual(splitShellWords(renderShellWord(text.toWellFormed())), [text.toWellFormed()])
  }),
  'report/shell-word.ts renderShellCommand': property(
    fc.array(hostileText.map((text) => text.toWellFormed())),
    (words) => {
      assert.deepEqual(splitShellWords(renderShellCommand(...words)), words)
    },
  ),
  'report/import-block.ts hclString': property(hostileText, (text) => {
    assert.match(hclString(text), /^"(?:[ !#-[\]-_a-~]|\\(?:["\\nrt]|u[\da-f]{4}|U[\da-f]{8}))*"$/)
    assert.doesNotMatch(hclString(text), /[$%]\{/)
  }),
  'report/import-block.ts hclAddress': property(
    mutationsOf('module.a["b"].aws_instance.web[0]', 'x_y.z["$${a}"]'),
    (text) => {
      const address = hclAddress(text)
      if (address === undefined) return
      assertPlainLine(address)
      assert.doesNotMatch(address, /(?<!\$)\$\{|`|(?<!%)%\{/)
    },
  ),
  'report/instant.ts renderInstant': property(instants, (ms) => {
    assert.match(renderInstant(ms) ?? '2026-08-22 10:11 UTC', /^\d{4}-\d\d-\d\d \d\d:\d\d UTC$/)
  }),
  'report/instant.ts renderClock': property(fc.tuple(instants, instants), ([ms, now]) => {
    assert.match(renderClock(ms, now) ?? '10:11 UTC', /^(?:\d{4}-\d\d-\d\d )?\d\d:\d\d UTC$/)
  }),
  'plan/diagnostic.ts diagnosticFromJson': property(
    damaged(JSON.parse(streamLines.find((each) => each.includes('"snippet"')) ?? '{}')),
    (value) => {
      const diagnostic = diagnosticFromJson((value as { diagnostic?: unknown } | null)?.diagnostic ?? value)
      if (diagnostic === undefined) return
      const { summary, detail, range, snippet } = diagnostic
      for (const text of [summary, detail, range?.filename ?? '', snippet?.code ?? ''])
        assert.equal(typeof text, 'string')
      const numbers = [
        range?.start.line,
        range?.start.column,
        range?.end.line,
        range?.end.column,
        snippet?.startLine,
      ]
      for (const number of numbers)
        assert.ok(number === undefined || (Number.isSafeInteger(number) && number >= 1), String(number))
    },
  ),
  'plan/diagnostic.ts renderDiagnostic': property(hostileText, (text) => {
    const rendered = renderDiagnostic({ severity: 'error', summary: text, detail: text, address: text })
    assert.ok(rendered.startsWith(`Error: ${text}`))
  }),
  'errors.ts messageFromError': property(fc.tuple(hostileText, fc.anything()), ([text, cause]) => {
    assert.ok(messageFromError(new Error(text, { cause })).startsWith(text))
    assert.equal(typeof messageFromError(cause), 'string')
  }),
}
