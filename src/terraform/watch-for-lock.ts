import type { Clock } from '../clock.ts'
import { parseCoreLog } from '../lock/core-log.ts'
import { followFile } from './follow-file.ts'

/**
 * Calls `onLocked` once, when the log says that Terraform holds the lock of its operation on this state. Resolves then,
 * or when `ended` has settled.
 */
export async function watchForLock(
  logFile: string,
  lockPath: string,
  ended: Promise<unknown>,
  clock: Clock,
  onLocked: (lockId: string) => void,
): Promise<void> {
  const { promise: over, resolve: end } = Promise.withResolvers<undefined>()
  const stop = (): void => {
    end(undefined)
  }
  ended.then(stop, stop)
  let isLocked = false
  await followFile(logFile, over, clock, (line) => {
    const lockId = isLocked ? undefined : parseCoreLog(line, lockPath).locked[0]
    if (lockId === undefined) return
    isLocked = true
    stop()
    onLocked(lockId)
  })
}
