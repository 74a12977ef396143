// An operating system command that nothing ends takes the rest of its line, not what follows it.
const ANSI_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
// Bidirectional overrides reorder what a reader sees, zero-width characters hide what a comparison sees; fillers and
// the selectors above U+E0100 are as invisible. U+FE0F stays: it makes an emoji of a sign.
const INVISIBLE =
  /\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e01ef}]/gu
const CONTROL_EXCEPT_NEWLINE_AND_TAB = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Text without ANSI sequences, control, bidirectional and invisible characters; lines and tabs stay. */
export function plainText(text: string): string {
  return (
    text
      .replace(/\r\n/g, '\n')
      .replace(ANSI_SEQUENCE, '')
      .replace(CONTROL_EXCEPT_NEWLINE_AND_TAB, '')
      .replace(INVISIBLE, '')
      // GitHub's API takes no half of a surrogate pair.
      .toWellFormed()
  )
}

/** `plainText` on one line of at most `limit` UTF-16 units, an ellipsis where it was cut. */
export function plainLine(text: string, limit = 200): string {
  const line = plainText(text.slice(0, limit * 8))
    .replace(/[\n\t]+/g, ' ')
    .trim()
  return line.length <= limit ? line : `${beginningOf(line, limit - 1)}…`
}

/** At most `length` UTF-16 units of `text`, no character halved. */
export function beginningOf(text: string, length: number): string {
  return text.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}
