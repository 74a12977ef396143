/** What `terraform show -no-color PLANFILE` writes, in parts; the diffs are slices of it, not copies. */
export interface PlanText {
  /** By address, with its `(deposed object …)`. */
  readonly changes: ReadonlyMap<string, TextBlock>
  /** Of "Objects have changed outside of Terraform". */
  readonly drift: ReadonlyMap<string, TextBlock>
  /** The lines below "Changes to Outputs:", or empty. */
  readonly outputs: string
}

/** One resource in it. */
export interface TextBlock {
  /** What its first line says after the address: `will be destroyed`. */
  readonly title: string
  /** The comments below it, without `# `: `(because key ["b"] is not in for_each map)`. */
  readonly comments: readonly string[]
  /** From `  - resource "type" "name" {` to its closing brace. */
  readonly diff: string
}

/**
 * What a line begins with that begins a block, and what else may stand at the margin (jsonformat/plan.go). Whatever
 * is in a value is indented by four spaces and more; `-/+` and `+/-` belong to a block.
 */
const HEADER = / {1,2}# /y
const WITHIN_A_BLOCK = / |\n|-\/\+ |\+\/- /y
/** Other lines at the margin are prose within their section; behind outputs they end it. */
const SECTIONS: readonly [RegExp, Section | undefined][] = [
  [/^Note: Objects have changed outside of /, 'drift'],
  [/^\w+ (?:will perform|planned) the following actions/, 'changes'],
  [/^Changes to Outputs:/, 'outputs'],
  // A rule ends drift, "Plan: 1 to add" the changes; a note that is not known has blocks of another kind.
  [/^(?:─|Plan: |Note: )/, undefined],
]
const DEPOSED = /^\(deposed object [^)]*\) /
const MOVED = 'has moved to '

type Section = 'changes' | 'drift' | 'outputs'
interface OpenBlock {
  readonly address: string
  readonly title: string
  readonly comments: readonly string[]
}

/** `importIdOf`: the ID that the plan imports for an address as the text shows it. */
export function parsePlanText(text: string, importIdOf: (address: string) => string | undefined): PlanText {
  const found = { changes: new Map<string, TextBlock>(), drift: new Map<string, TextBlock>(), outputs: '' }
  let section: Section | undefined
  let block: OpenBlock | undefined
  let start = 0
  const close = (end: number): void => {
    if (section === 'outputs') found.outputs = text.slice(start, end).trimEnd()
    else if (section !== undefined && block !== undefined) {
      const { address, title, comments } = block
      found[section].set(address, { title, comments, diff: text.slice(start, end).trimEnd() })
    }
    block = undefined
  }
  // By `\n` alone: a regular expression's `^` takes U+2028 and a carriage return, which values have, for ends of lines.
  for (let position = 0, next: number; position < text.length; position = next) {
    const indent = prefixLength(HEADER, text, position)
    next = endOfLine(text, position)
    if (indent > 0) {
      close(position)
      const header = parseHeader(text.slice(position + indent, next).trimEnd())
      const { comments, end } = parseComments(text, next, importIdOf(header.address))
      block = { ...header, comments }
      next = start = end
    } else if (prefixLength(WITHIN_A_BLOCK, text, position) === 0) {
      close(position)
      const line = text.slice(position, next)
      const begun = SECTIONS.find(([pattern]) => pattern.test(line))
      if (begun !== undefined || section === 'outputs') section = begun?.[1]
      start = next
    }
  }
  close(text.length)
  return found
}

/** Where the next line begins. */
function endOfLine(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end + 1
}

/** `pattern` is sticky. */
function prefixLength(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex - start : 0
}

/**
 * The comments that follow a block's first line. Terraform writes an import's ID as it is, with its ends of lines:
 * only the ID itself tells where it ends, and that what looks like another block in it is none.
 */
function parseComments(
  text: string,
  start: number,
  importId: string | undefined,
): { comments: string[]; end: number } {
  const comments: string[] = []
  const imported = importId === undefined ? undefined : `  # (imported from "${importId}")\n`
  let end = start
  for (;;) {
    const indent = prefixLength(HEADER, text, end)
    if (indent === 0) return { comments, end }
    if (imported !== undefined && text.startsWith(imported, end)) {
      end += imported.length
      continue
    }
    const next = endOfLine(text, end)
    comments.push(text.slice(end + indent, next).trimEnd())
    end = next
  }
}

/** `ADDRESS will be …`, `ADDRESS (deposed object KEY) will be …` or `ADDRESS has moved to ADDRESS`. */
function parseHeader(line: string): { address: string; title: string } {
  const end = endOfAddress(line)
  const rest = line.slice(end + 1)
  if (rest.startsWith(MOVED)) return { address: rest.slice(MOVED.length), title: MOVED.trimEnd() }
  const deposed = DEPOSED.exec(rest)?.[0] ?? ''
  return { address: line.slice(0, end + deposed.length), title: rest.slice(deposed.length) }
}

/** An address ends at the first space that is in no key; in a key Terraform escapes `"` and ends of lines. */
function endOfAddress(line: string): number {
  let isInKey = false
  for (let index = 0; index < line.length; index++) {
    const character = line[index]
    if (isInKey && character === '\\') index++
    else if (character === '"') isInKey = !isInKey
    else if (character === ' ' && !isInKey) return index
  }
  return line.length
}
