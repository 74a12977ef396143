import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { comparePlans } from '../../src/plan/plan-comparison.ts'
import type { Recovery, ResourceFate } from '../../src/plan/unsaved.ts'
import {
  describeComparison,
  renderComparison,
  renderComparisonLines,
} from '../../src/report/comparison-section.ts'
import { renderCounts, renderDrift } from '../../src/report/counts.ts'
import { renderDiagnostics } from '../../src/report/diagnostics-section.ts'
import { renderFinding, renderFindings } from '../../src/report/findings-section.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderDecisionTable, renderHolderSentence, renderHolderTable } from '../../src/report/holder-text.ts'
import { renderImportBlock, renderStateRemoval } from '../../src/report/import-block.ts'
import { renderLeftLock } from '../../src/report/left-lock.ts'
import { renderNextSteps, renderUnlockStep, stateInputsFromAddress } from '../../src/report/next-steps.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import { renderPlanSection } from '../../src/report/plan-section.ts'
import { renderQueue } from '../../src/report/queue-text.ts'
import { renderRecovery, renderRecoveryLines } from '../../src/report/recovery-report.ts'
import { describeFate, describeInState, describeRecovery } from '../../src/report/recovery-words.ts'
import { renderFoot, renderOfCommit } from '../../src/report/run-foot.ts'
import { renderActor, renderHolderRun, renderLink } from '../../src/report/run-links.ts'
import { renderHeadline, renderOpening } from '../../src/report/story-text.ts'
import type { OwnRun } from '../../src/report/story.ts'
import { renderVersionLines, renderVersions } from '../../src/report/versions-section.ts'
import type { Finding } from '../../src/workflow/finding.ts'
import { anyPlan } from '../support/compared-plan.ts'
import { decisionFor, held } from '../support/fake-lock.ts'
import { holderRunOf, restoreOf, saidOf, storyOf } from '../support/hostile-pages.ts'
import { hostileText, record } from '../support/hostile-values.ts'
import { assertBytes, assertPlain, assertPlainLine, inertMarkdown } from '../support/promises.ts'
import { property, type Properties, type Property } from '../support/properties.ts'
import { counts, ended, now, ownRun, planViewOf, waiting } from '../support/stories.ts'

const foreign = createForeignText(new Set())
const options = { now, action: 'x' }
/** What would make a link, a login or an ID of a good text gets a bad end. */
const badly = (text: string): string => `${text} z`
const isEmpty = (text: string): boolean => plainLine(text) === ''
const inert = (render: (text: string) => string): Property =>
  property(hostileText, inertMarkdown(render, isEmpty, 8))
const parts = (...texts: readonly string[]): string => texts.join('\n\n')

function holderOf(text: string, run: LockHolder['run'] = null): LockHolder {
  const bad = badly(text)
  const fields = { operation: text, who: text, version: text, created: bad, path: text, info: text }
  return { lockId: bad, ...fields, ageSeconds: 1, verdict: 'finished', run }
}
const toldRun = (text: string): OwnRun => ({
  ...ownRun,
  url: `https://x.example/${badly(text)}`,
  actor: badly(text),
})
const fateOf = (text: string): ResourceFate => ({
  ...{ address: text, impliedProvider: text, action: 'create', progress: 'complete', provisionerSeen: false },
  place: { module: text, type: text, name: text, key: text },
  ...{ id: { key: 'id', value: text }, verdict: 'unsaved', inState: 'other-object' },
  idInState: { key: 'id', value: text },
})
const recoveryOf = (text: string): Recovery => ({ fates: [fateOf(badly(text))], isStateRead: true })
const fates: fc.Arbitrary<ResourceFate> = record({
  address: hostileText,
  impliedProvider: hostileText,
  action: fc.constantFrom('create', 'update', 'delete', 'open', 'invoke'),
  progress: fc.constantFrom('complete', 'errored', 'under-way'),
  provisionerSeen: fc.boolean(),
  place: fc.constant({ module: '', type: 'a', name: 'b', key: null }),
  id: fc.option(
    hostileText.map((value) => ({ key: 'id' as const, value })),
    { nil: undefined },
  ),
  verdict: fc.constantFrom('saved', 'unsaved', 'unknown'),
  inState: fc.constantFrom('nothing', 'this-object', 'other-object', 'some-object', 'not-read'),
  idInState: fc.option(
    hostileText.map((value) => ({ key: 'name' as const, value })),
    { nil: undefined },
  ),
})
const recoveries = record({ fates: fc.array(fates, { maxLength: 4 }), isStateRead: fc.boolean() })
const comparisons = fc.tuple(anyPlan, anyPlan).map(([one, other]) => comparePlans(one, other))
const limits = fc.integer({ min: 100, max: 5_000 })
const numbers = record({
  ...Object.fromEntries(Object.keys(counts).map((name) => [name, fc.nat()])),
}) as unknown as fc.Arbitrary<typeof counts>
const finding = (text: string): Finding => saidOf(text).findings?.[0] as Finding

