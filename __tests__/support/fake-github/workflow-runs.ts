import { accountJson, nodeId, timestamp } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound } from './answer.ts'
import { pullRequestId } from './pull-requests.ts'
import { minimalRepositoryJson, repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Repository, Run, Site } from './site.ts'
import { currentAttempt } from './site.ts'

const permissions = ['actions'] as const

export const workflowRunRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/runs/{run_id}',
    documentation: 'actions/workflow-runs#get-a-workflow-run',
    permissions,
    perform: getRun,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}',
    documentation: 'actions/workflow-runs#get-a-workflow-run-attempt',
    permissions,
    perform: getRunAttempt,
  },
]

function getRun(request: RouteRequest): Answer {
  const attempts = request.repository.runs.get(Number(request.parameters['run_id']))
  return runAnswer(request, currentAttempt(attempts))
}

function getRunAttempt(request: RouteRequest): Answer {
  const { repository, parameters } = request
  const attempts = repository.runs.get(Number(parameters['run_id']))
  const number = Number(parameters['attempt_number'])
  return runAnswer(
    request,
    attempts?.find(({ attempt }) => attempt === number),
  )
}

function runAnswer({ site, repository, query, documentation }: RouteRequest, run: Run | undefined): Answer {
  if (run === undefined) return notFound(documentation)
  const withoutPulls = query.get('exclude_pull_requests') === 'true'
  return json(200, runJson(site, repository, withoutPulls ? { ...run, pulls: [] } : run))
}

/** The description's workflow-run. */
function runJson(site: Site, repository: Repository, run: Run): Record<string, unknown> {
  const { id, attempt, headSha } = run
  const root = repositoryUrl(site, repository)
  const url = `${root}/actions/runs/${id}`
  const workflowId = repository.id + 1
  const author = { name: run.actor.login, email: `${run.actor.login}@users.noreply.github.com` }
  const minimal = minimalRepositoryJson(site, repository)
  return {
    id,
    name: run.workflowName,
    node_id: nodeId('WFR', id),
    head_branch: run.headBranch,
    head_sha: headSha,
    path: run.workflowPath,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId,
    check_suite_id: id + 1,
    check_suite_node_id: nodeId('CS', id + 1),
    url,
    html_url: `${repositoryPage(site, repository)}/actions/runs/${id}`,
    pull_requests: run.pulls.map((number) => minimalPullRequestJson(site, repository, number)),
    created_at: timestamp(run.createdAt),
    updated_at: timestamp(run.updatedAt),
    actor: accountJson(site, run.actor),
    run_attempt: attempt,
    referenced_workflows: [],
    run_started_at: timestamp(run.startedAt),
    triggering_actor: accountJson(site, run.triggeringActor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: `${root}/check-suites/${id + 1}`,
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: attempt === 1 ? null : `${url}/attempts/${attempt - 1}`,
    workflow_url: `${root}/actions/workflows/${workflowId}`,
    head_commit: {
      id: headSha,
      tree_id: headSha,
      message: run.displayTitle,
      timestamp: timestamp(run.createdAt),
      author,
      committer: author,
    },
    repository: minimal,
    head_repository: minimal,
  }
}

function minimalPullRequestJson(site: Site, repository: Repository, number: number): Record<string, unknown> {
  const { headRef, headSha, baseRef, baseSha } = repository.pullRequests.get(number)!
  const url = repositoryUrl(site, repository)
  const repo = { id: repository.id, url, name: repository.name }
  return {
    url: `${url}/pulls/${number}`,
    id: pullRequestId(repository, number),
    number,
    head: { ref: headRef, sha: headSha, repo },
    base: { ref: baseRef, sha: baseSha, repo },
  }
}
