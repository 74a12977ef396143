import { describe, expect, test } from '@jest/globals'
import type { AuditRow } from '../../src/audit/check.ts'
import { row } from '../../src/audit/check.ts'
import {
  auditJson,
  countVerdicts,
  verdictOfReport,
  type AuditedState,
  type AuditReport,
} from '../../src/audit/report.ts'
import { renderAudit, renderAuditLine, renderAuditNote } from '../../src/report/audit-section.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderJobSummary } from '../../src/report/job-summary.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { live, liveTextOf, renderMarkdown, skeletonOf } from '../support/github-page.ts'
import { ended, now, story } from '../support/stories.ts'

const foreign = createForeignText(new Set())
const rows: AuditRow[] = [
  row('versioning', 'pass', 'Enabled.'),
  row('locking', 'fail', 'Nothing is locked.', 'terraform {\n}'),
  row('encrypt', 'warn', 'Not set.', 'same'),
  row('kms-key', 'warn', 'None.', 'same'),
  row('acl', 'unknown', 'Not known: access was denied; it needs s3:GetBucketAcl.'),
]
const state = (fields: Partial<AuditedState> = {}): AuditedState => ({
  ...{ folder: 'envs/prod', address: 's3://b/k', type: 's3', rows },
  place: { file: 'envs/prod/main.tf', line: 3, endLine: 9 },
  ...fields,
})
const report = (...states: AuditedState[]): AuditReport => ({ engine: undefined, states })
const render = (...states: AuditedState[]): string => renderAudit(report(...states), foreign).join('\n\n')

describe('the section of an audit', () => {
  test('has the worst first, and each fix once', () => {
    const markdown = render(state())
    expect(markdown).toContain('`s3://b/k`, `envs/prod/main.tf:3`: 1 fail, 2 warn, 1 unknown, 1 pass')
    expect(markdown.match(/^\| (?:❌|⚠️|❔|✅) \w+/gm)?.map((text) => text.split(' ').at(-1))).toEqual([
      ...['fail', 'warn', 'warn', 'unknown', 'pass'],
    ])
    expect(markdown).toContain('For `locking`:\n\n```hcl\nterraform {\n}\n```')
    expect(markdown).toContain('For `encrypt`, `kms-key`:\n\n```hcl\nsame\n```')
  })

  const pageOf = (text: string): string =>
    renderMarkdown(
      render(
        state({
          ...{ folder: text, address: text, place: { file: text, line: 1, endLine: 1 } },
          rows: [row('acl', 'warn', text, `# ${text.slice(0, 10_000)}`)],
        }),
      ),
    )
  const benign = new Map(['word', ''].map((text) => [text, skeletonOf(pageOf(text))]))

  test.each(hostileTexts)('makes nothing but text of $name', ({ text }) => {
    const html = pageOf(text)
    expect(skeletonOf(html)).toEqual(benign.get(plainLine(text) === '' ? '' : 'word'))
    expect(liveTextOf(html)).not.toMatch(live)
    expect(renderAuditLine(row('acl', 'warn', text))).not.toMatch(/[\n\r\u001b\u202e]/)
  })

  test('of a thousand folders stays below what GitHub takes, and says what is left out', () => {
    const fixes = rows.map((each) => ({ ...each, fix: 'x'.repeat(3_000) }))
    const many = report(
      ...Array.from({ length: 1_000 }, (_, index) => state({ folder: `f${index}`, rows: fixes })),
    )
    const markdown = renderJobSummary(
      { ...story(ended('fail')), command: 'audit', stateAddress: undefined, audit: many },
      { now, sensitive: new Set() },
    )
    expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024)
    expect(markdown).toMatch(/… and \d+ more; all are in the file/)
    expect(markdown).toContain('### ❌ Audited, with failures: 1000 backends')
  })
})

test('the note on a line has what does not pass, the worst first', () => {
  expect(renderAuditNote(state(), 'docs/audit.md').split('\n').slice(0, 3)).toEqual([
    ...['fail locking: Nothing is locked.', 'warn encrypt: Not set.', 'warn kms-key: None.'],
  ])
})

test('verdicts that there are none of are not counted', () => {
  expect(
    countVerdicts([row('acl', 'pass', ''), row('encrypt', 'fail', ''), row('versioning', 'pass', '')]),
  ).toBe('1 fail, 2 pass')
})

test('what is not known makes nothing worse', () => {
  const only = (...verdicts: AuditRow['verdict'][]): AuditReport =>
    report(state({ rows: verdicts.map((verdict) => row('acl', verdict, '')) }))
  expect(verdictOfReport(only('unknown'))).toBe('pass')
  expect(verdictOfReport(only('unknown', 'warn', 'pass'))).toBe('warn')
  expect(verdictOfReport(only('warn', 'fail'))).toBe('fail')
})

test('the JSON has null for what there is none of', () => {
  const failed = state({
    address: undefined,
    type: undefined,
    place: undefined,
    rows: [row('backend', 'fail', 'x')],
  })
  expect(JSON.parse(auditJson(report(failed)))).toEqual({
    ...{ version: 1, verdict: 'fail', engine: null },
    states: [
      {
        ...{ folder: 'envs/prod', address: null, backend: null, place: null, verdict: 'fail' },
        checks: [{ check: 'backend', verdict: 'fail', evidence: 'x', fix: null }],
      },
    ],
  })
})
