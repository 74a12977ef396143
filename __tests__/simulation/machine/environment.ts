import type { Job } from './job.ts'

export type StepEnvironment = Readonly<Record<string, string | undefined>>

/** What the runner gives to a step of this job. */
export function environmentOf(job: Job): StepEnvironment {
  const { run, attempt, number, command } = job
  return {
    PATH: '/usr/bin',
    RUNNER_TRACKING_ID: `github_${job.name}`,
    RUNNER_TEMP: '/tmp',
    GITHUB_WORKSPACE: '/w',
    GITHUB_STATE: '/tmp/state',
    GITHUB_EVENT_PATH: '/w/event.json',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/infra',
    GITHUB_RUN_ID: String(1000 + run),
    GITHUB_RUN_ATTEMPT: String(attempt),
    GITHUB_ACTOR: 'alice',
    GITHUB_TRIGGERING_ACTOR: 'alice',
    GITHUB_REF_NAME: 'main',
    GITHUB_SHA: String(run).padStart(40, '0'),
    INPUT_COMMAND: command,
    'INPUT_WORKING-DIRECTORY': 'app',
    'INPUT_JOB-ID': String(number),
    'INPUT_CONCURRENCY-CHECK': 'off',
    'INPUT_APPLY-POLICY': job.isReviewed ? 'reviewed' : 'unreviewed',
    ...(job.isUnlocked ? { INPUT_LOCK: 'false' } : {}),
    ...(job.versionToRestore === undefined ? {} : { 'INPUT_STATE-VERSION': job.versionToRestore }),
    'INPUT_LOCK-TIMEOUT': `${job.lockTimeoutSeconds}s`,
    'INPUT_CANCEL-GRACE': `${job.cancelGraceSeconds}s`,
  }
}
