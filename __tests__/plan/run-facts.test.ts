import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { noCoreLogFacts, type CoreLogFacts } from '../../src/lock/core-log.ts'
import { isCutOff, isExecutionHalted, parseStreamLine, type StreamLine } from '../../src/plan/run-facts.ts'
import { factsOf, factsOfFixture, readFixture, streamOf } from '../support/fixture.ts'

const event = (type: string, fields: object = {}): StreamLine =>
  parseStreamLine(JSON.stringify({ '@level': 'info', '@message': type, type, ...fields }))
const diagnostic = (summary: string, severity = 'error'): StreamLine =>
  event('diagnostic', { diagnostic: { severity, summary, detail: '' } })

describe('a line of the stream', () => {
  test('is an event with its message', () => {
    const [version] = streamOf('stream-plan.jsonl')
    expect(version).toMatchObject({ kind: 'event', type: 'version', message: 'Terraform 1.11.4' })
  })

  test.each([
    ...[
      '',
      'panic: runtime error',
      ' {"type":"x"}',
      '{',
      '{}',
      '{"type":"x"}',
      '{"@level":"info"}',
      '[]',
      'null',
    ],
    ...['{"type":5,"@level":"info"}', '::error::Terraform exited with code 1.'],
  ])('%j is text', (line) => {
    expect(parseStreamLine(line)).toEqual({ kind: 'text', text: line })
  })

  test('whatever it is, it never throws', () => {
    const nearly = fc.json().map((text) => `{"@level":"info","type":"diagnostic","diagnostic":${text}}`)
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.json(), nearly)), (lines) => {
        expect(() => factsOf(lines.map(parseStreamLine))).not.toThrow()
      }),
    )
  })
})

describe('what was seen of a run', () => {
  test('a plan with changes', () => {
    expect(factsOfFixture('stream-plan-changes.jsonl')).toMatchObject({
      diagnostics: [{ severity: 'warning', summary: 'Some objects will no longer be managed by Terraform' }],
      workSeen: true,
      resourceEventSeen: true, // a data source was read
      planned: { operation: 'plan', add: 2, change: 1, destroy: 2, import: 1 },
      applied: undefined,
      outputsChange: true,
      stateNotSaved: false,
    })
  })

  test('an apply of a saved plan', () => {
    expect(factsOfFixture('stream-apply.jsonl')).toMatchObject({
      workSeen: true,
      resourceEventSeen: true,
      planned: undefined,
      applied: { operation: 'apply', add: 1, change: 0, destroy: 0 },
      completed: { add: 1, change: 0, destroy: 0 },
      outputsChange: false,
    })
  })

  test('an apply that makes its plan itself tells both numbers', () => {
    const { planned, applied } = factsOfFixture('stream-apply-unreviewed.jsonl')
    expect(planned).toMatchObject({ operation: 'plan', add: 1 })
    expect(applied).toMatchObject({ operation: 'apply', add: 1 })
  })

  test('an apply that fails half way has no numbers of Terraform’s, but what was completed', () => {
    expect(factsOfFixture('stream-apply-failed.jsonl')).toMatchObject({
      applied: undefined,
      completed: { add: 1, change: 0, destroy: 0 },
      diagnostics: [{ summary: 'local-exec provisioner error', address: 'terraform_data.bad' }],
      stateNotSaved: false,
    })
  })

  test('a refusal is nothing but a diagnostic', () => {
    expect(factsOfFixture('stream-contention-s3.jsonl')).toMatchObject({
      diagnostics: [{ summary: 'Error acquiring the state lock' }],
      workSeen: false,
      resourceEventSeen: false,
    })
  })

  test('waiting for the store to answer is not work', () => {
    const facts = factsOfFixture('stream-self-412.jsonl')
    expect(readFixture('stream-self-412.jsonl')).toContain('state_lock_acquire')
    expect(facts.workSeen).toBe(false)
  })

  test('outputs without a change are no change', () => {
    const outputs = { a: { sensitive: false, action: 'noop' }, b: { sensitive: true, value: 5 }, c: null }
    expect(factsOf([event('outputs', { outputs })]).outputsChange).toBe(false)
    expect(factsOf([event('outputs', { outputs: { d: { action: 'delete' } } })]).outputsChange).toBe(true)
  })

  test('changes count when they are complete, by kind', () => {
    const done = ['create', 'create', 'update', 'delete', 'read', 'noop'].map((action) =>
      event('apply_complete', { hook: { action } }),
    )
    expect(factsOf([...done, event('apply_complete')]).completed).toEqual({ add: 2, change: 1, destroy: 1 })
    expect(factsOf([event('apply_start', { hook: { action: 'create' } })]).completed.add).toBe(0)
  })
})

