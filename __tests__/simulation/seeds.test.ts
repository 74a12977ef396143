import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

import { isProof, sampled } from '../support/proof.ts'
import { defects } from './defects.ts'
import { playSeeds, type PlayedSeeds } from './play-seeds.ts'

const minutes = 60_000

test(
  'whole jobs keep every rule, whatever happens to them',
  async () => {
    const { violations } = await playSeeds({ first: 1, count: isProof ? 10_000 : 100 }, { workers: 2 })
    expect(violations).toEqual([])
  },
  20 * minutes,
)

test('a seed gives the same trace, byte for byte, whatever was played before it', async () => {
  const traced = { isTraced: true, workers: 1 }
  const [three, last] = await Promise.all([
    playSeeds({ first: 5, count: 3 }, traced),
    playSeeds({ first: 7, count: 1 }, traced),
  ])
  expect(last.trace.length).toBeGreaterThan(20)
  expect(three.trace.slice(-last.trace.length)).toEqual(last.trace)
})

const regressions = fileURLToPath(new URL('./regressions/', import.meta.url))

test('no world that once broke a rule breaks one again', async () => {
  const names = await readdir(regressions).catch(() => [])
  const files = names.filter((name) => name.endsWith('.json')).map((name) => join(regressions, name))
  const { violations } = await playSeeds({ first: 1, count: 0 }, { files, workers: 1 })
  expect(violations).toEqual([])
})

test('a world that is kept is played again as its seed was', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'simulation-'))
  try {
    const traced = { isTraced: true, workers: 1, defect: 'unconditional-delete' }
    const { kept } = await playSeeds({ first: 1, count: 40 }, traced)
    const file = join(folder, 'kept.json')
    await writeFile(file, JSON.stringify(kept))
    const [seed, again] = await Promise.all([
      playSeeds({ first: kept?.seed ?? 0, count: 1 }, traced),
      playSeeds({ first: 1, count: 0 }, { ...traced, files: [file] }),
    ])
    expect(seed.trace.length).toBeGreaterThan(20)
    expect(again).toEqual(seed)
  } finally {
    await rm(folder, { recursive: true })
  }
})

test.each(defects)('there is still a place for $name', async ({ patches }) => {
  for (const { file, find, replace } of patches) {
    const text = await readFile(new URL(`../../src/${file}`, import.meta.url), 'utf8')
    expect(text.split(find)).toHaveLength(2)
    expect(replace).not.toBe(find)
  }
})

/** More than the rarest of them needs. */
const mostSeeds = 5_000
const atOnce = 250

async function seedsUntilCaught(defect: string): Promise<PlayedSeeds['violations']> {
  for (let first = 1; first < mostSeeds; first += atOnce) {
    const { violations } = await playSeeds({ first, count: atOnce }, { defect, workers: 2 })
    if (violations.length > 0) return violations
  }
  return []
}

describe('a planted defect is caught', () => {
  // Those that almost any world shows come first.
  const byName = sampled(['unconditional-delete', 'claim-skipped', ...defects.map(({ name }) => name)], 2)
  test.each([...new Set(byName)])(
    '%s',
    async (name) => {
      expect(await seedsUntilCaught(name)).not.toEqual([])
    },
    20 * minutes,
  )
})
