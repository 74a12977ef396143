import { cpus } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'

const sampleMs = 150
const patienceMs = 2_000
const maxBusyShare = 0.2

/**
 * Waits, but not for long, until nothing else keeps the machine busy: what is measured uses more than one core at
 * times, and a neighbour on the same cores would be counted as its own. Tells whether it became quiet,
 * which says nothing of other machines on the same host.
 */
export async function quietMoment(): Promise<boolean> {
  const end = performance.now() + patienceMs
  for (;;) {
    const before = cpuTimes()
    await sleep(sampleMs)
    const after = cpuTimes()
    if ((after.busy - before.busy) / (after.all - before.all) <= maxBusyShare) return true
    if (performance.now() >= end) return false
  }
}

/** Milliseconds of all cores since the machine's start. */
function cpuTimes(): { busy: number; all: number } {
  let [busy, idle] = [0, 0]
  for (const { times } of cpus()) {
    busy += times.user + times.nice + times.sys + times.irq
    idle += times.idle
  }
  return { busy, all: busy + idle }
}
