import { CHECKS, type AuditRow, type Verdict } from '../audit/check.ts'
import { countVerdicts, type AuditedState, type AuditReport } from '../audit/report.ts'
import type { ForeignText } from './foreign-text.ts'

const MARKS: Readonly<Record<Verdict, string>> = {
  fail: '❌ fail',
  warn: '⚠️ warn',
  unknown: '❔ unknown',
  pass: '✅ pass',
}
const ORDER: readonly Verdict[] = ['fail', 'warn', 'unknown', 'pass']
/** Of the 1 MiB of a summary, with room for the rest of it. */
const maxSectionBytes = 700_000
const maxFixBytes = 4_000

/** For the job summary: each folder with its checks, the worst first, and the fixes as Terraform code. */
export function renderAudit(report: AuditReport, foreign: ForeignText): string[] {
  const parts: string[] = []
  let room = maxSectionBytes
  for (const [index, state] of report.states.entries()) {
    const whole = renderState(state, foreign)
    const table = Buffer.byteLength(whole) > room ? renderState(state, foreign, false) : whole
    room -= Buffer.byteLength(table)
    if (room < 0) {
      const left = report.states.length - index
      return [
        ...parts,
        `… and ${String(left)} more; all are in the file that the output \`audit-json-file\` names.`,
      ]
    }
    parts.push(table)
  }
  return parts
}

function renderState(
  { folder, address, rows, place }: AuditedState,
  foreign: ForeignText,
  withFixes = true,
): string {
  const at = place === undefined ? '' : `, ${foreign.code(`${place.file}:${String(place.line)}`)}`
  const state = address === undefined ? '' : `${foreign.code(address, 1_200)}${at}: `
  const sorted = rows.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
  return [
    `#### ${foreign.code(folder)}`,
    `${state}${countVerdicts(rows)}`,
    ['| | Check | Evidence |', '| --- | --- | --- |', ...sorted.map((each) => renderRow(each, foreign))].join(
      '\n',
    ),
    ...(withFixes ? renderFixes(sorted, foreign) : []),
  ].join('\n\n')
}

function renderRow({ check, verdict, evidence }: AuditRow, foreign: ForeignText): string {
  // A bar is escaped by prose already.
  return `| ${MARKS[verdict]} | ${CHECKS[check].title} (\`${check}\`) | ${foreign.prose(evidence).replaceAll('\n', ' ')} |`
}

/** Checks that one piece of code settles have it once. */
function renderFixes(rows: readonly AuditRow[], foreign: ForeignText): string[] {
  const checks = new Map<string, string[]>()
  for (const { check, fix } of rows)
    if (fix !== undefined) checks.set(fix, [...(checks.get(fix) ?? []), `\`${check}\``])
  if (checks.size === 0) return []
  const fixes = [...checks].map(
    ([fix, names]) => `For ${names.join(', ')}:\n\n${asHcl(foreign.fence(fix, maxFixBytes, '# …').trim())}`,
  )
  return ['<details><summary>The fixes, as Terraform code</summary>', ...fixes, '</details>']
}

function asHcl(fence: string): string {
  return fence.replace(/^(`{3,})\n/, '$1hcl\n')
}

/** For an annotation on the line of the backend block: what does not pass, a line each. */
export function renderAuditNote({ rows }: Pick<AuditedState, 'rows'>, page: string): string {
  const open = ['fail', 'warn'].flatMap((verdict) => rows.filter((each) => each.verdict === verdict))
  const lines = open.map(({ verdict, check, evidence }) => `${verdict} ${check}: ${evidence}`)
  return [...lines, `The job summary has the fixes as Terraform code; ${page} explains each check.`].join(
    '\n',
  )
}

/** For the log: one line a check. */
export function renderAuditLine({ verdict, check, evidence }: AuditRow): string {
  return `  ${verdict.padEnd(8)}${check.padEnd(20)} ${evidence}`
}