describe('a state that was not saved', () => {
  test.each(['stream-state-not-saved.jsonl', 'stream-emergency-dump.jsonl'])('%s', (fixture) => {
    expect(factsOfFixture(fixture).stateNotSaved).toBe(true)
  })

  test('Terraform that was told twice to stop does not wait for its state', () => {
    expect(factsOfFixture('stream-second-interrupt.jsonl')).toMatchObject({
      resourceEventSeen: true,
      stateNotSaved: true,
    })
    expect(factsOf([diagnostic('operation canceled')]).stateNotSaved).toBe(false)
  })

  test.each([
    'stream-apply-failed.jsonl',
    'stream-interrupted-apply.jsonl',
    'stream-release-error.jsonl',
    'stream-stale-plan.jsonl',
  ])('%s: it was saved, or none was to be', (fixture) => {
    expect(factsOfFixture(fixture).stateNotSaved).toBe(false)
  })
})

describe('an interrupt', () => {
  test('halts each resource, which is counted and told once', () => {
    const { diagnostics, haltedCount } = factsOfFixture('stream-interrupted-plan.jsonl')
    expect(haltedCount).toBe(20)
    expect(diagnostics.filter(isExecutionHalted)).toHaveLength(1)
  })

  test('leaves a plan that says “0 to add”', () => {
    expect(factsOfFixture('stream-interrupted-plan.jsonl').planned).toMatchObject({
      add: 0,
      change: 0,
      destroy: 0,
    })
  })

  test('halts an apply after what it had begun', () => {
    const facts = factsOfFixture('stream-interrupted-apply.jsonl')
    expect(facts.haltedCount).toBeGreaterThan(0)
    expect(facts.resourceEventSeen).toBe(true)
  })
})

describe('an error', () => {
  test.each([
    ['stream-plan.jsonl', false],
    ['stream-apply.jsonl', false],
    ['stream-plan-changes.jsonl', false], // with a warning
    ['stream-plan-errors.jsonl', true],
    ['stream-apply-failed.jsonl', true],
    ['stream-contention-s3.jsonl', true],
    ['stream-release-error.jsonl', true],
    ['stream-interrupted-plan.jsonl', true],
  ])('%s: was one told? %s', (fixture, errorSeen) => {
    expect(factsOfFixture(fixture).errorSeen).toBe(errorSeen)
  })

  test('is not forgotten behind what comes later, nor taken from a warning or from a text', () => {
    expect(factsOf([diagnostic('failure'), event('version'), diagnostic('x', 'warning')]).errorSeen).toBe(
      true,
    )
    expect(factsOf([diagnostic('x', 'warning')]).errorSeen).toBe(false)
    expect(factsOf([parseStreamLine('Error: no such provider')]).errorSeen).toBe(false)
    expect(factsOf([event('log', { '@level': 'error' })]).errorSeen).toBe(false)
  })

  test('counts behind a thousand warnings, of which not all are kept', () => {
    const warnings = Array.from({ length: 1_000 }, () => diagnostic('x', 'warning'))
    expect(factsOf([...warnings, diagnostic('failure')]).errorSeen).toBe(true)
  })
})

describe('an interrupt that Terraform received', () => {
  test.each([
    ['stream-interrupted-plan.jsonl', true],
    ['stream-interrupted-apply.jsonl', true],
    ['stream-second-interrupt.jsonl', true],
    ['stream-apply-failed.jsonl', false],
    ['stream-emergency-dump.jsonl', false],
    ['stream-plan.jsonl', false],
  ])('%s: %s', (fixture, interruptSeen) => {
    expect(factsOfFixture(fixture).interruptSeen).toBe(interruptSeen)
  })

  test('is told by Terraform itself, not by what runs under it', () => {
    const message = { '@message': 'terraform_data.x (local-exec): Interrupt received.' }
    expect(factsOf([event('provision_progress', message)]).interruptSeen).toBe(false)
    expect(factsOf([parseStreamLine('Interrupt received.')]).interruptSeen).toBe(false)
    expect(factsOf([diagnostic('Interrupt received.')]).interruptSeen).toBe(false)
    expect(factsOf([event('log', message), event('log')]).interruptSeen).toBe(true)
  })
})

