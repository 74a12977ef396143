// Plays the whole product in a simulated world, seed by seed, and looks whether it breaks a rule.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defects } from '../__tests__/simulation/defects.ts'
import { playSeeds, type SeedRange } from '../__tests__/simulation/play-seeds.ts'
import { simulateQueue } from './simulate-queue.ts'

const regressions = fileURLToPath(new URL('../__tests__/simulation/regressions/', import.meta.url))

const usage = `npm run simulate -- [options]
  --seeds N   how many seeds are played (1000; with --planted 400, with --queue 10)
  --seed S    the first of them (1)
  --trace     print what happens in each
  --planted   plant known defects one after the other, and tell in how many seeds each is caught; more names: only these
  --queue     measures of many waiters on one lock; --hold S: each holds it for so many seconds (3)`

const options = {
  seeds: { type: 'string' },
  seed: { type: 'string' },
  hold: { type: 'string' },
  trace: { type: 'boolean' },
  planted: { type: 'boolean' },
  queue: { type: 'boolean' },
} as const

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,7}$/.test(text)) throw new Error(`"${text}" is not a whole number above 0`)
  return Number(text)
}

async function simulate(): Promise<void> {
  const { values, positionals } = parseArgs({ options, allowPositionals: true })
  const { seeds, seed = '1', hold = '3' } = values
  const first = wholeNumber(seed)
  if (values.queue === true) {
    await simulateQueue({ seeds: wholeNumber(seeds ?? '10'), seed: first, holdMs: wholeNumber(hold) * 1000 })
  } else if (values.planted === true) await plant(wholeNumber(seeds ?? '400'), first, positionals)
  else await play({ first, count: wholeNumber(seeds ?? '1000') }, values.trace === true)
}

async function play(range: SeedRange, isTraced: boolean): Promise<void> {
  const start = performance.now()
  const { violations, trace, kept } = await playSeeds(range, { isTraced, workers: isTraced ? 1 : 2 })
  const seconds = (performance.now() - start) / 1000
  const counts = new Map<string, number>()
  for (const { invariant } of violations) counts.set(invariant, (counts.get(invariant) ?? 0) + 1)
  const [worst] = violations
  if (isTraced) console.log(trace.join('\n'))
  else if (worst !== undefined) {
    const replayed = await playSeeds({ first: worst.seed, count: 1 }, { isTraced: true, workers: 1 })
    console.log(`Seed ${worst.seed}:\n${replayed.trace.join('\n')}\n`)
  }
  if (kept !== undefined) {
    const file = join(regressions, `seed-${String(kept.seed)}.json`)
    await mkdir(regressions, { recursive: true })
    await writeFile(file, `${JSON.stringify(kept)}\n`)
    console.log(`The world of seed ${String(kept.seed)} is kept in ${relative(process.cwd(), file)}.`)
  }
  for (const { seed, invariant, text } of violations) console.log(`seed ${seed}: ${invariant}: ${text}`)
  const named = [...counts].map(([invariant, count]) => `${invariant} ${count}`).join(', ')
  console.log(
    `${range.count} seeds from ${range.first} on, ${violations.length} violations${named === '' ? '' : ` (${named})`}, ${(range.count / seconds).toFixed(0)} seeds per second`,
  )
  if (violations.length > 0) process.exitCode = 1
}

/** A defect that few seeds meet is looked for in more of them. */
const mostSeeds = 5_000

async function plant(seeds: number, first: number, names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !defects.some((defect) => defect.name === name))
  if (unknown.length > 0) throw new Error(`no such defect: ${unknown.join(', ')}`)
  const planted = defects.filter(({ name }) => names.length === 0 || names.includes(name))
  let missed = 0
  for (const { name } of planted) {
    let count = seeds
    let found = await playSeeds({ first, count }, { defect: name, workers: 2 })
    for (; found.violations.length === 0 && count < mostSeeds; count += seeds)
      found = await playSeeds({ first: first + count, count: seeds }, { defect: name, workers: 2 })
    const caught = new Set(found.violations.map(({ seed }) => seed))
    const how = [...new Set(found.violations.map(({ invariant }) => invariant))].slice(0, 4).join(', ')
    if (caught.size === 0) missed += 1
    console.log(
      `${name.padEnd(30)} ${caught.size === 0 ? 'MISSED' : 'caught'} in ${String(caught.size).padStart(4)} of ${String(count).padStart(4)} seeds  ${how}`,
    )
  }
  console.log(`${planted.length} defects, ${missed} missed`)
  if (missed > 0) process.exitCode = 1
}

try {
  await simulate()
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`)
  process.exitCode = 1
}
