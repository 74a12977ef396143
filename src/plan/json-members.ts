/**
 * The members of a JSON object, by their names, each as its text, so that a large one can be parsed part by part: the
 * texts are slices, not copies. Where a name comes twice the last one counts, as for `JSON.parse`, which also has to
 * check each part. undefined for what is no object.
 */
export function jsonMembers(json: string): Map<string, string> | undefined {
  const members = new Map<string, string>()
  const isOver = (brace: number): boolean => skipSpaces(json, brace + 1) === json.length
  let at = skipSpaces(json, 0)
  if (json[at] !== '{') return undefined
  at = skipSpaces(json, at + 1)
  if (json[at] === '}') return isOver(at) ? members : undefined
  for (;;) {
    if (json[at] !== '"') return undefined
    const nameEnd = endOfString(json, at)
    const colon = skipSpaces(json, nameEnd)
    const name = nameFrom(json.slice(at, nameEnd))
    if (json[colon] !== ':' || name === undefined) return undefined
    const start = skipSpaces(json, colon + 1)
    const end = endOfValue(json, start)
    members.set(name, json.slice(start, end))
    at = skipSpaces(json, end)
    if (json[at] === '}') return isOver(at) ? members : undefined
    if (json[at] !== ',') return undefined
    at = skipSpaces(json, at + 1)
  }
}

function nameFrom(text: string): string | undefined {
  try {
    return JSON.parse(text) as string
  } catch {
    return undefined
  }
}

const SPACES = ' \t\n\r'

function skipSpaces(json: string, start: number): number {
  let at = start
  while (at < json.length && SPACES.includes(json.charAt(at))) at += 1
  return at
}

/** Behind the closing quote of the string that begins here; the end of the text where there is none. */
function endOfString(json: string, start: number): number {
  for (let from = start + 1; ;) {
    const quote = json.indexOf('"', from)
    if (quote < 0) return json.length
    let backslashes = 0
    while (json[quote - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return quote + 1
    from = quote + 1
  }
}

function endOfValue(json: string, start: number): number {
  let depth = 0
  for (let at = start; at < json.length;) {
    const sign = json.charAt(at)
    if (sign === '"') {
      at = endOfString(json, at)
      if (depth === 0) return at
      continue
    }
    const isEnd = sign === '}' || sign === ']'
    if (depth === 0 && (isEnd || sign === ',' || SPACES.includes(sign))) return at
    if (sign === '{' || sign === '[') depth += 1
    else if (isEnd) {
      depth -= 1
      if (depth === 0) return at + 1
    }
    at += 1
  }
  return json.length
}
