import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/**
 * Whether `descendant` holds `ancestor`: it is built on it, or it is the same commit. Commits that GitHub does not know,
 * or that have no history in common, are no ancestors of each other.
 */
export async function isAncestor(
  { request }: GitHubClient,
  repository: string,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  try {
    const { data } = await within(
      async (signal) =>
        await request('GET /repos/{owner}/{repo}/compare/{basehead}', {
          ...splitRepository(repository),
          basehead: `${ancestor}...${descendant}`,
          per_page: 1,
          request: { signal },
        }),
    )
    return data.status === 'ahead' || data.status === 'identical'
  } catch (error) {
    if (statusOfError(error) === 404) return false
    throw error
  }
}
