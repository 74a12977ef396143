import assert from 'node:assert/strict'
import fc from 'fast-check'
import {
  needsAttention,
  parseAnnotation,
  renderAnnotation,
  renderAttention,
  runReferenceFromTexts,
  type RunReference,
} from '../../src/lock/annotation.ts'
import { openLockId, parseCoreLog } from '../../src/lock/core-log.ts'
import { engineVersionFromEvent } from '../../src/lock/engine-version.ts'
import { editLockInfo } from '../../src/lock/lock-edit.ts'
import {
  classifyRefusal,
  refusalFromDiagnostics,
  refusalFromRun,
  type LockFailure,
} from '../../src/lock/lock-failure.ts'
import { describeHolder, describeOperation, holderFromInfo } from '../../src/lock/lock-holder.ts'
import { parseLockInfo, parseLockInfoBlock, renderLockInfo, type LockInfo } from '../../src/lock/lock-info.ts'
import { describeBypass, describeWaiting } from '../../src/lock/queue.ts'
import { describeEvidence, describeProof } from '../../src/lock/removal.ts'
import {
  concurrencyGroupFromAddress,
  parseStateAddress,
  renderS3StateAddress,
} from '../../src/lock/state-address.ts'
import { parseMarker, renderMarker } from '../../src/lock/unsaved-marker.ts'
import { diagnosticFromJson } from '../../src/plan/diagnostic.ts'
import { createRunFacts, parseStreamLine } from '../../src/plan/run-facts.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import { decisionFor, held, proofFor } from '../support/fake-lock.ts'
import { readFixture } from '../support/fixture.ts'
import { damaged, fieldsOf, hostileText, mutationsOf, record } from '../support/hostile-values.ts'
import { assertPlainLine, unlessRefused } from '../support/promises.ts'
import { property, type Properties } from '../support/properties.ts'

const line = hostileText.map((text) => plainLine(text, 500))
const lockFields = ['ID', 'Operation', 'Info', 'Who', 'Version', 'Created', 'Path']
const lockObject = fc.oneof(fieldsOf(...lockFields), damaged(JSON.parse(readFixture('lock-s3.json'))))
const lockJson = fc.oneof(
  lockObject.map((fields) => JSON.stringify(fields)),
  mutationsOf(readFixture('lock-s3.json'), readFixture('lock-local.json')),
)
const created = fc.constantFrom('', '2026-08-22T10:11:12Z', '2026-08-22T10:11:12.123456789Z')
const id = hostileText.map((text) => plainLine(`a${text}`, 500))
const info: fc.Arbitrary<LockInfo> = record({
  ...{ id, operation: line, info: line, who: line, version: line, created, path: line },
})
const holder = info.map((each) => holderFromInfo(each, Date.parse('2026-08-22T10:12:12Z')))
const actors = fc.constantFrom('alice', 'dependabot[bot]', 'bob_acme', null)
const ids = fc.option(fc.integer({ min: 1, max: 999_999_999_999_999 }))
const run: fc.Arbitrary<RunReference> = record({
  serverUrl: fc.constantFrom('https://github.com', 'http://ghe.example:8443'),
  repository: fc.constantFrom('acme/infra', 'a.b/c-d_e'),
  runId: fc.integer({ min: 1, max: 999_999_999_999_999 }),
  attempt: fc.integer({ min: 1, max: 999_999 }),
  jobId: ids,
  pullRequest: ids,
  actor: actors,
})
const annotations = mutationsOf(
  'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1 job=2 pr=3 actor=alice',
  'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1 needs-attention',
)

function assertLockInfo(lock: LockInfo): void {
  const { id, operation, info: text, who, version, created, path } = lock
  for (const field of [id, operation, text, who, version, created, path]) assertPlainLine(field, 500)
  assert.notEqual(lock.id, '')
  assert.ok(lock.created === '' || Number.isFinite(Date.parse(lock.created)))
}

function assertRun(reference: RunReference | undefined): void {
  if (reference === undefined) return
  assert.ok(renderAttention(reference).length <= 500)
  assertPlainLine(renderAnnotation(reference))
  assert.match(renderAnnotation(reference), /^lockstep( (run|job|pr|actor)=[\w./:[\]-]+)+$/)
}

const refusals = fc.oneof(
  mutationsOf(readFixture('human-contention.txt')),
  ...['412-404', '403', 'kms-denied', 'dynamodb-vanished', 'contention-s3'].map((name) =>
    mutationsOf(
      ...readFixture(`stream-${name}.jsonl`)
        .split('\n')
        .filter((each) => each.includes('lock')),
    ),
  ),
)
const diagnostics = fc
  .array(
    damaged({ severity: 'error', summary: 'Error acquiring the state lock', detail: 'Lock Info:\n  ID: x' }),
  )
  .map((values) => values.map(diagnosticFromJson).filter((each) => each !== undefined))

