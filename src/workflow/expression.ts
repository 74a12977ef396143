import { data, Evaluator, Lexer, Parser, type Expr } from '@actions/expressions'

/** What an expression is evaluated with; a context that is left out is not known. */
export type Contexts = Readonly<Record<string, unknown>>

type Segment = { readonly literal: string } | { readonly expression: string }

/** All contexts that a workflow may name. */
const CONTEXT_NAMES = ['github', 'inputs', 'vars', 'needs', 'strategy', 'matrix', 'env', 'secrets', 'job']

/** What GitHub makes of a text with `${{ }}`; undefined where that is not known. */
export function evaluateText(text: string, contexts: Contexts): string | undefined {
  const parts = segmentsOf(text).map((segment) =>
    'literal' in segment ? segment.literal : evaluate(segment.expression, contexts),
  )
  return parts.includes(undefined) ? undefined : parts.join('')
}

/** Whether a part of the text that is known is another one with the other contexts. */
export function isDifferentWith(text: string, contexts: Contexts, others: Contexts): boolean {
  return segmentsOf(text).some((segment) => {
    if ('literal' in segment) return false
    const value = evaluate(segment.expression, contexts)
    return value !== undefined && value !== evaluate(segment.expression, others)
  })
}

/** The names of the text's expressions that look like `github.ref`, in lower case, as GitHub compares them. */
export function referencesIn(text: string): readonly string[] {
  const names = segmentsOf(text).flatMap((segment) =>
    'literal' in segment
      ? []
      : (segment.expression.replace(/'(?:[^']|'')*'/g, "''").match(/[a-z_][\w-]*(?:\.[a-z_][\w-]*)+/gi) ??
        []),
  )
  return [...new Set(names.map((name) => name.toLowerCase()))]
}

function segmentsOf(text: string): readonly Segment[] {
  const segments: Segment[] = []
  let at = 0
  for (;;) {
    const start = text.indexOf('${{', at)
    const end = start < 0 ? -1 : endOfExpression(text, start + 3)
    if (end < 0) return at === text.length ? segments : [...segments, { literal: text.slice(at) }]
    if (start > at) segments.push({ literal: text.slice(at, start) })
    segments.push({ expression: text.slice(start + 3, end) })
    at = end + 2
  }
}

/** Where its `}}` stands, -1 where there is none: one in a string does not end it. A quote in a string is doubled. */
function endOfExpression(text: string, from: number): number {
  let isString = false
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "'") isString = !isString
    else if (!isString && text.startsWith('}}', at)) return at
  }
  return -1
}

function evaluate(expression: string, contexts: Contexts): string | undefined {
  try {
    const tree = new Parser(new Lexer(expression).lex().tokens, CONTEXT_NAMES, []).parse()
    const isKnown = namesOf(tree).every((name) => name in contexts)
    if (!isKnown) return undefined
    const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
    return new Evaluator(tree, known).evaluate().coerceString()
  } catch {
    return undefined
  }
}

/** The contexts that an expression asks for. */
function namesOf(tree: Expr): readonly string[] {
  const all = (...trees: readonly Expr[]): readonly string[] => trees.flatMap((each) => each.accept(visitor))
  const visitor: Parameters<typeof tree.accept<readonly string[]>>[0] = {
    visitLiteral: () => [],
    visitUnary: ({ expr }) => all(expr),
    visitBinary: ({ left, right }) => all(left, right),
    visitLogical: ({ args }) => all(...args),
    visitGrouping: ({ group }) => all(group),
    visitContextAccess: ({ name }) => [name.lexeme.toLowerCase()],
    visitIndexAccess: ({ expr, index }) => all(expr, index),
    visitFunctionCall: ({ args }) => all(...args),
  }
  return all(tree)
}
