import type { StateLock, Taking } from '../lock/lock-reading.ts'
import { describeFailure } from './read-failure.ts'

/**
 * Takes a lock by one conditional write. An error says little: the write may be done, its answer lost, and the SDK's next
 * try was refused by our own lock. So the lock itself tells how it ended.
 */
export async function takeBy(
  write: () => Promise<unknown>,
  isRefusal: (error: unknown) => boolean,
  { read, lockId }: { readonly read: StateLock['read']; readonly lockId: string },
): Promise<Taking> {
  try {
    await write()
    return { kind: 'taken' }
  } catch (error) {
    const now = await read()
    if (now.kind === 'held') return { kind: now.holder.lockId === lockId ? 'taken' : 'not-taken' }
    if (isRefusal(error)) return { kind: 'not-taken' }
    return { kind: 'refused', reason: describeFailure(error) }
  }
}
