import { execFileSync } from 'node:child_process'
import { appendFileSync, closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { afterEach, beforeEach, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { followFile } from '../../src/terraform/follow-file.ts'
import { createFakeClock } from '../support/fake-clock.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lockstep-follow-'))
  file = join(folder, 'out')
  writeFileSync(file, '')
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** The lines seen of a file that is written piece by piece, and that its writer then leaves. */
async function follow(pieces: readonly (string | Buffer)[], fails = false): Promise<string[]> {
  writeFileSync(file, '')
  const clock = createFakeClock()
  const { promise: ended, resolve, reject } = Promise.withResolvers<undefined>()
  for (const [index, piece] of pieces.entries()) {
    clock.at(100 * index, () => {
      appendFileSync(file, piece)
    })
  }
  clock.at(100 * pieces.length, () => {
    if (fails) reject(new Error('killed'))
    else resolve(undefined)
  })
  const lines: string[] = []
  await followFile(file, ended, clock, (line) => lines.push(line))
  return lines
}

test('lines come one by one, in their order, empty ones too', async () => {
  expect(await follow(['a\nb', 'c\n\n', 'd\n'])).toEqual(['a', 'bc', '', 'd'])
})

test('the last line needs no end', async () => {
  expect(await follow(['a\nlast'])).toEqual(['a', 'last'])
})

test('a file that stays empty has no lines', async () => {
  expect(await follow([])).toEqual([])
})

test('each line is told when it is complete, not at the end', async () => {
  const clock = createFakeClock()
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  clock.at(100, () => {
    appendFileSync(file, 'first\nhalf')
  })
  clock.at(60_000, () => {
    resolve(undefined)
  })
  const seen: [number, string][] = []
  await followFile(file, ended, clock, (line) => seen.push([clock.elapsed(), line]))
  expect(seen[0]?.[1]).toBe('first')
  expect(seen[0]?.[0]).toBeLessThan(200)
  expect(seen[1]).toEqual([60_000, 'half'])
})

test('what was written before the end was seen is not missed', async () => {
  writeFileSync(file, 'written\nbefore\n')
  const lines: string[] = []
  await followFile(file, Promise.resolve(), createFakeClock(), (line) => lines.push(line))
  expect(lines).toEqual(['written', 'before'])
})

test('what is written between a look at the file and the end is not missed', async () => {
  // A pipe holds the look until it has no writer any more; then the look finds nothing.
  execFileSync('mkfifo', [join(folder, 'pipe')])
  const writer = openSync(join(folder, 'pipe'), 'r+')
  const lines: string[] = []
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  const following = followFile(join(folder, 'pipe'), ended, createFakeClock(), (line) => lines.push(line))
  await sleep(50)
  closeSync(writer)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50)
  // Before anybody is told so, there is a line after all, and the end.
  const lastWriter = openSync(join(folder, 'pipe'), 'w')
  writeSync(lastWriter, 'the last line\n')
  closeSync(lastWriter)
  resolve(undefined)
  await following
  expect(lines).toEqual(['the last line'])
})

test('a writer that failed is followed to its end all the same', async () => {
  expect(await follow(['a\nb'], true)).toEqual(['a', 'b'])
})

test('a letter of several bytes is whole, wherever it was split', async () => {
  const bytes = Buffer.from('größe 語 🧱\nnächste 🧱')
  for (let at = 1; at < bytes.length; at += 1) {
    const pieces = [bytes.subarray(0, at), bytes.subarray(at, at + 1), bytes.subarray(at + 1)]
    expect(await follow(pieces)).toEqual(['größe 語 🧱', 'nächste 🧱'])
  }
})

test('a letter that falls between two reads is whole', async () => {
  const line = `${'x'.repeat(64 * 1024 - 2)}🧱${'y'.repeat(64 * 1024)}語`
  expect(await follow([`${line}\n${line}`])).toEqual([line, line])
})

test('any text comes as its lines, however it was written', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', '\n', 'ü', '🧱', '\r', '\0'), maxLength: 50 })
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat({ max: 100 }), { maxLength: 5 }), async (written, cuts) => {
      const bytes = Buffer.from(written)
      const ends = [...cuts.filter((cut) => cut <= bytes.length).sort((a, b) => a - b), bytes.length]
      const pieces = ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end))
      const lines = written.split('\n')
      expect(await follow(pieces)).toEqual(lines.at(-1) === '' ? lines.slice(0, -1) : lines)
    }),
    { numRuns: 50 },
  )
})

test('one line of 60 MB, as a state that could not be saved is, takes no time', async () => {
  writeFileSync(file, `${'x'.repeat(60_000_000)}\nend\n`)
  const lengths: number[] = []
  const start = performance.now()
  await followFile(file, Promise.resolve(), createFakeClock(), (line) => lengths.push(line.length))
  expect(lengths).toEqual([60_000_000, 3])
  expect(performance.now() - start).toBeLessThan(5_000)
})

test('a file that is not there rejects', async () => {
  await expect(
    followFile(join(folder, 'none'), Promise.resolve(), createFakeClock(), () => undefined),
  ).rejects.toThrow('ENOENT')
})
