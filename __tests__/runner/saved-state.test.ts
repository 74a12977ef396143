import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterEach, beforeEach, expect, test } from '@jest/globals'

import { readSavedState, saveState, type SavedState } from '../../src/runner/saved-state.ts'
import { parsePairs } from '../support/fake-runner/file-commands.ts'

const state: SavedState = { token: 'the-token', runDirectory: '/tmp/with space/lockstep-the-token' }

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-saved-state-'))
  file = join(folder, 'save_state')
  writeFileSync(file, '')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The environment that the runner makes of the file for the post step. */
const postEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    [...parsePairs(readFileSync(file, 'utf8'))].map(([name, value]) => [`STATE_${name}`, value]),
  )

test('what main saves is what the post step reads', async () => {
  await saveState({ GITHUB_STATE: file }, state)
  expect(postEnvironment()).toEqual({
    STATE_token: 'the-token',
    'STATE_run-directory': '/tmp/with space/lockstep-the-token',
  })
  expect(readSavedState(postEnvironment())).toEqual(state)
})

test('each value is a record with an end of its own, which nobody can guess', async () => {
  await saveState({ GITHUB_STATE: file }, state)
  await saveState({ GITHUB_STATE: file }, state)
  const records = /^token<<(\S+)\nthe-token\n\1\nrun-directory<<\1\n\/tmp\/\S+ \S+\n\1\n/
  const first = records.exec(readFileSync(file, 'utf8'))
  const second = records.exec(readFileSync(file, 'utf8').slice(first?.[0].length))
  expect(first?.[1]).toMatch(/^lockstep_[0-9a-f-]{36}$/)
  expect(second?.[1]).toMatch(/^lockstep_[0-9a-f-]{36}$/)
  expect(second?.[1]).not.toBe(first?.[1])
})

test('a value of several lines, or with what looks like a record, comes through', async () => {
  const odd: SavedState = { token: 'a\nlockstep_x\nb=c', runDirectory: 'run-directory<<EOF\nx\nEOF' }
  await saveState({ GITHUB_STATE: file }, odd)
  expect(readSavedState(postEnvironment())).toEqual(odd)
})

test('what others saved before stays', async () => {
  writeFileSync(file, 'other=value\n')
  await saveState({ GITHUB_STATE: file }, state)
  expect(postEnvironment()).toMatchObject({ STATE_other: 'value', STATE_token: 'the-token' })
})

test('both records come in one write: those of runs that save at once are never mixed', async () => {
  const runs = Array.from({ length: 200 }, (_, index) => ({ token: `t${index}`, runDirectory: `d${index}` }))
  await Promise.all(
    runs.map(async (run) => {
      await saveState({ GITHUB_STATE: file }, run)
    }),
  )
  const values = [...parsePairs(readFileSync(file, 'utf8'))].map(([, value]) => value)
  expect(values).toHaveLength(400)
  for (let index = 0; index < values.length; index += 2) {
    expect(values[index]?.replace('t', 'd')).toBe(values[index + 1])
  }
})

test.each([[undefined], ['']])('without a file (%j) nothing is saved, and nothing fails', async (given) => {
  await expect(saveState({ GITHUB_STATE: given }, state)).resolves.toBeUndefined()
})

test('a file that can not be written is told', async () => {
  await expect(saveState({ GITHUB_STATE: folder }, state)).rejects.toThrow('EISDIR')
})

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['the token alone', { STATE_token: 'x' }],
  ['the folder alone', { 'STATE_run-directory': 'x' }],
  ['what another step saved', { STATE_BUCKET: 'x', token: 'x', 'run-directory': 'x' }],
])('where main left %s, there is no state', (_, env) => {
  expect(readSavedState(env)).toBeUndefined()
})
