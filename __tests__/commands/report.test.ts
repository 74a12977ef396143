import { readFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

import { startJourney, type Journey, type Outcome } from '../../src/commands/outcome.ts'
import { messageOf, outputsOf, phaseOf, storyOf, summaryOf } from '../../src/commands/report.ts'
import { holder } from '../support/fake-lock.ts'

const counts = { add: 1, change: 2, destroy: 3, import: 4, replace: 5, move: 6, forget: 7 }
const planned: Outcome = { kind: 'planned', hasChanges: true, counts }
const failed: Outcome = {
  ...{
    kind: 'failed',
    reason: 'stale-plan',
    message: 'It is stale.',
    advice: 'Plan again.',
    counts: undefined,
  },
}
const journeyOf = (fields: Partial<Journey>): Journey => ({ ...startJourney(), ...fields })

describe('the outputs', () => {
  const names = Object.keys(
    (parse(readFileSync(join(import.meta.dirname, '..', '..', 'action.yml'), 'utf8')) as { outputs: object })
      .outputs,
  )

  test.each<[string, Outcome]>([
    ['a plan', planned],
    ['a failure', failed],
    ['a free lock', { kind: 'lock-free' }],
    ['a cancel', { kind: 'cancelled', message: '', counts: undefined }],
  ])('of %s are those of action.yml, every one of them', (_, outcome) => {
    expect(Object.keys(outputsOf(outcome, startJourney())).sort()).toEqual([...names].sort())
  })

  test('of a plan', () => {
    const files = { planFile: '/p', jsonFile: '/j', textFile: '/t' }
    const journey = journeyOf({
      ...{ stateAddress: 's3://bucket/key', planFiles: { ...files, text: '' }, holder: holder('the-lock') },
      ...{ lockWaitedMs: 12_345, lockAttempts: 3, lockRecovered: 'our-lock', counts },
      commentUrl: 'https://github.com/acme/infra/pull/7#issuecomment-1',
    })
    expect(outputsOf(planned, journey)).toEqual({
      result: 'changes',
      'failure-reason': '',
      'has-changes': 'true',
      ...{ add: '1', change: '2', destroy: '3', import: '4', replace: '5', move: '6', forget: '7' },
      'plan-digest': '',
      'plan-file': '/p',
      'plan-json-file': '/j',
      'plan-text-file': '/t',
      'state-address': 's3://bucket/key',
      'concurrency-group': 'lockstep-558ca1533e03aaea',
      'lock-holder': JSON.stringify(holder('the-lock')),
      'lock-waited-seconds': '12.3',
      'lock-attempts': '3',
      'lock-recovered': 'our-lock',
      'comment-url': 'https://github.com/acme/infra/pull/7#issuecomment-1',
      'errored-state': '',
      'audit-json-file': '',
      'outputs-json-file': '',
    })
  })

  test('of a run that failed at once are empty where they do not apply', () => {
    const filled = Object.entries(outputsOf(failed, startJourney())).filter(([, value]) => value !== '')
    expect(Object.fromEntries(filled)).toEqual({
      ...{ result: 'failed', 'failure-reason': 'stale-plan' },
      ...{ 'lock-waited-seconds': '0.0', 'lock-attempts': '0' },
    })
  })

  test('of an apply that failed half way tell what it had done', () => {
    const outputs = outputsOf({ ...failed, counts }, journeyOf({ erroredState: '/app/errored.tfstate' }))
    expect(outputs).toMatchObject({
      add: '1',
      destroy: '3',
      'has-changes': '',
      'errored-state': '/app/errored.tfstate',
    })
  })

  test('of an apply name the file of Terraform’s own outputs', () => {
    const applied: Outcome = { kind: 'applied', hasChanges: true, counts, outputsFile: '/o' }
    expect(outputsOf(applied, startJourney())['outputs-json-file']).toBe('/o')
    expect(outputsOf({ ...applied, outputsFile: undefined }, startJourney())['outputs-json-file']).toBe('')
  })
})

describe('the last words', () => {
  test.each<[Outcome, string]>([
    [planned, ''],
    [{ kind: 'lock-free' }, ''],
    [failed, 'It is stale.\nPlan again.'],
    [{ ...failed, advice: '' }, 'It is stale.'],
    [{ kind: 'cancelled', message: 'Cancelled.', counts: undefined }, 'Cancelled.'],
    [{ kind: 'contended', holder: undefined, isNeutral: true, message: 'Locked.' }, 'Locked.'],
  ])('of %j', (outcome, message) => {
    expect(messageOf(outcome)).toBe(message)
  })
})

describe('the summary', () => {
  const options = { now: 0, sensitive: new Set<string>(), run: undefined }

  test('has the text of the plan', async () => {
    const text = '  + resource "a" "b"\n'
    const journey = journeyOf({ planFiles: { planFile: '', jsonFile: '', textFile: '', text } })
    expect(await summaryOf('plan', planned, journey, options)).toContain('```\n  + resource "a" "b"\n```')
  })

  test('has the changes of an apply that had no plan to show', async () => {
    const journey = journeyOf({ plannedChanges: ['a.a: Plan to create', 'a.b: Plan to delete'] })
    expect(await summaryOf('apply', failed, journey, options)).toContain(
      'a.a: Plan to create\na.b: Plan to delete',
    )
  })

  test('has none where nothing was planned', async () => {
    expect(await summaryOf('status', { kind: 'lock-free' }, startJourney(), options)).not.toContain(
      '<details>',
    )
  })
})

test('a story tells what a run has come to', () => {
  const journey = journeyOf({
    ...{ stateAddress: 's3://bucket/key', holder: holder('the-lock'), warnings: ['w'] },
    ...{ lockWaitedMs: 12_345, lockAttempts: 3, lockRecovered: 'our-lock', counts },
  })
  expect(storyOf('plan', phaseOf(failed), journey)).toMatchObject({
    command: 'plan',
    phase: {
      kind: 'ended',
      result: 'failed',
      failureReason: 'stale-plan',
      message: 'It is stale.\nPlan again.',
    },
    stateAddress: 's3://bucket/key',
    counts,
    holder: holder('the-lock'),
    lockWaitedMs: 12_345,
    lockAttempts: 3,
    lockRecovered: 'our-lock',
    warnings: ['w'],
  })
})
