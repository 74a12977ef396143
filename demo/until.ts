import { setTimeout as sleep } from 'node:timers/promises'

const lookIntervalMs = 50

/** Whether it came true before `over` settled. */
export async function cameTrue(isSo: () => boolean, over: Promise<unknown>): Promise<boolean> {
  let isOver = false
  const end = (): void => {
    isOver = true
  }
  over.then(end, end)
  while (!isSo()) {
    if (isOver) return false
    await sleep(lookIntervalMs, undefined, { ref: false })
  }
  return true
}
