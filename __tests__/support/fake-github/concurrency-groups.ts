import type { Answer } from './answer.ts'
import { json, notFound } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import type { GroupMember, Repository, Site } from './site.ts'

const permissions = ['actions'] as const

export const concurrencyGroupRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups',
    documentation: 'actions/concurrency-groups#list-concurrency-groups-for-a-workflow-run',
    permissions,
    perform: listGroupsOfRun,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/actions/concurrency_groups/{concurrency_group_name}',
    documentation: 'actions/concurrency-groups#get-a-concurrency-group-for-a-repository',
    permissions,
    perform: getGroup,
  },
]

function listGroupsOfRun({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const runId = Number(parameters['run_id'])
  if (site.enterprise || !repository.runs.has(runId)) return notFound(documentation)
  const groups = [...repository.groups]
    .filter(([, members]) => members.some((member) => member.runId === runId))
    .map(([name, members]) => ({
      ...groupJson(site, repository, name),
      group_members: members.flatMap((member, position) =>
        member.runId === runId
          ? [
              {
                ...memberJson(site, repository, member, position),
                position,
                position_url: `${groupUrl(site, repository, name)}?ahead_of_run=${runId}`,
              },
            ]
          : [],
      ),
    }))
  return json(200, { total_count: groups.length, concurrency_groups: groups })
}

function getGroup({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const name = parameters['concurrency_group_name'] ?? ''
  const members = repository.groups.get(name)
  if (site.enterprise || members === undefined) return notFound(documentation)
  return json(200, {
    ...groupJson(site, repository, name),
    total_count: members.length,
    group_members: members.map((member, position) => memberJson(site, repository, member, position)),
  })
}

function groupUrl(site: Site, repository: Repository, name: string): string {
  return `${repositoryUrl(site, repository)}/actions/concurrency_groups/${encodeURIComponent(name)}`
}

function groupJson(site: Site, repository: Repository, name: string): Record<string, unknown> {
  return { group_name: name, group_url: groupUrl(site, repository, name) }
}

/** The first one holds the group. */
function memberJson(
  site: Site,
  repository: Repository,
  { runId, jobId }: GroupMember,
  position: number,
): Record<string, unknown> {
  const [url, page] = [repositoryUrl(site, repository), repositoryPage(site, repository)]
  const job =
    jobId === undefined
      ? {}
      : {
          job_id: jobId,
          job_name: 'apply',
          job_url: `${url}/actions/jobs/${jobId}`,
          job_html_url: `${page}/actions/runs/${runId}/job/${jobId}`,
        }
  return {
    run_id: runId,
    run_name: 'Terraform',
    run_url: `${url}/actions/runs/${runId}`,
    run_html_url: `${page}/actions/runs/${runId}`,
    status: position === 0 ? 'in_progress' : 'pending',
    ...job,
  }
}
