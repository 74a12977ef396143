import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from '@jest/globals'

import { createRunDirectory, writePrivateFile } from '../../src/runner/run-directory.ts'

let temp = ''
beforeEach(() => {
  temp = mkdtempSync(join(tmpdir(), 'lockstep-run-directory-'))
})
afterEach(() => {
  rmSync(temp, { recursive: true, force: true })
})

const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8)

test('a run has a folder that nobody else can look into', () => {
  const { path } = createRunDirectory(join(temp, 'not', 'there', 'yet'), 'the-token')
  expect(path).toBe(join(temp, 'not', 'there', 'yet', 'lockstep-the-token'))
  expect(modeOf(path)).toBe('700')
})

test('a file is there, empty and private before anybody writes to it', () => {
  const directory = createRunDirectory(temp, 'token')
  const file = directory.createFile('plan.tfplan')
  expect([modeOf(file), readFileSync(file, 'utf8')]).toEqual(['600', ''])
  appendFileSync(file, 'secret')
  expect(modeOf(file)).toBe('600')
})

test('a file of an earlier try is not taken over', () => {
  const directory = createRunDirectory(temp, 'token')
  const file = join(directory.path, 'plan.json')
  writeFileSync(file, 'old', { mode: 0o644 })
  directory.createFile('plan.json')
  expect([modeOf(file), readFileSync(file, 'utf8')]).toEqual(['600', ''])
})

test('a link is replaced, not followed', () => {
  const directory = createRunDirectory(temp, 'token')
  const target = join(temp, 'target')
  writeFileSync(target, 'untouched')
  symlinkSync(target, join(directory.path, 'a'))
  directory.createFile('a')
  symlinkSync(target, join(directory.path, 'b'))
  writePrivateFile(join(directory.path, 'b'), 'secret')
  expect(readFileSync(target, 'utf8')).toBe('untouched')
  expect(readFileSync(join(directory.path, 'b'), 'utf8')).toBe('secret')
  expect(modeOf(join(directory.path, 'b'))).toBe('600')
})

test('a file can be removed, also twice', () => {
  const directory = createRunDirectory(temp, 'token')
  const file = directory.createFile('core.log')
  directory.removeFile('core.log')
  directory.removeFile('core.log')
  expect(existsSync(file)).toBe(false)
})
