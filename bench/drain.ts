import { s3Backend, type TerraformProject } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Bar, type Figure } from './figure.ts'
import { measurePairs, spreadOf } from './statistics.ts'
import type { WatchedStore } from './stores.ts'

export interface Drain {
  readonly contenders: number
  /** What each of them does with the lock; Terraform's own work under the lock comes on top. */
  readonly holdSeconds: number
  readonly bar?: Bar
}

const bareApply = 'terraform apply -auto-approve -input=false'

/** Every apply replaces it, and so holds the lock that long. */
const holding = (seconds: number): string => `resource "terraform_data" "hold" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "sleep ${seconds}"
  }
}`

/** How long it takes until all of some contenders have applied, by the time for which the lock was held meanwhile. */
export async function measureDrain(
  job: BenchJob,
  store: WatchedStore,
  runs: number,
  { contenders, holdSeconds, bar }: Drain,
): Promise<Figure> {
  const key = `drain-${contenders}-${holdSeconds}/terraform.tfstate`
  const projects: TerraformProject[] = []
  for (let index = 0; index < contenders; index += 1) {
    const project = job.project(s3Backend({ s3: store.endpoint, key }), holding(holdSeconds))
    projects.push(project)
    await job.shell(project, 'terraform init -input=false')
  }
  const single = async (): Promise<number> => await job.shell(projects[0]!, bareApply)
  const drainMs: Record<'baseline' | 'measured', number[]> = { baseline: [], measured: [] }
  const drain = async (
    side: keyof typeof drainMs,
    apply: (project: TerraformProject) => Promise<number>,
  ): Promise<number> => {
    const holdsMs = store.watchHolds(`${key}.tflock`)
    const ms = Math.max(...(await Promise.all(projects.map(apply))))
    drainMs[side].push(ms)
    const holds = holdsMs()
    if (holds.length !== contenders)
      throw new Error(`${contenders} applies held the lock ${holds.length} times`)
    return ms / sum(holds)
  }

  await single()
  const singles: number[] = []
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
  const sleepsMs = contenders * holdSeconds * 1000
  const singlesMs = contenders * spreadOf(singles).median
  return figureFromPairs(
    {
      name: `drain of ${contenders}, ${holdSeconds} s each`,
      unit: 'times',
      baseline: `${contenders} at once: terraform init && apply -lock-timeout=600s`,
      measured: `${contenders} at once: the action's apply`,
      ...(bar === undefined ? {} : { bar }),
      notes: [
        `1.00 x is the sum of the ${contenders} holds, each from the lock's PUT to its DELETE`,
        `by ${contenders} times ${holdSeconds} s (${(sleepsMs / 1000).toFixed(1)} s): ${by(sleepsMs)}`,
        `by ${contenders} uncontended applies, one after the other (${(singlesMs / 1000).toFixed(1)} s): ${by(singlesMs)}`,
      ],
    },
    pairs,
  )
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
