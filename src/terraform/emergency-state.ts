import { writeFile } from 'node:fs/promises'
import type { StreamLine } from '../plan/run-facts.ts'

/** Node's JSON.parse with the source of each number, which a state may hold with more digits than a double has. */
type SourceReviver = (key: string, value: unknown, context: { source?: string }) => unknown
interface RawJson {
  parse(text: string, reviver: SourceReviver): unknown
  rawJSON(text: string): unknown
}

export function isEmergencyState(line: StreamLine): boolean {
  return line.kind === 'event' && line.type === 'log' && 'state' in line.body
}

/**
 * Keeps the state that Terraform printed since it could write it nowhere (an "Emergency state dump",
 * internal/command/views/operation.go): this line is the only copy there is.
 */
export async function writeEmergencyState(text: string, file: string): Promise<void> {
  const exact = JSON as unknown as RawJson
  const event = exact.parse(text, (_, value, { source }) =>
    typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value,
  ) as { state: unknown }
  await writeFile(file, JSON.stringify(event.state, undefined, 2), { mode: 0o600 })
}
