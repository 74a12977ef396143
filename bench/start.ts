import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import { createPlannableProject } from './overhead.ts'
import { measurePairs, spreadOf } from './statistics.ts'
import type { BenchStore } from './stores.ts'
import type { TimedProcess } from './timed-process.ts'

const bar = { on: 'measured', limit: 110, margin: 0.05 } as const
const warmUps = 2

// EPOCHREALTIME (bash 5) needs no process, where `date` would cost one.
const recorder = `#!/bin/bash
echo "$EPOCHREALTIME" >>"$BENCH_STAMPS"
exec terraform "$@"
`

/** From the start of Node to the first Terraform process, against a Node that has nothing to do. */
export async function measureStart(job: BenchJob, store: BenchStore, runs: number): Promise<Figure> {
  const project = await createPlannableProject(job, store)
  const executable = join(job.tempDirectory, 'terraform-recorder')
  const stamps = join(job.tempDirectory, 'stamps')
  writeFileSync(executable, recorder)
  chmodSync(executable, 0o755)

  // Between processes only the wall clock of both sides can be compared; Date.now() leaves out up to 1 ms.
  async function untilFirstStamp(start: (env: Record<string, string>) => TimedProcess): Promise<number> {
    writeFileSync(stamps, '')
    const startedAt = Date.now()
    await start({ BENCH_STAMPS: stamps }).ended
    const [first = ''] = readFileSync(stamps, 'utf8').split('\n')
    if (!/^\d+\.\d{6}$/.test(first)) throw new Error('/bin/bash is older than 5.0 and knows no EPOCHREALTIME')
    return Number(first) * 1000 - startedAt
  }

  const costs: number[] = []
  const pairs = await measurePairs(
    { runs, warmUps },
    async () => {
      costs.push(await untilFirstStamp((env) => job.start(project, executable, ['version'], env)))
      return await job.start(project, process.execPath, ['-e', '0']).ended
    },
    async () => await untilFirstStamp((env) => job.action(project, { command: 'plan', executable }, { env })),
  )
  const cost = spreadOf(costs).median.toFixed(1)
  return figureFromPairs(
    {
      name: 'start',
      baseline: 'node -e 0, to its end',
      measured: 'node dist/index.js, to the first Terraform process',
      bars: [bar],
      notes: [`of which the script that records Terraform's start takes ${cost} ms (median)`],
    },
    pairs,
  )
}
