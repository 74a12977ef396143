// Plays the product's own waiting in virtual time, against Terraform's: many waiters, one lock, one seed after the other.
import { measureTraces, type Measures } from '../__tests__/simulation/measures.ts'
import type { Scenario } from '../__tests__/simulation/scenario.ts'
import {
  allAtOnce,
  openStream,
  playSeeds,
  terraformStarts,
  type Situation,
} from '../__tests__/simulation/situations.ts'

const kinds: Readonly<Record<Scenario['by'], string>> = {
  lockstep: 'Lockstep',
  'lockstep-without-turns': 'Lockstep, no turns',
  terraform: 'terraform -lock-timeout',
}
const headings = [
  ...['waiters', 'by', 'hand-over median', 'p95', 'max', 'overtakes mean', 'max'],
  ...['requests/min', 'starts/hand-over', 'drain', 'longest wait', 'served'],
]

function cellsOf(name: string, by: Scenario['by'], measures: Measures): string[] {
  const { handOverMs, overtakes } = measures
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
  return [
    ...[name, kinds[by], seconds(handOverMs.median), seconds(handOverMs.p95), seconds(handOverMs.max)],
    ...[overtakes.mean.toFixed(2), String(overtakes.max), measures.requestsPerMinute.toFixed(0)],
    ...[measures.startsPerHandOver.toFixed(2), `${measures.drainRatio.toFixed(2)} x`],
    ...[`${(measures.longestWaitMs / 1000).toFixed(0)} s`, `${measures.served}/${measures.runs}`],
  ]
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const render = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
  const [first, ...rest] = rows.map(render)
  console.log([first, widths.map((width) => '-'.repeat(width)).join('  '), ...rest].join('\n'))
}

export interface QueueOptions {
  /** How many seeds are played of each situation, from `seed` on. */
  readonly seeds: number
  readonly seed: number
  /** How long each run holds the lock. */
  readonly holdMs: number
}

export async function simulateQueue({ seeds, seed, holdMs }: QueueOptions): Promise<void> {
  const situations: [string, Situation['contention']][] = [
    ...[1, 2, 10, 50].map((waiters): [string, Situation['contention']] => [
      String(waiters),
      (at) => allAtOnce(waiters, at),
    ]),
    ...[0.5, 0.8, 0.95].map((load): [string, Situation['contention']] => [
      `stream, load ${load}`,
      (at) => openStream(200, load, holdMs, at),
    ]),
  ]
  for (const start of Object.keys(terraformStarts) as (keyof typeof terraformStarts)[]) {
    console.log(
      `\nTerraform asks for the lock ${start === 'fast' ? '0.2 to 0.6' : '0.3 to 1.0'} s after its start, and holds it for ${holdMs / 1000} s:`,
    )
    const rows: string[][] = [headings]
    for (const [name, contention] of situations) {
      for (const by of Object.keys(kinds) as Scenario['by'][]) {
        const traces = await playSeeds({ by, contention, start, holdMs }, seed, seeds)
        rows.push(cellsOf(name, by, measureTraces(traces)))
      }
    }
    print(rows)
  }
  console.log(
    `\nSeeds ${seed} to ${seed + seeds - 1}. A number of waiters: all of them within a second, on a lock that is held for 4 to 5 s more.`,
  )
  console.log(
    'Of a Terraform that waits by itself, a start is one process, and who is not served ended at once.',
  )
}
