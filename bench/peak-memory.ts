import { readFileSync } from 'node:fs'

const sampleMs = 25

/**
 * Watches a process of this machine until the returned function is called, which tells the most memory that it had
 * resident, in MB (10^6 bytes). The kernel keeps that value (proc(5), VmHWM), so only what is added after the last look
 * is missed.
 */
export function watchPeakMemory(pid: number): () => number {
  let peak = 0
  const look = (): void => {
    try {
      const [, kB] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8')) ?? []
      peak = Math.max(peak, Number(kB ?? 0) * 1024)
    } catch {
      // It has ended.
    }
  }
  const timer = setInterval(look, sampleMs)
  return () => {
    clearInterval(timer)
    return peak / 1e6
  }
}
