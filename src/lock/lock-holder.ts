import { renderDuration } from '../retry/duration.ts'
import type { LockInfo } from './lock-info.ts'

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
  readonly verdict: 'alive' | 'finished' | 'unknown'
  /** The workflow run that holds it; null while no run is known. */
  readonly run: null
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
    run: null,
  }
}

const OPERATIONS: Readonly<Record<string, string>> = {
  OperationTypePlan: 'plan',
  OperationTypeApply: 'apply',
  OperationTypeRefresh: 'refresh',
  // Terraform has no operation type of its own for these; internal/backend/operation_type.go
  OperationTypeInvalid: 'import or console',
  init: 'creation of a workspace',
}

/** One line, e.g. `runner@fv-az12 (apply, Terraform 1.11.4, for 2 min 3 s, lock 1f2e…)`. */
export function describeHolder(holder: LockHolder): string {
  const facts = [
    OPERATIONS[holder.operation] ?? holder.operation,
    holder.version === '' ? '' : `version ${holder.version}`,
    holder.ageSeconds === null ? '' : `since ${renderDuration(holder.ageSeconds * 1000)}`,
    `lock ID ${holder.lockId}`,
    holder.info,
  ].filter((fact) => fact !== '')
  return `${holder.who === '' ? 'somebody' : holder.who} (${facts.join(', ')})`
}
