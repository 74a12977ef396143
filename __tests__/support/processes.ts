import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

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

/** Those that are left after a second: a provisioner's command outlives an interrupted Terraform by its own time. */
export async function processesLeftOf(tempDirectory: string): Promise<number[]> {
  for (let looks = 0; looks < 20 && processesOfJob(tempDirectory).length > 0; looks += 1) await sleep(50)
  return processesOfJob(tempDirectory)
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