export const reportPartProperties: Properties = {
  'report/story-text.ts renderHeadline': inert(
    (text) =>
      `### ${renderHeadline({ ...storyOf(ended('failed', text, text), text, badly(text), null), stateAddress: badly(text) }, foreign)}`,
  ),
  'report/story-text.ts renderOpening': inert((text) =>
    parts(
      ...renderOpening(
        storyOf(ended('contended', text, text), text, 'plan', holderRunOf(text)),
        foreign,
        options,
      ),
      ...renderOpening(storyOf(waiting, text, 'plan', null), foreign, options),
    ),
  ),
  'report/holder-text.ts renderHolderSentence': inert((text) =>
    renderHolderSentence(holderOf(text), foreign),
  ),
  'report/holder-text.ts renderHolderTable': inert((text) =>
    parts(
      renderHolderTable(holderOf(text), ownRun, foreign),
      renderHolderTable(holderOf(text, holderRunOf(text)), ownRun, foreign),
    ),
  ),
  'report/holder-text.ts renderDecisionTable': inert((text) =>
    renderDecisionTable(
      decisionFor(held(), { reason: text, actor: badly(text) }),
      'Held by',
      holderOf(text),
      ownRun,
      foreign,
    ),
  ),
  'report/next-steps.ts renderNextSteps': inert((text) =>
    parts(
      ...renderNextSteps(holderOf(text), toldRun(text), { stateInputs: { a: text }, action: text }, foreign),
    ),
  ),
  'report/next-steps.ts renderUnlockStep': property(fc.tuple(hostileText, hostileText), ([lockId, text]) => {
    const step = renderUnlockStep(
      lockId,
      'it is free',
      { stateInputs: { 'state-address': text }, action: text },
      foreign,
    )
    if (step === undefined) return
    assertPlain(step)
    assert.ok(!step.includes('${{') && step.split('\n').length === 8, step)
  }),
  'report/next-steps.ts stateInputsFromAddress': property(hostileText, (text) => {
    assert.deepEqual(stateInputsFromAddress(`s3://${text}`), { 'state-address': `s3://${text}` })
    if (!text.startsWith('s3://'))
      assert.deepEqual(stateInputsFromAddress(text), { 'working-directory': '.' })
  }),
  'report/left-lock.ts renderLeftLock': inert((text) => {
    const leftLock = { kind: 'left' as const, holder: holderOf(text), reason: text, isUnsaved: true }
    const story = {
      ...storyOf(ended('failed', '', ''), '', 'apply', null),
      leftLock,
      recovery: recoveryOf(text),
    }
    return parts(...renderLeftLock(story, foreign, options))
  }),
  'report/queue-text.ts renderQueue': inert((text) =>
    parts(...renderQueue(storyOf(waiting, text, 'apply', holderRunOf(text), saidOf(text)), foreign)),
  ),
  'report/run-links.ts renderLink': property(hostileText, (text) => {
    const link = renderLink('x', text, foreign)
    assert.ok(!link.startsWith('[') || /^\[x\]\(https?:\/\/[^\s()<>[\]`]+\)$/.test(link), link)
  }),
  'report/run-links.ts renderHolderRun': inert((text) => {
    const run = holderRunOf(text)
    return run === null ? '' : `x ${renderHolderRun(run, ownRun, foreign)}`
  }),
  'report/run-links.ts renderActor': inert(
    (text) => `x ${renderActor(badly(text), 'https://github.com', foreign)}`,
  ),
  'report/run-foot.ts renderFoot': inert((text) =>
    renderFoot({ ...toldRun(text), commit: text }, foreign, now),
  ),
  'report/run-foot.ts renderOfCommit': property(hostileText, (text) => {
    assert.equal(
      renderOfCommit(text),
      /^(?:[\da-f]{40}|[\da-f]{64})$/.test(text) ? ` of commit \`${text.slice(0, 7)}\`` : '',
    )
  }),
  'report/counts.ts renderCounts': property(numbers, (of) => {
    assert.match(renderCounts(of, false), /^\d+ to add, \d+ to change, \d+ to destroy(?:, \d+ [a-z ]+)*$/)
  }),
  'report/counts.ts renderDrift': property(numbers, (of) => {
    assertPlainLine(renderDrift(of), 200)
  }),
  'report/diagnostics-section.ts renderDiagnostics': property(hostileText, (text) => {
    isInertDiagnostics(text)
    assertBytes(renderDiagnostics(saidOf(text).diagnostics ?? [], foreign, 300), 300)
  }),
  'report/findings-section.ts renderFinding': property(hostileText, (text) => {
    assert.ok(renderFinding({ ...finding('x'), message: 'm', paste: 'p' }, text).split('\n').length === 4)
  }),
  'report/findings-section.ts renderFindings': inert((text) =>
    parts(...renderFindings([finding(text)], foreign)),
  ),
  'report/import-block.ts renderImportBlock': property(fates, (fate) => {
    const block = renderImportBlock(fate, () => true)
    if (block === undefined) return
    assertPlain(block)
    assert.match(block, /^import \{\n {2}to = [^\n]+\n {2}id = "[^\n]*"\n\}$/)
  }),
  'report/import-block.ts renderStateRemoval': property(fates, (fate) => {
    const command = renderStateRemoval(fate, () => true)
    if (command !== undefined) assertPlainLine(command, 10_000)
  }),
  'report/recovery-words.ts describeFate': property(fates, (fate) => {
    assert.match(describeFate(fate), /^[a-z ,]+$/)
  }),
  'report/recovery-words.ts describeInState': property(fates, (fate) => {
    assert.match(
      describeInState(fate, () => 'ID'),
      /^[A-Za-z ,]+$/,
    )
  }),
  'report/recovery-words.ts describeRecovery': property(recoveries, (recovery) => {
    assert.match(describeRecovery(recovery), /^The saved state [a-z\d ,]+$/)
  }),
  'report/recovery-report.ts renderRecovery': property(
    fc.tuple(recoveries, limits),
    ([recovery, limitBytes]) => {
      assertBytes(renderRecovery(recovery, foreign, { limitBytes }), limitBytes)
      assertPlain(renderRecovery(recovery, foreign, { limitBytes }))
    },
  ),
  'report/recovery-report.ts renderRecoveryLines': property(recoveries, (recovery) => {
    for (const each of renderRecoveryLines(recovery, foreign)) assertPlainLine(each, 10_000)
  }),
  'report/comparison-section.ts renderComparison': property(
    fc.tuple(comparisons, limits),
    ([comparison, limit]) => {
      assertBytes(renderComparison(comparison, foreign, limit), limit)
    },
  ),
  'report/comparison-section.ts renderComparisonLines': property(comparisons, (comparison) => {
    for (const each of renderComparisonLines(comparison, foreign)) assertPlainLine(each, 30_000)
  }),
  'report/comparison-section.ts describeComparison': property(comparisons, (comparison) => {
    assert.match(describeComparison(comparison), /^(?:\d+ [a-z ]+(?:, | and )?)* ?(?:differs|differ)$/)
  }),
  'report/plan-section.ts renderPlanSection': property(fc.tuple(hostileText, limits), ([text, limit]) => {
    assertBytes(renderPlanSection(planViewOf(text), limit), limit)
    isInertPlan(text)
  }),
  'report/versions-section.ts renderVersions': inert((text) =>
    parts(...renderVersions(restoreOf(text), ownRun, foreign)),
  ),
  'report/versions-section.ts renderVersionLines': property(hostileText, (text) => {
    const report = restoreOf(text)
    for (const each of report === undefined ? [] : renderVersionLines(report)) assertPlainLine(each, 3_000)
  }),
}

const isInertPlan = inertMarkdown((text) => renderPlanSection(planViewOf(text), 20_000), isEmpty, 8)
const isInertDiagnostics = inertMarkdown(
  (text) => renderDiagnostics(saidOf(text).diagnostics ?? [], foreign, 20_000),
  () => false,
  8,
)
