/**
 * As much of GraphQL as Lockstep's queries need: one query, variables, aliases, arguments and fragments. It runs over
 * plain objects, in which a function is called with the arguments of its field, and answers as GitHub does: a field that
 * is refused is null, with an error that names its path. https://spec.graphql.org/October2021/
 */

export type GraphArguments = Readonly<Record<string, unknown>>

/** Thrown for one field, or put into a list for one of its items: that is null then. */
export class FieldError extends Error {
  readonly type: string

  constructor(type: 'FORBIDDEN' | 'NOT_FOUND', message: string) {
    super(message)
    this.type = type
  }
}

/** The query is wrong as a whole. */
export class QueryError extends Error {}

interface Selection {
  kind: 'field' | 'fragment' | 'spread'
  /** Of a field, of a fragment's type, of a spread's fragment. */
  name: string
  alias: string
  arguments: Record<string, unknown>
  selections: readonly Selection[]
}

interface QueryDocument {
  selections: readonly Selection[]
  variables: ReadonlySet<string>
  fragments: ReadonlyMap<string, Selection>
}

interface ExecutionError {
  type: string
  path: (string | number)[]
  locations: { line: number; column: number }[]
  message: string
}

export interface GraphqlAnswer {
  data?: unknown
  errors?: (Partial<ExecutionError> & { message: string })[]
}

/** Runs `query` over `root`. */
export function executeGraphql(root: unknown, query: string, variables: GraphArguments): GraphqlAnswer {
  try {
    const document = parseQuery(query)
    const given = Object.keys(variables).find((name) => !document.variables.has(name))
    if (given !== undefined) throw new QueryError(`The query declares no variable $${given}.`)
    const errors: ExecutionError[] = []
    const data = new Execution(document, variables, errors).complete(root, document.selections, [])
    return errors.length === 0 ? { data } : { data, errors }
  } catch (error) {
    if (!(error instanceof QueryError)) throw error
    return { errors: [{ message: error.message, locations: [{ line: 1, column: 1 }] }] }
  }
}

class Execution {
  readonly #document: QueryDocument
  readonly #variables: GraphArguments
  readonly #errors: ExecutionError[]

  constructor(document: QueryDocument, variables: GraphArguments, errors: ExecutionError[]) {
    this.#document = document
    this.#variables = variables
    this.#errors = errors
  }

  complete(value: unknown, selections: readonly Selection[], path: (string | number)[]): unknown {
    if (value instanceof FieldError) throw value
    if (value === null || value === undefined) return null
    if (Array.isArray(value)) {
      return value.map((item: unknown, index) => this.#resolve(item, {}, selections, [...path, index]))
    }
    if (typeof value !== 'object') {
      if (selections.length > 0) throw new QueryError(`A value at ${path.join('.')} has no fields.`)
      return value
    }
    if (selections.length === 0)
      throw new QueryError(`The object at ${path.join('.')} needs its fields named.`)
    const fields: Record<string, unknown> = {}
    for (const field of this.#fieldsOf(value as GraphArguments, selections)) {
      const found = (value as GraphArguments)[field.name]
      const at = [...path, field.alias]
      if (found === undefined) throw new QueryError(`Field '${field.name}' doesn't exist at ${at.join('.')}`)
      fields[field.alias] = this.#resolve(found, this.#argumentsOf(field), field.selections, at)
    }
    return fields
  }

  #resolve(
    value: unknown,
    given: GraphArguments,
    selections: readonly Selection[],
    path: (string | number)[],
  ): unknown {
    try {
      const isFunction = typeof value === 'function'
      return this.complete(
        isFunction ? (value as (given: GraphArguments) => unknown)(given) : value,
        selections,
        path,
      )
    } catch (error) {
      if (!(error instanceof FieldError)) throw error
      const { type, message } = error
      this.#errors.push({ type, path, locations: [{ line: 1, column: 1 }], message })
      return null
    }
  }

