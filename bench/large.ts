import { join } from 'node:path'
import { s3Backend, type TerraformProject } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Bar, type Figure } from './figure.ts'
import { watchPeakMemory } from './peak-memory.ts'
import { measurePairs, type Pair } from './statistics.ts'
import type { BenchStore } from './stores.ts'

export interface LargePlan {
  readonly resources: number
  readonly timeBar?: Bar
  readonly memoryBar?: Bar
}

/** So many resources, all of which are to be made. */
export function createLargeProject(job: BenchJob, store: BenchStore, resources: number): TerraformProject {
  return job.project(
    s3Backend({ s3: store.endpoint, key: `plan-of-${String(resources)}/terraform.tfstate` }),
    `resource "terraform_data" "r" {
      count = ${String(resources)}
      input = { name = "resource \${count.index}", tags = { a = "b", c = "d" } }
    }`,
  )
}

/** What the action adds to the time of a plan by its size, and the most memory that its Node needs. */
export async function measureLarge(
  job: BenchJob,
  store: BenchStore,
  runs: number,
  { resources, timeBar, memoryBar }: LargePlan,
): Promise<Figure[]> {
  const project = createLargeProject(job, store, resources)
  const plan = join(job.tempDirectory, `plan-of-${String(resources)}`)
  const bare = [
    'terraform init -input=false',
    `terraform plan -input=false -out=${plan}`,
    `terraform show -json ${plan} >${plan}.json`,
    `terraform show -no-color ${plan} >${plan}.txt`,
  ].join(' && ')
  const memory: Pair[] = []
  const peakOf = async (start: () => ReturnType<BenchJob['action']>): Promise<{ ms: number; MB: number }> => {
    const started = start()
    const peak = watchPeakMemory(started.pid)
    try {
      const ms = await started.ended
      return { ms, MB: peak() }
    } finally {
      peak()
    }
  }
  const pairs = await measurePairs(
    { runs, warmUps: 1 },
    async () => await job.shell(project, bare),
    async () => {
      const { ms, MB: measured } = await peakOf(() => job.action(project, { command: 'plan' }))
      const { MB: baseline } = await peakOf(() => job.start(project, process.execPath, ['-e', idle]))
      memory.push({ baseline, measured, beganQuietly: true })
      return ms
    },
  )
  return [
    figureFromPairs(
      {
        name: `plan of ${String(resources)} resources`,
        baseline: 'terraform init && plan -out && show -json && show',
        measured: "the action's plan",
        ...(timeBar === undefined ? {} : { bars: [timeBar] }),
      },
      pairs,
    ),
    figureFromPairs(
      {
        name: `memory, ${String(resources)} resources`,
        unit: 'MB',
        baseline: 'peak of a Node that has nothing to do',
        measured: "peak of the action's Node, Terraform not counted",
        ...(memoryBar === undefined ? {} : { bars: [memoryBar] }),
      },
      memory.slice(-runs),
    ),
  ]
}

/** Long enough to be looked at. */
const idle = 'setTimeout(() => {}, 200)'
