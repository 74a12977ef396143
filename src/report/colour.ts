const RESET = '\u001b[0m'
/** Leading symbols of a plan's lines, the longer ones first, and Terraform's own colours for them. */
const COLOURS: readonly [RegExp, string][] = [
  [/^( *)(?:-\/\+|\+\/-)( )/, '\u001b[31m'],
  [/^( *)\+( )/, '\u001b[32m'],
  [/^( *)-( )/, '\u001b[31m'],
  [/^( *)~( )/, '\u001b[33m'],
  [/^( *)<=( )/, '\u001b[36m'],
  [/^( *)# /, '\u001b[1m'],
]

const partLength = 65_536

/** The same as `colourPlan`, whole lines at a time: copies of the text of a large plan would be most of the memory. */
export function* colouredParts(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start + partLength)
    const next = end < 0 ? text.length : end + 1
    yield colourPlan(text.slice(start, next))
    start = next
  }
}

/** A plan's text, as `show -no-color` gives it, with one colour a line; the runner's log shows ANSI colours. */
export function colourPlan(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1]
      return colour === undefined ? line : `${colour}${line}${RESET}`
    })
    .join('\n')
}
