import { nodeId } from './account.ts'
import type { Answer } from './answer.ts'
import { json, notFound } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'

export const environmentRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/environments/{environment_name}',
    documentation: 'deployments/environments#get-an-environment',
    permissions: ['actions'],
    perform: getEnvironment,
  },
]

function getEnvironment({ site, repository, parameters, documentation }: RouteRequest): Answer {
  const name = parameters['environment_name'] ?? ''
  const rules = repository.environments.get(name.toLowerCase())
  if (rules === undefined) return notFound(documentation)
  return json(200, {
    id: 161088068,
    node_id: nodeId('EN', 161088068),
    name,
    url: `${repositoryUrl(site, repository)}/environments/${name}`,
    html_url: `${repositoryPage(site, repository)}/deployments/activity_log?environments_filter=${name}`,
    created_at: '2026-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
    protection_rules: rules.map((type, index) => ({
      id: index + 1,
      node_id: nodeId('GA', index + 1),
      type,
      ...(type === 'required_reviewers' ? { prevent_self_review: false, reviewers: [] } : {}),
      ...(type === 'wait_timer' ? { wait_timer: 30 } : {}),
    })),
    deployment_branch_policy: null,
  })
}
