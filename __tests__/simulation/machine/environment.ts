import { headOf, mergeOf, repository } from './github.ts'
import type { Job } from './job.ts'

export type StepEnvironment = Readonly<Record<string, string | undefined>>

/** What the runner gives to a step of this job. */
export function environmentOf(job: Job): StepEnvironment {
  const { attempt, number, command, event, pullRequest } = job
  return {
    PATH: '/usr/bin',
    RUNNER_TRACKING_ID: `github_${job.name}`,
    RUNNER_TEMP: '/tmp',
    GITHUB_WORKSPACE: '/w',
    GITHUB_STATE: '/tmp/state',
    GITHUB_EVENT_PATH: '/w/event.json',
    GITHUB_EVENT_NAME: event,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: String(runIdOf(job)),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_ACTOR: 'alice',
    GITHUB_TRIGGERING_ACTOR: 'alice',
    GITHUB_REF_NAME: event === 'pull_request' ? `${String(pullRequest)}/merge` : 'main',
    GITHUB_SHA: commitOf(job),
    ...(job.hasToken
      ? { GITHUB_API_URL: 'https://api.github.com', 'INPUT_GITHUB-TOKEN': 'ghs_simulated' }
      : {}),
    INPUT_COMMAND: command,
    'INPUT_WORKING-DIRECTORY': 'app',
    'INPUT_JOB-ID': String(number),
    'INPUT_CONCURRENCY-CHECK': 'off',
    'INPUT_APPLY-POLICY': job.isReviewed ? 'reviewed' : 'unreviewed',
    ...(job.requiredApprovals > 0 ? { 'INPUT_REQUIRED-APPROVALS': String(job.requiredApprovals) } : {}),
    ...(job.lockToRemove === undefined
      ? {}
      : {
          'INPUT_LOCK-ID': job.lockToRemove,
          INPUT_REASON: 'in the way',
          INPUT_FORCE: String(job.unlock?.isForced),
        }),
    ...(job.isUnlocked ? { INPUT_LOCK: 'false' } : {}),
    ...(job.versionToRestore === undefined ? {} : { 'INPUT_STATE-VERSION': job.versionToRestore }),
    'INPUT_LOCK-TIMEOUT': `${job.lockTimeoutSeconds}s`,
    'INPUT_CANCEL-GRACE': `${job.cancelGraceSeconds}s`,
  }
}

/** The push of a merge is another run than the one on the pull request; so is that of its next commit. */
export function runIdOf({ run, event, head }: Job): number {
  return 1000 + run + (event === 'push' ? 1000 : 0) + (head === 2 ? 2000 : 0)
}

export function commitOf({ run, event, head, pullRequest = 0 }: Job): string {
  if (event === 'push') return mergeOf(pullRequest)
  // On a pull request GitHub checks out a test merge.
  return event === 'pull_request'
    ? `${head}f${String(pullRequest).padStart(38, 'a')}`
    : String(run).padStart(40, '0')
}

/** The payload of what has started the workflow. */
export function eventOf(job: Job): object {
  const { event, head, pullRequest: number = 0 } = job
  const repo = { id: 1, private: true, visibility: 'private', default_branch: 'main' }
  if (event === 'pull_request') {
    const user = { login: 'alice' }
    const base = { sha: '0'.repeat(40), ref: 'main', repo }
    return {
      pull_request: { number, user, head: { sha: headOf(number, head), repo }, base },
      repository: repo,
    }
  }
  if (event !== 'push') return {}
  const after = mergeOf(number)
  return { ref: 'refs/heads/main', after, commits: [{ id: after }], forced: false, repository: repo }
}