describe('an apply that was cut off', () => {
  const isOfFixture = (name: string, coreLog: Partial<CoreLogFacts> = {}): boolean =>
    isCutOff('apply', factsOfFixture(name), { ...noCoreLogFacts, ...coreLog })

  test.each(['stream-killed-create.jsonl', 'stream-killed-replace.jsonl', 'stream-second-interrupt.jsonl'])(
    'told no end: %s',
    (name) => {
      expect(isOfFixture(name)).toBe(true)
      expect(isCutOff('plan', factsOfFixture(name), noCoreLogFacts)).toBe(false)
    },
  )

  test.each([
    'stream-apply.jsonl',
    'stream-apply-failed.jsonl',
    'stream-destroy-all.jsonl',
    'stream-interrupted-apply.jsonl',
    'stream-state-not-saved.jsonl',
    'stream-release-error.jsonl',
    'stream-plan.jsonl',
  ])('is not one that told its end, or had begun nothing: %s', (name) => {
    expect(isOfFixture(name)).toBe(false)
  })

  test('is not one that began to give its lock back, which comes after its state', () => {
    const locks = { locked: ['ours'], unlockTried: ['ours'] }
    expect(isOfFixture('stream-killed-create.jsonl', locks)).toBe(false)
    expect(isOfFixture('stream-killed-create.jsonl', { ...locks, unlockTried: ['init-lock'] })).toBe(true)
  })
})

describe('the version', () => {
  test('is that of the first event', () => {
    expect(factsOfFixture('stream-plan.jsonl').version).toEqual({
      engine: 'terraform',
      text: '1.11.4',
      major: 1,
      minor: 11,
    })
  })

  test('is that of OpenTofu', () => {
    const { version } = factsOf([event('version', { tofu: '1.10.0-rc1' })])
    expect(version).toEqual({ engine: 'opentofu', text: '1.10.0-rc1', major: 1, minor: 10 })
  })

  test('is that of the outer Terraform, which comes first', () => {
    const lines = [event('version', { terraform: '1.11.4' }), event('version', { terraform: '1.5.7' })]
    expect(factsOf(lines).version?.text).toBe('1.11.4')
  })

  test.each([
    ['nothing was told', []],
    ['only text was told', [parseStreamLine('1.11.4')]],
    ['another event has it', [event('log', { terraform: '1.11.4' })]],
    ['it is none', [event('version', { terraform: 'latest' }), event('version', { terraform: 5 })]],
  ])('is not known where %s', (_, lines) => {
    expect(factsOf(lines).version).toBeUndefined()
  })

  test('that was not known at first may come later', () => {
    const lines = [event('version', { terraform: 'x' }), event('version', { terraform: '1.5.7' })]
    expect(factsOf(lines).version?.text).toBe('1.5.7')
  })
})

describe('a long stream', () => {
  test('keeps the facts flat', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => diagnostic(`failure ${index}`))
    const { diagnostics } = factsOf(lines)
    expect(diagnostics).toHaveLength(200)
    expect(diagnostics[0]?.summary).toBe('failure 0')
  })

  test('does not lose what counts behind a thousand errors', () => {
    const errors = Array.from({ length: 1_000 }, () => diagnostic('failure'))
    const end = [diagnostic('Failed to persist state to backend'), diagnostic('execution halted')]
    const { stateNotSaved, haltedCount } = factsOf([...errors, ...end])
    expect([stateNotSaved, haltedCount]).toEqual([true, 1])
  })

  test('tells the last numbers of each operation', () => {
    const summary = (operation: string, add: number): StreamLine =>
      event('change_summary', { changes: { operation, add } })
    const { planned, applied } = factsOf([summary('plan', 1), summary('plan', 2), summary('destroy', 3)])
    expect(planned?.add).toBe(2)
    expect(applied).toEqual({ operation: 'destroy', add: 3, change: 0, destroy: 0, import: 0 })
  })
})

describe('what an event has in another form than Terraform gives it', () => {
  test.each([undefined, null, 7, 'x'])('counts nothing where its changes are %j', (changes) => {
    expect(factsOf([event('change_summary', { changes })])).toMatchObject({
      ...{ planned: undefined, applied: undefined, endTold: false },
    })
  })

  test('is of an apply where its operation is no text', () => {
    const changes = { operation: 7, add: '1', change: -2, remove: 1.5, import: 3 }
    expect(factsOf([event('change_summary', { changes })])).toMatchObject({
      ...{ planned: undefined, endTold: true },
      applied: { operation: '', add: 0, change: 0, destroy: 0, import: 3 },
    })
  })

  test.each([undefined, null, 7, 'x', { a: null }, { a: { action: 7 } }])(
    'changes no output where those are %j',
    (outputs) => {
      expect(factsOf([event('outputs', { outputs })]).outputsChange).toBe(false)
    },
  )
})

test.each(['Failed to save state', 'Failed to persist state to backend'])(
  'what Terraform says of a state that it could not save is known: %s',
  (summary) => {
    expect(factsOf([diagnostic(summary)]).stateNotSaved).toBe(true)
    expect(factsOf([diagnostic(`${summary} of another`)]).stateNotSaved).toBe(false)
  },
)
