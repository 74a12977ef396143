import { nodeId, timestamp } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import { pageOf } from './route.ts'
import type { Job, Repository, Run, Site } from './site.ts'

const permissions = ['actions'] as const

export const jobRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs',
    documentation: 'actions/workflow-jobs#list-jobs-for-a-workflow-run-attempt',
    permissions,
    perform: listJobsOfAttempt,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/jobs/{job_id}',
    documentation: 'actions/workflow-jobs#get-a-job-for-a-workflow-run',
    permissions,
    perform: getJob,
  },
]

function listJobsOfAttempt(request: RouteRequest): Answer {
  const { site, repository, parameters, documentation } = request
  const runId = Number(parameters['run_id'])
  const attempt = Number(parameters['attempt_number'])
  const run = runOf(repository, { runId, attempt })
  if (run === undefined) return notFound(documentation)
  const jobs = [...repository.jobs.values()].filter((job) => job.runId === runId && job.attempt === attempt)
  const { items, headers } = pageOf(request, `/actions/runs/${runId}/attempts/${attempt}/jobs`, jobs)
  const bodies = items.map((job) => jobJson(site, repository, run, job))
  return json(200, { total_count: jobs.length, jobs: bodies }, headers)
}

function getJob({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const job = repository.jobs.get(Number(parameters['job_id']))
  const run = job === undefined ? undefined : runOf(repository, job)
  if (job === undefined || run === undefined) return notFound(documentation)
  return json(200, jobJson(site, repository, run, job))
}

function runOf(
  repository: Repository,
  { runId, attempt }: { runId: number; attempt: number },
): Run | undefined {
  return repository.runs.get(runId)?.find((each) => each.attempt === attempt)
}

/** The description's job. */
function jobJson(site: Site, repository: Repository, run: Run, job: Job): Record<string, unknown> {
  const { id, runId, attempt, status, conclusion } = job
  const root = repositoryUrl(site, repository)
  const hasRunner = job.runnerName !== null
  const startedAt = timestamp(job.startedAt)
  const completedAt = job.completedAt === null ? null : timestamp(job.completedAt)
  return {
    id,
    run_id: runId,
    workflow_name: run.workflowName,
    head_branch: run.headBranch,
    run_url: `${root}/actions/runs/${runId}`,
    run_attempt: attempt,
    node_id: nodeId('CR', id),
    head_sha: run.headSha,
    url: `${root}/actions/jobs/${id}`,
    html_url: `${repositoryPage(site, repository)}/actions/runs/${runId}/job/${id}`,
    status,
    conclusion,
    created_at: timestamp(job.createdAt),
    started_at: startedAt,
    completed_at: completedAt,
    name: job.name,
    steps: hasRunner
      ? [
          {
            name: 'Set up job',
            status: status === 'completed' ? 'completed' : 'in_progress',
            conclusion: status === 'completed' ? conclusion : null,
            number: 1,
            started_at: startedAt,
            completed_at: completedAt,
          },
        ]
      : [],
    check_run_url: `${root}/check-runs/${id}`,
    labels: ['ubuntu-latest'],
    runner_id: hasRunner ? 1 : null,
    runner_name: job.runnerName,
    runner_group_id: hasRunner ? 0 : null,
    runner_group_name: hasRunner ? 'GitHub Actions' : null,
  }
}
