import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/** Rules of an environment that do not let a job wait. */
const PASSED_AT_ONCE = ['branch_policy']

/**
 * Whether a job waits for this environment, for a person, a time or an app. false where it is not there, or may not be
 * asked for. Throws where GitHub does not answer.
 */
export async function isGuardedEnvironment(
  { request }: GitHubClient,
  repository: string,
  name: string,
): Promise<boolean> {
  try {
    const { data } = await within(
      async (signal) =>
        await request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
          ...splitRepository(repository),
          environment_name: name,
          request: { signal },
        }),
    )
    return (data.protection_rules ?? []).some(({ type }) => !PASSED_AT_ONCE.includes(type))
  } catch (error) {
    if ([403, 404].includes(statusOfError(error) ?? 0)) return false
    throw error
  }
}
