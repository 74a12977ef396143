import { renderDuration } from '../retry/duration.ts'
import { needsAttention, parseAnnotation, urlOfRun } from './annotation.ts'
import type { LockInfo } from './lock-info.ts'

/** The run that the lock's annotation names. `status` and `conclusion` as GitHub's API has them; null: not known. */
export interface HolderRun {
  /** `owner/name` */
  readonly repository: string
  readonly runId: number
  readonly attempt: number
  /** The page of this attempt, on the server that the annotation names. */
  readonly url: string
  readonly jobId: number | null
  readonly pullRequest: number | null
  readonly actor: string | null
  readonly status: string | null
  readonly conclusion: string | null
}

/** A lock as people and the output `lock-holder` see it. */
export interface LockHolder {
  readonly lockId: string
  readonly operation: string
  readonly who: string
  readonly version: string
  readonly created: string
  readonly path: string
  readonly info: string
  /** By the store's clock where it tells, else from `created`, which is the holder's clock. */
  readonly ageSeconds: number | null
  /** What is known of the holder's job; `finished` proves nothing about the lock (lock rule 5). */
  readonly verdict: 'alive' | 'finished' | 'unknown'
  /** The workflow run that holds it; null where no annotation names one. */
  readonly run: HolderRun | null
}

/** `now`: milliseconds since 1970. `ageSeconds`: when the store's own clock tells it. */
export function holderFromInfo(info: LockInfo, now: number, ageSeconds?: number): LockHolder {
  const age = ageSeconds ?? (now - Date.parse(info.created)) / 1000
  return {
    lockId: info.id,
    operation: info.operation,
    who: info.who,
    version: info.version,
    created: info.created,
    path: info.path,
    info: info.info,
    ageSeconds: Number.isFinite(age) ? Math.max(0, Math.round(age)) : null,
    verdict: 'unknown',
    run: runFromInfo(info.info),
  }
}

function runFromInfo(info: string): HolderRun | null {
  const run = parseAnnotation(info)
  if (run === undefined) return null
  const { repository, runId, attempt, jobId, pullRequest, actor } = run
  return {
    repository,
    runId,
    attempt,
    url: urlOfRun(run),
    jobId,
    pullRequest,
    actor,
    status: null,
    conclusion: null,
  }
}

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['OperationTypePlan', 'plan'],
  ['OperationTypeApply', 'apply'],
  ['OperationTypeRefresh', 'refresh'],
  // Terraform has no operation type of its own for these; internal/backend/operation_type.go
  ['OperationTypeInvalid', 'import or console'],
  ['init', 'creation of a workspace'],
])

/**
 * One line, e.g. `runner@fv-az12 (apply, version 1.11.4, for 2 min 3 s, lock ID 1f2e…, run https://…, pull request 3,
 * started by alice, still at work)`.
 */
export function describeHolder(holder: LockHolder): string {
  const facts = [
    describeOperation(holder.operation),
    holder.version === '' ? '' : `version ${holder.version}`,
    holder.ageSeconds === null ? '' : `for ${renderDuration(holder.ageSeconds * 1000)}`,
    `lock ID ${holder.lockId}`,
    ...(holder.run === null ? [holder.info] : factsOfRun(holder.run)),
    VERDICTS[holder.verdict],
    needsAttention(holder.info) ? 'its state was not saved' : '',
  ].filter((fact) => fact !== '')
  return `${holder.who === '' ? 'somebody' : holder.who} (${facts.join(', ')})`
}

const VERDICTS = { alive: 'still at work', finished: 'its run has finished', unknown: '' } as const

function factsOfRun({ url, pullRequest, actor }: HolderRun): string[] {
  return [
    `run ${url}`,
    pullRequest === null ? '' : `pull request ${String(pullRequest)}`,
    actor === null ? '' : `started by ${actor}`,
  ]
}

/** Terraform's operation type in the words of its commands. */
export function describeOperation(operation: string): string {
  return OPERATIONS.get(operation) ?? operation
}
