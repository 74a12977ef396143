import { isAbsolute, join, relative, sep } from 'node:path'
import { renderDiagnostic, type Diagnostic } from '../plan/diagnostic.ts'
import { plainLine, plainText } from '../report/plain-text.ts'
import type { Inputs } from '../runner/inputs.ts'
import type { Log } from '../runner/log.ts'

/** The runner keeps 10 of a kind for each step; the last is for the step's own error. */
const maxAnnotations = 9

/** Puts diagnostics with a source range on their line of the pull request. */
export function annotateDiagnostics(
  log: Log,
  diagnostics: readonly Diagnostic[],
  inputs: Pick<Inputs, 'workspaceRoot' | 'workingDirectory'>,
): void {
  const shown = { error: 0, warning: 0 }
  for (const diagnostic of diagnostics) {
    const { severity, range, summary } = diagnostic
    const file = range === undefined ? undefined : fileInRepository(range.filename, inputs)
    if (range === undefined || file === undefined || shown[severity] >= maxAnnotations) continue
    shown[severity] += 1
    log.annotate(severity, plainText(renderDiagnostic(diagnostic)), {
      title: plainLine(summary),
      file,
      line: range.start.line,
      endLine: Math.max(range.start.line, range.end.line),
    })
  }
}

/** undefined for what is not in the repository: a downloaded module has no line in the pull request. */
function fileInRepository(
  filename: string,
  { workspaceRoot, workingDirectory }: Pick<Inputs, 'workspaceRoot' | 'workingDirectory'>,
): string | undefined {
  const path = relative(workspaceRoot, isAbsolute(filename) ? filename : join(workingDirectory, filename))
  const isOutside = /^\.\.(?:[/\\]|$)/.test(path) || isAbsolute(path)
  if (isOutside || path.split(sep).includes('.terraform')) return undefined
  return path.split(sep).join('/')
}
