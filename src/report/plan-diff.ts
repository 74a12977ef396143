import { plainText } from './plain-text.ts'

const REPLACEMENT = /^(?:-\/\+|\+\/-) /
/** These two fill the four columns with the symbol. GitHub would colour a line that begins with `<` as a removed one. */
const READ = /^ <= /
const FORGET = /^ \. /
const HEREDOC = /<<-EOT(?: # forces replacement)?$/

/**
 * Terraform's text of a resource or of outputs as GitHub colours it in a `diff` block: each line's symbol stands in
 * the first column, `!` for a change and for a replacement, and a space in all other lines.
 *
 * Terraform indents by four and writes the symbol into the third of the next four columns
 * (internal/command/jsonformat/computed/renderers/util.go). The lines of a heredoc have theirs one step deeper, and
 * what follows it is the value, which may look like anything.
 */
export function renderPlanDiff(text: string): string {
  // What an escape sequence would hide from a terminal is what a reviewer has to see.
  const lines = plainText(text.replace(/\u001b/g, '␛')).split('\n')
  let heredoc: { readonly end: string; readonly symbolColumn: number } | undefined
  return (
    lines
      .map((line) => {
        if (heredoc !== undefined && !line.startsWith(heredoc.end))
          return outdent(moveSymbol(line, heredoc.symbolColumn))
        const indent = indentOf(line)
        heredoc = HEREDOC.test(line)
          ? { end: `${' '.repeat(indent + 4)}EOT`, symbolColumn: indent + 6 }
          : undefined
        return outdent(moveSymbol(line, indent + 2))
      })
      .join('\n')
      // A column is a UTF-16 unit, which may be half a character.
      .toWellFormed()
  )
}

/** All of a resource stands two columns to the right, for its symbol. */
function outdent(line: string): string {
  return line.startsWith('  ', 1) ? `${line.slice(0, 1)}${line.slice(3)}` : line
}

/** Where the four columns for the line's symbol begin; a line without a symbol has text behind them. */
function indentOf(line: string): number {
  const first = line.search(/[^ ]/)
  return Math.max(0, first - (first % 4 === 2 ? 2 : 4))
}

function moveSymbol(line: string, column: number): string {
  if (REPLACEMENT.test(line)) return `!  ${line.slice(3)}`
  if (READ.test(line)) return ' '.repeat(4) + line.slice(4)
  if (FORGET.test(line)) return `.  ${line.slice(2)}`
  const symbol = line[column + 1] === ' ' ? line[column] : undefined
  if (symbol !== '+' && symbol !== '-' && symbol !== '~') return /^(?: |$)/.test(line) ? line : ` ${line}`
  return `${symbol === '~' ? '!' : symbol}${line.slice(1, column)} ${line.slice(column + 1)}`
}
