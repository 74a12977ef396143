// An operating system command that nothing ends takes the rest of its line, not what follows it.
const ANSI_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g
// Bidirectional overrides reorder what a reader sees, zero-width characters hide what a comparison sees; fillers and
// selectors are as invisible. U+FE0F stays: it makes an emoji of a sign.
const INVISIBLE = /(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu
const CONTROL_EXCEPT_NEWLINE_AND_TAB = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g

/** Text without ANSI sequences, control, bidirectional and invisible characters; lines and tabs stay. */
export function plainText(text: string): string {
  return (
    text
      // GitHub's API takes no half of a surrogate pair, and two that come together would be an invisible character.
      .toWellFormed()
      .replace(/\r\n/g, '\n')
      .replace(ANSI_SEQUENCE, '')
      .replace(CONTROL_EXCEPT_NEWLINE_AND_TAB, '')
      .replace(INVISIBLE, '')
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
