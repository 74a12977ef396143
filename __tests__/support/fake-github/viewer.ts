import { profileJson } from './account.ts'
import type { Answer } from './answer.ts'
import { json, refusal } from './answer.ts'
import type { Route, RouteRequest } from './route.ts'

export const viewerRoutes: Route[] = [
  {
    method: 'GET',
    template: '/user',
    documentation: 'users/users#get-the-authenticated-user',
    permissions: [],
    perform: getUser,
  },
]

/** An installation's token, such as GITHUB_TOKEN, is no user. */
function getUser({ site, documentation }: RouteRequest): Answer {
  if (site.token.startsWith('ghs_')) {
    return refusal(403, 'Resource not accessible by integration', documentation)
  }
  return json(200, profileJson(site, site.viewer))
}
