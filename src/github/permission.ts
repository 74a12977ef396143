import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/**
 * Whether an account may write to the repository, by whatever grants it
 * (https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user).
 */
export async function mayWrite(
  { request }: GitHubClient,
  repository: string,
  login: string,
): Promise<boolean> {
  try {
    const { data } = await within(
      async (signal) =>
        await request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
          ...splitRepository(repository),
          username: login,
          request: { signal },
        }),
    )
    return ['admin', 'maintain', 'write'].includes(data.permission)
  } catch (error) {
    if (statusOfError(error) === 404) return false
    throw error
  }
}
