export interface ImportBlock {
  readonly to: string
  readonly id: string
}

/** Reads `import` blocks as strictly as HCL does, and their ID as its literal; throws at anything else. */
export function readImportBlocks(hcl: string): ImportBlock[] {
  const blocks = hcl.split(/\n+(?=import \{$)/m).filter((block) => block.trim() !== '')
  return blocks.map((block) => {
    const match = /^import \{\n {2}to = (.+)\n(?: {2}#.*\n)? {2}id = (".*")\n\}\n?$/.exec(block)
    if (match === null) throw new Error(`No import block: ${block}`)
    const [, to = '', id = ''] = match
    readAddress(to)
    return { to, id: readLiteral(id) }
  })
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** A quoted template that has no template in it (hclsyntax/spec.md, "Quoted Templates"). */
export function readLiteral(quoted: string): string {
  let text = ''
  let at = 1
  while (at < quoted.length - 1) {
    const rest = quoted.slice(at, -1)
    const [unicode, short, long] = /^\\(?:u([\da-f]{4})|U([\da-f]{8}))/.exec(rest) ?? []
    const character = rest[0] ?? ''
    if (unicode !== undefined) {
      text += String.fromCodePoint(parseInt(short ?? long ?? '', 16))
      at += unicode.length
    } else if (character === '\\') {
      const escaped = ESCAPES[rest[1] ?? '']
      if (escaped === undefined) throw new Error(`No escape: ${rest.slice(0, 2)}`)
      text += escaped
      at += 2
    } else if (/^(?:\$\$|%%)\{/.test(rest)) {
      text += rest.slice(1, 3)
      at += 3
    } else {
      if (/^[$%]\{|^["\n\r]/.test(rest)) throw new Error(`Not literal: ${rest}`)
      text += character
      at += 1
    }
  }
  if (quoted.length < 2 || quoted[0] !== '"' || quoted.at(-1) !== '"') throw new Error(`No quotes: ${quoted}`)
  return text
}

/** The segments of a traversal: names, and keys as what they mean. */
export function readAddress(address: string): (string | number)[] {
  const segments: (string | number)[] = []
  let rest = `.${address}`
  while (rest !== '') {
    const [segment = '', name, key] =
      /^(?:\.([\p{ID_Start}_][\p{ID_Continue}-]*)|\[(\d+|"(?:[^"\\]|\\.)*")\])/u.exec(rest) ?? []
    if (segment === '') throw new Error(`No address: ${address}`)
    segments.push(name ?? (key?.startsWith('"') === true ? readLiteral(key) : Number(key)))
    rest = rest.slice(segment.length)
  }
  return segments
}
