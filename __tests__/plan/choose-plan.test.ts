import { expect, test } from '@jest/globals'

import { choosePlan, type WantedPlan } from '../../src/plan/choose-plan.ts'
import type { PlanEntry } from '../../src/plan/plan-store.ts'

const entry = (fields: Partial<PlanEntry> = {}): PlanEntry => ({
  id: 'plan',
  storedAt: 1,
  selector: 'usual',
  requestId: 'without arguments',
  planFileDigest: 'f1',
  runId: 1,
  ...fields,
})
const wanted: WantedPlan = { selector: 'usual', requestId: 'without arguments', isExplicit: false }
const chosenId = (entries: PlanEntry[], more: Partial<WantedPlan> = {}): string => {
  const choice = choosePlan(entries, { ...wanted, ...more })
  return choice.kind === 'chosen' ? choice.entry.id : choice.kind
}

test('of several plans of one request the newest counts, however they are listed', () => {
  const plans = [
    entry({ id: 'old', storedAt: 1 }),
    entry({ id: 'new', storedAt: 3 }),
    entry({ id: 'mid', storedAt: 2 }),
  ]
  expect(chosenId(plans)).toBe('new')
  expect(chosenId(plans.toReversed())).toBe('new')
})

test('a newer plan of another request does not count for a step that says which it wants', () => {
  const plans = [entry(), entry({ id: 'targeted', requestId: '-target', storedAt: 2 })]
  expect(chosenId(plans, { isExplicit: true })).toBe('plan')
  // Else the last one is what people have seen.
  expect(chosenId(plans)).toBe('refused')
  expect(
    chosenId([entry({ storedAt: 3 }), entry({ id: 'targeted', requestId: '-target', storedAt: 2 })]),
  ).toBe('plan')
})

test('a step that is given no arguments takes the one request there is', () => {
  expect(chosenId([entry({ id: 'targeted', requestId: '-target' })])).toBe('targeted')
})

test('of several requests none is guessed', () => {
  const plans = [entry({ requestId: '-target' }), entry({ requestId: '-var-file' })]
  expect(choosePlan(plans, wanted)).toMatchObject({
    kind: 'refused',
    reason: expect.stringContaining('`plan-args`'),
  })
})

test('what destroys is never taken for what does not', () => {
  const choice = choosePlan([entry({ selector: 'destroy', requestId: 'destroy' })], wanted)
  expect(choice).toMatchObject({ kind: 'refused', reason: expect.stringContaining('`destroy`') })
})

test('of this run alone, where nobody could have reviewed another', () => {
  const plans = [entry({ id: 'other', runId: 2, storedAt: 9 }), entry({ id: 'own' })]
  expect(chosenId(plans, { ofRun: 1 })).toBe('own')
  expect(chosenId(plans, { ofRun: 3 })).toBe('none')
})

test('a plan file is found by what is in it, whatever it was planned with', () => {
  const plans = [
    entry({ id: 'usual' }),
    entry({ id: 'this', planFileDigest: 'f2', requestId: 'x', selector: 'y' }),
  ]
  expect(chosenId(plans, { planFileDigest: 'f2' })).toBe('this')
  expect(chosenId(plans, { planFileDigest: 'f3' })).toBe('none')
})

test('where nothing was planned there is nothing', () => {
  expect(chosenId([])).toBe('none')
})

test('a step that says other arguments than there are gets the plan, which is refused by the name of its input', () => {
  expect(chosenId([entry({ id: 'targeted', requestId: '-target' })], { isExplicit: true })).toBe('targeted')
})

test('of several requests beside a destroy the reason is the arguments', () => {
  const plans = [
    entry({ selector: 'destroy', requestId: 'destroy' }),
    entry({ requestId: '-target' }),
    entry({ requestId: '-var-file' }),
  ]
  expect(choosePlan(plans, wanted)).toMatchObject({ reason: expect.stringContaining('`plan-args`') })
})
