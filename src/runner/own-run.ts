import { runReferenceFromTexts, type RunReference } from '../lock/annotation.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The workflow run that this process is part of, undefined outside of GitHub. The actor is the one who started this
 * attempt: of a run that was started again, GITHUB_ACTOR still names whoever started it first
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
export function ownRunFromEnvironment(
  env: Environment,
  pullRequest: number | undefined,
  jobId: number | null,
): RunReference | undefined {
  const variable = (name: string): string => env[`GITHUB_${name}`] ?? ''
  const server = variable('SERVER_URL').replace(/\/$/, '')
  return runReferenceFromTexts({
    run: `${server}/${variable('REPOSITORY')}/actions/runs/${variable('RUN_ID')}/attempts/${variable('RUN_ATTEMPT')}`,
    job: jobId === null ? undefined : String(jobId),
    pr: pullRequest === undefined ? undefined : String(pullRequest),
    actor: variable('TRIGGERING_ACTOR') === '' ? variable('ACTOR') : variable('TRIGGERING_ACTOR'),
  })
}
