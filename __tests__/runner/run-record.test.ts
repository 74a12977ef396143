import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from '@jest/globals'

import { createRecorder, layTombstone, readRunRecord, type RunRecord } from '../../src/runner/run-record.ts'

const first: RunRecord = {
  main: { pid: 1, startTime: '2' },
  inputs: { command: 'apply', githubToken: undefined } as unknown as RunRecord['inputs'],
}
const terraform = { operation: 'apply' as const, outputFile: '/run/out', startedAt: 3 }
const secrets = { sensitive: ['hunter2-zzz'], given: [] }

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-record-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('a run that noted nothing yet has a record, by which the post step calls off what it would start', () => {
  expect(readRunRecord(folder)).toBeUndefined()
  createRecorder(folder, first)
  expect(readRunRecord(folder)).toMatchObject({ main: first.main })
})

test('what was noted is there at once, with all before it, for its owner only', () => {
  const recorder = createRecorder(folder, first)
  recorder.note({ cancelledAt: 5 })
  expect(readRunRecord(folder)).toEqual({ ...first, inputs: { command: 'apply' }, cancelledAt: 5 })
  recorder.begin(terraform, secrets)
  recorder.noteTerraform({ process: { pid: 9, startTime: null } })
  recorder.noteTerraform({ isInterrupted: true })
  expect(readRunRecord(folder)).toMatchObject({
    cancelledAt: 5,
    secrets,
    terraform: { ...terraform, process: { pid: 9 }, isInterrupted: true },
  })
  expect(readdirSync(folder)).toEqual(['record.json'])
  expect((statSync(join(folder, 'record.json')).mode & 0o777).toString(8)).toBe('600')
})

test('a Terraform behind which nothing is left is noted no more', () => {
  const recorder = createRecorder(folder, first)
  recorder.begin(terraform, secrets)
  recorder.note({ terraform: undefined, ownLockIds: ['a'] })
  recorder.noteTerraform({ isInterrupted: true })
  const record = readRunRecord(folder)
  expect(record?.terraform).toBeUndefined()
  expect(record?.ownLockIds).toEqual(['a'])
})

test('a record that cannot be written prevents a start, and disturbs nothing that runs', () => {
  const recorder = createRecorder(join(folder, 'gone'), first)
  recorder.note({ cancelledAt: 5 })
  expect(() => {
    recorder.begin(terraform, secrets)
  }).toThrow('ENOENT')
  recorder.noteTerraform({ isInterrupted: true })
})

test('a record that is half a record is not taken for none', () => {
  writeFileSync(join(folder, 'record.json'), '{"main"')
  expect(() => readRunRecord(folder)).toThrow('JSON')
})

test('a tombstone calls off what main would start', () => {
  const recorder = createRecorder(folder, first)
  expect(recorder.isCalledOff()).toBe(false)
  layTombstone(folder)
  expect(recorder.isCalledOff()).toBe(true)
})
