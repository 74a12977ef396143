import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { changesFromPlan } from '../src/plan/changes.ts'
import { parsePlan } from '../src/plan/parsed-plan.ts'
import { planViewFromPlan } from '../src/plan/plan-view.ts'
import { renderComment } from '../src/report/comment-body.ts'
import type { BenchJob } from './bench-job.ts'
import { figureFromPairs, type Figure } from './figure.ts'
import { createLargeProject } from './large.ts'
import { measurePairs } from './statistics.ts'
import type { BenchStore } from './stores.ts'

/** Rendering the comment of a large plan, against the commands of Terraform's that print the same plan. */
export async function measureComment(
  job: BenchJob,
  store: BenchStore,
  runs: number,
  resources: number,
): Promise<Figure> {
  const project = createLargeProject(job, store, resources)
  const show = 'terraform show -json plan >plan.json && terraform show -no-color plan >plan.txt'
  await job.shell(project, `terraform init && terraform plan -out=plan -input=false && ${show}`)
  const read = (name: string): string => readFileSync(join(project.folder, name), 'utf8')
  const [json, text] = [read('plan.json'), read('plan.txt')]
  const pairs = await measurePairs(
    { runs, warmUps: 1 },
    async () => await job.shell(project, show),
    () => Promise.resolve(timeRendering(json, text)),
  )
  return figureFromPairs(
    {
      name: `comment of ${resources} resources`,
      baseline: 'terraform show -json && terraform show',
      measured: 'reading the plan and rendering the comment, in a warm Node',
      bars: [{ on: 'measured', limit: 500, margin: 0 }],
    },
    pairs,
  )
}

function timeRendering(json: string, text: string): number {
  const start = performance.now()
  const { plan, sensitive } = parsePlan(json)
  const { counts } = changesFromPlan(plan)
  renderComment(
    {
      command: 'plan',
      phase: { kind: 'ended', result: 'changes', failureReason: '', message: '' },
      stateAddress: 's3://bench/key',
      counts,
      holder: undefined,
      queue: undefined,
      findings: [],
      audit: undefined,
      lockWaitedMs: 0,
      lockAttempts: 1,
      lockRecovered: undefined,
      decision: undefined,
      ...{
        isPlanVoid: false,
        leftLock: undefined,
        recovery: undefined,
        comparison: undefined,
        reviewedPlan: undefined,
        restore: undefined,
        plannedCommit: undefined,
      },
      issue: undefined,
      warnings: [],
      diagnostics: [],
      plan: planViewFromPlan(plan, text, counts),
      planText: '',
      run: undefined,
    },
    {
      key: { stateAddress: 's3://bench/key', folder: '.', commentKey: '' },
      kept: undefined,
      folderName: '.',
      now: 0,
      sensitive,
    },
  )
  return performance.now() - start
}
