import type { getOctokit } from '@actions/github'

type Octokit = ReturnType<typeof getOctokit>

/** GitHub's API, with the token of this job. A request that is refused or gets no answer throws. */
export interface GitHubClient {
  readonly request: Octokit['request']
  /** For queries only. */
  readonly graphql: Octokit['graphql']
}

export interface GitHubOptions {
  readonly token: string
  /** GITHUB_API_URL: `https://api.github.com`, or `https://HOST/api/v3` of an Enterprise Server. */
  readonly apiUrl: string
  readonly debug: (message: string) => void
}

/** The version after this one has no `merge_commit_sha` in a pull request any more. */
const apiVersion = '2022-11-28'
/** Waiting longer for GitHub's limits would keep the job busy with nothing but its comment. */
const maxThrottledSeconds = 10

/** Loads GitHub's client, which takes some 50 ms and blocks. Proxies are taken from the environment. */
export async function createGitHubClient({ token, apiUrl, debug }: GitHubOptions): Promise<GitHubClient> {
  const [{ getOctokit }, { retry }, { throttling }] = await Promise.all([
    import('@actions/github'),
    import('@octokit/plugin-retry'),
    import('@octokit/plugin-throttling'),
  ])
  const isWorthWaiting = (seconds: number, _request: object, _client: unknown, retries: number): boolean =>
    seconds <= maxThrottledSeconds && retries === 0
  const options = {
    baseUrl: apiUrl,
    userAgent: 'lockstep',
    retry: { retries: 2 },
    log: { debug, info: debug, warn: debug, error: debug },
  }
  const throttle = { id: apiUrl, onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting }
  const octokit = getOctokit(token, { ...options, throttle }, retry, throttling)
  // The throttling takes each query for a write, and waits a second between two of those.
  const reader = getOctokit(token, options, retry)
  for (const { hook } of [octokit, reader]) {
    hook.before('request', ({ headers }) => {
      headers['x-github-api-version'] = apiVersion
    })
  }
  return { request: octokit.request, graphql: reader.graphql }
}

/** The HTTP status of a request that GitHub answered with a refusal. */
export function statusOfError(error: unknown): number | undefined {
  const status = (error as { readonly status?: unknown } | undefined)?.status
  return typeof status === 'number' ? status : undefined
}

/** GitHub said no, and will say so again: its limits, which pass, answer 403 as well. */
export function isRefusal(error: unknown): boolean {
  const status = statusOfError(error)
  if (status === undefined || status < 400 || status >= 500 || status === 429) return false
  const { response, message = '' } = error as {
    readonly response?: { readonly headers?: Readonly<Record<string, unknown>> }
    readonly message?: string
  }
  const headers = response?.headers ?? {}
  const isLimited =
    headers['retry-after'] !== undefined ||
    headers['x-ratelimit-remaining'] === '0' ||
    /rate limit/i.test(message)
  return !(status === 403 && isLimited)
}

/** A write whose answer was lost: Octokit gives an error without an answer the status 500. */
export function mayHaveBeenStored(error: unknown): boolean {
  return (statusOfError(error) ?? 500) >= 500
}

/** `owner/name` as the API's routes take it. */
export function splitRepository(repository: string): { owner: string; repo: string } {
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo }
}
