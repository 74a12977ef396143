import type { Diagnostic } from '../plan/diagnostic.ts'

/**
 * The errors in the human output of a command that has no `-json` in all supported versions (`init`, `workspace
 * new`), as `-no-color` prints them: `Error: <summary>`, a blank line, `  on <file> line <n>, in …:`, the detail.
 */
export function parseHumanErrors(stderr: string): Diagnostic[] {
  const blocks = stderr
    .replace(/\r/g, '')
    .split(/^(?:[│╷╵] ?)?Error: /m)
    .slice(1)
  return blocks.map((block) => {
    const text = block.replace(/^[│╷╵] ?/gm, '')
    const end = text.indexOf('\n\n')
    const summary = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ').trim()
    const place = /^ {2}on (?<file>.+?) line (?<line>\d+)[,:]/m.exec(text)?.groups
    const at = { line: Number(place?.['line'] ?? 1), column: 1 }
    return {
      severity: 'error',
      summary,
      detail: end < 0 ? '' : text.slice(end).trim(),
      ...(place === undefined ? {} : { range: { filename: place['file'] ?? '', start: at, end: at } }),
    }
  })
}
