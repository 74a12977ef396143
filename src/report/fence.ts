/** A fenced block that nothing in `text` can close: its fence is longer than any run of backticks in it. */
export function renderFence(text: string, language = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}${language}\n${text.endsWith('\n') ? text : `${text}\n`}${fence}\n`
}

/** `text` as one inline code span of a table cell. */
export function renderCode(text: string): string {
  if (text === '') return ''
  const ticks = '`'.repeat(longestRun(text) + 1)
  // GitHub splits a table's row at a bar before it looks for code spans; \| is the escape that it knows there.
  const cell = text.replace(/\n/g, ' ').replace(/\|/g, '\\|')
  const pad = cell.startsWith('`') || cell.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${cell}${pad}${ticks}`
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}

/** `text` as prose that is nothing but prose: no mark-up, no mention, no reference. */
export function renderProse(text: string): string {
  return (
    text
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/[\\`*_{}[\]()#+!|~=-]/g, '\\$&')
      // GitHub looks for mentions and references in what Markdown has made of the text, where no escape is left.
      .replace(/[@#]/g, '$&\u200b')
  )
}
