import { within } from '../backend/request.ts'
import type { GroupMember } from '../lock/queue.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/** A concurrency group that a workflow run has, with the jobs of this run that hold it. */
export interface RunGroup {
  readonly name: string
  readonly holders: readonly Holder[]
}

/** null: the run as a whole, or a job that calls a workflow, as far as GitHub tells. */
interface Holder {
  readonly jobId: number | null
}

/**
 * The concurrency groups of a run by GitHub's own account. undefined where it gives none, as to a token
 * without `actions: read`. Throws where GitHub does not answer.
 */
export async function readGroupsOfRun(
  { request }: GitHubClient,
  repository: string,
  runId: number,
): Promise<readonly RunGroup[] | undefined> {
  const data = await unlessRefused(
    within(async (signal): Promise<{ readonly concurrency_groups: readonly GroupOfRun[] }> => {
      const { data: groups } = await request(
        'GET /repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups',
        {
          ...splitRepository(repository),
          run_id: runId,
          per_page: 100,
          request: { signal },
        },
      )
      return groups
    }),
  )
  return data?.concurrency_groups.map(({ group_name: name, group_members: members }) => ({
    name,
    holders: members
      .filter(({ status }) => status === 'in_progress')
      .map(({ job_id: jobId }) => ({ jobId: jobId ?? null })),
  }))
}

/** Who is in a group of the repository, holding it or waiting; undefined as above, and where nobody is. */
export async function readGroupMembers(
  { request }: GitHubClient,
  repository: string,
  name: string,
): Promise<readonly GroupMember[] | undefined> {
  const data = await unlessRefused(
    within(async (signal): Promise<{ readonly group_members: readonly MemberOfGroup[] }> => {
      const { data: group } = await request(
        'GET /repos/{owner}/{repo}/actions/concurrency_groups/{concurrency_group_name}',
        { ...splitRepository(repository), concurrency_group_name: name, request: { signal } },
      )
      return group
    }),
  )
  return data?.group_members.map(({ run_id: runId, job_id: jobId, status }) => ({
    runId,
    jobId: jobId ?? null,
    isWaiting: status === 'pending',
  }))
}

interface MemberOfGroup {
  readonly run_id: number
  readonly job_id?: number | null
  readonly status: string
}

interface GroupOfRun {
  readonly group_name: string
  readonly group_members: readonly MemberOfGroup[]
}

async function unlessRefused<T>(asking: Promise<T>): Promise<T | undefined> {
  try {
    return await asking
  } catch (error) {
    if ([403, 404, 422].includes(statusOfError(error) ?? 0)) return undefined
    throw error
  }
}
