import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'

import { parseStreamLine } from '../../src/plan/run-facts.ts'
import { isEmergencyState, writeEmergencyState } from '../../src/terraform/emergency-state.ts'
import { readFixture, streamOf } from '../support/fixture.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-emergency-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const dump = (state: string): string =>
  `{"@level":"info","@message":"Emergency state dump","@module":"terraform.ui","state":${state},"type":"log"}`

/** What is kept of the state that such a line holds. */
async function kept(line: string): Promise<string> {
  const file = join(folder, 'errored.tfstate')
  await writeEmergencyState(line, file)
  return readFileSync(file, 'utf8')
}

describe('the line with the state', () => {
  test('is found in what Terraform wrote, once', () => {
    const found = streamOf('stream-emergency-dump.jsonl').filter(isEmergencyState)
    expect(found).toMatchObject([{ message: 'Emergency state dump' }])
  })

  test.each(['stream-apply.jsonl', 'stream-state-not-saved.jsonl', 'stream-second-interrupt.jsonl'])(
    'is not in %s',
    (fixture) => {
      expect(streamOf(fixture).filter(isEmergencyState)).toEqual([])
    },
  )

  test.each([
    '{"state":{}}',
    '{"@level":"info","type":"log"}',
    '{"@level":"info","type":"provision_progress","state":{}}',
    '{"@level":"info","type":"log","hook":{"state":{}}}',
    dump('{}').slice(0, -1),
  ])('is not %s', (line) => {
    expect(isEmergencyState(parseStreamLine(line))).toBe(false)
  })
})

describe('a state that Terraform could only print', () => {
  test('is kept whole, as a state file is laid out, for its owner only', async () => {
    const line = readFixture('stream-emergency-dump.jsonl')
      .split('\n')
      .find((text) => isEmergencyState(parseStreamLine(text)))
    const text = await kept(line ?? '')
    const { state } = JSON.parse(line ?? '') as { state: object }
    expect(state).toMatchObject({ version: 4, serial: 1, resources: [{ name: 'a' }] })
    expect(text).toBe(JSON.stringify(state, undefined, 2))
    expect((statSync(join(folder, 'errored.tfstate')).mode & 0o777).toString(8)).toBe('600')
  })

  test.each([
    ['9007199254740993'],
    ['-9007199254740993'],
    ['18446744073709551615'],
    ['123456789012345678901234567890'],
    ['0.1000000000000000055511151231257827'],
    ['1e400'],
    ['-1E-400'],
    ['1.0'],
    ['-0'],
    ['0'],
  ])('keeps the number %s as it is written', async (number) => {
    expect(await kept(dump(`{"serial":${number},"a":[${number},{"b":${number}}]}`))).toBe(
      `{\n  "serial": ${number},\n  "a": [\n    ${number},\n    {\n      "b": ${number}\n    }\n  ]\n}`,
    )
  })

  test.each([
    ['"9007199254740993"'],
    ['"größe 語 🧱 \\" \\\\ \\n"'],
    ['"\\u001b[31m"'],
    ['"\\u2028"'],
    ['null'],
    ['true'],
    ['[]'],
    ['{}'],
    ['{"__proto__":{"a":1},"toJSON":2}'],
    ['{"rawJSON":"1"}'],
  ])('keeps the value %s', async (value) => {
    const text = await kept(dump(`{"value":${value}}`))
    expect(JSON.parse(text)).toEqual(JSON.parse(`{"value":${value}}`))
    expect(text.replace(/\s/g, '')).toContain('"value":')
  })

  test('keeps its keys in their order', async () => {
    expect(await kept(dump('{"z":1,"a":{"y":2,"b":3}}'))).toMatch(/"z"[^]*"a"[^]*"y"[^]*"b"/)
  })

  test('is kept at once even where it has many resources', async () => {
    const instances = Array.from({ length: 50_000 }, (_, index) => `{"id":${index},"big":9007199254740993}`)
    const text = await kept(dump(`{"resources":[${instances.join(',')}]}`))
    expect(text.match(/9007199254740993/g)).toHaveLength(50_000)
  })

  test('that can not be written is told', async () => {
    const nowhere = join(folder, 'none', 'errored.tfstate')
    await expect(writeEmergencyState(dump('{}'), nowhere)).rejects.toThrow('ENOENT')
  })
})
