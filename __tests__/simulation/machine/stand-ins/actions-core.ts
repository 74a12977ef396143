// Stands in for @actions/core: outputs and summary of the step.
import { currentProcess } from '../kernel.ts'
import { addToLog, addToSummary } from '../log.ts'

export function setOutput(name: string, value: string): void {
  if (value !== '') addToLog(currentProcess(), `output ${name}=${value.slice(0, 200)}\n`)
}

interface Summary {
  addRaw(markdown: string): Summary
  write(): Promise<void>
}

let text = ''
export const summary: Summary = {
  addRaw(markdown) {
    text = markdown
    return summary
  },
  write() {
    addToSummary(currentProcess(), text)
    return Promise.resolve()
  },
}
