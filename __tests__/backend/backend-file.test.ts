import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { dataDirectory, readBackendFile, readSelectedWorkspace } from '../../src/backend/backend-file.ts'
import { thrownBy } from '../support/thrown-by.ts'
import { readFixture } from '../support/fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-backend-file-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})
const write = (name: string, text: string): void => {
  writeFileSync(join(folder, name), text)
}

test.each([
  [undefined, '/work/app/.terraform'],
  ['', '/work/app/.terraform'],
  ['data', '/work/app/data'],
  ['../data', '/work/data'],
  ['/data', '/data'],
])('with TF_DATA_DIR %j the data is in %s', (value, path) => {
  expect(dataDirectory('/work/app', { TF_DATA_DIR: value })).toBe(path)
})

describe('the backend that init left', () => {
  test('is S3, with everything that was configured', () => {
    write('terraform.tfstate', readFixture('backend-file-s3.json'))
    expect(readBackendFile(folder)).toEqual({
      type: 's3',
      config: expect.objectContaining({ bucket: 'tfstate', use_lockfile: true, profile: null }),
      hash: expect.any(Number),
    })
  })

  test('is local, with its path', () => {
    write('terraform.tfstate', readFixture('backend-file-local.json'))
    expect(readBackendFile(folder)).toMatchObject({
      type: 'local',
      config: { path: 'states/app.tfstate' },
    })
  })

  test('is a store of a provider, where there is one instead', () => {
    write('terraform.tfstate', '{"state_store":{"type":"aws_s3","config":{"a":1},"hash":5}}')
    expect(readBackendFile(folder)).toEqual({ type: 'aws_s3', config: { a: 1 }, hash: 5 })
  })

  test.each([
    ['no file', undefined],
    ['a file without one', '{"version":3,"backend":null}'],
    ['null', 'null'],
    ['something else', '5'],
  ])('is the local one where there is %s', (_, text) => {
    if (text !== undefined) write('terraform.tfstate', text)
    expect(readBackendFile(folder)).toEqual({ type: 'local', config: {}, hash: 0 })
  })

  test.each([
    ['{"backend":{}}', 'unknown'],
    ['{"backend":{"type":5,"config":null,"hash":"x"}}', 'unknown'],
    ['{"backend":{"type":"gcs","config":"x"}}', 'gcs'],
  ])('is what can be read of %s', (text, type) => {
    write('terraform.tfstate', text)
    expect(readBackendFile(folder)).toEqual({ type, config: {}, hash: 0 })
  })

  test('is not guessed from half a file', () => {
    write('terraform.tfstate', readFixture('backend-file-s3.json').slice(0, 300))
    const error = thrownBy(() => readBackendFile(folder))
    expect(error.message).toContain('is not JSON')
    expect(error.advice).toContain('init')
  })

  test('a file that cannot be read is an error, not a local backend', () => {
    mkdirSync(join(folder, 'terraform.tfstate'))
    expect(() => readBackendFile(folder)).toThrow('EISDIR')
  })
})

test.each([
  [undefined, 'default'],
  ['', 'default'],
  ['\n', 'default'],
  ['prod', 'prod'],
  ['prod\n', 'prod'],
])('a folder that has selected %j works in %s', (text, workspace) => {
  if (text !== undefined) write('environment', text)
  expect(readSelectedWorkspace(folder)).toBe(workspace)
})
