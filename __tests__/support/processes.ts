import { readdirSync, readFileSync } from 'node:fs'

/**
 * What a job has started and that still runs, by the RUNNER_TEMP that is its own: what Lockstep detaches carries no
 * RUNNER_TRACKING_ID. Linux only.
 */
export function processesOfJob(tempDirectory: string): number[] {
  const mark = `RUNNER_TEMP=${tempDirectory}`
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => textOf(`/proc/${pid}/environ`).split('\0').includes(mark))
    .map(Number)
}

/** The Terraforms among them. */
export function terraformsOf(tempDirectory: string): number[] {
  return processesOfJob(tempDirectory).filter((pid) => textOf(`/proc/${pid}/comm`) === 'terraform\n')
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
