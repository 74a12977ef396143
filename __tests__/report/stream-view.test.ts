import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseStreamLine } from '../../src/plan/run-facts.ts'
import { createStreamView } from '../../src/report/stream-view.ts'
import { streamOf } from '../support/fixture.ts'

function shown(fixture: string, showPlannedChanges = false): string {
  const view = createStreamView({ showPlannedChanges })
  return streamOf(fixture)
    .map((line) => view.show(line))
    .filter((text) => text !== undefined)
    .join('\n')
}
const count = (text: string, part: string): number => text.split(part).length - 1

describe('the log of a run', () => {
  test('of an apply reads like Terraform’s own', () => {
    expect(shown('stream-apply.jsonl')).toMatch(
      /^terraform_data\.a: Creating\.\.\.\nterraform_data\.a: Creation complete after 0s \[id=[0-9a-f-]+\]\n\nApply complete! Resources: 1 added, 0 changed, 0 destroyed\.\n$/,
    )
  })

  test('shows planned changes where no plan follows, and only there', () => {
    expect(shown('stream-plan-changes.jsonl', true)).toContain('terraform_data.changed: Plan to update')
    expect(shown('stream-plan-changes.jsonl')).not.toContain('Plan to')
    const sum = 'Plan: 1 to import, 2 to add, 1 to change, 2 to destroy.'
    expect(shown('stream-plan-changes.jsonl', true)).toContain(sum)
    expect(shown('stream-plan-changes.jsonl')).not.toContain(sum)
  })

  test('has what a provisioner prints', () => {
    expect(shown('stream-apply-failed.jsonl')).toContain(
      'terraform_data.bad: (local-exec): from the provisioner',
    )
  })

  test('has the error with its place', () => {
    expect(shown('stream-plan-errors.jsonl')).toMatch(
      /\nError: Unsupported attribute\n\n {2}on main\.tf line \d+/,
    )
  })

  test('has lines that are no events, as they are', () => {
    const view = createStreamView({ showPlannedChanges: false })
    expect(view.show(parseStreamLine('panic: runtime error'))).toBe('panic: runtime error')
    expect(view.show(parseStreamLine(''))).toBeUndefined()
  })

  test('has the words of an event that is not known yet', () => {
    const line = JSON.stringify({ '@level': 'info', '@message': 'from tomorrow', type: 'tomorrow' })
    expect(createStreamView({ showPlannedChanges: false }).show(parseStreamLine(line))).toBe('from tomorrow')
  })
})

describe('an interrupt', () => {
  test.each(['stream-interrupted-plan.jsonl', 'stream-interrupted-apply.jsonl'])(
    '%s is told once, not for each resource',
    (fixture) => {
      const text = shown(fixture)
      expect(count(text, 'Error: execution halted')).toBe(1)
      expect(count(text, 'Interrupt received.')).toBe(1)
    },
  )
})

describe('secrets of the stream', () => {
  test('a state that could not be saved anywhere is not shown', () => {
    const text = shown('stream-emergency-dump.jsonl')
    expect(
      streamOf('stream-emergency-dump.jsonl').some((line) => JSON.stringify(line).includes('hunter2')),
    ).toBe(true)
    expect(text).toContain('Emergency state dump (the state is not shown here)')
    expect(text).not.toContain('hunter2')
    expect(text).toContain('Error: Failed to persist state to backend')
  })

  test('outputs that are sensitive are hidden, the others are shown', () => {
    const text = shown('stream-apply-outputs.jsonl')
    expect(text).toContain('Outputs:\n\npin = <sensitive>\nplain = "plain-output"\nsecret = <sensitive>\n')
    expect(text).not.toContain('hunter2')
  })

  test('a sensitive output is hidden even if it has a value', () => {
    const outputs = {
      a: { sensitive: true, value: 'hunter2' },
      b: { sensitive: false },
      c: { value: { d: [1] } },
    }
    const line = JSON.stringify({ '@level': 'info', '@message': 'Outputs: 3', type: 'outputs', outputs })
    expect(createStreamView({ showPlannedChanges: false }).show(parseStreamLine(line))).toBe(
      'Outputs:\n\na = <sensitive>\nb = null\nc = {"d":[1]}\n',
    )
  })

  test('outputs of a plan, which shows them better, are not listed', () => {
    expect(shown('stream-plan-changes.jsonl')).not.toContain('Outputs')
  })
})

test('whatever comes, it is text or nothing', () => {
  const types = fc.constantFrom(
    'version',
    'log',
    'outputs',
    'diagnostic',
    'change_summary',
    'planned_change',
    'x',
  )
  const event = fc
    .tuple(
      types,
      fc.dictionary(fc.constantFrom('@message', 'outputs', 'diagnostic', 'state'), fc.jsonValue()),
    )
    .map(([type, fields]) => JSON.stringify({ '@level': 'info', ...fields, type }))
  fc.assert(
    fc.property(fc.array(fc.oneof(event, fc.string())), (lines) => {
      const view = createStreamView({ showPlannedChanges: true })
      for (const line of lines)
        expect(['string', 'undefined']).toContain(typeof view.show(parseStreamLine(line)))
    }),
  )
})
