import type { Diagnostic } from '../plan/diagnostic.ts'

/** The lines that follow the blank line: `  with <address>,`, `  on <file> line <n>, in <context>:`, the source. */
const WITH = /^ {2}with (.+),$/
/** Of a line that ends in a colon: with one that does not, it would look for each of the places where a file may end. */
const ON = /^ {2}on (?<file>.+?) line (?<line>\d+)(?:, in (?<context>.+))?:$/
const SOURCE = /^ +(\d+): (.*)$/s

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
  const blank = text.indexOf('\n\n')
  const summary = (blank < 0 ? text : text.slice(0, blank)).replace(/\s+/g, ' ').trim()
  const body = blank < 0 ? '' : text.slice(blank).replace(/^\n+/, '')
  const lines = body.split('\n')
  const address = WITH.exec(lines[0] ?? '')?.[1]
  const [on = '', ...rest] = address === undefined ? lines : lines.slice(1)
  const place = on.endsWith(':') ? ON.exec(on) : null
  if (place?.groups === undefined) return { severity: 'error', summary, detail: body.trim() }
  const { file = '', line, context } = place.groups
  const at = { line: Number(line), column: 1 }
  const end = rest.findIndex((text) => !SOURCE.test(text))
  const sources = rest.slice(0, end < 0 ? rest.length : end).map((text) => SOURCE.exec(text))
  return {
    severity: 'error',
    summary,
    detail: rest.slice(sources.length).join('\n').trim(),
    ...(address === undefined ? {} : { address }),
    range: { filename: file, start: at, end: at },
    snippet: {
      context,
      code: sources.map((source) => source?.[2] ?? '').join('\n'),
      startLine: Number(sources[0]?.[1] ?? line),
    },
  }
}
