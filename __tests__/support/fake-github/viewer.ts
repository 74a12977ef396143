import { profileJson } from './account.ts'
import type { Answer } from './answer.ts'
import { json, refusal } from './answer.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Site } from './site.ts'

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

/** Undefined for a query that the fake doesn't know. */
export function answerGraphql(site: Site, body: unknown): Answer | undefined {
  const query = typeof body === 'object' && body !== null && 'query' in body ? body.query : undefined
  const isViewerQuery =
    typeof query === 'string' && /^\s*(query\s*)?\{\s*viewer\s*\{\s*login\s*\}\s*\}\s*$/.test(query)
  return isViewerQuery ? json(200, { data: { viewer: { login: site.viewer.login } } }) : undefined
}

export function graphqlError(message: string): Answer {
  return json(200, { errors: [{ message, locations: [{ line: 1, column: 1 }] }] })
}
