import { data, Evaluator, Lexer, Parser, type Expr } from '@actions/expressions'
import { Grouping, Logical } from '@actions/expressions/ast'

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

/** Whether an `if` can't be true, whatever those of its parts are that are not known. */
export function isNeverTrue(condition: string | undefined, contexts: Contexts): boolean {
  const [first, ...more] = segmentsOf(condition?.trim() ?? '')
  if (first === undefined || more.length > 0) return false
  const expression = 'literal' in first ? first.literal : first.expression
  try {
    return isFalse(parse(expression), contexts)
  } catch {
    return false
  }
}

function isFalse(tree: Expr, contexts: Contexts): boolean {
  if (tree instanceof Grouping) return isFalse(tree.group, contexts)
  if (tree instanceof Logical && tree.operator.lexeme === '&&')
    return tree.args.some((part) => isFalse(part, contexts))
  return ['false', '', '0'].includes(valueOf(tree, contexts)?.coerceString() ?? 'true')
}

/** The names of the text's expressions that look like `github.ref`, in lower case, as GitHub compares them. */
export function referencesIn(text: string): readonly string[] {
  const names = segmentsOf(text).flatMap((segment) =>
    'literal' in segment
      ? []
      : (segment.expression.replace(/'(?:[^']|'')*'/g, "''").match(/[\w-]+(?:\.[\w-]+)*/g) ?? []),
  )
  return [...new Set(names.filter((name) => REFERENCE.test(name)).map((name) => name.toLowerCase()))]
}

const REFERENCE = /^[a-z_][\w-]*(?:\.[a-z_][\w-]*)+$/i

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
    return valueOf(parse(expression), contexts)?.coerceString()
  } catch {
    return undefined
  }
}

/** What an `if` may ask beside the built-in functions; their values are not known. */
const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled', 'hashFiles']

/** @throws Error where it is none that GitHub takes */
function parse(expression: string): Expr {
  const functions = STATUS_FUNCTIONS.map((name) => ({ name, minArgs: 0, maxArgs: 255 }))
  return new Parser(new Lexer(expression).lex().tokens, CONTEXT_NAMES, functions).parse()
}

function valueOf(tree: Expr, contexts: Contexts): data.ExpressionData | undefined {
  if (!namesOf(tree).every((name) => name in contexts)) return undefined
  const known = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary
  try {
    return new Evaluator(tree, known).evaluate()
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
