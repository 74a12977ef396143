import type { Diagnostic } from '../plan/diagnostic.ts'

/** The lines that follow the blank line: `  with <address>,`, `  on <file> line <n>, in <context>:`, the source. */
const PLACE =
  /^(?: {2}with (?<address>.+),\n)? {2}on (?<file>.+?) line (?<line>\d+)(?:, in (?<context>.+))?:(?:\n(?<code>(?: +\d+: .*(?:\n|$))*)|$)/

/**
 * The errors in the human output of a command that has no `-json` in all supported versions (`init`, `workspace
 * new`), as `-no-color` prints them: `Error: <summary>`, a blank line, the place, the detail. Those with a place come
 * first, since one without may only announce them ("Terraform encountered problems during …").
 */
export function parseHumanErrors(stderr: string): Diagnostic[] {
  const errors = stderr
    .replace(/\r/g, '')
    .split(/^(?:[│╷╵] ?)?Error: /m)
    .slice(1)
    .map((block) => parseBlock(block.replace(/^[│╷╵] ?/gm, '')))
  return [
    ...errors.filter(({ range }) => range !== undefined),
    ...errors.filter(({ range }) => range === undefined),
  ]
}

function parseBlock(text: string): Diagnostic {
  const end = text.indexOf('\n\n')
  const summary = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ').trim()
  const body = end < 0 ? '' : text.slice(end).replace(/^\n+/, '')
  const place = PLACE.exec(body)
  if (place?.groups === undefined) return { severity: 'error', summary, detail: body.trim() }
  const { address, file = '', line, context, code = '' } = place.groups
  const at = { line: Number(line), column: 1 }
  const lines = [...code.matchAll(/^ +(\d+): (.*)$/gm)]
  return {
    severity: 'error',
    summary,
    detail: body.slice(place[0].length).trim(),
    ...(address === undefined ? {} : { address }),
    range: { filename: file, start: at, end: at },
    snippet: {
      context,
      code: lines.map(([, , source]) => source).join('\n'),
      startLine: Number(lines[0]?.[1] ?? line),
    },
  }
}
