import { randomUUID } from 'node:crypto'
import { appendFileSync } from 'node:fs'

/**
 * Records for a file command of the runner, one line or more each
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-commands#multiline-strings). The delimiter is a new
 * one each time, so that no value can end its record.
 */
export function renderFileCommands(values: Readonly<Record<string, string>>): string {
  const delimiter = `lockstep_${randomUUID()}`
  return Object.entries(values)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('')
}

/** In one write. Does nothing where no runner has given the file. */
export function appendToRunnerFile(file: string | undefined, text: string): void {
  if (file !== undefined && file !== '') appendFileSync(file, text)
}
