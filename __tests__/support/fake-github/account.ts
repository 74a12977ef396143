import { createHash } from 'node:crypto'
import type { Account, Site } from './site.ts'

const actionsBotId = 41898282
const actionsAppId = 15368

/** GitHub's own form, without milliseconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z')
}

export function nodeId(prefix: string, id: number): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(id))
  return `${prefix}_kwDO${bytes.toString('base64url')}`
}

function accountId(login: string): number {
  if (login === 'github-actions[bot]') return actionsBotId
  return createHash('sha256').update(login).digest().readUInt32BE(0)
}

/** The description's simple-user. */
export function accountJson(site: Site, { login, type }: Account): Record<string, unknown> {
  const id = accountId(login)
  const url = `${site.apiUrl}/users/${encodeURIComponent(login)}`
  const isActions = id === actionsBotId
  const page = type === 'Bot' ? `apps/${login.replace('[bot]', '')}` : login
  return {
    login,
    id,
    node_id: nodeId(type === 'Bot' ? 'BOT' : 'U', id),
    avatar_url: `https://avatars.githubusercontent.com/${isActions ? `in/${actionsAppId}` : `u/${id}`}?v=4`,
    gravatar_id: '',
    url,
    html_url: `${site.serverUrl}/${page}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type,
    user_view_type: 'public',
    site_admin: false,
  }
}

/** The description's public-user. */
export function profileJson(site: Site, account: Account): Record<string, unknown> {
  return {
    ...accountJson(site, account),
    name: null,
    company: null,
    blog: '',
    location: null,
    email: null,
    notification_email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-02T03:04:05Z',
    updated_at: '2020-01-02T03:04:05Z',
  }
}

/** What GitHub names as `performed_via_github_app` in what a GITHUB_TOKEN has written; null for anyone else. */
export function appJson(site: Site, account: Account | null): Record<string, unknown> | null {
  if (account?.login !== 'github-actions[bot]') return null
  return {
    id: actionsAppId,
    client_id: 'Iv1.05c79e9ad1f6bdfa',
    slug: 'github-actions',
    node_id: 'MDM6QXBwMTUzNjg=',
    owner: accountJson(site, { login: 'github', type: 'Organization' }),
    name: 'GitHub Actions',
    description: 'Automate your workflow from idea to production',
    external_url: 'https://help.github.com/en/actions',
    html_url: `${site.serverUrl}/apps/github-actions`,
    created_at: '2018-07-30T09:30:17Z',
    updated_at: '2025-03-07T16:35:00Z',
    permissions: { actions: 'write', contents: 'write', issues: 'write', pull_requests: 'write' },
    events: ['push', 'workflow_dispatch'],
  }
}
