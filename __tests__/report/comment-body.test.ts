import { describe, expect, test } from '@jest/globals'

import { noChanges } from '../../src/plan/changes.ts'
import { maxCommentBytes } from '../../src/report/comment-body.ts'
import { parseComment } from '../../src/report/comment-marker.ts'
import {
  aliveRun,
  comment,
  comments,
  counts,
  diagnostics,
  ended,
  finishedRun,
  keptPlan,
  key,
  laptop,
  now,
  otherRun,
  ownRun,
  planView,
  planViewOf,
  story,
  waiting,
} from '../support/stories.ts'
import { expectGolden } from '../support/golden.ts'

test.each(Object.keys(comments))('the comment of %s is as it was looked at', (name) => {
  expectGolden(`comment-${name}.md`, comments[name]!)
})

describe('the plan that was reviewed', () => {
  const failed = ended('failed', 'x', 'terraform-error')
  test.each([
    ['a new plan under way', story({ kind: 'working' })],
    ['waiting', story(waiting, { holder: laptop })],
    ['waiting of an apply', story(waiting, { holder: laptop, command: 'apply' })],
    ['giving up', story(ended('contended'), { holder: finishedRun })],
    ['a failure', story(failed, { diagnostics })],
    ['a failure of an apply', story(failed, { command: 'apply', diagnostics })],
    ['a cancel', story(ended('cancelled'))],
    ['an apply', story(ended('applied'), { command: 'apply', counts })],
  ])('stays through %s, byte for byte', (_, told) => {
    const body = comment(told, { keptPlan })
    expect(body).toContain(keptPlan)
    expect(parseComment(body, key)).toEqual({ planSection: keptPlan })
    const again = comment(told, { keptPlan: parseComment(body, key)?.planSection })
    expect(again).toBe(body)
  })

  test('tells of which commit it is, whichever commit the new run has', () => {
    expect(comments['waiting-kept-plan']).toContain('#### The plan of commit `9b8a7c6`')
    expect(comments['waiting-kept-plan']).toContain('Commit [`5c1d9e0`]')
  })

  test('gives way to a new one', () => {
    const body = comment(story(ended('changes'), { counts, plan: planView }), { keptPlan })
    expect(body).not.toContain('9b8a7c6')
    expect(parseComment(body, key)?.planSection).toMatch(/^#### The plan of commit `5c1d9e0`\n/)
  })

  test('gives way to the news that there is nothing to do', () => {
    const body = comment(story(ended('no-changes'), { counts: noChanges, plan: planView }), { keptPlan })
    expect(parseComment(body, key)).toEqual({ planSection: undefined })
    expect(body).not.toContain('#### The plan')
  })

  test('is left out, with a word, where it is longer than any of ours', () => {
    const body = comment(story(waiting, { holder: laptop }), { keptPlan: 'x'.repeat(65_000) })
    expect(body).toContain('> ⚠️ The last plan does not fit in here any more.')
    expect(Buffer.byteLength(body)).toBeLessThan(5_000)
  })
})

describe('at most 65,000 bytes', () => {
  const much = '🧱$&<@#`|\n'.repeat(20_000)
  const error = { severity: 'error', summary: much, detail: much } as const
  const full = {
    holder: { ...finishedRun, who: much, operation: much, version: much, created: much, lockId: much },
    ...{ counts, lockRecovered: much, warnings: Array.from({ length: 50 }, () => much) },
    diagnostics: Array.from({ length: 50 }, () => error),
  }
  const longKey = { stateAddress: '語'.repeat(5_000), commentKey: '語'.repeat(5_000) }
  // The longest section that this version writes.
  const longest = `#### The plan\n\n${'語'.repeat(15_300)}`

  test.each([
    ['waiting', waiting],
    ['contended', ended('contended', much, much)],
    ['failed', ended('failed', much, much)],
    ['cancelled', ended('cancelled', much, much)],
    ['applied', ended('applied', much, '')],
  ])('of %s, with status, marker and the whole of a kept plan', (_, phase) => {
    expect(Buffer.byteLength(longest)).toBeGreaterThan(45_900)
    for (const run of [finishedRun.run, null]) {
      const told = story(phase, { ...full, holder: { ...full.holder, run }, command: 'apply' })
      const body = comment(told, { key: longKey, keptPlan: longest })
      expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
      expect(parseComment(body, longKey)).toEqual({ planSection: longest })
      expect(body).toMatch(/^<!-- lockstep .*\n### \S+ /)
      expect(body).toMatch(/<sub>Commit .*<\/sub>$/)
    }
  })

  test('with its own plan, which leaves room for what happens later', () => {
    const body = comment(story(ended('changes'), { ...full, plan: planViewOf('語'.repeat(100_000)) }))
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
    const section = parseComment(body, key)?.planSection
    expect(Buffer.byteLength(section!)).toBeLessThanOrEqual(46_000)
    const later = comment(story(ended('contended', much, much), full), { keptPlan: section })
    expect(parseComment(later, key)).toEqual({ planSection: section })
  })
})

describe('the diagnostics', () => {
  const failed = (list: typeof diagnostics): string =>
    comment(story(ended('failed', 'x', 'terraform-error'), { diagnostics: list }))
  const errors = (length: number, detail = ''): typeof diagnostics =>
    Array.from({ length }, (_, i) => ({ severity: 'error', summary: `Error ${i}`, detail }))

  test('begin with the errors, each with its place', () => {
    const body = failed(diagnostics)
    expect(body.indexOf('Error: Unsupported')).toBeLessThan(body.indexOf('Warning: Argument'))
    expect(body).toContain('  on network/main.tf line 42, in resource')
  })

  test('are ten, and the number of the others', () => {
    const body = failed(errors(13))
    expect(body.match(/^Error: /gm)).toHaveLength(10)
    expect(body).toContain('3 more messages of Terraform in the log.')
    expect(failed(errors(10))).not.toContain(' more message')
    expect(failed(errors(11))).toContain('1 more message of Terraform in the log.')
  })

  test('are cut at a line where they are long', () => {
    const body = failed(errors(1, 'a line of text\n'.repeat(10_000)))
    expect(body).toContain('a line of text\n… the rest is in the log\n```')
    expect(Buffer.byteLength(body)).toBeLessThan(6_000)
  })

  test('are without what an interrupt left undone', () => {
    expect(failed([{ severity: 'error', summary: 'execution halted', detail: '' }])).not.toContain('halted')
  })
})

describe('a run that holds the lock', () => {
  const held = (fields: Partial<NonNullable<typeof otherRun.run>>, verdict = otherRun.verdict): string =>
    comment(story(waiting, { holder: { ...otherRun, verdict, run: { ...otherRun.run!, ...fields } } }))

  test('is linked with its job, its pull request and who started it', () => {
    const server = 'https://github.com'
    const body = held({})
    expect(body).toContain(`[run 17034550291](${server}/acme/infra/actions/runs/17034550291/attempts/1)`)
    expect(body).toContain(`[job](${server}/acme/infra/actions/runs/17034550291/job/48290044110)`)
    expect(body).toContain(`[pull request 412](${server}/acme/infra/pull/412)`)
    expect(body).toContain(`started by [\`alice\`](${server}/alice)`)
  })

  test('on another server is code: whoever takes the lock may name any', () => {
    const url = 'https://github.com.evil.example/acme/infra/actions/runs/1/attempts/1'
    const body = held({ url })
    expect(body).toContain(`| Held by | run \`${url}\`, pull request 412, started by \`alice\` |`)
    expect(body).not.toContain(`](${url}`)
  })

  test('of a teller that knows no server is code', () => {
    const body = comment(story(waiting, { holder: aliveRun, run: undefined }))
    expect(body).not.toContain('](')
    expect(body).toMatch(/<sub>Lockstep · 2026-08-22 10:12 UTC<\/sub>$/)
  })

  test('of another repository is named with it, and its pull request is not linked', () => {
    const body = held({
      repository: 'acme/other',
      url: 'https://github.com/acme/other/actions/runs/17034550291/attempts/1',
    })
    expect(body).toContain('of `acme/other`, [job](')
    expect(body).toContain(', pull request 412, ')
    expect(body).not.toContain('/pull/412')
  })

  test('of an app has no profile to link', () => {
    expect(held({ actor: 'renovate[bot]' })).toContain('started by `renovate[bot]` |')
  })

  test('of a later attempt says so', () => {
    expect(held({ attempt: 2 })).toContain('[run 17034550291, attempt 2](')
  })

  test.each([
    ['alive', '🟢 still at work', 'is still at work.'],
    ['finished', '⚪ finished', 'The run that took the lock has finished, and the lock is still there.'],
    ['unknown', '❔ not known', 'whether it is still at work is not known.'],
  ] as const)('is said to be %s', (verdict, cell, sentence) => {
    expect(held({}, verdict)).toContain(`| That run | ${cell} |`)
    expect(held({}, verdict)).toContain(sentence)
  })
})

describe('the time of a lock', () => {
  test.each([
    ['2026-08-22T10:09:41.482913Z', '2026-08-22 10:09 UTC, 2 min 29 s before this was written'],
    ['2026-08-22 10:09:41.482913 +0000 UTC', '2026-08-22 10:09 UTC, 2 min 29 s before this was written'],
    ['yesterday', '`yesterday`, 2 min 29 s before this was written'],
    ['#1', '`#1`, 2 min 29 s before this was written'],
    ['', '2 min 29 s before this was written'],
    ['2026-99-99T10:09:41Z', '`2026-99-99T10:09:41Z`, 2 min 29 s before this was written'],
  ])('%j', (created, text) => {
    expect(comment(story(waiting, { holder: { ...laptop, created } }))).toContain(`| Since | ${text} |`)
  })

  test('the end of waiting has its day where it is another', () => {
    const givesUpAt = Date.parse('2026-08-23T00:10:00Z')
    expect(comment(story({ kind: 'waiting', givesUpAt }, { holder: laptop }))).toContain(
      'gives up at 2026-08-23 00:10 UTC (13 h 57 min left when this was written)',
    )
  })
})

test('a lock that was removed is told of', () => {
  expect(comment(story(ended('cancelled', 'x'), { lockRecovered: 'our-lock' }))).toContain(
    'This run removed the lock `our-lock`, which it had taken itself.',
  )
})

test('two comments of one state are told apart', () => {
  const body = comment(story({ kind: 'working' }), { key: { ...key, commentKey: 'blue' } })
  expect(body).toMatch(/\n### 🔍 Planning `s3:.*` · `blue`\n/)
})

test('what an apply had done when it failed is told', () => {
  const body = comment(story(ended('failed', 'x', 'terraform-error'), { command: 'apply', counts }))
  expect(body).toContain('Reason: `terraform-error` · Until then: **2 added, 1 changed, 1 destroyed')
})

test('no sensitive value is in the comment, nor in a plan that is kept', () => {
  const secret = 'correct-horse-battery'
  const told = story(ended('failed', `It said ${secret}`, 'terraform-error'), {
    warnings: [`Not ${secret}`],
    diagnostics: [{ severity: 'error', summary: secret, detail: `x${secret}x` }],
    holder: { ...laptop, who: secret },
    run: { ...ownRun, actor: secret },
  })
  const section = `#### The plan of \`${secret}\`\n\n<code>${secret}</code>\n\n\`\`\`diff\n+ x = "${secret}"\n\`\`\``
  const options = { sensitive: new Set([secret]), keptPlan: section }
  const body = comment(told, options)
  expect(body).not.toContain(secret)
  expect(body).toContain('```diff\n+ x = "***"\n```')
  expect(parseComment(body, key)?.planSection).toContain('<code>***</code>')
  expect(comment(story(waiting, { holder: told.holder }), options)).not.toContain(secret)
})

test('a sensitive value that looks like mark-up does not break the plan', () => {
  const sensitive = new Set(['</details>', '<details><summary>', '```diff', '## The plan'])
  const body = comment(story(waiting, { holder: laptop }), { keptPlan, sensitive })
  expect(parseComment(body, key)).toEqual({ planSection: keptPlan })
})

test('the time is that of the writing', () => {
  expect(comment(story({ kind: 'working' }), { now: now + 3_600_000 })).toContain(
    '2026-08-22 11:12 UTC</sub>',
  )
})
