import { accountJson, nodeId } from './account.ts'
import type { Repository, Site } from './site.ts'

const suffixes = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
}

export function repositoryUrl(site: Site, { fullName }: Repository): string {
  return `${site.apiUrl}/repos/${fullName}`
}

export function repositoryPage(site: Site, { fullName }: Repository): string {
  return `${site.serverUrl}/${fullName}`
}

/** The description's minimal-repository, with what GitHub sends of it in a workflow run. */
export function minimalRepositoryJson(site: Site, repository: Repository): Record<string, unknown> {
  const url = repositoryUrl(site, repository)
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: repository.fullName,
    private: true,
    owner: accountJson(site, { login: repository.owner, type: 'Organization' }),
    html_url: repositoryPage(site, repository),
    description: null,
    fork: false,
    url,
    ...Object.fromEntries(Object.entries(suffixes).map(([name, suffix]) => [name, url + suffix])),
  }
}

/** The description's repository, with what GitHub sends of it in a pull request. */
export function repositoryJson(site: Site, repository: Repository): Record<string, unknown> {
  const page = repositoryPage(site, repository)
  const host = new URL(site.serverUrl).host
  return {
    ...minimalRepositoryJson(site, repository),
    created_at: '2024-01-02T03:04:05Z',
    updated_at: '2024-01-02T03:04:05Z',
    pushed_at: '2024-01-02T03:04:05Z',
    git_url: `git://${host}/${repository.fullName}.git`,
    ssh_url: `git@${host}:${repository.fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 108,
    stargazers_count: 0,
    watchers_count: 0,
    language: 'HCL',
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: repository.pullRequests.size,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: 'private',
    forks: 0,
    open_issues: repository.pullRequests.size,
    watchers: 0,
    default_branch: 'main',
  }
}
