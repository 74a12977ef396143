import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'

/** The environment variable by which everything that a run started can be found again. */
export const tokenVariable = 'LOCKSTEP_RUN_TOKEN'

/** A process by more than its number, which the system gives again to another one. */
export interface ProcessIdentity {
  readonly pid: number
  /** In clock ticks since boot, as /proc has it; null on platforms without /proc. */
  readonly startTime: string | null
}

export function identityOf(pid: number): ProcessIdentity {
  return { pid, startTime: readStat(pid)?.startTime ?? null }
}

/** False for a zombie: it has ended, and only waits to be read by its parent, which may never do so. */
export function isAlive({ pid, startTime }: ProcessIdentity): boolean {
  if (process.platform !== 'linux') return signalProcess(pid, 0)
  const stat = readStat(pid)
  return stat !== undefined && stat.state !== 'Z' && (startTime === null || stat.startTime === startTime)
}

/** Whether a process of this group is left, zombies aside; `not-known` on platforms without /proc. */
export async function isGroupLeft(groupId: number): Promise<boolean | 'not-known'> {
  const pids = await listProcesses()
  if (pids === 'not-known') return 'not-known'
  return pids.map(readStat).some((stat) => stat?.groupId === groupId && stat.state !== 'Z')
}

/** The processes that carry the token in their environment; `not-known` where the platform has no /proc. */
export async function findProcessesWithToken(token: string): Promise<readonly number[] | 'not-known'> {
  const pids = await listProcesses()
  if (pids === 'not-known') return 'not-known'
  const needle = Buffer.from(`${tokenVariable}=${token}`)
  const found: number[] = []
  for (const pid of pids) {
    try {
      if ((await readFile(`/proc/${String(pid)}/environ`)).includes(needle)) found.push(pid)
    } catch {
      // It ended meanwhile, or belongs to another user: a child of ours has our user.
    }
  }
  return found
}

/** How many those are. */
export async function countProcessesWithToken(token: string): Promise<number | 'not-known'> {
  const found = await findProcessesWithToken(token)
  return found === 'not-known' ? found : found.length
}

/** A detached process leads a group of its own; what it starts is in its group. */
export function leadsGroup(pid: number): boolean {
  return readStat(pid)?.groupId === pid
}

/**
 * Whether a process can be asked to end. On Windows each signal ends it at once (nodejs.org/api/process.html#signal-events),
 * and the console's Ctrl+C reaches no detached process, which has no console (libuv, UV_PROCESS_DETACHED).
 */
export function canInterrupt(): boolean {
  return process.platform !== 'win32'
}

/**
 * Sends a signal to a process, or to a group where `pid` is negative; Windows has no groups. False where it was not
 * there, or not ours, or where an interrupt would kill.
 */
export function signalProcess(pid: number, signal: NodeJS.Signals | 0): boolean {
  if (signal === 'SIGINT' && !canInterrupt()) return false
  try {
    return process.kill(process.platform === 'win32' ? Math.abs(pid) : pid, signal)
  } catch (error) {
    // Under sudo for one: it is there, and belongs to another user.
    return signal === 0 && (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

async function listProcesses(): Promise<number[] | 'not-known'> {
  if (process.platform !== 'linux') return 'not-known'
  try {
    return (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number)
  } catch {
    return 'not-known'
  }
}

// proc_pid_stat(5): the second field is the program's name in brackets, and may hold spaces and brackets itself.
function readStat(pid: number): { state: string; groupId: number; startTime: string } | undefined {
  try {
    const text = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    const [state, groupId, startTime] = [fields[0], fields[2], fields[19]]
    if (state === undefined || groupId === undefined || startTime === undefined) return undefined
    return { state, groupId: Number(groupId), startTime }
  } catch {
    return undefined
  }
}
