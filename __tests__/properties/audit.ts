import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseBackendBlock } from '../../src/audit/backend-block.ts'
import { CHECKS, type AuditRow, type CheckName } from '../../src/audit/check.ts'
import type { AuditReport } from '../../src/audit/report.ts'
import { settingsFromConfig } from '../../src/backend/backend-settings.ts'
import {
  encryptionFromRule,
  publicAccessBlockFromAnswer,
  publicGrantsFromAnswer,
  rulesFromAnswer,
} from '../../src/backend/bucket-answers.ts'
import { parseS3Config } from '../../src/backend/s3-config.ts'
import { parseEngineVersion } from '../../src/lock/engine-version.ts'
import { renderAudit, renderAuditLine, renderAuditNote } from '../../src/report/audit-section.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { plainLine } from '../../src/report/plain-text.ts'
import { damaged, hostileText, mutationsOf } from '../support/hostile-values.ts'
import { inertMarkdown } from '../support/promises.ts'
import { property, type Properties } from '../support/properties.ts'

const configurations = mutationsOf(
  'terraform {\n  # backend "local" {}\n  backend "s3" {\n    bucket = "b" /* x */\n    key = <<-E\n}\n  E\n  }\n}\n',
  'resource "a" "b" {\n  x = "${"terraform {"}"\n}\nterraform {\n  cloud {}\n}\n',
)
const checks = Object.keys(CHECKS) as CheckName[]
const isEmpty = (text: string): boolean => plainLine(text) === ''

function rowsOf(text: string): readonly AuditRow[] {
  // What is in a row is one line already, where it is made.
  const evidence = plainLine(text, 500)
  return checks.map((check) => ({ check, verdict: 'fail', evidence, fix: text }))
}

function reportOf(text: string): AuditReport {
  const place = { file: text, line: 1, endLine: 2 }
  const state = { folder: text, address: text, type: text, place, rows: rowsOf(text).slice(0, 2) }
  return { engine: undefined, states: [state, state] }
}
const rendersInert = inertMarkdown(
  (text) => renderAudit(reportOf(text), createForeignText(new Set())).join('\n\n'),
  isEmpty,
  8,
)
type Answer<T extends (answer: never) => unknown> = Parameters<T>[0]
const rule = {
  ...{ Status: 'Enabled', Prefix: 'x', Filter: { Prefix: 'x', And: { Prefix: 'y', Tags: [{ Key: 'a' }] } } },
  ...{ Expiration: { Days: 1 }, NoncurrentVersionExpiration: { NoncurrentDays: 3 } },
}

export const auditProperties: Properties = {
  'audit/backend-block.ts parseBackendBlock': property(configurations, (text) => {
    const block = parseBackendBlock(text)
    if (block === undefined) return
    const lines = text.split('\n').length
    assert.ok(block.line >= 1 && block.line <= block.endLine && block.endLine <= lines)
  }),
  'backend/backend-settings.ts settingsFromConfig': property(
    damaged({
      bucket: 'b',
      key: 'k',
      encrypt: true,
      kms_key_id: 'x',
      use_lockfile: true,
      dynamodb_table: 't',
    }),
    (config) => {
      if (typeof config !== 'object' || config === null) return
      const settings = settingsFromConfig(
        parseS3Config(config as Record<string, unknown>, 'default', {}, '/'),
      )
      assert.equal(typeof settings.bucket, 'string')
      assert.equal(settings.mechanism.includes('dynamodb'), settings.table !== undefined)
    },
  ),
  'backend/bucket-answers.ts encryptionFromRule': property(hostileText, (text) => {
    const found = encryptionFromRule({ SSEAlgorithm: text, KMSMasterKeyID: text })
    assert.deepEqual(found, { kind: 'told', value: { algorithm: text, keyId: text } })
    assert.equal(encryptionFromRule({ KMSMasterKeyID: text }).kind, 'not-told')
  }),
  'backend/bucket-answers.ts publicAccessBlockFromAnswer': property(
    fc.array(fc.constantFrom(true, false, undefined), { minLength: 4, maxLength: 4 }),
    ([BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets]) => {
      const settings = { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets }
      const answer = { PublicAccessBlockConfiguration: settings }
      const found = publicAccessBlockFromAnswer(answer as Answer<typeof publicAccessBlockFromAnswer>)
      assert.equal(found.kind === 'told', !Object.values(settings).includes(undefined))
    },
  ),
  'backend/bucket-answers.ts publicGrantsFromAnswer': property(hostileText, (URI) => {
    const Grants = [{ Grantee: { URI }, Permission: 'READ' }, { Permission: 'WRITE' }, {}]
    const found = publicGrantsFromAnswer({ Grants } as Answer<typeof publicGrantsFromAnswer>)
    assert.ok(found.kind === 'told' && found.value.length <= 1)
  }),
  'backend/bucket-answers.ts rulesFromAnswer': property(damaged({ Rules: [rule, rule] }), (answer) => {
    const { Rules } = (answer ?? {}) as { Rules?: unknown }
    // The SDK's own parser makes the list, and each rule an object.
    const rules = Array.isArray(Rules)
      ? Rules.filter((each) => typeof each === 'object' && each !== null)
      : []
    const found = rulesFromAnswer({ Rules: rules as NonNullable<Answer<typeof rulesFromAnswer>['Rules']> })
    assert.ok(found.kind === 'told' && found.value.length <= rules.length)
  }),
  'lock/engine-version.ts parseEngineVersion': property(
    mutationsOf('1.11.4', '1.12.0-rc1', '1.6.0-alpha+x'),
    (text) => {
      const version = parseEngineVersion('terraform', text)
      if (version === undefined) return
      assert.equal(version.text, text)
      assert.ok(Number.isInteger(version.major) && Number.isInteger(version.minor))
      assert.match(text, /^[\w.+-]+$/)
    },
  ),
  'report/audit-section.ts renderAudit': property(hostileText, (text) => {
    rendersInert(text)
  }),
  'report/audit-section.ts renderAuditNote': property(hostileText, (text) => {
    const lines = renderAuditNote({ rows: rowsOf(text) }, 'docs/audit.md').split('\n')
    assert.equal(lines.length, checks.length + 1)
  }),
  'report/audit-section.ts renderAuditLine': property(hostileText, (text) => {
    for (const row of rowsOf(text)) assert.equal(renderAuditLine(row).split('\n').length, 1)
  }),
}
