import { s3Backend, type TerraformProject } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Bar, type Figure } from './figure.ts'
import { measurePairs, spreadOf } from './statistics.ts'
import type { WatchedStore } from './stores.ts'

export interface Drain {
  readonly contenders: number
  /** What each of them does with the lock; Terraform's own work under the lock comes on top. */
  readonly holdSeconds: number
  readonly bars?: readonly Bar[]
}

type Sides = Readonly<Record<'baseline' | 'measured', number[]>>

const bareApply = 'terraform apply -auto-approve -input=false'

/** Every apply replaces it, and so holds the lock that long. */
const holding = (seconds: number): string => `resource "terraform_data" "hold" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "sleep ${seconds}"
  }
}`

/** How long it takes until all of some contenders have applied, by what they take one after the other. */
export async function measureDrain(
  job: BenchJob,
  store: WatchedStore,
  runs: number,
  { contenders, holdSeconds, bars = [] }: Drain,
): Promise<Figure> {
  const key = `drain-${contenders}-${holdSeconds}/terraform.tfstate`
  const projects: TerraformProject[] = []
  for (let index = 0; index < contenders; index += 1) {
    const project = job.project(s3Backend({ s3: store.endpoint, key }), holding(holdSeconds))
    projects.push(project)
    await job.shell(project, 'terraform init -input=false')
  }
  const single = async (): Promise<number> => await job.shell(projects[0]!, bareApply)
  const singles: number[] = []
  const drainMs: Sides = { baseline: [], measured: [] }
  const byHolds: Sides = { baseline: [], measured: [] }
  const drain = async (
    side: keyof Sides,
    apply: (project: TerraformProject) => Promise<number>,
  ): Promise<number> => {
    const holdsMs = store.watchHolds(`${key}.tflock`)
    const ms = Math.max(...(await Promise.all(projects.map(apply))))
    drainMs[side].push(ms)
    const holds = holdsMs()
    if (holds.length !== contenders)
      throw new Error(`${contenders} applies held the lock ${holds.length} times`)
    byHolds[side].push(ms / sum(holds))
    return ms / (contenders * singles.at(-1)!)
  }

  await single()
  const pairs = await measurePairs(
    { runs, warmUps: 0 },
    async () => {
      singles.push(await single())
      return await drain(
        'baseline',
        async (project) =>
          await job.shell(project, `terraform init -input=false && ${bareApply} -lock-timeout=600s`),
      )
    },
    async () => {
      const inputs = { command: 'apply', 'apply-policy': 'unreviewed', 'lock-timeout': '10m' }
      return await drain('measured', async (project) => await job.action(project, inputs).ended)
    },
  )
  const by = (ms: number): string =>
    `${(spreadOf(drainMs.baseline).median / ms).toFixed(2)} x without, ${(spreadOf(drainMs.measured).median / ms).toFixed(2)} x with`
  const median = (values: readonly number[]): string => `${spreadOf(values).median.toFixed(2)} x`
  const sleepsMs = contenders * holdSeconds * 1000
  const singlesMs = contenders * spreadOf(singles).median
  return figureFromPairs(
    {
      name: `drain of ${contenders}, ${holdSeconds} s each`,
      unit: 'times',
      baseline: `${contenders} at once: terraform init && apply -lock-timeout=600s`,
      measured: `${contenders} at once: the action's apply`,
      bars,
      notes: [
        `1.00 x is ${contenders} times a bare apply, measured with each pair (${(singlesMs / 1000).toFixed(1)} s in all)`,
        `by ${contenders} times ${holdSeconds} s (${(sleepsMs / 1000).toFixed(1)} s): ${by(sleepsMs)}`,
        `by the sum of the holds, each from the lock's PUT to its DELETE: ${median(byHolds.baseline)} without, ${median(byHolds.measured)} with`,
      ],
    },
    pairs,
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
