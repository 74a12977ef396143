// Plays every n-th seed of a range, with a planted defect or none. One JSON document on stdout.
import { defects } from '../defects.ts'
import type { PlayedSeeds } from '../play-seeds.ts'
import { simulateMachine } from './loader.ts'

const [first = '', end = '', step = '', isTraced = '', name = ''] = process.argv.slice(2)
const defect = defects.find((planted) => planted.name === name)
if (name !== '' && defect === undefined) throw new Error(`no such defect: ${name}`)
simulateMachine(defect?.patches ?? [])

// Nobody reads the stack of what the world throws, and it takes a tenth of the time.
Error.stackTraceLimit = isTraced === 'true' ? 10 : 0
const [{ main }, { post }, { playSeed }] = await Promise.all([
  import('../../../src/main.ts'),
  import('../../../src/post.ts'),
  import('./play.ts'),
])
const violations: PlayedSeeds['violations'][number][] = []
const trace: string[] = []
for (let seed = Number(first); seed < Number(end); seed += Number(step)) {
  const played = await playSeed(seed, { main, post }, isTraced === 'true')
  violations.push(...played.violations.map(({ invariant, text }) => ({ seed, invariant, text })))
  trace.push(...played.trace)
}
process.stdout.write(JSON.stringify({ violations, trace } satisfies PlayedSeeds))
