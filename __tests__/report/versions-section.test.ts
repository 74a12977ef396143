import { describe, expect, test } from '@jest/globals'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderVersionLines, renderVersions } from '../../src/report/versions-section.ts'
import type { RestoreDone, RestoreReport } from '../../src/restore/restore-report.ts'
import type { StateVersion } from '../../src/restore/state-history.ts'
import { liveTextOf, renderMarkdown } from '../support/github-page.ts'
import { laptop, otherRun, ownRun } from '../support/stories.ts'
import { deleted, historyOf, notWhole, state } from '../support/history.ts'

const foreign = createForeignText(new Set())

function reportOf(versions: StateVersion[], done?: RestoreDone): RestoreReport {
  return { history: historyOf(versions), digest: { kind: 'no-table' }, done }
}
const render = (report: RestoreReport): string => renderVersions(report, ownRun, foreign).join('\n\n')

test('nothing is told of a command that looks at no versions', () => {
  expect(renderVersions(undefined, ownRun, foreign)).toEqual([])
})

test('the log has a table whose columns are in line', () => {
  const versions = [
    { ...state('now', 12, 'a-lineage', { a: '1' }), writer: { ...laptop, who: 'alice@laptop' } },
    deleted('gone', 'acme'),
    notWhole('x'),
    state('y', 3),
  ]
  expect(renderVersionLines(reportOf(versions))).toEqual([
    'Stored                Serial  Lineage   Terraform  Resources                    Against now  Size     Written by            Version ID',
    '2026-08-22 10:11 UTC  12      a-lineag  1.11.4     1                            now          2.0 KiB  alice@laptop (apply)  now',
    '2026-08-22 10:11 UTC                               deleted by the account acme                                              gone',
    '2026-08-22 10:11 UTC                               no whole state                            2.0 KiB                        x',
    '2026-08-22 10:11 UTC  3       the-line  1.11.4     0                            -1           2.0 KiB                        y',
  ])
})

test('a state without a version is told', () => {
  expect(render(reportOf([]))).toContain('S3 has no version of this state.')
})

test('versions that were not read are counted', () => {
  const report = reportOf([state('now', 1)])
  const older = [state('old', 1), state('older', 1)]
  expect(render({ ...report, history: { ...report.history, older } })).toContain(
    '2 older versions were not read.',
  )
  expect(render({ ...report, history: { ...report.history, older, isCut: true } })).toContain('more than 2')
})

test('the run that has written a version is linked', () => {
  const text = render(reportOf([{ ...state('now', 1), writer: otherRun }]))
  expect(text).toContain(`](${otherRun.run?.url ?? ''})`)
})

describe('after a return', () => {
  const done: RestoreDone = {
    ...{ kind: 'brought-back', versionId: 'old', serialBefore: 3, serial: 13 },
    difference: { back: ['aws_a.b'], gone: ['aws_c.d'], changed: ['aws_e.f["@team"]'] },
    replaced: { versionId: 'now', file: '/tmp/x' },
  }

  test('tells which version, which serial, what stays, and what the state knows now', () => {
    const text = render(reportOf([state('now', 12), state('old', 3)], done))
    expect(text).toContain('The version `old` with the serial 3 is the state again, with the serial 13')
    expect(text).toContain('stays in S3 as the version `now`')
    expect(text).toContain('```\n+ aws_a.b\n- aws_c.d\n~ aws_e.f["@team"]\n```')
  })

  test('of a state that was deleted there is nothing that stays', () => {
    const text = render(reportOf([deleted('gone'), state('old', 3)], { ...done, replaced: undefined }))
    expect(text).toContain('There was no state before.')
  })

  test('a long list ends', () => {
    const back = Array.from({ length: 60 }, (_, index) => `aws_a.b[${index}]`)
    const text = render(
      reportOf([state('now', 12)], { ...done, difference: { back, gone: [], changed: [] } }),
    )
    expect(text).toContain('+ … 10 more')
    expect(text).not.toContain('aws_a.b[50]')
  })
})

test('what somebody has written into a state or an account’s name stays text', () => {
  const hostile = '`</td>|\n<img src=x> @everyone ::warning::\u202e'
  const versions = [
    state('now', 1, hostile),
    deleted(`gone${hostile}`, hostile),
    { ...state('old', 1), content: { kind: 'not-read' as const, reason: hostile } },
  ]
  const html = renderMarkdown(render(reportOf(versions)))
  expect(html).not.toMatch(/<img|\u202e/)
  expect(liveTextOf(html)).not.toContain('@everyone')
  expect(html.match(/<tr>/g)).toHaveLength(4)
  for (const line of renderVersionLines(reportOf(versions))) expect(line).not.toMatch(/[\n\u202e]/)
})
