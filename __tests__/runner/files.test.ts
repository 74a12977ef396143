import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from '@jest/globals'

import { isEmpty, modifiedAt, readText } from '../../src/runner/files.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-files-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

test('a file tells when it was written, in milliseconds', () => {
  const file = join(folder, 'errored.tfstate')
  writeFileSync(file, '{}')
  expect(Math.abs(modifiedAt(file) - Date.now())).toBeLessThan(10_000)
  const written = new Date('2026-08-22T10:12:12.500Z')
  utimesSync(file, new Date(), written)
  expect(modifiedAt(file)).toBe(written.getTime())
})

test('a link tells of its file', () => {
  const [file, link] = [join(folder, 'file'), join(folder, 'link')]
  writeFileSync(file, '')
  utimesSync(file, 1, 1)
  symlinkSync(file, link)
  expect(modifiedAt(link)).toBe(1_000)
})

test('what is no file was never written: it is older than every run', () => {
  mkdirSync(join(folder, 'errored.tfstate'))
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('nowhere', join(folder, 'broken'))
  for (const name of ['errored.tfstate', 'missing', 'file/below', 'broken', 'no\0name']) {
    expect([name, modifiedAt(join(folder, name))]).toEqual([name, -Infinity])
  }
  expect(-Infinity >= 0).toBe(false)
})

test('a text is read as UTF-8', async () => {
  writeFileSync(join(folder, 'text'), 'größe 語')
  expect(await readText(join(folder, 'text'))).toBe('größe 語')
})

test('a file is empty until something is written', () => {
  const file = join(folder, 'plan.tfplan')
  writeFileSync(file, '')
  expect(isEmpty(file)).toBe(true)
  writeFileSync(file, 'x')
  expect(isEmpty(file)).toBe(false)
})
