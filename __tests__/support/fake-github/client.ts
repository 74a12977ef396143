import { getOctokit } from '@actions/github'
import type { GitHubClient } from '../../../src/github/client.ts'

/** A client that does not keep a second between two requests of GraphQL, as ours does for GitHub's sake. */
export function createHastyClient({ token, apiUrl }: { token: string; apiUrl: string }): GitHubClient {
  const octokit = getOctokit(token, { baseUrl: apiUrl })
  octokit.hook.before('request', (options) => {
    options.headers['x-github-api-version'] = '2022-11-28'
  })
  return octokit
}