function assertFailure(failure: LockFailure, own: readonly string[]): void {
  if (failure.kind === 'fault') {
    for (const text of [failure.reason, failure.advice]) assertPlainLine(text, 300)
  } else if (failure.kind !== 'vanished') {
    assertLockInfo(failure.info)
    assert.equal(own.includes(failure.info.id), failure.kind === 'own')
  }
}

const coreLogs = ['s3-plan', 's3-apply', 'both-plan', 'nested', 'quoted-path', 'two-cycles'].map((name) =>
  readFixture(`core-log-${name}.txt`),
)
const marked = record({
  ...{
    since: line,
    run: fc.option(run, { nil: undefined }),
    serial: fc.option(fc.nat()),
    lineage: fc.option(line),
  },
  ...{ content: line, file: line, reason: line, copyKey: fc.constantFrom('a-copy', null) },
})
const anyKey = (key: string): boolean => key === 'a-copy'

export const lockProperties: Properties = {
  'lock/lock-info.ts parseLockInfo': property(lockJson, (json) => {
    const lock = unlessRefused(Error, () => parseLockInfo(json))
    if (lock !== undefined) assertLockInfo(lock)
  }),
  'lock/lock-info.ts renderLockInfo': property(info, (lock) => {
    assertPlainLine(renderLockInfo(lock))
    assert.deepEqual(parseLockInfo(renderLockInfo(lock)), lock)
  }),
  'lock/lock-info.ts parseLockInfoBlock': property(refusals, (text) => {
    const lock = parseLockInfoBlock(text)
    if (lock !== undefined) assertLockInfo(lock)
  }),
  'lock/lock-holder.ts holderFromInfo': property(fc.tuple(info, fc.double()), ([lock, now]) => {
    const { ageSeconds, lockId, run: ofRun } = holderFromInfo(lock, now)
    assert.ok(ageSeconds === null || (Number.isInteger(ageSeconds) && ageSeconds >= 0))
    assert.equal(lockId, lock.id)
    assert.ok(ofRun === null || ofRun.url.startsWith('http'))
  }),
  'lock/lock-holder.ts describeHolder': property(holder, (of) => {
    assertPlainLine(describeHolder(of), 4_000)
  }),
  'lock/lock-holder.ts describeOperation': property(line, (text) => {
    assertPlainLine(describeOperation(text), 500)
  }),
  'lock/queue.ts describeBypass': property(holder, (of) => {
    const told = describeBypass(of, { group: 'x', repository: 'acme/infra', members: [] })
    assert.match(told ?? 'The concurrency group', /^The concurrency group/)
  }),
  'lock/queue.ts describeWaiting': property(fc.array(fc.boolean()), (waiting) => {
    const members = waiting.map((isWaiting, runId) => ({ runId, jobId: null, isWaiting }))
    assert.match(
      describeWaiting({ group: '', repository: '', members }) ?? '1 more waits',
      /^\d+ more waits?$/,
    )
  }),
  'lock/removal.ts describeEvidence': property(hostileText, (reason) => {
    assertPlainLine(describeEvidence(decisionFor(held(), { reason })))
  }),
  'lock/removal.ts describeProof': property(fc.tuple(hostileText, id, actors), ([reason, lockId, actor]) => {
    assertPlainLine(describeProof(decisionFor(held(lockId), { reason, actor })), 2_000)
    assertPlainLine(describeProof(proofFor(lockId)), 1_000)
  }),
  'lock/annotation.ts parseAnnotation': property(fc.oneof(hostileText, annotations), (text) => {
    assertRun(parseAnnotation(text))
  }),
  'lock/annotation.ts renderAnnotation': property(run, (of) => {
    assert.deepEqual(parseAnnotation(renderAnnotation(of)), of)
  }),
  'lock/annotation.ts renderAttention': property(run, (of) => {
    assert.ok(needsAttention(renderAttention(of)))
    assert.ok(!needsAttention(renderAnnotation(of)))
  }),
  'lock/annotation.ts runReferenceFromTexts': property(
    fc.tuple(annotations, hostileText),
    ([text, other]) => {
      assertRun(runReferenceFromTexts({ run: text.split(/[ =]/)[2], job: other, pr: other, actor: other }))
    },
  ),
  'lock/lock-edit.ts editLockInfo': property(
    fc.tuple(
      fc.oneof(
        lockJson,
        fc
          .dictionary(fc.constantFrom('ID', 'Info', '"Info', 'x"Info'), line)
          .map((each) => JSON.stringify({ ID: 'x', Info: '', ...each })),
      ),
      line,
    ),
    ([json, text]) => {
      const edit = editLockInfo(json, 'x', text)
      if (edit.kind !== 'edited') return
      const fields = JSON.parse(json) as object
      assert.deepEqual(JSON.parse(edit.json), { ...fields, Info: text })
    },
  ),
  'lock/lock-failure.ts refusalFromDiagnostics': property(diagnostics, (all) => {
    const refusal = refusalFromDiagnostics(all)
    if (refusal?.info !== undefined) assertLockInfo(refusal.info)
  }),
  'lock/lock-failure.ts refusalFromRun': property(
    mutationsOf(readFixture('stream-contention-s3.jsonl')),
    (stream) => {
      const facts = createRunFacts()
      for (const each of stream.split('\n')) facts.add(parseStreamLine(each))
      const refusal = refusalFromRun(facts.facts(), {
        attempted: [],
        locked: ['x'],
        unlockTried: [],
        unlocked: [],
      })
      assert.equal(refusal, undefined)
    },
  ),
  'lock/lock-failure.ts classifyRefusal': property(fc.tuple(refusals, id), ([text, own]) => {
    const refusal = { text, info: parseLockInfoBlock(text) }
    for (const reading of [held(own), held('x'), { kind: 'free' as const }]) {
      assertFailure(classifyRefusal(refusal, [own], reading), [own])
    }
  }),
  'lock/core-log.ts parseCoreLog': property(mutationsOf(...coreLogs), (text) => {
    const facts = parseCoreLog(text, 'tfstate/app/terraform.tfstate')
    for (const each of Object.values(facts).flat()) assert.equal(typeof each, 'string')
    const open = openLockId(facts)
    assert.ok(open === undefined || facts.attempted.includes(open))
    const nobodys = parseCoreLog(text, 'nobody/s')
    assert.deepEqual(Object.values(nobodys).flat(), [])
  }),
  'lock/engine-version.ts engineVersionFromEvent': property(fieldsOf('terraform', 'tofu'), (body) => {
    const version = engineVersionFromEvent(body)
    if (version === undefined) return
    assertPlainLine(version.text)
    assert.ok(version.text.startsWith(`${String(version.major)}.`) || version.text.startsWith('0'))
  }),
  'lock/state-address.ts parseStateAddress': property(
    mutationsOf('s3://tfstate/app/a.tfstate?region=eu-west-1&dynamodb_table=locks', 's3://tfstate/a%3Fb'),
    (text) => {
      const address = unlessRefused(RangeError, () => parseStateAddress(text))
      if (address === undefined) return
      assert.match(address.bucket, /^[a-z0-9.-]{3,63}$/)
      assert.match(address.key, /^[^/](.*[^/])?$/su)
      const rendered = renderS3StateAddress(address.bucket, address.key)
      assert.equal(parseStateAddress(rendered).key, address.key)
    },
  ),
  'lock/state-address.ts renderS3StateAddress': property(hostileText, (text) => {
    const key = `a${text}z`
    const address = renderS3StateAddress('tfstate', key)
    assert.doesNotMatch(address, /\p{Cc}/u)
    assert.equal(parseStateAddress(address).key, key)
  }),
  'lock/state-address.ts concurrencyGroupFromAddress': property(hostileText, (text) => {
    assert.match(concurrencyGroupFromAddress(text), /^lockstep-[0-9a-f]{16}$/)
  }),
  'lock/unsaved-marker.ts renderMarker': property(
    fc.array(marked, { minLength: 1, maxLength: 3 }),
    (states) => {
      assert.deepEqual(parseMarker(renderMarker(states), anyKey), states)
    },
  ),
  'lock/unsaved-marker.ts parseMarker': property(
    fc.oneof(
      mutationsOf(renderMarker([])),
      fc
        .array(fieldsOf('since', 'run', 'serial', 'lineage', 'content', 'copyKey', 'file', 'reason'))
        .map((states) => JSON.stringify({ format: 1, states })),
      damaged({ format: 1, states: [{}] }).map((value) => JSON.stringify(value)),
    ),
    (json) => {
      const states = unlessRefusedMarker(json)
      for (const { since, lineage, content, file, reason, copyKey } of states ?? []) {
        for (const text of [since, lineage ?? '', content, file, reason]) assertPlainLine(text, 500)
        assert.ok(copyKey === null || copyKey === 'a-copy')
      }
    },
  ),
}

function unlessRefusedMarker(json: string): ReturnType<typeof parseMarker> | undefined {
  try {
    return parseMarker(json, anyKey)
  } catch (error) {
    assert.ok(error instanceof Error && !(error instanceof TypeError), String(error))
    return undefined
  }
}
