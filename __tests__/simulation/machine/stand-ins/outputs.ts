// Stands in for src/runner/outputs.ts: outputs and summary of the step.
import { currentProcess } from '../kernel.ts'
import { addToLog, addToSummary } from '../log.ts'

export function setOutputs(_env: unknown, outputs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(outputs))
    if (value !== '') addToLog(currentProcess(), `output ${name}=${value.slice(0, 200)}\n`)
}

export function appendSummary(_env: unknown, markdown: string): void {
  addToSummary(currentProcess(), markdown)
}
