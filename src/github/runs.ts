import type { HolderRun, LockHolder } from '../lock/lock-holder.ts'
import { within } from '../backend/request.ts'
import { splitRepository, statusOfError, type GitHubClient } from './client.ts'

/** What GitHub says of the job that holds a lock. */
export type RunState = Pick<HolderRun, 'status' | 'conclusion'> & Pick<LockHolder, 'verdict'>

export type ReadRun = (run: HolderRun) => Promise<RunState>

interface Answer {
  readonly status?: string | null
  readonly conclusion?: string | null
}

const unknown: RunState = { verdict: 'unknown', status: null, conclusion: null }

/**
 * Reads the job of an annotation, or its run's attempt where no job is named. A run that this token may not read is
 * `unknown`. Throws where GitHub does not answer.
 */
export function createRunReader(client: () => Promise<GitHubClient>, serverUrl: string): ReadRun {
  // A 304 is free of GitHub's rate limit.
  const known = new Map<string, { etag: string; state: RunState }>()
  return async (run) => {
    // A run of another server is not to be found on ours: its numbers mean another run there.
    if (!run.url.startsWith(`${serverUrl}/`)) return unknown
    const key = `${run.url} ${String(run.jobId)}`
    const before = known.get(key)
    const condition: Record<string, string> = before === undefined ? {} : { 'if-none-match': before.etag }
    try {
      const github = await client()
      const { data, headers } = await within(
        async (signal) =>
          await readAnswer(github, run, { headers: condition, request: { signal, retries: 0 } }),
      )
      const state = stateFromAnswer(data)
      if (headers.etag !== undefined) known.set(key, { etag: headers.etag, state })
      return state
    } catch (error) {
      const status = statusOfError(error)
      if (status === 304 && before !== undefined) return before.state
      if (status === 403 || status === 404) return unknown
      throw error
    }
  }
}

async function readAnswer(
  { request }: GitHubClient,
  { repository, runId, attempt, jobId }: HolderRun,
  options: { headers: Record<string, string>; request: { signal: AbortSignal; retries: number } },
): Promise<{ data: Answer; headers: { readonly etag?: string } }> {
  const parameters = { ...options, ...splitRepository(repository) }
  if (jobId === null) {
    return await request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', {
      ...parameters,
      run_id: runId,
      attempt_number: attempt,
    })
  }
  const { data, headers } = await request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
    ...parameters,
    job_id: jobId,
  })
  // Whoever wrote the lock may have named a job of another run.
  const isOfRun = data.run_id === runId && (data.run_attempt ?? attempt) === attempt
  return { data: isOfRun ? data : {}, headers }
}

function stateFromAnswer({ status, conclusion }: Answer): RunState {
  if (status === undefined || status === null) return unknown
  return { verdict: status === 'completed' ? 'finished' : 'alive', status, conclusion: conclusion ?? null }
}

/** As the page of the run shows it: `caller / callee`, with the values of a matrix in brackets. */
export async function readJobName(
  { request }: GitHubClient,
  repository: string,
  jobId: number,
): Promise<string> {
  const { data } = await within(
    async (signal) =>
      await request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
        ...splitRepository(repository),
        job_id: jobId,
        request: { signal },
      }),
  )
  return data.name
}
