import { createRequire } from 'node:module'
import { format } from 'node:util'

/** What `@jest/globals` gives to a test file, for a process in which Jest itself does not run. */

export interface Test {
  readonly file: string
  readonly name: string
  readonly run: () => Promise<void>
}

type Body = (...given: never[]) => unknown
type Each = (rows: readonly unknown[]) => (name: string, body: Body) => void

let collected: Test[] = []
let file = ''
let path: readonly string[] = []
let preparations: readonly Body[] = []

/** The tests that `load`, which imports `testFile`, declares. */
export async function collectTests(testFile: string, load: () => Promise<unknown>): Promise<readonly Test[]> {
  collected = []
  file = testFile
  path = []
  preparations = []
  await load()
  return collected
}

function declare(name: string, body: Body): void {
  const before = [...preparations]
  collected.push({
    file,
    name: [...path, name].join(' '),
    run: async () => {
      for (const each of [...before, body]) await each()
    },
  })
}

function group(name: string, body: Body): void {
  const outside = { path, preparations }
  path = [...path, name]
  body()
  path = outside.path
  preparations = outside.preparations
}

function eachOf(one: (name: string, body: Body) => void): Each {
  return (rows) => (name, body) => {
    for (const row of rows) {
      const values: readonly unknown[] = Array.isArray(row) ? row : [row]
      const places = name.replaceAll('%%', '').match(/%[sdifjoOp]/g)?.length ?? 0
      one(format(name.replaceAll('%p', '%j'), ...values.slice(0, places)), () =>
        body(...(values as readonly never[])),
      )
    }
  }
}

const skip = Object.assign(() => undefined, { each: () => () => undefined })
export const test = Object.assign(declare, { each: eachOf(declare), skip })
export const describe = Object.assign(group, { each: eachOf(group), skip })
export function beforeEach(body: Body): void {
  preparations = [...preparations, body]
}

const ofJest = createRequire(import.meta.resolve('@jest/globals'))
export const { jestExpect: expect } = ofJest('@jest/expect') as { readonly jestExpect: unknown }
