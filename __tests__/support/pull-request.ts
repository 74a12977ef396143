import type { ActionRunOptions } from './fake-runner.ts'

export const token = 'ghs_0123456789abcdefghijklmnopqrstuvwxyz'
export const headCommit = 'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00'

interface PullRequestRun {
  apiUrl: string
  number?: number
  /** The head lies in another repository. */
  isFork?: boolean
  jobId?: string
  runId?: string
  github?: Record<string, string>
}

/** What the runner tells a job of a `pull_request` workflow. */
export function onPullRequest(options: PullRequestRun): Partial<ActionRunOptions> {
  const { apiUrl, number = 7, isFork = false, jobId = '4711', runId = '1658821493', github = {} } = options
  const repository = { id: 1296269, full_name: 'acme/infra' }
  return {
    expressions: { 'github.token': token, 'job.check_run_id': jobId },
    github: { API_URL: apiUrl, RUN_ID: runId, ...github },
    event: {
      name: 'pull_request',
      payload: {
        pull_request: {
          number,
          head: {
            ref: 'feature',
            sha: headCommit,
            repo: isFork ? { id: 99, full_name: 'mallory/infra' } : repository,
          },
          base: { ref: 'main', repo: repository },
        },
      },
    },
  }
}
