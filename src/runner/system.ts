import { hostname, userInfo } from 'node:os'
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

/** What this process and its children can still take, within the limits of a container. */
export function availableMemoryBytes(): number {
  return process.availableMemory()
}

/** `user@host`, as Terraform writes it into a lock. */
export function systemUser(): string {
  let name = 'unknown'
  try {
    name = userInfo().username
  } catch {
    // A container may run as a number that has no name.
  }
  return `${name}@${hostname()}`
}
