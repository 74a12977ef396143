/** What the runner replaces by `***` in logs, annotations and summaries; one for a whole job. */
export interface SecretMasker {
  /** Masks `value` and each of its lines, as the runner does for `add-mask` and for secrets. */
  addSecret(value: string): void
  /** Masks `value` as a whole only, as the runner does for the token of `stop-commands`. */
  addValue(value: string): void
  mask(text: string): string
}

/**
 * Port of `SecretMasker.cs`. A secret is also masked in the forms in which programs commonly print it; the
 * two forms that only PowerShell prints are left out.
 */
export function createSecretMasker(): SecretMasker {
  const masked = new Set<string>()

  function addValue(value: string): void {
    if (value === '') return
    for (const form of [value, ...encodedForms(value)]) if (form !== '') masked.add(form)
  }

  return {
    addValue,
    addSecret(value) {
      addValue(value)
      for (const line of value.split(/[\r\n]/)) addValue(line.trim())
    },
    mask(text) {
      return replaceRanges(
        text,
        [...masked].flatMap((secret) => occurrences(text, secret)),
      )
    },
  }
}

type Range = readonly [start: number, end: number]

function occurrences(text: string, secret: string): Range[] {
  const ranges: Range[] = []
  for (let start = text.indexOf(secret); start >= 0; start = text.indexOf(secret, start + 1)) {
    ranges.push([start, start + secret.length])
  }
  return ranges
}

function replaceRanges(text: string, ranges: Range[]): string {
  const merged: [number, number][] = []
  for (const [start, end] of ranges.sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1)
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  let shown = ''
  let position = 0
  for (const [start, end] of merged) {
    shown += `${text.slice(position, start)}***`
    position = end
  }
  return shown + text.slice(position)
}

function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value, 'utf8')
  return [
    // base64 of `user:secret` holds the secret at one of three bit offsets.
    ...[0, 1, 2].map((shift) => bytes.subarray(bytes.length > shift ? shift : 0).toString('base64')),
    value.replaceAll('"', '\\"'),
    value.replaceAll("'", "''"),
    JSON.stringify(value).slice(1, -1),
    uriEncoded(value),
    value.replace(/[<>"'&]/g, (character) => xmlEntities[character] ?? character),
    value.length > 8 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : '',
  ]
}

const xmlEntities: Record<string, string> = {
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '&': '&amp;',
}

function uriEncoded(value: string): string {
  // .NET escapes by RFC 3986, which reserves these five too.
  return encodeURIComponent(value.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}
