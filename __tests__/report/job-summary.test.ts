import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { noChanges } from '../../src/plan/changes.ts'
import { maxSummaryBytes, renderJobSummary } from '../../src/report/job-summary.ts'
import type { Story } from '../../src/report/story.ts'
import { holder } from '../support/fake-lock.ts'
import { aliveRun, comment, ended, now, otherRun, ownRun, story } from '../support/stories.ts'

const noStory = story(ended('no-changes'), { stateAddress: undefined, run: undefined })
const summary = (fields: Partial<Story> = {}, sensitive: readonly string[] = []): string =>
  renderJobSummary({ ...noStory, ...fields }, { now, sensitive: new Set(sensitive) })
const rowOf = (markdown: string, name: string): string | undefined =>
  markdown
    .split('\n')
    .find((line) => line.startsWith(`| ${name} | `))
    ?.slice(`| ${name} | `.length, -2)

describe('the summary of a run', () => {
  test('is a headline, a sentence and one table', () => {
    expect(summary()).toBe(
      [
        '### ✅ No changes in the state',
        '',
        'Terraform found nothing to change.',
        '',
        '| | |',
        '| --- | --- |',
        '| Result | `no-changes` |',
        '| Lock waited for | not at all (1 try) |',
        '',
        '',
      ].join('\n'),
    )
  })

  test('tells the state and what changes in it, once', () => {
    const counts = { ...noChanges, add: 2, change: 1, destroy: 3 }
    const markdown = summary({ phase: ended('changes'), stateAddress: 's3://b/env:/prod/k', counts })
    expect(markdown).toMatch(
      /^### 📝 Planned `s3:.*`\n\n\*\*2 to add, 1 to change, 3 to destroy\*\*\n\n\| \| \|/,
    )
    expect(markdown.match(/2 to add/g)).toHaveLength(1)
    expect(markdown.match(/prod/g)).toHaveLength(1)
  })

  test('tells the rarer changes only where there are any', () => {
    const counts = { add: 0, change: 0, destroy: 0, import: 1, replace: 2, move: 3, forget: 4 }
    expect(summary({ phase: ended('changes'), counts })).toContain(
      '\n**0 to add, 0 to change, 0 to destroy, 1 to import, 2 replaced, 3 moved, 4 forgotten**\n',
    )
  })

  test('of an apply tells what was done', () => {
    const counts = { ...noChanges, add: 2, import: 1 }
    expect(summary({ command: 'apply', phase: ended('applied'), counts })).toContain(
      '\n**2 added, 0 changed, 0 destroyed, 1 imported**\n',
    )
  })

  test('tells a failure, its reason and what to do', () => {
    const markdown = summary({ phase: ended('failed', 'It is stale.\nPlan again.', 'stale-plan') })
    expect(rowOf(markdown, 'Result')).toBe('`failed`')
    expect(markdown.match(/`stale-plan`/g)).toHaveLength(1)
    expect(markdown).toMatch(
      /^### ❌ Failed: plan\n\nIt is stale\.\nPlan again\.\n\nReason: `stale-plan`\n\n\| \| \|/,
    )
  })

  test.each([
    [0, 1, 'not at all (1 try)'],
    [499, 2, 'not at all (2 tries)'],
    [83_000, 2, '1 min 23 s (2 tries)'],
    [0, 0, undefined],
    [5_000, 0, '5 s'],
  ])('a wait of %d ms and %d tries reads %s', (lockWaitedMs, lockAttempts, text) => {
    expect(rowOf(summary({ lockWaitedMs, lockAttempts }), 'Lock waited for')).toBe(text)
  })

  test('tells who held the lock, and which lock was removed', () => {
    const markdown = summary({ holder: holder(), lockRecovered: 'our-lock' })
    expect(rowOf(markdown, 'Last holder')).toBe('`alice@laptop`, `apply`, `2026-08-22T10:11:12Z`')
    expect(markdown.match(/`our-lock`/g)).toHaveLength(1)
  })

  test('links the run that held the lock, and does not tell its annotation as it is', () => {
    const markdown = summary({ holder: otherRun, run: ownRun })
    expect(rowOf(markdown, 'Last holder')).toMatch(
      /^\[run 17034550291\]\(https:.*, started by \[`alice`\]\(.*\), `apply`, `2026-08-22T10:09:41Z`$/,
    )
    expect(markdown).not.toContain('lockstep run=')
  })

  test.each([
    ['contended', 'Another run holds the lock and is still at work.'],
    ['locked', 'Another run holds the lock and is still at work.'],
  ])('that ends as %s has one table, the one of the holder', (result, sentence) => {
    const command = result === 'locked' ? 'status' : 'plan'
    const markdown = summary({
      command,
      phase: ended(result),
      holder: aliveRun,
      run: ownRun,
      lockAttempts: 0,
    })
    expect(markdown).toContain(sentence)
    expect(markdown.match(/^\| --- \| --- \|$/gm)).toHaveLength(1)
    expect(rowOf(markdown, 'Held by')).toContain('[run 17034550291](https://github.com/')
    expect(rowOf(markdown, 'That run')).toBe('🟢 still at work (`in_progress`)')
    expect(markdown).not.toMatch(/Last holder|lockstep run=|tries/)
  })

  test('that gave up without a holder tells once how long it waited', () => {
    const markdown = summary({ phase: ended('contended'), lockWaitedMs: 60_000 })
    expect(markdown.match(/1 min/g)).toHaveLength(1)
    expect(rowOf(markdown, 'Result')).toBe('`contended`')
  })

  test('has each warning as a quote of its own', () => {
    expect(summary({ warnings: ['one', 'two\nlines'] })).toContain('\n\n> ⚠️ one\n\n> ⚠️ two\n> lines\n')
  })

  test('tells the same as the comment', () => {
    for (const phase of [
      ended('contended', '', 'lock-contention'),
      ended('failed', 'It is stale.', 'stale-plan'),
    ]) {
      const told = story(phase, { holder: holder(), lockWaitedMs: 60_000, lockRecovered: 'our-lock' })
      const [, ...opening] = comment(told).split('\n\n<sub>')[0]!.split('\n')
      expect(summary(told).startsWith(`${opening.join('\n')}\n`)).toBe(true)
    }
  })

  test('has what Terraform said', () => {
    const error = { severity: 'error', summary: 'No such thing', detail: 'Look again.' } as const
    expect(summary({ diagnostics: [error] })).toContain('```\nError: No such thing\n\nLook again.\n```')
  })

  test('has no sensitive value', () => {
    const secret = 'correct horse'
    const markdown = summary(
      {
        phase: ended('failed', `It said: ${secret}`, 'terraform-error'),
        warnings: [`Not ${secret}`],
        planText: `+ password = "${secret}"`,
        holder: holder(secret, { who: secret }),
      },
      [secret],
    )
    expect(markdown).not.toContain(secret)
    expect(markdown).toContain('+ password = "***"')
    expect(markdown).toContain('It said: \\*\\*\\*')
  })

  test('folds the plan', () => {
    expect(summary({ planText: '\n  + resource\n' })).toContain(
      '\n<details><summary>The plan</summary>\n\n```\n  + resource\n```\n\n</details>\n',
    )
  })
})

describe('a summary that is too long for GitHub', () => {
  const bytesOf = (text: string): number => Buffer.byteLength(text)

  test.each([
    ['plain lines', '  + resource "a" "b"\n'.repeat(100_000)],
    ['lines of several bytes a character', '  ~ größe = "語🧱"\n'.repeat(80_000)],
    ['lines of fewer letters than the limit, and more bytes', 'ü'.repeat(99).concat('\n').repeat(7_000)],
    ['one line', 'x'.repeat(2_000_000)],
    ['one line of several bytes a character', '🧱'.repeat(1_000_000)],
    ['backticks', `${'`'.repeat(64)}\n`.repeat(20_000)],
    ['lines that begin with backticks', `${'`'.repeat(700_000)}x\n${'y\n'.repeat(600_000)}`],
  ])('is cut at a line and says so: %s', (_, planText) => {
    const markdown = summary({ planText, warnings: ['w'], stateAddress: 's3://b/k' })
    expect(bytesOf(markdown)).toBeLessThanOrEqual(maxSummaryBytes)
    expect(markdown).toContain('the rest of the plan is in the log')
    expect(markdown).not.toContain('\ufffd')
    expect(markdown).toMatch(/\n`{3,}\n\n<\/details>\n\n?$/)
  })

  test('shows as much of the plan as fits', () => {
    const markdown = summary({ planText: '  ~ größe = "語🧱"\n'.repeat(80_000) })
    expect(bytesOf(markdown)).toBeGreaterThan(maxSummaryBytes - 4_096)
  })

  test('is not cut while it fits', () => {
    const markdown = summary({ planText: 'x'.repeat(999) + '\n' + 'y\n'.repeat(500_000) })
    expect(markdown).not.toContain('the rest of the plan')
    expect(bytesOf(markdown)).toBeLessThanOrEqual(maxSummaryBytes)
  })
})

describe('what others have written', () => {
  const evil = '</details><img src=x>@alice ```\n| x | y |\n````\n\u202e\u001b[31m#1 <!-- '

  test('cannot leave its place', () => {
    const markdown = summary({
      command: `plan\n<script>@bob`,
      phase: ended('failed', evil, evil),
      stateAddress: `s3://b/${evil}`,
      holder: holder(evil, { who: evil, operation: evil, info: evil, created: evil }),
      lockRecovered: evil,
      warnings: [evil, evil],
      planText: `${evil}\n`.repeat(3),
    })
    const [head = '', plan = ''] = markdown.split('<details><summary>The plan</summary>')
    expect(head).not.toMatch(/\u202e|\u001b/)
    for (const line of head.split('\n')) {
      const isRow = line.startsWith('| ')
      if (isRow) expect(line.replace(/\\\|/g, '').match(/\|/g)).toHaveLength(3)
      const prose = line.replace(/(?<![`\\])(`+)(?!`).*?(?<!`)\1(?!`)/g, '')
      expect(prose).not.toMatch(/<|@[a-z]/)
    }
    expect(plan).toMatch(/^\n\n`{5}\n[\s\S]*\n`{5}\n\n<\/details>\n\n?$/)
  })

  test('whatever it is, nothing of it is HTML or a mention, and the summary is whole', () => {
    const text = fc.string({
      unit: fc.constantFrom('<b>', '@a', '`', '```', '\n', '|', '\\', 'x', ' ', '#1', '&'),
    })
    fc.assert(
      fc.property(text, text, text, (message, warning, planText) => {
        const markdown = summary({
          phase: ended('failed', message),
          warnings: [warning],
          planText: `x${planText}`,
        })
        const [head = '', plan = ''] = markdown.split('<details><summary>The plan</summary>\n\n')
        expect(head).not.toMatch(/<b>|@a/)
        const fence = /^`+/.exec(plan)?.[0] ?? 'none'
        const inside = plan.slice(fence.length, plan.lastIndexOf(`\n${fence}\n`))
        expect(inside.match(/`+/g)?.some((run) => run.length >= fence.length)).not.toBe(true)
        expect(plan.endsWith(`\n${fence}\n\n</details>\n\n`)).toBe(true)
      }),
    )
  })
})
