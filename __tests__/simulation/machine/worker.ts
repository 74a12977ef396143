// Plays every n-th seed of a range, with a planted defect or none, and worlds that were kept. One JSON document on stdout.
import { readFile } from 'node:fs/promises'
import { defects } from '../defects.ts'
import type { PlayedSeeds } from '../play-seeds.ts'
import { keepWorld, worldOf, type KeptWorld } from '../worlds.ts'
import { simulateMachine } from './loader.ts'

const [first = '', end = '', step = '', isTraced = '', name = '', ...files] = process.argv.slice(2)
const defect = defects.find((planted) => planted.name === name)
if (name !== '' && defect === undefined) throw new Error(`no such defect: ${name}`)
simulateMachine(defect?.patches ?? [])

// Nobody reads the stack of what the world throws, and it takes a tenth of the time.
Error.stackTraceLimit = isTraced === 'true' ? 10 : 0
const [{ main }, { post }, { playSeed }, { drawWorld }] = await Promise.all([
  import('../../../src/main.ts'),
  import('../../../src/post.ts'),
  import('./play.ts'),
  import('./draw.ts'),
])
const violations: PlayedSeeds['violations'][number][] = []
const trace: string[] = []
let kept: KeptWorld | undefined
const play = async (seed: number, world?: ReturnType<typeof worldOf>): Promise<void> => {
  const played = await playSeed(seed, { main, post }, isTraced === 'true', world)
  violations.push(...played.violations.map(({ invariant, text }) => ({ seed, invariant, text })))
  trace.push(...played.trace)
  if (played.violations.length === 0) return
  const rules = [...new Set(played.violations.map(({ invariant }) => invariant))]
  // The kernel still has this seed, so that the same is drawn.
  kept ??= keepWorld(seed, rules, world ?? drawWorld())
}
for (const file of files) {
  const regression = JSON.parse(await readFile(file, 'utf8')) as KeptWorld
  await play(regression.seed, worldOf(regression))
}
for (let seed = Number(first); seed < Number(end); seed += Number(step)) {
  await play(seed)
}
process.stdout.write(JSON.stringify({ violations, trace, kept } satisfies PlayedSeeds))
