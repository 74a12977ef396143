import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderNextSteps, stateInputsFromAddress, type StateInputs } from '../../src/report/next-steps.ts'
import { aliveRun, finishedRun, laptop, otherRun, ownRun, stateAddress } from '../support/stories.ts'

const steps = (
  holder: LockHolder,
  inputs: StateInputs = stateInputsFromAddress(stateAddress),
  sensitive: readonly string[] = [],
  action?: string,
): string => {
  const target = { stateInputs: inputs, action }
  return renderNextSteps(holder, ownRun, target, createForeignText(new Set(sensitive))).join('\n\n')
}

function stepIn(markdown: string): unknown {
  const [, yaml] = /```yaml\n([^]*)```/.exec(markdown) ?? []
  return yaml === undefined ? undefined : parse(yaml)
}

describe('what to do about a lock', () => {
  test('whose run has finished: look first, then the step to paste', () => {
    const markdown = steps(finishedRun)
    expect(markdown).toContain('That it has finished does not prove that its state was saved')
    expect(stepIn(markdown)).toEqual([
      {
        uses: 'OWNER/lockstep@v1',
        with: {
          command: 'unlock',
          'state-address': stateAddress,
          'lock-id': '1f2e3d4c-5b6a-4798-8a9b-0c1d2e3f4a5b',
          reason: 'run 17034550291 has finished and left the lock, its state was checked',
        },
      },
    ])
  })

  test.each([
    [
      'whose run is at work: wait',
      aliveRun,
      /^\*\*What to do:\*\* wait until that run has ended, then \[run this job again\]/,
    ],
    ['whose run is not known: look', otherRun, /^\*\*What to do:\*\* look at that run\./],
    ['of a laptop: ask', laptop, /^\*\*What to do:\*\* ask `alice@mbp-alice`\./],
    ['of somebody: ask', { ...laptop, who: '' }, /^\*\*What to do:\*\* ask its owner\./],
  ])('%s, and no step to paste', (_, holder, text) => {
    expect(steps(holder)).toMatch(text)
    expect(steps(holder)).not.toContain('```')
  })
})

describe('the step to paste', () => {
  test.each<[string, StateInputs]>([
    ['a folder', { 'working-directory': 'envs/prod' }],
    ['a folder and a workspace', { 'working-directory': '.', workspace: 'prod' }],
    ['a table', { 'state-address': 's3://bucket/k?region=eu-central-1&dynamodb_table=locks' }],
    ['words that YAML knows', { 'working-directory': 'true', workspace: 'null' }],
    ['numbers', { 'working-directory': '12', workspace: '1e3' }],
    ['signs that YAML knows', { 'working-directory': 'a: b # c', workspace: '*x' }],
    ['quotes', { 'working-directory': `it's "here"`, workspace: ' x ' }],
    ['a colon at its end', { 'working-directory': 'a:' }],
  ])('names the state by %s, as YAML reads it', (_, inputs) => {
    const [step] = stepIn(steps(finishedRun, inputs)) as [{ with: Record<string, string> }]
    expect(step.with).toMatchObject(inputs)
  })

  test.each([
    ['an expression, which the runner would evaluate', 'a/${{ secrets.TOKEN }}'],
    ['an end of a line', 'a\nrun: evil'],
    ['an invisible character', 'a\u202eb'],
    ['a backtick', 'a`b'],
  ])('is not shown for %s', (_, text) => {
    expect(steps(finishedRun, { 'working-directory': text })).not.toContain('uses:')
    expect(steps({ ...finishedRun, lockId: text })).not.toContain('uses:')
  })

  test.each([
    ['acme/lockstep@v1', 'acme/lockstep@v1'],
    ['acme-1/lock.step_2@5c1d9e07b3f2a8846e0b7cde91a3f4450a7be612', undefined],
    ['acme/lockstep@releases/v1', undefined],
    ['@', 'OWNER/lockstep@v1'],
    ['acme/lockstep@', 'OWNER/lockstep@v1'],
    ['acme/lockstep', 'OWNER/lockstep@v1'],
    ['-acme/lockstep@v1', 'OWNER/lockstep@v1'],
    ['acme/lockstep@v1 # x', 'OWNER/lockstep@v1'],
    ['acme/lockstep@v1\n  run: evil', 'OWNER/lockstep@v1'],
    ['acme/lockstep@v1\n', 'OWNER/lockstep@v1'],
    ['acme/lockstep@${{ x }}', 'OWNER/lockstep@v1'],
    ['acme/`x`@v1', 'OWNER/lockstep@v1'],
  ])('names the action %j as %j', (action, named = action) => {
    const [step] = stepIn(steps(finishedRun, undefined, [], action)) as [{ uses: string }]
    expect(step.uses).toBe(named)
    expect(steps(finishedRun, undefined, ['lockstep-secret'], 'acme/lockstep-secret@v1')).toContain('OWNER/')
  })

  test('is not shown for what would be redacted', () => {
    const markdown = steps(finishedRun, { 'working-directory': 'secret-folder' }, ['secret-folder'])
    expect(markdown).not.toContain('uses:')
    expect(markdown).toContain('No step is shown here')
  })

  test('of a state that is no object of S3 names the folder', () => {
    expect(stateInputsFromAddress('/srv/state/terraform.tfstate')).toEqual({ 'working-directory': '.' })
  })
})
