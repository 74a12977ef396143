/** Node's JSON with the source of each number, which a state may hold with more digits than a double has. */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown
  rawJSON(text: string): unknown
  isRawJSON(value: unknown): boolean
}
const exact = JSON as unknown as ExactJson

/** `JSON.parse`, of whose result JSON.stringify writes each number as it stood. `revive`: of the objects. */
export function parseExactJson(
  text: string,
  revive: (value: Record<string, unknown>) => unknown = (value) => value,
): unknown {
  return exact.parse(text, (_, value, { source }) => {
    if (typeof value === 'number' && source !== undefined) return exact.rawJSON(source)
    return isJsonObject(value) ? revive(value) : value
  })
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !exact.isRawJSON(value)
}
