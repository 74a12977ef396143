import { within } from '../backend/request.ts'
import { splitRepository, type GitHubClient } from './client.ts'

/** An artifact as GitHub's API lists it. */
export interface FoundArtifact {
  readonly id: number
  /** Of the workflow run that has uploaded it. */
  readonly runId: number | undefined
  /** Of the commit that the run is shown at, which for a comment is not the one that was planned. */
  readonly headSha: string | undefined
  /** Where the run's commit comes from: a fork's workflow can upload any name. */
  readonly headRepositoryId: number | undefined
  readonly repositoryId: number | undefined
  /** Milliseconds since 1970. */
  readonly createdAt: number
  readonly isExpired: boolean
  /** `sha256:` and hex, of what was uploaded. */
  readonly digest: string | undefined
  readonly sizeBytes: number
}

const pageSize = 100
const maxPages = 5

/** The newest artifacts of the repository with exactly this name, the newest first; needs `actions: read`. */
export async function findArtifacts(
  { request }: GitHubClient,
  repository: string,
  name: string,
  signal?: AbortSignal,
): Promise<readonly FoundArtifact[]> {
  const found: FoundArtifact[] = []
  for (let page = 1; page <= maxPages; page += 1) {
    const { data } = await within(
      async (abortSignal) =>
        await request('GET /repos/{owner}/{repo}/actions/artifacts', {
          ...splitRepository(repository),
          name,
          per_page: pageSize,
          page,
          request: { signal: abortSignal },
        }),
      signal,
    )
    for (const { workflow_run: run, ...artifact } of data.artifacts) {
      if (artifact.name !== name) continue
      found.push({
        id: artifact.id,
        runId: run?.id,
        headSha: run?.head_sha,
        headRepositoryId: run?.head_repository_id,
        repositoryId: run?.repository_id,
        createdAt: artifact.created_at === null ? 0 : Date.parse(artifact.created_at),
        isExpired: artifact.expired,
        digest: artifact.digest ?? undefined,
        sizeBytes: artifact.size_in_bytes,
      })
    }
    if (data.artifacts.length < pageSize) break
  }
  return found.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
}
