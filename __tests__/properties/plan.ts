import assert from 'node:assert/strict'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import { canonicalJson } from '../../src/plan/canonical-json.ts'
import { changesFromPlan } from '../../src/plan/changes.ts'
import { parseExactJson } from '../../src/plan/exact-json.ts'
import { parsePlanArchive } from '../../src/plan/plan-archive.ts'
import {
  digestKeyFromBytes,
  nameOfBundle,
  parseBundle,
  parseBundleName,
  renderBundle,
} from '../../src/plan/plan-bundle.ts'
import { jsonMembers } from '../../src/plan/json-members.ts'
import { parsePlan } from '../../src/plan/parsed-plan.ts'
import { parseJson, parsePlanJson, type PlanJson } from '../../src/plan/plan-json.ts'
import { parsePlanText } from '../../src/plan/plan-text.ts'
import { planViewFromPlan } from '../../src/plan/plan-view.ts'
import { InvalidRecord, recordFromJson } from '../../src/plan/record-form.ts'
import { createResourceLog } from '../../src/plan/resource-log.ts'
import { createRunFacts, parseStreamLine } from '../../src/plan/run-facts.ts'
import {
  sensitiveValuesOfOutputs,
  sensitiveValuesOfPlan,
  sensitiveValuesOfState,
} from '../../src/plan/sensitive-values.ts'
import { parseStateFile, parseWholeState } from '../../src/plan/state-file.ts'
import { parseStateObjects } from '../../src/plan/state-objects.ts'
import { recoveryFromLog, recoveryFromStream, type Recovery } from '../../src/plan/unsaved.ts'
import { parseStateSummary, serialOfBrokenState, withSerial } from '../../src/restore/state-summary.ts'
import { anyPlan } from '../support/compared-plan.ts'
import { readFixture } from '../support/fixture.ts'
import { anyJson, damaged, hostileText, mutationsOf } from '../support/hostile-values.ts'
import { assertPlainLine, unlessRefused } from '../support/promises.ts'
import { property, type Properties } from '../support/properties.ts'
import { digestKey, reviewedPlan } from '../support/reviewed-plan.ts'
import { counts } from '../support/stories.ts'

const json = anyJson.map((value) => JSON.stringify(value))
const spacedJson = fc
  .tuple(anyJson, fc.constantFrom('\t', ' \r\n'))
  .map(([value, space]) => JSON.stringify({ '"\\': value, __proto__: value, é: [value] }, undefined, space))
