import { createHash } from 'node:crypto'
import type { Answer } from './answer.ts'
import { json, notFound } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'

export const contentRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/contents/{path}',
    documentation: 'repos/contents#get-repository-content',
    permissions: ['contents'],
    perform: getContent,
  },
]

function getContent({ site, repository, parameters, query, documentation }: RouteRequest): Answer {
  const { path = '' } = parameters
  const ref = query.get('ref') ?? 'main'
  const text = repository.files.get(`${ref}:${path}`)
  if (text === undefined) return notFound(documentation)
  const bytes = Buffer.from(text)
  const sha = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
  const url = `${repositoryUrl(site, repository)}/contents/${path}?ref=${ref}`
  const gitUrl = `${repositoryUrl(site, repository)}/git/blobs/${sha}`
  const page = `${repositoryPage(site, repository)}/blob/${ref}/${path}`
  return json(200, {
    type: 'file',
    encoding: 'base64',
    size: bytes.length,
    name: path.split('/').at(-1),
    path,
    // GitHub breaks it into lines.
    content: bytes.toString('base64').replace(/(.{60})/g, '$1\n'),
    sha,
    url,
    git_url: gitUrl,
    html_url: page,
    download_url: `${page}?raw=true`,
    _links: { git: gitUrl, self: url, html: page },
  })
}
