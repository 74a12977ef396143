import { relative, sep } from 'node:path'
import { findBackendBlock } from '../audit/backend-block.ts'
import type { AuditRow } from '../audit/check.ts'
import type { FailedState, StateFacts } from '../audit/facts.ts'
import { judgeFailedState, judgeState } from '../audit/judge-state.ts'
import {
  auditJson,
  countVerdicts,
  verdictOfReport,
  type AuditedState,
  type AuditReport,
} from '../audit/report.ts'
import { LockstepError, messageFromError } from '../errors.ts'
import type { EngineVersion } from '../lock/engine-version.ts'
import { renderAuditLine } from '../report/audit-section.ts'
import { plainLine } from '../report/plain-text.ts'
import { writePrivateFile } from '../runner/run-directory.ts'
import { readConfigurationFiles } from '../terraform/configuration-files.ts'
import { annotateAudit } from './annotate-audit.ts'
import type { Dependencies } from './dependencies.ts'
import { lookAtBackend } from './look-at-backend.ts'
import type { Journey, Outcome } from './outcome.ts'
import { redactionOf } from './redact.ts'

interface Look {
  readonly folder: string
  readonly place: AuditedState['place']
  readonly found: { readonly state: StateFacts } | { readonly failed: FailedState; readonly error: unknown }
}

/**
 * One folder after the other; one that can't be initialised is a finding, and does not keep the others from being told.
 * @throws what stood in the way of the first, when none of them can
 */
export async function audit(deps: Dependencies, journey: Journey): Promise<Outcome> {
  const { inputs } = deps
  const looks: Look[] = []
  for (const path of new Set(inputs.workingDirectories)) looks.push(await lookAtFolder(deps, journey, path))
  const states = looks.flatMap(({ found }) => ('state' in found ? [found.state] : []))
  if (states.length === 0) throw looks.map(({ found }) => ('error' in found ? found.error : undefined))[0]
  // With several there is not one address to name.
  if (looks.length > 1) journey.stateAddress = undefined
  const report = redactReport(reportOf(looks, states), journey)
  tell(deps, report)
  journey.audit = report
  const jsonFile = deps.runDirectory.createFile('audit.json')
  writePrivateFile(jsonFile, auditJson(report))
  const verdict = verdictOfReport(report)
  const { auditFailOn } = inputs
  const isFailure = auditFailOn !== 'never' && (verdict === 'fail' || verdict === auditFailOn)
  return { kind: 'audited', verdict, isFailure, jsonFile }
}

async function lookAtFolder(deps: Dependencies, journey: Journey, path: string): Promise<Look> {
  const { workspaceRoot } = deps.inputs
  const folder = relative(workspaceRoot, path).split(sep).join('/') || '.'
  const found = findBackendBlock(await readConfigurationFiles(path))
  const block = found?.block
  const place =
    found === undefined
      ? undefined
      : {
          file: folder === '.' ? found.file : `${folder}/${found.file}`,
          line: found.block.line,
          endLine: found.block.endLine,
        }
  try {
    return { folder, place, found: { state: await lookAtBackend(deps, journey, path, { folder, block }) } }
  } catch (error) {
    if (deps.cancelled.aborted)
      throw new LockstepError('cancelled', 'The job was cancelled before all was looked at.', '', {
        cause: error,
      })
    const failure = plainLine(messageFromError(error), 300)
    deps.log.say(`The backend of ${plainLine(folder)} can't be looked at: ${failure}`)
    return { folder, place, found: { failed: { folder, failure, block }, error } }
  }
}

function reportOf(looks: readonly Look[], states: readonly StateFacts[]): AuditReport {
  const failed = looks.length - states.length
  return {
    engine: states[0]?.engine,
    states: looks.map(({ folder, place, found }) => {
      if ('failed' in found)
        return { folder, place, address: undefined, type: undefined, rows: judgeFailedState(found.failed) }
      const { state } = found
      const others = states.filter((other) => other !== state)
      return {
        folder,
        place,
        address: state.address,
        type: state.type,
        rows: judgeState(state, { others, failed }),
      }
    }),
  }
}

/** Evidence names secrets and quotes none; a policy or a name of somebody else's may hold one all the same. */
function redactReport(report: AuditReport, journey: Journey): AuditReport {
  const redact = redactionOf(journey, false)
  const redactRow = (each: AuditRow): AuditRow => ({
    ...each,
    evidence: redact(each.evidence),
    fix: each.fix === undefined ? undefined : redact(each.fix),
  })
  return { ...report, states: report.states.map((state) => ({ ...state, rows: state.rows.map(redactRow) })) }
}

function tell(deps: Dependencies, { states, engine }: AuditReport): void {
  const { log } = deps
  if (engine !== undefined) log.say(`Version: ${describeEngine(engine)}`)
  for (const { folder, address, rows } of states) {
    const state = address === undefined ? '' : ` (${plainLine(address, 500)})`
    log.say(`Audit of ${plainLine(folder)}${state}: ${countVerdicts(rows)}`)
    for (const each of rows) log.say(renderAuditLine(each))
  }
  annotateAudit(deps, states)
}

function describeEngine({ engine, text }: EngineVersion): string {
  return `${engine === 'opentofu' ? 'OpenTofu' : 'Terraform'} ${text}`
}
