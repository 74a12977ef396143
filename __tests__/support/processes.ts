import { readdirSync, readFileSync } from 'node:fs'

/** The Terraforms that a step has started and that still run, by the token that Lockstep gives them. Linux only. */
export function terraformsOf(trackingId: string): number[] {
  const marks = [`RUNNER_TRACKING_ID=${trackingId}`, 'LOCKSTEP_RUN_TOKEN=']
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => textOf(`/proc/${pid}/comm`) === 'terraform\n')
    .filter((pid) => {
      const environment = textOf(`/proc/${pid}/environ`).split('\0')
      return marks.every((mark) => environment.some((variable) => variable.startsWith(mark)))
    })
    .map(Number)
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
