import { writeFile } from 'node:fs/promises'
import { parseExactJson } from '../plan/exact-json.ts'
import type { StreamLine } from '../plan/run-facts.ts'

export function isEmergencyState(line: StreamLine): boolean {
  return line.kind === 'event' && line.type === 'log' && 'state' in line.body
}

/**
 * Keeps the state that Terraform printed since it could write it nowhere (an "Emergency state dump",
 * internal/command/views/operation.go): this line is the only copy there is.
 */
export async function writeEmergencyState(text: string, file: string): Promise<void> {
  const event = parseExactJson(text) as { state: unknown }
  await writeFile(file, JSON.stringify(event.state, undefined, 2), { mode: 0o600 })
}
