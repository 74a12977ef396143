import fc from 'fast-check'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { unicodeText } from './unicode-text.ts'

const marks = hostileTexts.map(({ text }) => text).filter((text) => text.length < 100)
const glue = [
  ' ',
  '\n',
  '\n\n',
  'x',
  '|',
  '\\',
  '`',
  '"',
  "'",
  '\u001b',
  '%',
  '${',
  '::',
  '##[',
  '}',
  '/',
  '=',
]

/** Short, and all that somebody could think of. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...marks, ...glue), { maxLength: 4 }).map(joined) },
  unicodeText({ maxLength: 40 }),
  fc.string({ maxLength: 40 }),
)

/** A text that was made for the parser, and is no more quite what it was. */
export function mutationsOf(...seeds: readonly string[]): fc.Arbitrary<string> {
  const cut = fc.record({ at: fc.nat(), length: fc.nat({ max: 12 }), text: hostileText })
  return fc.tuple(fc.constantFrom(...seeds), fc.array(cut, { maxLength: 3 })).map(([seed, cuts]) =>
    cuts.reduce((text, { at, length, text: put }) => {
      const start = at % (text.length + 1)
      return `${text.slice(0, start)}${put}${text.slice(start + length)}`
    }, seed),
  )
}

/** With the prototype that an object of the product has. */
export function record<T extends object>(fields: {
  [Name in keyof T]: fc.Arbitrary<T[Name]>
}): fc.Arbitrary<T> {
  return fc.record(fields, { noNullPrototype: true }) as fc.Arbitrary<T>
}

/** Any JSON, with names that are something else in JavaScript. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(null, true, -1, 0.5, 1e21, 2 ** 53, [], {}, [null], [[]], { length: 3 }),
  fc.dictionary(fc.constantFrom('__proto__', 'constructor', 'id', 'toString', ''), hostileText),
)

/** An object with some of these fields, each of them anything. */
export function fieldsOf(...names: readonly string[]): fc.Arbitrary<Record<string, unknown>> {
  return fc.dictionary(fc.constantFrom(...names, '__proto__'), anyJson, { maxKeys: names.length })
}

/** The JSON value, with something else at one place or two, or without it. */
export function damaged(value: unknown): fc.Arbitrary<unknown> {
  const text = JSON.stringify(value)
  const damage = fc.record({
    steps: fc.array(fc.nat(), { minLength: 1, maxLength: 6 }),
    put: fc.option(anyJson),
  })
  return fc.array(damage, { maxLength: 3 }).map((damages) =>
    damages.reduce<unknown>((whole, { steps, put }) => {
      const [last = 0, ...path] = steps
      return replaceAt(whole, [...path, last], put)
    }, JSON.parse(text)),
  )
}

function replaceAt(value: unknown, [step, ...steps]: readonly number[], put: unknown): unknown {
  if (step === undefined || typeof value !== 'object' || value === null) return put
  const keys = Object.keys(value)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return put
  const fields = value as Record<string, unknown>
  const changed = replaceAt(fields[key], steps, put)
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, changed)
  return Object.fromEntries(Object.entries(fields).map(([name, old]) => [name, name === key ? changed : old]))
}

function joined(parts: readonly string[]): string {
  return parts.join('')
}
