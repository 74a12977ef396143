/** Shorter values are redacted by structure, where they stand: a text without every `true` or `1` says nothing. */
const minimumLength = 8
const replacement = '***'

export type Redact = (text: string) => string

/** The values that begin alike, and their lengths, the longest first. */
interface Family {
  readonly lengths: number[]
  readonly values: Set<string>
}

/**
 * Replaces every occurrence of a sensitive value; those that overlap go as one. Costs one look-up for each character
 * of a text, however many values there are.
 */
export function createRedaction(sensitive: ReadonlySet<string>): Redact {
  const families = familiesOf(sensitive)
  if (families.size === 0) return (text) => text
  const beginnings = new Uint8Array(pairs)
  for (const beginning of families.keys()) beginnings[pairAt(beginning, 0)] = 1
  return (text) => {
    const parts: string[] = []
    let kept = 0
    let start = 0
    let end = 0
    for (let at = 0; at + minimumLength <= text.length; at++) {
      if (beginnings[pairAt(text, at)] === 0) continue
      const length = longestMatch(families, text, at)
      if (at + length <= end) continue
      if (length === 0) continue
      if (at >= end) {
        if (end > kept) parts.push(text.slice(kept, start), replacement)
        kept = end
        start = at
      }
      end = at + length
    }
    if (end === 0) return text
    return [...parts, text.slice(kept, start), replacement, text.slice(end)].join('')
  }
}

const pairs = 65_536

/** Tells most places at which no value begins, without a copy of what stands there. */
function pairAt(text: string, at: number): number {
  return ((text.charCodeAt(at) << 7) ^ text.charCodeAt(at + 1)) & (pairs - 1)
}

function longestMatch(families: ReadonlyMap<string, Family>, text: string, at: number): number {
  const family = families.get(text.slice(at, at + minimumLength))
  return family?.lengths.find((length) => family.values.has(text.slice(at, at + length))) ?? 0
}

function familiesOf(sensitive: ReadonlySet<string>): Map<string, Family> {
  const families = new Map<string, Family>()
  for (const value of writtenForms(sensitive)) {
    const beginning = value.slice(0, minimumLength)
    const family = families.get(beginning) ?? { lengths: [], values: new Set() }
    families.set(beginning, family)
    family.values.add(value)
    if (!family.lengths.includes(value.length)) family.lengths.push(value.length)
  }
  for (const { lengths } of families.values()) lengths.sort((a, b) => b - a)
  return families
}

/** Terraform shows a long value line by line, indented, and a short one in quotes, with escapes; a provider, in a URL. */
function writtenForms(sensitive: ReadonlySet<string>): Set<string> {
  const forms = new Set<string>()
  for (const value of sensitive) {
    if (value.length < minimumLength) continue
    for (const text of [value, ...value.split(/\r?\n/)]) {
      const plain = text.trim()
      const quoted = JSON.stringify(plain).slice(1, -1)
      for (const form of [plain, quoted, quoted.replace(/([$%])\{/g, '$1$1{'), ...urlForms(plain)]) {
        if (form.length >= minimumLength) forms.add(form)
      }
    }
  }
  return forms
}

/** As a part of a path, and as a field of a form, where RFC 3986 is taken strictly and a space is a plus sign. */
function urlForms(text: string): string[] {
  const escaped = encodeURIComponent(text.toWellFormed())
  const strict = escaped.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  return [escaped, strict, strict.replace(/%20/g, '+')]
}
