/** A word that a POSIX shell takes as it is. */
export function renderShellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}

export function renderShellCommand(...words: readonly string[]): string {
  return words.map(renderShellWord).join(' ')
}
