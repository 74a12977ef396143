import type { Clock } from '../clock.ts'
import type { StateLock } from '../lock/lock-reading.ts'
import { isResourceEvent, type StreamEvent } from '../plan/run-facts.ts'
import type { ReadLock } from '../runner/run-record.ts'

const maxReads = 3

/** Whether this event shows that the Terraform which tells it had the lock that was read. An event is read later than it was told. */
export function namesLock(event: StreamEvent, { at }: ReadLock): boolean {
  return isResourceEvent(event) && Date.parse(String(event.body['@timestamp'])) > at
}

/**
 * Names the lock of a Terraform whose own log does not (lock rule 3): the one that is read between two resource events,
 * both of which it tells under its lock. `onRead` and `onNamed` are called once at most. Takes each event of the stream.
 */
export function createLockNaming(
  lock: Pick<StateLock, 'read'>,
  clock: Clock,
  onNamed: (lockId: string) => void,
  onRead: (read: ReadLock) => void = () => undefined,
): (event: StreamEvent) => void {
  let reads = 0
  let isReading = false
  let seen: ReadLock | undefined
  let isNamed = false

  const look = async (): Promise<void> => {
    reads += 1
    isReading = true
    const reading = await lock.read()
    if (reading.kind === 'held') {
      seen = { lockId: reading.holder.lockId, at: clock.now() }
      onRead(seen)
    }
    isReading = false
  }
  return (event) => {
    if (isNamed || isReading || !isResourceEvent(event)) return
    if (seen === undefined) {
      if (reads < maxReads) look().catch(() => undefined)
      return
    }
    if (!namesLock(event, seen)) return
    isNamed = true
    onNamed(seen.lockId)
  }
}
