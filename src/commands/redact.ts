import type { Diagnostic } from '../plan/diagnostic.ts'
import { plainText } from '../report/plain-text.ts'
import { createRedaction, type Redact } from '../report/redaction.ts'
import { annotateDiagnostics } from './annotate.ts'
import type { Dependencies } from './dependencies.ts'
import type { Journey } from './outcome.ts'

/** Takes out what is sensitive and, from what is said of a failure, also the values that nobody has judged. */
export function redactionOf(
  { sensitive, given }: Pick<Journey, 'sensitive' | 'given'>,
  isFailure: boolean,
): Redact {
  return createRedaction(isFailure ? new Set([...sensitive, ...given]) : sensitive)
}

/** Terraform's errors and warnings for the comment, the summary and the lines of the pull request. */
export function tellDiagnostics(
  { log, inputs }: Pick<Dependencies, 'log' | 'inputs'>,
  journey: Journey,
  diagnostics: readonly Diagnostic[],
  isFailure: boolean,
): void {
  const redact = redactionOf(journey, isFailure)
  journey.diagnostics = diagnostics.map((diagnostic) => redactDiagnostic(diagnostic, redact))
  annotateDiagnostics(log, journey.diagnostics, inputs)
}

/** The file that it points to keeps its name: GitHub finds the line by it. */
export function redactDiagnostic(diagnostic: Diagnostic, redact: Redact): Diagnostic {
  const { summary, detail, address, snippet } = diagnostic
  const hide = (text: string): string => redact(plainText(text))
  return {
    ...diagnostic,
    summary: hide(summary),
    detail: hide(detail),
    ...(address === undefined ? {} : { address: hide(address) }),
    ...(snippet === undefined ? {} : { snippet: { ...snippet, code: hide(snippet.code) } }),
  }
}
