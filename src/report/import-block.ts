import type { ResourceFate } from '../plan/unsaved.ts'
import { plainText } from './plain-text.ts'

const IDENTIFIER = '[\\p{ID_Start}_][\\p{ID_Continue}-]*'
const ESCAPE = '\\\\(?:["\\\\nrt]|u[\\da-f]{4}|U[\\da-f]{8})'
// Before a brace, one of them begins a template, and more of them are one less in the text.
const SIGN = '\\$+(?![{$])|%+(?![{%])|\\${2,}\\{|%{2,}\\{'
const KEY = `\\[(?:\\d{1,9}|"(?:[^"\\\\$%\\p{C}]|${ESCAPE}|${SIGN})*")\\]`
/** A managed resource instance as Terraform writes its address (internal/addrs): each of its keys is a literal. */
const ADDRESS = new RegExp(
  `^(?:module\\.${IDENTIFIER}(?:${KEY})?\\.)*(?!(?:data|ephemeral|resource|module|action)\\.)${IDENTIFIER}\\.${IDENTIFIER}(?:${KEY})?$`,
  'u',
)
const maxAddressLength = 1_000
const maxIdLength = 2_000

/**
 * `address` as an expression of HCL, and of `terraform state`; undefined for what Terraform would not write for a
 * managed resource, and for what a page or a terminal would not show as it is.
 */
export function hclAddress(address: string): string | undefined {
  if (address.length > maxAddressLength || !ADDRESS.test(address)) return undefined
  const ascii = address.replace(/"(?:[^"\\]|\\.)*"/g, (key) =>
    key.replace(/(?:\$\$|%%)(?=\{)/g, escapeCharacter).replace(NOT_PLAIN, escapeCharacter),
  )
  return plainText(ascii) === ascii && !ascii.includes('`') ? ascii : undefined
}

/** `text` as a string of HCL, in printable ASCII. */
export function hclString(text: string): string {
  const escaped = text
    .toWellFormed()
    .replace(/["\\]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    // `$${` would do for one sign before a brace, and not where more of them come together.
    .replace(/[$%](?=\{)/g, escapeCharacter)
    .replace(NOT_PLAIN, escapeCharacter)
  return `"${escaped}"`
}

/** Whatever ends a fence, hides from a reader or reorders what he reads. */
const NOT_PLAIN = /[^ -~]|`/gu

/** The first character of `text`. */
function escapeCharacter(text: string): string {
  const code = text.codePointAt(0)?.toString(16) ?? ''
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
}

/**
 * The block that takes a resource into the state: for one that was made, whose ID was told, and that the state lacks.
 * `isHarmless` as of `ForeignText`: there is no block for what a report may not show.
 */
export function renderImportBlock(
  { action, verdict, inState, address, id }: ResourceFate,
  isHarmless: (text: string) => boolean,
): string | undefined {
  if (action !== 'create' || verdict !== 'unsaved' || inState === 'some-object') return undefined
  const to = hclAddress(address)
  if (to === undefined || id === undefined || id.value.length > maxIdLength) return undefined
  const lines = [
    'import {',
    `  to = ${to}`,
    ...(id.key === 'id' ? [] : ['  # Its name: it has no attribute "id".']),
    `  id = ${hclString(id.value)}`,
    '}',
  ]
  return [id.value, address, ...lines].every(isHarmless) ? lines.join('\n') : undefined
}

/**
 * The command that takes the old object of a replacement out of the state: Terraform passes over an `import` block for
 * an address that the state has (internal/terraform/node_resource_plan.go, `expandResourceImports`).
 */
export function renderStateRemoval(
  { action, verdict, inState, address: text }: ResourceFate,
  isHarmless: (text: string) => boolean,
): string | undefined {
  if (action !== 'create' || verdict !== 'unsaved' || inState !== 'other-object') return undefined
  const address = hclAddress(text)
  if (address === undefined || !isHarmless(text) || !isHarmless(address)) return undefined
  return `terraform state rm '${address.replaceAll("'", `'\\''`)}'`
}
