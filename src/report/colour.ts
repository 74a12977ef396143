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