  #fieldsOf(value: GraphArguments, selections: readonly Selection[]): Selection[] {
    return selections.flatMap((selection) => {
      if (selection.kind === 'field') return [selection]
      const fragment = selection.kind === 'spread' ? this.#document.fragments.get(selection.name) : selection
      if (fragment === undefined) throw new QueryError(`Fragment ${selection.name} was used, but not defined`)
      const isOfType = value['__typename'] === undefined || value['__typename'] === fragment.name
      return isOfType ? this.#fieldsOf(value, fragment.selections) : []
    })
  }

  #argumentsOf(field: Selection): GraphArguments {
    const valueOf = (value: unknown): unknown => {
      if (value instanceof Variable) {
        if (!this.#document.variables.has(value.name))
          throw new QueryError(`Variable $${value.name} is used but not declared`)
        return this.#variables[value.name] ?? null
      }
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, valueOf(inner)]))
    }
    return valueOf(field.arguments) as GraphArguments
  }
}

class Variable {
  readonly name: string

  constructor(name: string) {
    this.name = name
  }
}

const TOKEN = /\s+|,|#.*|(\.\.\.|[{}()[\]:=!$]|"(?:[^"\\\n]|\\.)*"|-?\d+|[A-Za-z_]\w*)/gy

function parseQuery(text: string): QueryDocument {
  const tokens = tokensOf(text)
  const fragments = new Map<string, Selection>()
  let query: { selections: readonly Selection[]; variables: ReadonlySet<string> } | undefined

  const next = (): string => tokens.shift() ?? 'the end'
  const accept = (token: string): boolean => {
    if (tokens[0] !== token) return false
    tokens.shift()
    return true
  }
  const expect = (token: string): void => {
    const found = next()
    if (found !== token) throw new QueryError(`Parse error: expected ${token}, found ${found}`)
  }
  const name = (): string => {
    const found = next()
    if (!/^\w+$/.test(found)) throw new QueryError(`Parse error: expected a name, found ${found}`)
    return found
  }
  const value = (): unknown => {
    if (accept('$')) return new Variable(name())
    if (accept('{')) return pairs('}')
    if (accept('[')) {
      const list: unknown[] = []
      while (!accept(']')) list.push(value())
      return list
    }
    const found = next()
    return /^["\d-]|^(?:true|false|null)$/.test(found) ? (JSON.parse(found) as unknown) : found
  }
  const pairs = (end: string): Record<string, unknown> => {
    const found: Record<string, unknown> = {}
    while (!accept(end)) {
      const key = name()
      expect(':')
      found[key] = value()
    }
    return found
  }
  const selections = (): Selection[] => {
    const found: Selection[] = []
    while (!accept('}')) found.push(selection())
    return found
  }
  const selection = (): Selection => {
    if (accept('...')) {
      if (!accept('on')) return { kind: 'spread', name: name(), alias: '', arguments: {}, selections: [] }
      const type = name()
      expect('{')
      return { kind: 'fragment', name: type, alias: '', arguments: {}, selections: selections() }
    }
    const first = name()
    const isAlias = accept(':')
    const field = { kind: 'field' as const, alias: first, name: isAlias ? name() : first }
    const given = accept('(') ? pairs(')') : {}
    return { ...field, arguments: given, selections: accept('{') ? selections() : [] }
  }
  const declared = (): Set<string> => {
    const found = new Set<string>()
    while (!accept(')')) {
      // Types are not looked at, so what follows a name is passed over.
      if (next() === '$') found.add(name())
    }
    return found
  }

  while (tokens.length > 0) {
    if (accept('fragment')) {
      const fragment = name()
      expect('on')
      const type = name()
      expect('{')
      fragments.set(fragment, {
        kind: 'fragment',
        name: type,
        alias: '',
        arguments: {},
        selections: selections(),
      })
      continue
    }
    if (query !== undefined) throw new QueryError('There is more than one query.')
    if (accept('query') && /^\w/.test(tokens[0] ?? '')) name()
    const variables = accept('(') ? declared() : new Set<string>()
    expect('{')
    query = { selections: selections(), variables }
  }
  if (query === undefined) throw new QueryError('There is no query.')
  return { ...query, fragments }
}

function tokensOf(text: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const at = TOKEN.lastIndex
    const match = TOKEN.exec(text)
    if (match === null) throw new QueryError(`Parse error at ${JSON.stringify(text.slice(at, at + 20))}`)
    if (match[1] !== undefined) tokens.push(match[1])
  }
  return tokens
}
