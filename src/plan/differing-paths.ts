import { isDeepStrictEqual } from 'node:util'
import type { Change, ResourceChange } from './plan-json.ts'

/** In what two changes of one resource differ, by name. Nothing where there is one alone. */
export interface DifferingPaths {
  /** `tags.Name`, `ingress[0]["a b"]`; no more than five. */
  readonly attributes: readonly string[]
  readonly moreAttributes: number
  /** What else differs, by its name in `show -json`: `replace_paths`, `action_reason`. */
  readonly fields: readonly string[]
}

const maxAttributes = 5
/** Each has the structure of the resource. */
const VALUES = ['after', 'before', 'after_unknown', 'after_sensitive', 'before_sensitive'] as const

export function differingPaths(
  reviewed: ResourceChange | undefined,
  now: ResourceChange | undefined,
): DifferingPaths {
  if (reviewed === undefined || now === undefined) return { attributes: [], moreAttributes: 0, fields: [] }
  const marks = [reviewed, now].flatMap(({ change }) => [change.before_sensitive, change.after_sensitive])
  const paths = new Set<string>()
  for (const key of VALUES) collectPaths(reviewed.change[key], now.change[key], marks, '', paths)
  const attributes = [...paths]
  return {
    attributes: attributes.slice(0, maxAttributes),
    moreAttributes: Math.max(0, attributes.length - maxAttributes),
    fields: [
      ...differingKeys(reviewed, now, ['change']),
      ...differingKeys(reviewed.change, now.change, VALUES),
    ],
  }
}

/** `marks`: `true` where a value is sensitive. What it is made of is not told then, since a key may be a secret. */
function collectPaths(
  reviewed: unknown,
  now: unknown,
  marks: readonly unknown[],
  path: string,
  found: Set<string>,
): void {
  const isList = Array.isArray(reviewed)
  if (!isContainer(reviewed) || !isContainer(now) || isList !== Array.isArray(now) || marks.includes(true)) {
    if (path !== '' && !isDeepStrictEqual(reviewed, now)) found.add(path)
    return
  }
  for (const key of keysOf(reviewed, now)) {
    const marksOfKey = marks.map((mark) => (isContainer(mark) ? entryOf(mark, key) : undefined))
    const pathOfKey = isList ? `${path}[${key}]` : pathTo(path, key)
    collectPaths(entryOf(reviewed, key), entryOf(now, key), marksOfKey, pathOfKey, found)
  }
}

function differingKeys(
  reviewed: ResourceChange | Change,
  now: ResourceChange | Change,
  toldElsewhere: readonly string[],
): string[] {
  return keysOf(reviewed, now).filter(
    (key) => !toldElsewhere.includes(key) && !isDeepStrictEqual(entryOf(reviewed, key), entryOf(now, key)),
  )
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function keysOf(a: object, b: object): string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])]
}

function entryOf(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined
}

function pathTo(parent: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${parent}[${JSON.stringify(key)}]`
  return parent === '' ? key : `${parent}.${key}`
}
