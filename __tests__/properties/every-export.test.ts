import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { auditProperties } from './audit.ts'
import { lockProperties } from './lock.ts'
import { planProperties } from './plan.ts'
import { reportPageProperties } from './report-pages.ts'
import { reportPartProperties } from './report-parts.ts'
import { reportTextProperties } from './report-text.ts'
import { runnerProperties } from './runner.ts'
import { surroundingProperties } from './surroundings.ts'

const properties = [
  ...[lockProperties, planProperties, reportPageProperties, reportPartProperties, reportTextProperties],
  ...[runnerProperties, surroundingProperties, auditProperties],
].flatMap((each) => Object.keys(each))

/** Names of those that make a value of a text, or a text of a value. What is `async` reads from outside. */
const EXPORT = /^export function ((?:parse|read|render|classify|describe)[A-Z]\w*|\w+From[A-Z]\w*)/gm

/** What reads the disk, and is told what it finds there. */
const readers = [
  ...['readFolders', 'readWorkingDirectory', 'readPlanFile'].map((name) => `runner/input-files.ts ${name}`),
  'runner/run-record.ts readRunRecord',
  'runner/workflow-event.ts readWorkflowEvent',
  ...['readWholeText', 'readTextIfAny'].map((name) => `runner/files.ts ${name}`),
  ...['readBackendFile', 'readSelectedWorkspace'].map((name) => `backend/backend-file.ts ${name}`),
  'commands/plan-record.ts readLockFile',
  'commands/run-failure.ts failureFromRun',
  'commands/store-plan.ts readRecordBeside',
]

const src = join(import.meta.dirname, '..', '..', 'src')
function exportsOf(pattern: RegExp): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [...readFileSync(join(src, file), 'utf8').matchAll(pattern)].map(([, name = '']) => `${file} ${name}`),
    )
}

test('every parser and every renderer of src has a property', () => {
  const missing = exportsOf(EXPORT).filter((name) => ![...properties, ...readers].includes(name))
  expect(missing).toEqual([])
})

test('every property is one of something that there is', () => {
  const all = exportsOf(/^export function (\w+)/gm)
  expect([...properties, ...readers].filter((name) => !all.includes(name))).toEqual([])
  expect(new Set(properties).size).toBe(properties.length)
})
