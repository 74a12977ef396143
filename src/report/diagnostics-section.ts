import { renderDiagnostic, type Diagnostic } from '../plan/diagnostic.ts'
import { isExecutionHalted } from '../plan/run-facts.ts'
import type { ForeignText } from './foreign-text.ts'

const maxDiagnostics = 10
const maxDiagnosticBytes = 4_000
const noteBytes = 100
const cutNote = '… the rest is in the log'

/**
 * Terraform's first errors, then its warnings, each in a fence of its own with its place, as many as fit; empty where
 * there is none.
 */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  foreign: ForeignText,
  limitBytes: number,
): string {
  // What an interrupt left undone says no more than that there was one.
  const telling = diagnostics.filter((diagnostic) => !isExecutionHalted(diagnostic))
  const ordered = [
    ...telling.filter(({ severity }) => severity === 'error'),
    ...telling.filter(({ severity }) => severity === 'warning'),
  ]
  const blocks: string[] = []
  let left = limitBytes - noteBytes
  for (const diagnostic of ordered.slice(0, maxDiagnostics)) {
    const block = foreign.fence(renderDiagnostic(diagnostic), maxDiagnosticBytes, cutNote).trimEnd()
    left -= Buffer.byteLength(block) + 2
    if (left < 0) break
    blocks.push(block)
  }
  if (ordered.length > blocks.length && limitBytes > noteBytes) {
    const more = ordered.length - blocks.length
    blocks.push(`${String(more)} more ${more === 1 ? 'message' : 'messages'} of Terraform in the log.`)
  }
  return blocks.join('\n\n')
}
