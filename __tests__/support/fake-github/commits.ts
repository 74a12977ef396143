import { nodeId } from './account.ts'
import type { Answer } from './answer.ts'
import { json, refusal } from './answer.ts'
import { repositoryPage, repositoryUrl } from './repository.ts'
import type { Route, RouteRequest } from './route.ts'
import type { Repository, Site } from './site.ts'

export const commitRoutes: Route[] = [
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/compare/{basehead}',
    documentation: 'commits/commits#compare-two-commits',
    permissions: ['contents'],
    perform: compare,
  },
]

function compare({ site, repository, parameters, query, documentation }: RouteRequest): Answer {
  const basehead = parameters['basehead'] ?? ''
  const [base = '', head = ''] = basehead.split('...')
  if (!isKnown(repository, base) || !isKnown(repository, head))
    return refusal(404, 'Not Found', documentation)
  const [before, after] = [historyOf(repository, base), historyOf(repository, head)]
  const mergeBase = [...after].find((sha) => before.has(sha))
  if (mergeBase === undefined) {
    return refusal(404, `No common ancestor between ${base} and ${head}.`, documentation)
  }
  const ahead = [...after].filter((sha) => !before.has(sha)).reverse()
  const behind = [...before].filter((sha) => !after.has(sha))
  const page = `${repositoryPage(site, repository)}/compare/${basehead}`
  const ofCommit = (sha: string): Record<string, unknown> => commitJson(site, repository, sha)
  return json(200, {
    url: `${repositoryUrl(site, repository)}/compare/${basehead}`,
    html_url: page,
    permalink_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    base_commit: ofCommit(base),
    merge_base_commit: ofCommit(mergeBase),
    status: statusOf(ahead.length, behind.length),
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.slice(0, Number(query.get('per_page') ?? 250)).map(ofCommit),
    files: [],
  })
}

function statusOf(aheadBy: number, behindBy: number): string {
  if (aheadBy > 0) return behindBy > 0 ? 'diverged' : 'ahead'
  return behindBy > 0 ? 'behind' : 'identical'
}

function isKnown({ parents, commits, pullRequests }: Repository, sha: string): boolean {
  const ofPullRequests = [...pullRequests.values()].flatMap((pull) => [
    pull.headSha,
    pull.baseSha,
    pull.mergeCommitSha,
  ])
  return parents.has(sha) || commits.has(sha) || ofPullRequests.includes(sha)
}

/** The commit and all before it, the nearest first. */
function historyOf({ parents }: Repository, sha: string): ReadonlySet<string> {
  const history = new Set([sha])
  for (const commit of history) for (const parent of parents.get(commit) ?? []) history.add(parent)
  return history
}

/** The description's commit. */
function commitJson(site: Site, repository: Repository, sha: string): Record<string, unknown> {
  const url = `${repositoryUrl(site, repository)}/commits/${sha}`
  const page = `${repositoryPage(site, repository)}/commit/${sha}`
  const author = { name: 'Alice', email: 'alice@example.com', date: '2026-08-22T10:00:00Z' }
  return {
    ...{ url, sha, node_id: nodeId('C', 1), html_url: page, comments_url: `${url}/comments` },
    commit: {
      url,
      author,
      committer: author,
      message: 'Change the bucket',
      comment_count: 0,
      tree: { sha, url },
      verification: {
        verified: false,
        reason: 'unsigned',
        payload: null,
        signature: null,
        verified_at: null,
      },
    },
    author: null,
    committer: null,
    parents: (repository.parents.get(sha) ?? []).map((parent) => ({ sha: parent, url, html_url: page })),
  }
}
