import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import type { Clock, Random } from '../clock.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await delay(ms, undefined, signal === undefined ? {} : { signal })
    } catch {
      // Aborted: whoever waits looks at the signal itself.
    }
  },
}

export const systemRandom: Random = () => Math.random()

/** The environment variable by which everything that a run started can be found again. */
export const tokenVariable = 'LOCKSTEP_RUN_TOKEN'

/** How many processes carry the token in their environment; `not-known` where the platform has no /proc. */
export async function countProcessesWithToken(token: string): Promise<number | 'not-known'> {
  if (process.platform !== 'linux') return 'not-known'
  let entries: string[]
  try {
    entries = await readdir('/proc')
  } catch {
    return 'not-known'
  }
  const needle = Buffer.from(`${tokenVariable}=${token}`)
  let count = 0
  for (const entry of entries) {
    if (!/^\d+$/.test(entry)) continue
    try {
      if ((await readFile(`/proc/${entry}/environ`)).includes(needle)) count += 1
    } catch {
      // It ended meanwhile, or belongs to another user: a child of ours has our user.
    }
  }
  return count
}
