/**
 * The words of a `TF_CLI_ARGS*` value, split as Terraform and OpenTofu split it (mattn/go-shellwords, which
 * here expands nothing): quotes, backslashes, and nothing that follows an unquoted `;`, `&`, `|`, `<` or `>`.
 * Undefined where they refuse the text (an open quote, a trailing backslash), and for an unquoted backtick or
 * parenthesis: how one of those splits differs between versions of go-shellwords.
 * https://github.com/mattn/go-shellwords
 */
export function splitShellWords(text: string): readonly string[] | undefined {
  const words: string[] = []
  let word: string | undefined
  let quote: '"' | "'" | undefined
  let isEscaped = false

  for (const character of text) {
    if (isEscaped) {
      word = (word ?? '') + character
      isEscaped = false
    } else if (character === '\\' && quote !== "'") {
      isEscaped = true
    } else if (character === quote) {
      quote = undefined
    } else if (quote !== undefined) {
      word = (word ?? '') + character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (' \t\r\n'.includes(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else if ('`()'.includes(character)) {
      return undefined
    } else if (';&|<>'.includes(character)) {
      break
    } else {
      word = (word ?? '') + character
    }
  }

  if (isEscaped || quote !== undefined) return undefined
  return word === undefined ? words : [...words, word]
}
