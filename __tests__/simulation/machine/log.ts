import { isTraced, note } from './kernel.ts'
import type { Process } from './machine.ts'

/** What each process of the product has printed. */
const logs = new WeakMap<Process, string[]>()

export function addToLog(process: Process, text: string): void {
  const lines = logs.get(process) ?? []
  logs.set(process, lines)
  lines.push(text)
  if (isTraced()) note(`| ${text.trimEnd().replaceAll('\n', '\n             |   ')}`, process)
}

export function logOf(process: Process): string {
  return (logs.get(process) ?? []).join('')
}

/** The summary of a step: too long for a trace. */
export function addToSummary(process: Process, markdown: string): void {
  summaries.set(process, `${summaryOf(process)}${markdown}`)
  note(`writes a summary of ${markdown.length} characters`, process)
}

export function summaryOf(process: Process): string {
  return summaries.get(process) ?? ''
}

const summaries = new WeakMap<Process, string>()
