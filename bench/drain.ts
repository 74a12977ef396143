import { s3Backend, type TerraformProject } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import { measurePairs, spreadOf } from './statistics.ts'
import type { BenchStore } from './stores.ts'

const holdSeconds = 1
const bareApply = 'terraform apply -auto-approve -input=false'

/** Every apply replaces it, and so holds the lock that long. */
const holding = `resource "terraform_data" "hold" {
  triggers_replace = timestamp()
  provisioner "local-exec" {
    command = "sleep ${holdSeconds}"
  }
}`

/** How long it takes until all of some contenders have applied, by the sum of their applies one at a time. */
export async function measureDrain(
  job: BenchJob,
  store: BenchStore,
  runs: number,
  contenders: number,
): Promise<Figure> {
  const key = `drain-${contenders}/terraform.tfstate`
  const projects: TerraformProject[] = []
  for (let index = 0; index < contenders; index += 1) {
    const project = job.project(s3Backend({ s3: store.endpoint, key }), holding)
    projects.push(project)
    await job.shell(project, 'terraform init -input=false')
  }
  const single = async (): Promise<number> => await job.shell(projects[0]!, bareApply)
  const drain = async (apply: (project: TerraformProject) => Promise<number>): Promise<number> =>
    Math.max(...(await Promise.all(projects.map(apply))))

  await single()
  const singles: number[] = []
  const pairs = await measurePairs(
    { runs, warmUps: 0 },
    async () => {
      singles.push(await single())
      return await drain(
        async (project) =>
          await job.shell(project, `terraform init -input=false && ${bareApply} -lock-timeout=300s`),
      )
    },
    async () => {
      const inputs = { command: 'apply', 'apply-policy': 'unreviewed', 'lock-timeout': '5m' }
      return await drain(async (project) => await job.action(project, inputs).ended)
    },
  )
  const sum = spreadOf(singles).median * contenders
  return figureFromPairs(
    {
      name: `drain of ${contenders}`,
      unit: 'times',
      baseline: `${contenders} at once: terraform init && apply -lock-timeout=300s`,
      measured: `${contenders} at once: the action's apply`,
      notes: [
        `1.00 x is the sum of ${contenders} uncontended applies, each ${holdSeconds} s and Terraform's own time`,
      ],
    },
    pairs.map((pair) => ({ ...pair, baseline: pair.baseline / sum, measured: pair.measured / sum })),
  )
}
