import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

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

test('what main saves is what the post step reads', () => {
  saveState({ GITHUB_STATE: file }, state)
  expect(postEnvironment()).toEqual({
    STATE_token: 'the-token',
    'STATE_run-directory': '/tmp/with space/lockstep-the-token',
  })
  expect(readSavedState(postEnvironment())).toEqual(state)
})

test('each value is a record with an end of its own, which nobody can guess', () => {
  saveState({ GITHUB_STATE: file }, state)
  saveState({ GITHUB_STATE: file }, state)
  const records = /^token<<(\S+)\nthe-token\n\1\nrun-directory<<\1\n\/tmp\/\S+ \S+\n\1\n/
  const first = records.exec(readFileSync(file, 'utf8'))
  const second = records.exec(readFileSync(file, 'utf8').slice(first?.[0].length))
  expect(first?.[1]).toMatch(/^lockstep_[0-9a-f-]{36}$/)
  expect(second?.[1]).toMatch(/^lockstep_[0-9a-f-]{36}$/)
  expect(second?.[1]).not.toBe(first?.[1])
})

test('a value of several lines, or with what looks like a record, comes through', () => {
  const odd: SavedState = { token: 'a\nlockstep_x\nb=c', runDirectory: 'run-directory<<EOF\nx\nEOF' }
  saveState({ GITHUB_STATE: file }, odd)
  expect(readSavedState(postEnvironment())).toEqual(odd)
})

test('what others saved before stays', () => {
  writeFileSync(file, 'other=value\n')
  saveState({ GITHUB_STATE: file }, state)
  expect(postEnvironment()).toMatchObject({ STATE_other: 'value', STATE_token: 'the-token' })
})

/** Saves `t0`, `d0`, `t1`, `d1` and so on, in a thread: what one thread does at once can't be mixed. */
const saveMany = `
  const { workerData: { module, file, count } } = require('node:worker_threads')
  import(module).then(({ saveState }) => {
    for (let i = 0; i < count; i += 1) saveState({ GITHUB_STATE: file }, { token: 't' + i, runDirectory: 'd' + i })
  })`

test('both records come in one write: those of runs that save at once are never mixed', async () => {
  const module = new URL('../../src/runner/saved-state.ts', import.meta.url).href
  const workerData = { module, file, count: 500 }
  const threads = [1, 2].map(() => new Worker(saveMany, { eval: true, workerData }))
  await Promise.all(
    threads.map(async (thread) => {
      await once(thread, 'exit')
    }),
  )
  const values = [...parsePairs(readFileSync(file, 'utf8'))].map(([, value]) => value)
  expect(values).toHaveLength(2_000)
  for (let index = 0; index < values.length; index += 2) {
    expect(values[index]?.replace('t', 'd')).toBe(values[index + 1])
  }
})

test.each([[undefined], ['']])('without a file (%j) nothing is saved, and nothing fails', (given) => {
  const save = (): void => {
    saveState({ GITHUB_STATE: given }, state)
  }
  expect(save).not.toThrow()
})

test('a file that can not be written is told', () => {
  const save = (): void => {
    saveState({ GITHUB_STATE: folder }, state)
  }
  expect(save).toThrow('EISDIR')
})

test.each<[string, Record<string, string>]>([
  ['nothing', {}],
  ['the token alone', { STATE_token: 'x' }],
  ['the folder alone', { 'STATE_run-directory': 'x' }],
  ['what another step saved', { STATE_BUCKET: 'x', token: 'x', 'run-directory': 'x' }],
])('where main left %s, there is no state', (_, env) => {
  expect(readSavedState(env)).toBeUndefined()
})
