import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/**
 * A file's text as it is in a commit, up to 1 MB; undefined where this token sees none, as in another private
 * repository. Throws where GitHub does not answer.
 */
export async function readFileContent(
  { request }: GitHubClient,
  repository: string,
  path: string,
  ref: string,
): Promise<string | undefined> {
  try {
    const { data } = await within(
      async (signal) =>
        await request('GET /repos/{owner}/{repo}/contents/{path}', {
          ...{ ...splitRepository(repository), path, ref },
          request: { signal },
        }),
    )
    const { content, encoding } = data as { readonly content?: string; readonly encoding?: string }
    return content === undefined || encoding !== 'base64'
      ? undefined
      : Buffer.from(content, 'base64').toString()
  } catch (error) {
    if ([403, 404].includes(statusOfError(error) ?? 0)) return undefined
    throw error
  }
}
