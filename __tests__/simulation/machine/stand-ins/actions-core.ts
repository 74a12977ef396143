// Stands in for @actions/core: outputs and summary of the step.
import { currentProcess } from '../kernel.ts'
import { addToLog, addToSummary } from '../log.ts'

export function setOutput(name: string, value: string): void {
  if (value !== '') addToLog(currentProcess(), `output ${name}=${value.slice(0, 200)}\n`)
}

let text = ''
export const summary = {
  addRaw(markdown: string): typeof summary {
    text = markdown
    return summary
  },
  write(): Promise<void> {
    addToSummary(currentProcess(), text)
    return Promise.resolve()
  },
}
