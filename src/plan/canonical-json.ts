/** JSON on one line, equal for equal values: the keys of each object are sorted; an array stays as it is. */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'number') return numberText(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let entries = ''
  for (const key of sortedKeys(value)) {
    const entry = (value as Record<string, unknown>)[key]
    if (entry === undefined) continue
    entries += `${entries === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(entry)}`
  }
  return `{${entries}}`
}

/** Go writes the keys of a map sorted, and to look is faster than to sort. */
function sortedKeys(value: object): string[] {
  const keys = Object.keys(value)
  return keys.some((key, index) => key < (keys[index - 1] ?? '')) ? keys.sort() : keys
}

/**
 * A number that JavaScript writes with an exponent, and Terraform never does, is a text where `parseJson` has met a
 * long number in the same plan, and a number where it has not.
 */
function numberText(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  const decimals = value.toFixed(20).replace(/0+$/, '')
  return Number(decimals) === value ? JSON.stringify(decimals) : text
}
