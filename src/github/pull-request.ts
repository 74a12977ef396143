import { within } from '../backend/request.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/**
 * The pull request whose merge brought `commit` to `branch`; undefined where none did, or several. On the default
 * branch GitHub names the merged one, elsewhere also open ones that hold the commit
 * (https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit).
 */
export async function findMergedPullRequest(
  { request }: GitHubClient,
  repository: string,
  commit: string,
  branch: string,
): Promise<number | undefined> {
  const { data } = await within(
    async (signal) =>
      await request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
        ...splitRepository(repository),
        commit_sha: commit,
        request: { signal },
      }),
  )
  const merged = data.filter(
    ({ merged_at, merge_commit_sha, base }) =>
      merged_at !== null && merge_commit_sha === commit && base.ref === branch,
  )
  return merged.length === 1 ? merged[0]?.number : undefined
}
