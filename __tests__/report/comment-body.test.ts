import { describe, expect, test } from '@jest/globals'

import { noChanges } from '../../src/plan/changes.ts'
import { maxCommentBytes, parseComment } from '../../src/report/comment-marker.ts'
import {
  aliveRun,
  comment,
  comments,
  counts,
  diagnostics,
  ended,
  finishedRun,
  kept,
  key,
  laptop,
  now,
  otherRun,
  ownRun,
  planView,
  planViewOf,
  planViewWithDrift,
  story,
  unknownKey,
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
  ])('stays through %s, byte for byte', (_, told) => {
    const body = comment(told, { kept })
    expect(body).toContain(kept.planSection)
    expect(parseComment(body, key)).toEqual(kept)
    const again = comment(told, { kept: parseComment(body, key) })
    expect(again).toBe(body)
  })

  test('tells of which commit it is, whichever commit the new run has', () => {
    expect(comments['waiting-kept-plan']).toContain('\n#### 🔴 Plan of commit `9b8a7c6`: 2 to add')
    expect(comments['waiting-kept-plan']).toContain('Commit [`5c1d9e0`]')
  })

  test('gives way to a new one', () => {
    const body = comment(story(ended('changes'), { counts, plan: planView }), { kept })
    expect(body).not.toContain('9b8a7c6')
    expect(parseComment(body, key)?.planSection).toMatch(/^#### 🔴 Plan of commit `5c1d9e0`: 2 to add/)
  })

  test('gives way to the news that there is nothing to do', () => {
    const plan = { ...planViewWithDrift, drift: [] }
    const body = comment(story(ended('no-changes'), { counts: noChanges, plan }), { kept })
    expect(parseComment(body, key)).toEqual({ ...kept, planSection: undefined })
    expect(body).not.toContain('####')
  })

  test('gives way to drift and failing checks of a plan without changes', () => {
    const nothing = { ...planViewWithDrift, drift: [] }
    const failingChecks = [{ address: 'check.health', problems: ['It is down.'] }]
    for (const [plan, words] of [
      [planViewWithDrift, '👀 1 resource changed outside of Terraform'],
      [{ ...nothing, failingChecks }, 'check.health: It is down.'],
      [{ ...nothing, outputs: planView.outputs }, '1 output to change'],
      [{ ...nothing, resources: [{ ...planView.resources[0]!, action: 'read' as const }] }, 'to read'],
    ] as const) {
      const body = comment(story(ended('no-changes'), { counts: noChanges, plan }), { kept })
      expect(parseComment(body, key)?.planSection).toContain(words)
      expect(body).not.toContain('9b8a7c6')
    }
  })

  test.each(['applied', 'no-changes'])(
    'gives way to an apply without a plan that ends as %s: the state has moved',
    (result) => {
      const body = comment(story(ended(result), { command: 'apply', counts }), { kept })
      expect(body).not.toContain('9b8a7c6')
      expect(body).not.toContain('<details>')
      expect(parseComment(body, key)).toEqual({ ...kept, planSection: undefined })
    },
  )

  test('is shown folded once it was applied, and by no later run', () => {
    const body = comment(story(ended('applied'), { command: 'apply', counts, plan: planView }), { kept })
    expect(body).toContain('<details><summary>The plan that was applied</summary>\n\n#### 🔴 Plan of commit')
    const after = parseComment(body, key)
    expect(after).toEqual({ ...kept, planSection: undefined })
    for (const phase of [waiting, failed, ended('contended')])
      expect(comment(story(phase, { holder: laptop }), { kept: after })).not.toContain('2 to add')
  })

  test('is kept where its apply has not begun', () => {
    const body = comment(story(ended('contended'), { command: 'apply', plan: planView, holder: laptop }))
    expect(body).not.toContain('Kept from an earlier run')
    expect(parseComment(body, key)?.planSection).toMatch(/^#### 🔴 Plan of commit/)
  })

  test('is left out, with a word, where it is longer than any of ours', () => {
    const body = comment(story(waiting, { holder: laptop }), {
      kept: { ...kept, planSection: 'x'.repeat(65_000) },
    })
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
  const long = '語'.repeat(5_000)
  const longKey = { stateAddress: long, folder: long, commentKey: long }
  // The longest section that this version writes.
  const longest = `#### Plan\n\n${'語'.repeat(15_300)}`

  test.each([
    ['waiting', waiting],
    ['contended', ended('contended', much, much)],
    ['failed', ended('failed', much, much)],
    ['cancelled', ended('cancelled', much, much)],
  ])('of %s, with status, marker and the whole of a kept plan', (_, phase) => {
    expect(Buffer.byteLength(longest)).toBeGreaterThan(45_900)
    for (const run of [finishedRun.run, null]) {
      const told = story(phase, { ...full, holder: { ...full.holder, run }, command: 'apply' })
      const keptLongest = { ...kept, planSection: longest }
      for (const about of [longKey, { ...longKey, stateAddress: undefined }]) {
        const body = comment(told, { key: about, folderName: long, kept: keptLongest })
        expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
        expect(parseComment(body, about)?.planSection).toBe(longest)
        expect(body).toMatch(/^<!-- lockstep .*\n### \S+ /)
        expect(body).toMatch(/<sub>Commit .*<\/sub>$/)
      }
    }
  })

  test('of applied, with its own plan', () => {
    const plan = planViewOf(much)
    const body = comment(story(ended('applied', much), { ...full, command: 'apply', plan }))
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
    expect(body).toMatch(/<sub>Commit .*<\/sub>$/)
  })

  test('with its own plan, which leaves room for what happens later', () => {
    const [resource] = planView.resources
    const diff = `${resource!.diff!}${'\n      + 語 = 1'.repeat(500)}`
    const resources = Array.from({ length: 500 }, (_, i) => ({ ...resource!, address: `a.b[${i}]`, diff }))
    const longPlan = { ...planView, resources }
    const body = comment(story(ended('changes'), { ...full, plan: longPlan }))
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
    const before = parseComment(body, key)!
    expect(Buffer.byteLength(before.planSection!)).toBeLessThanOrEqual(46_000)
    expect(before.planSection).toContain('<code>a.b[0]</code>')
    expect(before.planSection).toContain('! a.b[499]\n')
    const later = comment(story(ended('contended', much, much), full), { kept: before })
    expect(parseComment(later, key)).toEqual(before)
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

describe('where the state is not known', () => {
  const failed = story(ended('failed', 'terraform init failed', 'terraform-error'))
  const headlineOf = (body: string): string | undefined => body.split('\n')[1]

  test('the headline names the folder, and the comment none of the states that the run may have told of', () => {
    const body = comment(failed, { key: unknownKey, folderName: 'live/network' })
    expect(headlineOf(body)).toBe('### ❌ Failed: plan in `live/network`')
    expect(body).not.toContain('s3://')
    expect(headlineOf(comment(story({ kind: 'working' }), { key: unknownKey }))).toBe(
      '### 🔍 Planning the state in `network`',
    )
  })

  test('the headline names the key of the comment too', () => {
    const body = comment(failed, { key: { ...unknownKey, commentKey: 'blue' } })
    expect(headlineOf(body)).toBe('### ❌ Failed: plan in `network` · `blue`')
  })

  test('the plan that was reviewed stays, and so does its state', () => {
    const body = comment(failed, { key: unknownKey, kept })
    expect(parseComment(body, key)).toEqual(kept)
    expect(parseComment(body, { ...key, folder: 'other' })).toEqual(kept)
  })

  test('a section that is too long goes, and its state stays', () => {
    const tooLong = { ...kept, planSection: 'x'.repeat(65_000) }
    const body = comment(failed, { key: unknownKey, kept: tooLong })
    expect(parseComment(body, { ...key, folder: 'other' })).toEqual({ ...kept, planSection: undefined })
  })

  test('what a run on the same folder has told before its state was known is taken over', () => {
    const body = comment(failed, { key: unknownKey })
    expect(parseComment(body, key)).toMatchObject({ planSection: undefined, state: undefined })
  })
})

test('a folder is not named where the state is', () => {
  expect(comment(story({ kind: 'working' }), { folderName: 'a-folder' })).not.toContain('a-folder')
})

test('a plan with a sensitive value tells no more of it than that it is one', () => {
  const secret = 'correct-horse-battery'
  const plan = planViewOf(secret)
  const body = comment(story(ended('changes'), { counts, plan }), { sensitive: new Set([secret]) })
  expect(body).not.toContain(secret)
  expect(body).toContain('<code>***  # created before it is destroyed; moved from ***; imported from')
  expect(body).toContain('\n+ *** = "***"\n')
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
  const section = `#### Plan of \`${secret}\`\n\n<code>${secret}</code>\n\n\`\`\`diff\n+ x = "${secret}"\n\`\`\``
  const options = { sensitive: new Set([secret]), kept: { ...kept, planSection: section } }
  const body = comment(told, options)
  expect(body).not.toContain(secret)
  expect(body).toContain('```diff\n+ x = "***"\n```')
  expect(parseComment(body, key)?.planSection).toContain('<code>***</code>')
  expect(comment(story(waiting, { holder: told.holder }), options)).not.toContain(secret)
})

test('a sensitive value that looks like mark-up does not break the plan', () => {
  const sensitive = new Set(['</details>', '<details><summary>', '```diff', '#### 🔴 Plan of'])
  const body = comment(story(waiting, { holder: laptop }), { kept, sensitive })
  expect(parseComment(body, key)).toEqual(kept)
})

test('the time is that of the writing', () => {
  expect(comment(story({ kind: 'working' }), { now: now + 3_600_000 })).toContain(
    '2026-08-22 11:12 UTC</sub>',
  )
})
