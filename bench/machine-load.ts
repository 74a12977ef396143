import { readFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'

export interface MachineLoad {
  /** Over 1, 5 and 15 minutes. */
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly cores: number
  /** Share of the wanted CPU time that the host gave to other machines; undefined where it is not told. */
  readonly stolenShare: number | undefined
}

/** Returns the function that tells of the time since. */
export function watchMachineLoad(): () => MachineLoad {
  const before = loadavg()
  const start = cpuTicks()
  return () => {
    const end = cpuTicks()
    const stolen = (end?.stolen ?? 0) - (start?.stolen ?? 0)
    const wanted = (end?.used ?? 0) - (start?.used ?? 0) + stolen
    return {
      before,
      after: loadavg(),
      cores: availableParallelism(),
      stolenShare: wanted === 0 ? undefined : stolen / wanted,
    }
  }
}

export function renderMachineLoad({ before, after, cores, stolenShare }: MachineLoad): string {
  const shown = (loads: readonly number[]): string => loads.map((value) => value.toFixed(2)).join(' ')
  const stolen =
    stolenShare === undefined
      ? ''
      : `; the host kept back ${(stolenShare * 100).toFixed(0)} % of the CPU time`
  return `${cores} cores, load average ${shown(before)} before and ${shown(after)} after${stolen}`
}

/** The line `cpu` of /proc/stat: user, nice, system, idle, iowait, irq, softirq, steal (proc_stat(5)). */
function cpuTicks(): { used: number; stolen: number } | undefined {
  if (process.platform !== 'linux') return undefined
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n')
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, stolen = 0] = line
    .split(/\s+/)
    .slice(1)
    .map(Number)
  return { used: user + nice + system + irq + softirq, stolen }
}
