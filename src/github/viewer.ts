import type { GitHubClient } from './client.ts'

/** The login of whose token this is. GET /user is refused to the token of a job and of an app; this is answered to every token. */
export async function readViewer({ graphql }: GitHubClient, signal: AbortSignal): Promise<string> {
  const { viewer } = await graphql<{ viewer: { login: string } }>('query { viewer { login } }', {
    request: { signal },
  })
  return viewer.login
}

// GraphQL has been seen to leave the suffix out that REST has.
export function loginOf(login = ''): string {
  return login.replace(/\[bot\]$/, '')
}
