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
