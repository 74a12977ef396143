import { countVerdicts, verdictOfState, type AuditedState } from '../audit/report.ts'
import { renderAuditNote } from '../report/audit-section.ts'
import { plainLine, plainText } from '../report/plain-text.ts'
import { pageOf } from './action-page.ts'
import type { Dependencies } from './dependencies.ts'

/** The runner keeps 10 of a kind for each step; init may have told some. */
const maxAnnotations = 9

/**
 * One annotation a folder, on the line of its backend block: all that is found is about that block, and a pull request
 * with a dozen notes on one line is not read. An error where the folder makes the step fail.
 */
export function annotateAudit({ log, inputs, env }: Dependencies, states: readonly AuditedState[]): void {
  const shown = { error: 0, warning: 0 }
  for (const state of states) {
    const verdict = verdictOfState(state)
    if (verdict === 'pass') continue
    const { auditFailOn } = inputs
    const fails = auditFailOn !== 'never' && (verdict === 'fail' || auditFailOn === 'warn')
    const kind = fails ? 'error' : 'warning'
    shown[kind] += 1
    if (shown[kind] > maxAnnotations) continue
    const title = plainLine(`Backend of ${state.folder}: ${countVerdicts(state.rows)}`)
    log.annotate(kind, plainText(renderAuditNote(state, pageOf(env, 'docs/audit.md'))), {
      title,
      ...state.place,
    })
  }
}
