import { minifySync, type JsMinifyOptions } from '@swc/core'
import { parse, type ObjectExpression } from 'acorn'

// ncc's own --minify leaves the chunks of an ES module as they are. Names of functions and classes stay: stack traces
// show them, and the AWS SDK tells errors apart by them. Code is renamed and packed, and what nothing uses is left out,
// which webpack leaves to its minimizer; besides, swc writes single expressions in another way, such as `void 0`.
const kept = { keep_classnames: true, keep_fnames: true }
const minifying: JsMinifyOptions = {
  module: true,
  compress: { ...kept, defaults: false, unused: true },
  mangle: kept,
  format: { comments: 'some' },
}

/** A chunk of webpack's, smaller and faster to load: half of the bytes, and each module is parsed once. */
export function packChunk(code: string): string {
  return withEagerModules(minifySync(code, minifying).code)
}

/**
 * V8 compiles a function in parentheses when it loads the file, others when they are called, for which it parses them a
 * second time (v8.dev/blog/preparser#pife). Most modules of a chunk are called at once; that took 15 ms of 70 from the
 * AWS client, measured on Node 24.
 */
function withEagerModules(code: string): string {
  const functions = tablesOfModules(code).flatMap(({ properties }) =>
    properties.flatMap((property) =>
      property.type === 'Property' && property.value.type === 'ArrowFunctionExpression'
        ? [property.value]
        : [],
    ),
  )
  let packed = ''
  let end = 0
  for (const each of functions) {
    packed += `${code.slice(end, each.start)}(${code.slice(each.start, each.end)})`
    end = each.end
  }
  return packed + code.slice(end)
}

/** `export const modules = {…}` of a chunk, and `var __webpack_modules__ = {…}` of the entry, whose name is lost. */
function tablesOfModules(code: string): ObjectExpression[] {
  const { body } = parse(code, { ecmaVersion: 'latest', sourceType: 'module' })
  return body
    .map((statement) =>
      statement.type === 'ExportNamedDeclaration' ? (statement.declaration ?? statement) : statement,
    )
    .flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations : []))
    .flatMap(({ init }) => (init?.type === 'ObjectExpression' ? [init] : []))
}
