// Measures what the action costs over bare Terraform: each figure with and without it, by turns, in one run.
import { writeFileSync } from 'node:fs'
import { putTerraformOnPath } from '../scripts/provide-terraform.ts'
import { createBenchJob, type BenchJob } from './bench-job.ts'
import { measureComment } from './comment.ts'
import { measureDrain, type Drain } from './drain.ts'
import { missedBars, type Figure } from './figure.ts'
import { measureHandOver } from './hand-over.ts'
import { renderMachineLoad, watchMachineLoad, type MachineLoad } from './machine-load.ts'
import { parseOptions, usage, type BenchOptions } from './options.ts'
import { measureLarge, type LargePlan } from './large.ts'
import { measureApplyOverhead, measureOverhead } from './overhead.ts'
import { measureRequests } from './requests.ts'
import { measureSize } from './size.ts'
import { measureStart } from './start.ts'
import { startEmbeddedStore, startMotoStore } from './stores.ts'
import { renderLegend, renderMiss, renderTable } from './table.ts'

const drainOfSix: Drain = {
  contenders: 6,
  holdSeconds: 3,
  bars: [{ on: 'measured', limit: 1.15, margin: 0.03 }],
}
const moreDrains: readonly Drain[] = [
  { contenders: 2, holdSeconds: 3 },
  { contenders: 12, holdSeconds: 3 },
]
const largest: LargePlan = {
  resources: 10_000,
  timeBar: { on: 'ratio', limit: 1.08, margin: 0.02 },
  memoryBar: { on: 'measured', limit: 200, margin: 0.03 },
}
const smaller: readonly LargePlan[] = [{ resources: 10 }, { resources: 1_000 }]
const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const

const options = readOptions()
if (options === undefined) process.exitCode = 2
else {
  await bench(options).catch((error: unknown) => {
    console.error(messageOf(error))
    process.exitCode = 1
  })
}

function readOptions(): BenchOptions | undefined {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${messageOf(error)}\n\n${usage}`)
    return undefined
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function bench(options: BenchOptions): Promise<void> {
  await putTerraformOnPath()
  const machineLoad = watchMachineLoad()
  const job = createBenchJob(options.dist)
  for (const [signal, number] of Object.entries(signals)) {
    process.once(signal, () => {
      job.dispose()
      process.exit(128 + number)
    })
  }
  const figures: Figure[] = []
  try {
    for await (const figure of measureAll(job, options)) figures.push(figure)
  } finally {
    job.dispose()
  }
  report(options, figures, machineLoad())
}

/** A generator's `finally` also runs when the one who asks for its values fails. */
async function* measureAll(
  job: BenchJob,
  { figures, runs, all, dist }: BenchOptions,
): AsyncGenerator<Figure> {
  const store = await startEmbeddedStore()
  try {
    if (figures.has('size')) yield measureSize(dist)
    if (figures.has('start')) yield await announced(measureStart(job, store, runs ?? 15), 'start')
    if (figures.has('overhead')) {
      yield await announced(measureOverhead(job, store, runs ?? 15), 'overhead of plan')
      yield await announced(measureApplyOverhead(job, store, runs ?? 15), 'overhead of apply')
      const moto = await startMotoStore()
      if (moto === undefined) console.error('moto_server is not installed: no overhead on moto')
      else {
        try {
          yield await announced(measureOverhead(job, moto, runs ?? 15), 'overhead of plan on moto')
        } finally {
          await moto.close()
        }
      }
    }
    if (figures.has('requests')) yield* await announced(measureRequests(job, store), 'requests')
    if (figures.has('hand-over')) yield await announced(measureHandOver(job, store, runs ?? 20), 'hand-over')
    for (const resources of figures.has('comment') ? [1_000, 10_000] : []) {
      yield await announced(
        measureComment(job, store, runs ?? 5, resources),
        `comment of ${resources} resources`,
      )
    }
    for (const plan of figures.has('large') ? [...(all ? smaller : []), largest] : []) {
      yield* await announced(measureLarge(job, store, runs ?? 3, plan), `plan of ${plan.resources} resources`)
    }
    for (const drain of figures.has('drain') ? [drainOfSix, ...(all ? moreDrains : [])] : []) {
      yield await announced(measureDrain(job, store, runs ?? 3, drain), `drain of ${drain.contenders}`)
    }
  } finally {
    await store.close()
  }
}

async function announced<T>(measuring: Promise<T>, what: string): Promise<T> {
  console.error(`measuring: ${what}`)
  return await measuring
}

function report(options: BenchOptions, figures: readonly Figure[], load: MachineLoad): void {
  const text = [
    '',
    renderTable(figures),
    '',
    renderLegend(figures),
    '',
    `Node ${process.version}, ${renderMachineLoad(load)}.`,
    'Medians; without and with by turns. Difference and ratio are of each pair, so they are not those of the two medians.',
    '"quiet" counts the pairs that began while nothing else kept the machine busy.',
  ].join('\n')
  if (options.json === '-') console.error(text)
  else console.log(text)

  const json = `${JSON.stringify({ node: process.version, load, figures }, undefined, 2)}\n`
  if (options.json === '-') process.stdout.write(json)
  else if (options.json !== undefined) writeFileSync(options.json, json)

  if (!options.check) return
  for (const figure of figures) {
    for (const bar of missedBars(figure)) {
      console.error(renderMiss(figure, bar))
      process.exitCode = 1
    }
  }
}