/** undefined for what is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const plans = mutationsOf(
  readFixture('plan-no-changes.json'),
  '{"format_version":"1.2","x":12345678901234567890}',
)
const planTexts = mutationsOf(
  ...['actions', 'drift', 'import-id', 'deposed', 'hostile-keys'].map((name) =>
    readFixture(`plan-view-${name}.txt`).slice(0, 3_000),
  ),
)
const streams = ['apply', 'killed-create', 'replace', 'plan-changes', 'state-not-saved'].map((name) =>
  readFixture(`stream-${name}.jsonl`).split('\n').slice(0, 30),
)
const streamLine = fc.constantFrom(...streams.flat().filter((line) => line !== ''))
const brokenLine = fc.oneof(
  streamLine,
  streamLine.chain((line) => mutationsOf(line)),
  streamLine.chain((line) => damaged(JSON.parse(line)).map((value) => JSON.stringify(value))),
)
const brokenStream = fc.array(brokenLine, { maxLength: 12 })
const state = JSON.parse(readFixture('state-one-resource.json')) as unknown
const states = fc.oneof(
  damaged(state).map((value) => JSON.stringify(value)),
  mutationsOf(readFixture('state-one-resource.json')),
)
const key = digestKey()
const plan = reviewedPlan(key)
const bundle = renderBundle(plan, key)
const bundles = fc.oneof(
  fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 3 }).map((changes) => {
    const bytes = Buffer.from(bundle)
    for (const [at, byte] of changes) bytes[at % bytes.length] = byte
    return bytes
  }),
  mutationsOf(bundle.toString('latin1')).map((text) => Buffer.from(text, 'latin1')),
)
const archive = zipSync({
  tfplan: new Uint8Array(3),
  tfstate: Buffer.from('{"serial":1,"lineage":"a"}'),
  'tfconfig/m-/a.tf': new Uint8Array(2),
})
const archives = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }).map((changes) => {
  const bytes = Uint8Array.from(archive)
  for (const [at, byte] of changes) bytes[at % bytes.length] = byte
  return bytes
})

function assertRecovery({ fates }: Recovery): void {
  for (const { address, verdict, inState, action, id } of fates) {
    assert.equal(typeof address, 'string')
    assert.ok(id === undefined || typeof id.value === 'string')
    assert.ok(['saved', 'unsaved', 'unknown'].includes(verdict))
    assert.ok(['create', 'update', 'delete', 'open', 'invoke'].includes(action) && inState.length > 0)
  }
}

export const planProperties: Properties = {
  'plan/exact-json.ts parseExactJson': property(
    fc.oneof(json, fc.constantFrom('[1.10, 1e400, 12345678901234567890]')),
    (text) => {
      assert.deepEqual(JSON.parse(JSON.stringify(parseExactJson(text))), JSON.parse(text))
    },
  ),
  'plan/plan-json.ts parseJson': property(json, (text) => {
    assert.equal(canonicalJson(parseJson(text)), canonicalJson(parseJson(JSON.stringify(parseJson(text)))))
  }),
  'plan/plan-json.ts parsePlanJson': property(fc.oneof(plans, json), (text) => {
    try {
      assert.equal(typeof parsePlanJson(text).format_version, 'string')
    } catch (error) {
      assert.ok(
        error instanceof SyntaxError || (error as Error).message.includes('did not print a plan'),
        String(error),
      )
    }
  }),
  'plan/json-members.ts jsonMembers': property(fc.oneof(plans, json, spacedJson), (text) => {
    const parsed = jsonOf(text)
    const members = jsonMembers(text)
    const parts = [...(members ?? [])].map(([name, part]): [string, unknown] => [name, jsonOf(part)])
    if (parsed === undefined) assert.ok(members === undefined || parts.some(([, part]) => part === undefined))
    else if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
      assert.equal(members, undefined)
    else assert.deepEqual(Object.fromEntries(parts), parsed)
  }),
  'plan/parsed-plan.ts parsePlan': property(fc.oneof(plans, json), (text) => {
    const parsed = jsonOf(text)
    if (typeof (parsed as PlanJson | null)?.format_version !== 'string') {
      assert.throws(() => parsePlan(text))
      return
    }
    const { plan: found, sensitive } = parsePlan(text)
    const { planned_values, prior_state, ...rest } = parsed as PlanJson
    assert.deepEqual(Object.keys(found).sort(), Object.keys(rest).sort())
    const whole = sensitiveValuesOfPlan({ ...rest, planned_values, prior_state } as PlanJson)
    for (const value of whole) assert.ok(sensitive.has(value) || Number.isFinite(Number(value)))
  }),
  'plan/plan-text.ts parsePlanText': property(fc.tuple(planTexts, hostileText), ([text, importId]) => {
    const { changes, drift, outputs } = parsePlanText(text, () => importId)
    for (const { diff, title, comments } of [...changes.values(), ...drift.values()]) {
      assert.ok(text.includes(diff) && [title, ...comments].every((line) => !line.includes('\n')))
    }
    assert.ok(text.includes(outputs))
  }),
  'plan/plan-view.ts planViewFromPlan': property(fc.tuple(anyPlan, planTexts), ([{ plan: of }, text]) => {
    const view = planViewFromPlan(of, text, counts)
    assert.ok(view.resources.length <= (of.resource_changes ?? []).length)
    for (const { diff } of view.resources) assert.ok(diff === undefined || text.includes(diff))
  }),
  'plan/changes.ts changesFromPlan': property(anyPlan, ({ plan: of }) => {
    const { counts: found } = changesFromPlan(of)
    assert.ok(Object.values(found).every((count: number) => Number.isSafeInteger(count) && count >= 0))
  }),
  'plan/sensitive-values.ts sensitiveValuesOfPlan': property(
    fc.tuple(hostileText, anyJson),
    ([secret, other]) => {
      const change = {
        actions: ['update'],
        before: { a: [secret, other], b: other },
        before_sensitive: { a: [true] },
        after: secret,
        after_sensitive: true,
      }
      const found = sensitiveValuesOfPlan({
        resource_changes: [{ address: 'a.b', change }],
        planned_values: { outputs: { o: { sensitive: true, value: other } } },
      })
      assert.ok(found.has(secret) && (typeof other !== 'string' || found.has(other)))
    },
  ),
  'plan/sensitive-values.ts sensitiveValuesOfOutputs': property(
    fc.tuple(
      damaged({ a: { sensitive: true, value: ['canary'] }, b: { sensitive: false, value: 'x' } }),
      hostileText,
    ),
    ([outputs, secret]) => {
      for (const value of sensitiveValuesOfOutputs(outputs)) assert.equal(typeof value, 'string')
      assert.ok(
        sensitiveValuesOfOutputs({ a: { sensitive: true, value: { [secret]: [secret] } } }).has(secret),
      )
    },
  ),
  'plan/sensitive-values.ts sensitiveValuesOfState': property(
    fc.tuple(hostileText, anyJson),
    ([secret, other]) => {
      const resources = [{ values: { [secret]: [secret], other }, sensitive_values: { [secret]: true } }]
      const found = sensitiveValuesOfState({ values: { root_module: { child_modules: [{ resources }] } } })
      assert.deepEqual([...found], secret === 'other' ? [...found] : [secret])
    },
  ),
  'plan/run-facts.ts parseStreamLine': property(fc.oneof(brokenLine, hostileText), (text) => {
    const line = parseStreamLine(text)
    if (line.kind === 'text') assert.equal(line.text, text)
    else assert.ok(typeof line.type === 'string' && typeof line.message === 'string')
  }),
  'plan/run-facts.ts createRunFacts': property(brokenStream, (lines) => {
    const collected = createRunFacts()
    for (const line of lines) collected.add(parseStreamLine(line))
    const { diagnostics, planned, applied, completed } = collected.facts()
    assert.ok(diagnostics.every(({ summary }) => typeof summary === 'string'))
    for (const numbers of [planned, applied, completed]) {
      for (const number of Object.values(numbers ?? {}))
        assert.ok(typeof number === 'string' || (Number.isSafeInteger(number) && number >= 0), String(number))
    }
  }),
  'plan/unsaved.ts recoveryFromStream': property(fc.tuple(brokenStream, states), ([lines, text]) => {
    assertRecovery(recoveryFromStream(lines, text))
  }),
  'plan/unsaved.ts recoveryFromLog': property(
    fc.tuple(brokenStream, fc.option(states, { nil: undefined })),
    ([lines, text]) => {
      const log = createResourceLog()
      for (const line of lines) log.add(parseStreamLine(line))
      assertRecovery(recoveryFromLog(log, text))
    },
  ),
  'plan/state-objects.ts parseStateObjects': property(states, (text) => {
    const objects = parseStateObjects(text)
    const found = objects?.at({ module: '', type: 'terraform_data', name: 'a', key: null }) ?? []
    for (const { id } of found) assert.ok(id === undefined || objects?.has('terraform_data', id))
  }),
  'plan/state-file.ts parseStateFile': property(states, (text) => {
    const file = parseStateFile(text)
    assert.match(file === undefined ? 'a'.repeat(64) : file.content, /^[\da-f]{64}$/)
    assert.equal(typeof (file?.lineage ?? ''), 'string')
  }),
  'plan/state-file.ts parseWholeState': property(states, (text) => {
    const state = parseWholeState(text)
    assert.equal(state === undefined, parseStateFile(text) === undefined)
    if (state !== undefined) assert.ok(Array.isArray(state.resources) && typeof state.lineage === 'string')
  }),
  'restore/state-summary.ts parseStateSummary': property(states, (text) => {
    const summary = parseStateSummary(Buffer.from(text))
    if (summary === undefined) return
    assert.ok(Number.isSafeInteger(summary.serial))
    for (const address of summary.resources.keys()) assertPlainLine(address, 500)
    const next = parseStateSummary(withSerial(Buffer.from(text), 77))
    assert.equal(next?.serial, 77)
    assert.deepEqual([...next.resources], [...summary.resources])
  }),
  'restore/state-summary.ts serialOfBrokenState': property(states, (text) => {
    assert.ok(Number.isSafeInteger(serialOfBrokenState(Buffer.from(text)) ?? 0))
  }),
  'plan/record-form.ts recordFromJson': property(damaged(plan.record), (value) => {
    const record = unlessRefused(InvalidRecord, () => recordFromJson(value))
    if (record === undefined) return
    for (const line of [
      record.stateAddress,
      record.workspace,
      record.actor,
      record.branch,
      record.lineage ?? '',
    ])
      assert.ok(!/\p{Cc}/u.test(line))
    assert.match(record.commit, /^[\da-f]+$/)
  }),
  'plan/plan-bundle.ts renderBundle': property(
    fc.tuple(
      fc.uint8Array({ maxLength: 60 }),
      fc.option(
        hostileText.map((text) => text.toWellFormed()),
        { nil: undefined },
      ),
    ),
    ([bytes, lockFile]) => {
      const made = reviewedPlan(key, { planFile: Buffer.from(bytes), lockFile })
      const reading = parseBundle(renderBundle(made, key), key)
      assert.deepEqual(reading.kind === 'read' ? reading.plan : reading, made)
    },
  ),
  'plan/plan-bundle.ts parseBundle': property(bundles, (bytes) => {
    const reading = parseBundle(bytes, key)
    // Nobody without the key can make another one.
    if (reading.kind === 'read') assert.deepEqual(bytes, bundle)
    else assertPlainLine(reading.reason)
  }),
  'plan/plan-bundle.ts parseBundleName': property(mutationsOf(nameOfBundle(bundle, plan.record)), (name) => {
    const parsed = parseBundleName(name)
    if (parsed !== undefined)
      assert.ok(/^[\da-f]{64}$/.test(parsed.planFileDigest) && name.startsWith(parsed.selector))
  }),
  'plan/plan-bundle.ts digestKeyFromBytes': property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
    const made = unlessRefused(RangeError, () => digestKeyFromBytes(Buffer.from(bytes)))
    assert.equal(made !== undefined, bytes.length === 32)
    assert.match(made?.id ?? '0'.repeat(16), /^[\da-f]{16}$/)
  }),
  'plan/plan-archive.ts parsePlanArchive': property(fc.oneof(archives, fc.uint8Array()), (bytes) => {
    const parsed = parsePlanArchive(bytes)
    assert.equal(typeof (parsed?.state?.serial ?? 0), 'number')
  }),
}
