import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from 'yaml'

/** A value as it stands in the file, with its expressions. Lines count from 1. */
export interface WorkflowText {
  readonly text: string
  readonly line: number
}

/** @throws Error with a reason that goes on from "since" */
export function readYaml(text: string): { readonly reader: Reader; readonly contents: unknown } {
  const lines = new LineCounter()
  // Its own look for keys that are there twice compares each with each.
  const document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false })
  const [error] = document.errors
  if (error !== undefined) throw new Error(`it is no YAML: ${error.message.split('\n', 1)[0] ?? ''}`)
  return { reader: createReader(document, lines), contents: document.contents }
}

/** Reads a file of YAML by its nodes, each where it is used. */
export interface Reader {
  /** The pairs of a mapping by their keys; none for what is no mapping. */
  fields(node: unknown): ReadonlyMap<string, Pair>
  items(node: unknown): readonly unknown[]
  text(pair: Pair | undefined): WorkflowText | undefined
  /** Of a text alone, or of each item. */
  texts(node: unknown): readonly string[]
  lineOf(pair: Pair): number
  isMapping(node: unknown): boolean
}

function createReader(document: Document, lines: LineCounter): Reader {
  // Looked up where it is used: written out, aliases of aliases can be larger than the memory.
  const targets = targetsOfAliases(document)
  const resolve = (node: unknown): unknown => (isAlias(node) ? targets.get(node) : node)
  const lineOf = (node: unknown): number => {
    const offset = (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0
    return lines.linePos(offset).line
  }
  return {
    fields(node) {
      const mapping = resolve(node)
      if (!isMap(mapping)) return new Map()
      const fields = new Map(
        mapping.items.map((pair) => [isScalar(pair.key) ? String(pair.key.value) : '', pair] as const),
      )
      if (fields.size < mapping.items.length) throw new Error('it is no YAML: a mapping has a key twice')
      return fields
    },
    items(node) {
      const sequence = resolve(node)
      return isSeq(sequence) ? sequence.items : []
    },
    text(pair) {
      const scalar = resolve(pair?.value)
      if (pair === undefined || !isScalar(scalar) || scalar.value === null) return undefined
      const { value, source } = scalar
      // `True` and `TRUE` are `true`; a number is left as it is written.
      const written = typeof value === 'boolean' ? String(value) : source
      return { text: typeof value === 'string' ? value : (written ?? ''), line: lineOf(pair.key) }
    },
    texts(node) {
      const value = resolve(node)
      const scalars = isSeq(value) ? value.items.map(resolve) : [value]
      return scalars.map((scalar) => (isScalar(scalar) ? String(scalar.value) : ''))
    },
    lineOf: ({ key }) => lineOf(key),
    isMapping: (node) => isMap(resolve(node)),
  }
}

/** All at once: an alias that is asked for its target looks through the whole document. */
function targetsOfAliases(document: Document): ReadonlyMap<Node, Node | undefined> {
  const latest = new Map<string, Node>()
  const targets = new Map<Node, Node | undefined>()
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) targets.set(node, latest.get(node.source))
      else if (node.anchor !== undefined) latest.set(node.anchor, node)
    },
  })
  return targets
}
