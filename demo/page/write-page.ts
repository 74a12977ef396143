import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { DemoGitHub } from '../github.ts'
import { jobs, pulls, type JobName, type PullNumber } from '../jobs.ts'
import type { EndedStep } from '../step.ts'
import { pagePath } from './page-path.ts'
import type { JobOnPage, PullOnPage } from './page-story.ts'
import { renderPage } from './page.ts'

/** First the pull request whose comment goes all the way to the apply. */
const order: readonly PullNumber[] = [8, 7]
const jobNames: readonly JobName[] = ['plan', 'plan again', 'apply']

/** Writes the page of what has happened. Returns its path. */
export function writePage(terraform: string, github: DemoGitHub, steps: readonly EndedStep[]): string {
  const page = renderPage({ terraform, pulls: order.map((number) => pullOf(number, github, steps)) })
  mkdirSync(dirname(pagePath), { recursive: true })
  // Whoever reads it meanwhile, as another demo's test does, reads a whole one.
  const draft = `${pagePath}.${process.pid}`
  writeFileSync(draft, page)
  renameSync(draft, pagePath)
  return pagePath
}

function pullOf(number: PullNumber, github: DemoGitHub, steps: readonly EndedStep[]): PullOnPage {
  const names = jobNames.filter((name) => jobs[name].pull === number)
  return {
    ...pulls[number],
    ...{ number, isMerged: number === 8, versions: github.versions(number) },
    jobs: names.map((name) => jobOf(name, steps)).filter((job) => job.steps.length > 0),
  }
}

function jobOf(name: JobName, steps: readonly EndedStep[]): JobOnPage {
  const { title, runId, jobId } = jobs[name]
  const own = steps.filter(({ job }) => job === name).sort((one, other) => one.startedAt - other.startedAt)
  return { title, runId: String(runId), jobId: String(jobId), steps: own }
}
