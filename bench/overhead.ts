import { join } from 'node:path'
import { resource, s3Backend, type TerraformProject } from '../__tests__/support/terraform-project.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import { measurePairs } from './statistics.ts'
import type { BenchStore } from './stores.ts'

const bar = { on: 'difference', limit: 180, margin: 0.05 } as const
const warmUps = 2

/** A small state in the store, and a folder that is initialised and has one change to plan. */
export async function createPlannableProject(job: BenchJob, store: BenchStore): Promise<TerraformProject> {
  const project = job.project(s3Backend({ s3: store.endpoint }), '')
  const write = (colour: string): void => {
    project.write('resources.tf', resource('a', `"${colour}"`) + resource('b', '"fixed"'))
  }
  write('red')
  await job.shell(project, 'terraform init -input=false && terraform apply -auto-approve -input=false')
  write('blue')
  return project
}

/** The action's `plan` against the commands that it replaces, nobody else being at the state. */
export async function measureOverhead(job: BenchJob, store: BenchStore, runs: number): Promise<Figure> {
  const project = await createPlannableProject(job, store)
  const plan = join(job.tempDirectory, 'bare.tfplan')
  const bare = `terraform init -input=false && terraform plan -input=false -out=${plan} && terraform show -json ${plan} >${plan}.json`
  const pairs = await measurePairs(
    { runs, warmUps },
    async () => await job.shell(project, bare),
    async () => await job.action(project, { command: 'plan' }).ended,
  )
  return figureFromPairs(
    {
      name: `plan on ${store.name}`,
      baseline: 'terraform init && plan -out && show -json',
      measured: "the action's plan",
      bars: [bar],
    },
    pairs,
  )
}

/** The action's `apply` of what was not reviewed, against the commands that it replaces; nothing is left to change. */
export async function measureApplyOverhead(job: BenchJob, store: BenchStore, runs: number): Promise<Figure> {
  const project = await createPlannableProject(job, store)
  const pairs = await measurePairs(
    { runs, warmUps },
    async () =>
      await job.shell(project, 'terraform init -input=false && terraform apply -auto-approve -input=false'),
    async () => await job.action(project, { command: 'apply', 'apply-policy': 'unreviewed' }).ended,
  )
  return figureFromPairs(
    {
      name: `apply on ${store.name}`,
      baseline: 'terraform init && apply',
      measured: "the action's apply",
    },
    pairs,
  )
}
