import type { Finding } from '../workflow/finding.ts'
import type { ForeignText } from './foreign-text.ts'
import { plainLine } from './plain-text.ts'

const maxPasteBytes = 2_000
const maxShown = 20

/** For an annotation on the line: what is so, what to paste, and the page that explains it. */
export function renderFinding({ message, paste }: Finding, page: string): string {
  return `${message}\nPaste:\n${indented(paste)}\n${plainLine(page, 300)}`
}

/** For the job summary: the same of all that was found. */
export function renderFindings(findings: readonly Finding[], foreign: ForeignText): string[] {
  if (findings.length === 0) return []
  const shown = findings.slice(0, maxShown).map(({ code, message, place, paste }) => {
    const at = place === undefined ? '' : ` in ${foreign.code(`${place.file.path}:${String(place.line)}`)}`
    return [
      `**${code}**${at}: ${foreign.prose(message)}`,
      foreign.fence(paste, maxPasteBytes, '…').trim(),
    ].join('\n\n')
  })
  return ['#### The concurrency of this workflow', ...shown]
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
