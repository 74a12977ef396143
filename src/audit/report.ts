import type { EngineVersion } from '../lock/engine-version.ts'
import { worstVerdict, type AuditRow, type Verdict } from './check.ts'

/** One folder as it was found. */
export interface AuditedState {
  /** Relative to the repository. */
  readonly folder: string
  /** undefined where init was refused. */
  readonly address: string | undefined
  readonly type: string | undefined
  /** Of the backend block; `file` relative to the repository. */
  readonly place: { readonly file: string; readonly line: number; readonly endLine: number } | undefined
  readonly rows: readonly AuditRow[]
}

export interface AuditReport {
  readonly engine: EngineVersion | undefined
  readonly states: readonly AuditedState[]
}

export function verdictOfState({ rows }: AuditedState): Exclude<Verdict, 'unknown'> {
  return worstVerdict(rows.map(({ verdict }) => verdict))
}

export function verdictOfReport({ states }: AuditReport): Exclude<Verdict, 'unknown'> {
  return worstVerdict(states.map(verdictOfState))
}

/** `2 fail, 3 warn, 1 unknown, 9 pass`, without those that there are none of. */
export function countVerdicts(rows: readonly AuditRow[]): string {
  const verdicts: readonly Verdict[] = ['fail', 'warn', 'unknown', 'pass']
  return verdicts
    .map((verdict) => [rows.filter((each) => each.verdict === verdict).length, verdict] as const)
    .filter(([count]) => count > 0)
    .map(([count, verdict]) => `${String(count)} ${verdict}`)
    .join(', ')
}

/** The file of the output `audit-json-file`; docs/audit.md has its form. */
export function auditJson(report: AuditReport): string {
  const { engine, states } = report
  const content = {
    version: 1,
    verdict: verdictOfReport(report),
    engine: engine === undefined ? null : { name: engine.engine, version: engine.text },
    states: states.map((state) => ({
      folder: state.folder,
      address: state.address ?? null,
      backend: state.type ?? null,
      place: state.place ?? null,
      verdict: verdictOfState(state),
      checks: state.rows.map(({ check, verdict, evidence, fix = null }) => ({
        check,
        verdict,
        evidence,
        fix,
      })),
    })),
  }
  return `${JSON.stringify(content, undefined, 2)}\n`
}
