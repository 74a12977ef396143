import { propertyOf } from './workflow-commands.ts'
import type { WorkflowCommand } from './workflow-commands.ts'

/**
 * Port of `IssueCommandExtension.ValidateLinesAndColumns`: the runner silently mends a location that makes no
 * sense. `corrections` says what it would mend.
 */
export function validLocation(command: Pick<WorkflowCommand, 'properties'>): {
  properties: Record<string, string>
  corrections: string[]
} {
  const properties = new Map(Object.entries(command.properties))
  const corrections: string[] = []
  const line = propertyOf(command, 'line')
  const endLine = propertyOf(command, 'endLine')
  const column = propertyOf(command, 'col')
  const endColumn = propertyOf(command, 'endColumn')

  const startsAt = isInteger(line) ? line : endLine
  if (isInteger(endLine) && !isInteger(line)) mend("'endLine' needs 'line'", 'line', endLine)
  const beginsAt = isInteger(column) ? column : endColumn
  if (isInteger(endColumn) && !isInteger(column)) mend("'endColumn' needs 'col'", 'col', endColumn)

  const hasColumn = isInteger(column) || isInteger(endColumn)
  if (!isInteger(startsAt) && hasColumn) remove("'col' needs 'line'", 'col', 'endColumn')
  if (isInteger(endLine) && startsAt !== endLine && hasColumn) {
    remove("columns make no sense over several lines: 'line' and 'endLine' differ", 'col', 'endColumn')
  }
  if (isInteger(startsAt) && isInteger(endLine) && Number(endLine) < Number(startsAt)) {
    remove("'endLine' is before 'line'", 'line', 'endLine')
  }
  if (isInteger(beginsAt) && isInteger(endColumn) && Number(endColumn) < Number(beginsAt)) {
    remove("'endColumn' is before 'col'", 'col', 'endColumn')
  }
  return { properties: Object.fromEntries(properties), corrections }

  function mend(reason: string, name: string, value: string): void {
    corrections.push(reason)
    properties.set(name, value)
  }

  function remove(reason: string, ...names: string[]): void {
    corrections.push(reason)
    for (const key of [...properties.keys()]) {
      if (names.some((name) => name.toLowerCase() === key.toLowerCase())) properties.delete(key)
    }
  }
}

function isInteger(value: string | undefined): value is string {
  return value !== undefined && /^\s*[+-]?\d+\s*$/.test(value)
}
