import { setTimeout as sleep } from 'node:timers/promises'

const lookIntervalMs = 50

/** Whether it came true before `over` settled. */
export async function cameTrue(isSo: () => boolean, over: Promise<unknown>): Promise<boolean> {
  const ended = new AbortController()
  const end = (): void => {
    ended.abort()
  }
  over.then(end, end)
  while (!isSo()) {
    if (ended.signal.aborted) return false
    await sleep(lookIntervalMs, undefined, { ref: false })
  }
  return true
}
