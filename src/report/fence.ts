/** A fenced block that nothing in `text` can close: its fence is longer than any run of backticks in it. */
export function renderFence(text: string, language = ''): string {
  const content = cutRuns(text)
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1))
  return `${fence}${language}\n${content.endsWith('\n') ? content : `${content}\n`}${fence}\n`
}

/** `text` as one inline code span of a line of its own, a heading or a paragraph. */
export function renderCode(text: string): string {
  const content = cutRuns(text).replace(/\n/g, ' ')
  if (content === '') return ''
  const ticks = '`'.repeat(longestRun(content) + 1)
  // A space at both ends is taken off again (CommonMark 6.1), so that a backtick there stays apart from the fence.
  const isPadded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== ''
  const pad = isPadded || content.startsWith('`') || content.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${content}${pad}${ticks}`
}

/** `text` as one inline code span of a table cell. */
export function renderCellCode(text: string): string {
  // A row is split at its bars before code spans are looked for. `\|` is the escape that is known there, and a
  // backslash in front of it would take the escape for itself.
  return renderCode(text).replace(/(?<!\\)(\\*)\|/g, '$1$1\\|')
}

/**
 * cmark-gfm knows no fence above 255 backticks, takes a longer one for one of 255, and finds no code span above 80
 * (src/blocks.c, `fence_length`; src/inlines.c, `MAXBACKTICKS`).
 */
const longestKeptRun = 64

function cutRuns(text: string): string {
  // Looked for at the start of a run only: at each of its backticks would be quadratic.
  return text.replace(/(?<!`)`{65,}/g, `${'`'.repeat(longestKeptRun)}…`)
}

function longestRun(text: string): number {
  let longest = 0
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length)
  return longest
}

const ZERO_WIDTH_SPACE = '\u200b'
/** What GitHub looks for in the text that Markdown has made, where no escape is left, and what breaks it. */
const LIVE: readonly [RegExp, string][] = [
  // @alice, @acme/team, alice@example.com; #1, acme/infra#1
  [/[@#]/g, `$&${ZERO_WIDTH_SPACE}`],
  // https://…, and every other scheme
  [/:(?=\/\/)/g, `:${ZERO_WIDTH_SPACE}`],
  [/(www)\./gi, `$1${ZERO_WIDTH_SPACE}.`],
  [/(?<![a-z\d])(GH|GHSA|CVE)\\-(?=\w)/gi, `$1\\-${ZERO_WIDTH_SPACE}`],
  // :tada:
  [/:(?=(?:\w|\\[_+-])+:)/g, `:${ZERO_WIDTH_SPACE}`],
  // Formulas begin at a dollar sign, and the one escape that GitHub documents for them is this element.
  [/\$/g, '<span>$$</span>'],
]

/**
 * `text` as a paragraph that is nothing but prose: no mark-up, no mention, no reference, no link. A commit's hash stays
 * as it is, since its link tells nobody, and a lock ID that begins like one has to be copied.
 */
export function renderProse(text: string): string {
  const escaped = text
    // Spaces at the start of a line make code of it, those at its end a break, and an empty line ends the paragraph.
    .replace(/(?<![ \t])[ \t]*\n\s*/g, '\n')
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#+!|~=-]/g, '\\$&')
    .replace(/^(\d+)\./gm, '$1\\.')
  return LIVE.reduce((prose, [live, broken]) => prose.replace(live, broken), escaped)
}
