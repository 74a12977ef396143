import type { BackendBlock } from './facts.ts'

interface Token {
  readonly kind: 'word' | 'string' | 'sign'
  readonly text: string
  /** From 1. */
  readonly line: number
}

/** A configuration file as it lies in the folder. */
export interface ConfigurationFile {
  readonly name: string
  readonly text: string
}

export interface FoundBlock {
  readonly file: string
  readonly block: BackendBlock
}

/** The block that counts: one of an override file goes before all others (developer.hashicorp.com/terraform/language/files/override). */
export function findBackendBlock(files: readonly ConfigurationFile[]): FoundBlock | undefined {
  const found = files.flatMap(({ name, text }) => {
    const block = parseBackendBlock(text)
    return block === undefined ? [] : [{ file: name, block }]
  })
  return found.findLast(({ file }) => /^(?:.*_)?override\.(?:tf|tofu)$/.test(file)) ?? found[0]
}

/** The `backend` or `cloud` block of a file, without a judgement whether Terraform would take the file. */
export function parseBackendBlock(text: string): BackendBlock | undefined {
  const tokens = tokensOf(text)
  let depth = 0
  let terraformAt: number | undefined
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at]
    if (token?.text === '{' && token.kind === 'sign') depth += 1
    else if (token?.text === '}' && token.kind === 'sign') {
      depth -= 1
      if (depth === 0) terraformAt = undefined
    } else if (depth === 0 && isWord(token, 'terraform') && isSign(tokens[at + 1], '{')) terraformAt = at
    else if (depth === 1 && terraformAt !== undefined) {
      const head = headAt(tokens, at)
      if (head !== undefined)
        return { type: head.type, ...bodyAt(tokens, at + head.length, token?.line ?? 1) }
    }
  }
  return undefined
}

function headAt(tokens: readonly Token[], at: number): { type: string; length: number } | undefined {
  const [first, second, third] = tokens.slice(at, at + 3)
  if (isWord(first, 'cloud') && isSign(second, '{')) return { type: 'cloud', length: 1 }
  const isBackend =
    isWord(first, 'backend') && second !== undefined && second.kind !== 'sign' && isSign(third, '{')
  return isBackend ? { type: second.text, length: 2 } : undefined
}

/** `at`: of its opening brace. */
function bodyAt(tokens: readonly Token[], at: number, line: number): Omit<BackendBlock, 'type'> {
  const attributes = new Set<string>()
  let depth = 0
  for (let next = at; next < tokens.length; next += 1) {
    const token = tokens[next]
    if (isSign(token, '{')) depth += 1
    if (isSign(token, '}')) depth -= 1
    if (depth === 0) return { line, endLine: token?.line ?? line, attributes: [...attributes] }
    if (token !== undefined && token.kind !== 'sign' && isSign(tokens[next + 1], '='))
      attributes.add(token.text)
  }
  return { line, endLine: tokens.at(-1)?.line ?? line, attributes: [...attributes] }
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'word' && token.text === text
}

function isSign(token: Token | undefined, text: string): boolean {
  return token?.kind === 'sign' && token.text === text
}

const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy
const WORD = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy

/** Words, strings and signs outside of comments and heredocs (hashicorp/hcl, hclsyntax/spec.md). */
function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let line = 1
  let at = 0
  const skip = (length: number): string => {
    const passed = text.slice(at, at + length)
    line += passed.split('\n').length - 1
    at += length
    return passed
  }
  while (at < text.length) {
    const begin = line
    const heredoc = matchAt(HEREDOC, text, at)
    if (heredoc !== undefined) skip(heredocLength(text, at + heredoc[0].length, heredoc[1] ?? '') - at)
    else if (text[at] === '"') {
      const quoted = skip(quotedLength(text, at))
      tokens.push({ kind: 'string', text: quoted.slice(1, -1), line: begin })
    } else {
      const comment = matchAt(COMMENT, text, at)
      const word = comment === undefined ? matchAt(WORD, text, at) : undefined
      if (comment !== undefined) skip(comment[0].length)
      else if (word !== undefined) tokens.push({ kind: 'word', text: skip(word[0].length), line: begin })
      else {
        const sign = skip(1)
        // `==` and `=>` give nothing a value.
        if ('{}='.includes(sign)) tokens.push({ kind: 'sign', text: sign, line: begin })
      }
    }
  }
  return tokens
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

/** Where the heredoc ends whose lines begin at `from`: after the line that is its marker. */
function heredocLength(text: string, from: number, marker: string): number {
  let at = from
  while (at < text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    if (text.slice(at, end).trim() === marker) return end
    at = end + 1
  }
  return text.length
}

/** Of a quoted template with its quotes; inside of `${…}` quotes begin strings of their own. */
function quotedLength(text: string, from: number): number {
  const open: ('"' | '{')[] = ['"']
  let at = from + 1
  while (at < text.length && open.length > 0) {
    const sign = text[at]
    if (open.at(-1) === '"') {
      if (sign === '\\') at += 1
      else if (sign === '"') open.pop()
      else if ((sign === '$' || sign === '%') && text[at + 1] === '{') {
        // `$${` is no template.
        if (text[at - 1] !== sign) open.push('{')
        at += 1
      } else if (sign === '\n') return at - from
    } else if (sign === '"') open.push('"')
    else if (sign === '{') open.push('{')
    else if (sign === '}') open.pop()
    at += 1
  }
  return at - from
}
