import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import type { PermissionScope, Repository, Site } from './site.ts'

export interface RouteRequest {
  site: Site
  repository: Repository
  /** What the template's braces stand for, decoded. */
  parameters: Record<string, string>
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Parsed JSON. */
  body: unknown
  /** Where GitHub explains the operation, below docs.github.com/rest. */
  documentation: string
}

export interface Route {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** A path of GitHub's description. */
  template: string
  documentation: string
  /** Scopes of which one is enough: read for GET, else write. */
  permissions: readonly PermissionScope[]
  perform: (request: RouteRequest) => Answer
}

export function matchTemplate(template: string, path: string): Record<string, string> | undefined {
  const names = template.split('/')
  const values = path.split('/')
  if (names.length !== values.length) return undefined
  const parameters: Record<string, string> = {}
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? ''
    if (name.startsWith('{')) {
      if (value === '') return undefined
      parameters[name.slice(1, -1)] = decoded(value)
    } else if (name !== value) return undefined
  }
  return parameters
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** The page that the query asks for, and the Link header that leads to the others. */
export function pageOf<T>(
  { site, repository, query }: Pick<RouteRequest, 'site' | 'repository' | 'query'>,
  subpath: string,
  all: readonly T[],
): { items: T[]; headers: Record<string, string> } {
  const perPage = Math.min(positiveInteger(query.get('per_page'), 30), 100)
  const page = positiveInteger(query.get('page'), 1)
  const last = Math.max(Math.ceil(all.length / perPage), 1)
  const link = (target: number, relation: string): string => {
    const parameters = new URLSearchParams(query)
    parameters.set('page', String(target))
    // GitHub's own links go by the repository's ID, so a client that follows them leaves /repos.
    return `<${site.apiUrl}/repositories/${repository.id}${subpath}?${parameters.toString()}>; rel="${relation}"`
  }
  const links = [
    ...(page > 1 ? [link(page - 1, 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next'), link(last, 'last')] : []),
    ...(page > 1 ? [link(1, 'first')] : []),
  ]
  return {
    items: all.slice((page - 1) * perPage, page * perPage),
    headers: links.length === 0 ? {} : { link: links.join(', ') },
  }
}

function positiveInteger(text: string | null, fallback: number): number {
  const value = Number(text)
  return Number.isInteger(value) && value > 0 ? value : fallback
}
