import { readFile } from 'node:fs/promises'
import { runReferenceFromTexts, type RunReference } from '../lock/annotation.ts'

type Environment = Readonly<Record<string, string | undefined>>

/** The parts of a webhook event that name a pull request. */
interface EventPayload {
  readonly pull_request?: { readonly number?: unknown }
}

/**
 * The workflow run that this process is part of, undefined outside of GitHub. `event`: the payload of the event that
 * started it. The actor is the one who started this attempt: of a run that was started again, GITHUB_ACTOR still names
 * whoever started it first
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
export function ownRunFromEnvironment(
  env: Environment,
  event: unknown,
  jobId: number | null,
): RunReference | undefined {
  const variable = (name: string): string => env[`GITHUB_${name}`] ?? ''
  const server = variable('SERVER_URL').replace(/\/$/, '')
  return runReferenceFromTexts({
    run: `${server}/${variable('REPOSITORY')}/actions/runs/${variable('RUN_ID')}/attempts/${variable('RUN_ATTEMPT')}`,
    job: jobId === null ? undefined : String(jobId),
    pr: pullRequestFrom(event, variable('REF')),
    actor: nonEmpty(variable('TRIGGERING_ACTOR')) ?? variable('ACTOR'),
  })
}

/** The payload in GITHUB_EVENT_PATH; undefined where there is none, or none that can be read. */
export async function readEventPayload(env: Environment): Promise<unknown> {
  const file = env['GITHUB_EVENT_PATH'] ?? ''
  try {
    return file === '' ? undefined : JSON.parse(await readFile(file, 'utf8'))
  } catch {
    return undefined
  }
}

function pullRequestFrom(event: unknown, ref: string): string | undefined {
  const number = (event as EventPayload | null | undefined)?.pull_request?.number
  if (typeof number === 'number') return String(number)
  return /^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1]
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text
}
