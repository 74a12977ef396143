const ANSI_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
// Bidirectional overrides reorder what a reader sees, zero-width characters hide what a comparison sees.
const INVISIBLE = /[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u00ad\u061c\u180e]|[\u{e0000}-\u{e007f}]/gu
const CONTROL_EXCEPT_NEWLINE_AND_TAB = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Text without ANSI sequences, control, bidirectional and invisible characters; lines and tabs stay. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n/g, '\n')
    .replace(ANSI_SEQUENCE, '')
    .replace(CONTROL_EXCEPT_NEWLINE_AND_TAB, '')
    .replace(INVISIBLE, '')
}

/** `plainText` on one line of at most `limit` UTF-16 units, an ellipsis where it was cut. */
export function plainLine(text: string, limit = 200): string {
  const line = plainText(text.slice(0, limit * 8))
    .replace(/[\n\t]+/g, ' ')
    .trim()
  return line.length <= limit ? line : `${line.slice(0, limit - 1)}…`
}
