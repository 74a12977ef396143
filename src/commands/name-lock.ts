import type { Clock } from '../clock.ts'
import type { StateLock } from '../lock/lock-reading.ts'
import { isResourceEvent, type StreamEvent } from '../plan/run-facts.ts'

const maxReads = 3

/**
 * Names the lock of a Terraform whose own log does not (lock rule 3): the one that is read between two resource events,
 * both of which it tells under its lock. `onNamed` is called once at most. Takes each event of the stream.
 */
export function createLockNaming(
  lock: Pick<StateLock, 'read'>,
  clock: Clock,
  onNamed: (lockId: string) => void,
): (event: StreamEvent) => void {
  let reads = 0
  let isReading = false
  let seen: { readonly lockId: string; readonly at: number } | undefined
  let isNamed = false

  const look = async (): Promise<void> => {
    reads += 1
    isReading = true
    const reading = await lock.read()
    if (reading.kind === 'held') seen = { lockId: reading.holder.lockId, at: clock.now() }
    isReading = false
  }
  return (event) => {
    if (isNamed || isReading || !isResourceEvent(event)) return
    if (seen === undefined) {
      if (reads < maxReads) look().catch(() => undefined)
      return
    }
    // An event is read later than it was told.
    if (!(Date.parse(String(event.body['@timestamp'])) > seen.at)) return
    isNamed = true
    onNamed(seen.lockId)
  }
}
