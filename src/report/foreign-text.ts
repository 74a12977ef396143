import { renderCellCode, renderCode, renderFence, renderProse } from './fence.ts'
import { beginningOf, plainLine, plainText } from './plain-text.ts'
import { createRedaction } from './redaction.ts'

/**
 * Puts text that may be somebody else's into Markdown, where it stays what it is: text, in its place, without a
 * sensitive value. Limits are in bytes of UTF-8, mark-up included.
 */
export interface ForeignText {
  prose(text: string, limitBytes?: number): string
  /** One line of code; `limit` in UTF-16 units. */
  code(text: string, limit?: number): string
  /** `code` in a cell of a table. */
  cell(text: string, limit?: number): string
  /** One line of text that is put into Markdown by others; `limit` in UTF-16 units. */
  line(text: string, limit: number): string
  /** A block of code, cut at the end of a line. */
  fence(text: string, limitBytes: number, cutNote: string): string
  /** It holds no sensitive value, so it may be a link or a step to paste. */
  isHarmless(text: string): boolean
  /** Markdown of ours that quotes others: redacts what it quotes, and leaves its mark-up as it is. */
  quoted(markdown: string): string
}

const maxProseBytes = 3_000
const maxCodeLength = 200
/** Of a text for one line; far above any that is shown. */
const maxReadLength = 65_536

export function createForeignText(sensitive: ReadonlySet<string>): ForeignText {
  const redact = createRedaction(sensitive)
  // Redacted before anything is cut, since half of a secret is not known as one.
  const line = (text: string, limit: number): string =>
    plainLine(redact(plainText(beginningOf(text, maxReadLength))), limit)
  // Escaped for a URL, where it takes up to nine characters for each of its own.
  const longestSecret = 9 * [...sensitive].reduce((longest, { length }) => Math.max(longest, length), 0)
  const clean = (text: string): string => redact(plainText(text)).replace(/^\n+/, '').trimEnd()
  // Not all of a text of which only the beginning fits; where a secret was cut in two is beyond what is kept of it.
  const content = (text: string, limitBytes: number): string => {
    const beginning = clean(beginningOf(text, 2 * limitBytes + longestSecret))
    return beginning.length > limitBytes + longestSecret ? beginning : clean(text)
  }
  return {
    prose: (text, limitBytes = maxProseBytes) =>
      cutToFit(redact(plainText(text)), limitBytes, (kept, isCut) => renderProse(isCut ? `${kept}…` : kept)),
    code: (text, limit = maxCodeLength) => renderCode(line(text, limit)),
    cell: (text, limit = maxCodeLength) => renderCellCode(line(text, limit)),
    line,
    fence: (text, limitBytes, cutNote) =>
      cutToFit(content(text, limitBytes), limitBytes, (kept, isCut) =>
        renderFence(isCut ? `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n')))}\n${cutNote}` : kept),
      ),
    isHarmless: (text) => redact(text) === text,
    quoted: (markdown) => redactQuoted(markdown, redact),
  }
}

/** `render` of the longest beginning of `text` that fits. */
function cutToFit(
  text: string,
  limitBytes: number,
  render: (kept: string, isCut: boolean) => string,
): string {
  // No character takes less than a byte.
  const longest = beginningOf(text, limitBytes)
  const whole = render(longest, longest !== text)
  const excessBytes = Buffer.byteLength(whole) - limitBytes
  if (excessBytes <= 0) return whole
  let [fits, tooLong] = [0, longest.length]
  // Mostly each character is a byte, and this is the place; each try makes a copy of the text.
  let next = Math.max(tooLong - excessBytes, 1)
  while (tooLong - fits > 1) {
    const cut = render(beginningOf(longest, next), true)
    if (Buffer.byteLength(cut) <= limitBytes) fits = next
    else tooLong = next
    next = Math.floor((fits + tooLong) / 2)
  }
  return render(beginningOf(longest, fits), true)
}

const FENCE = /^(`{3,})[\w-]*$/
const CODE = /(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)|<code>([^<]*)(?=<\/code>)/g

function redactQuoted(markdown: string, redact: (text: string) => string): string {
  if (redact(markdown) === markdown) return markdown
  let fence: string | undefined
  const lines = markdown.split('\n').map((line) => {
    if (fence === undefined) {
      fence = FENCE.exec(line)?.[1]
      return line.replace(CODE, (_, ticks: string | undefined, code: string, html: string) => {
        if (ticks === undefined) return `<code>${redact(html)}`
        return `${ticks}${redact(code)}${ticks}`
      })
    }
    if (line !== fence) return redact(line)
    fence = undefined
    return line
  })
  return lines.join('\n')
}
