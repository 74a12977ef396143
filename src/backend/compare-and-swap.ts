import { editLockInfo } from '../lock/lock-edit.ts'
import type { Annotation } from '../lock/lock-reading.ts'
import { describeFailure } from './read-failure.ts'

const maxTries = 3

/** A stored lock whose JSON can be replaced on the condition that it is still what was read. */
export interface SwappableLock<Stored extends { readonly json: string }> {
  /** undefined: there is none. */
  read(): Promise<Stored | undefined>
  swap(stored: Stored, json: string): Promise<'swapped' | 'changed'>
}

/** Writes `info` into the lock with this ID. A lock that changed in between is read again, twice at most. */
export async function annotateBySwap<Stored extends { readonly json: string }>(
  lock: SwappableLock<Stored>,
  lockId: string,
  info: string,
  evidence: string,
): Promise<Annotation> {
  try {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const stored = await lock.read()
      if (stored === undefined) return { kind: 'gone' }
      const edit = editLockInfo(stored.json, lockId, info)
      if (edit.kind === 'foreign') return { kind: 'gone' }
      // Of an earlier try whose answer was lost, too.
      if (edit.kind === 'same') return { kind: 'annotated', evidence }
      if (edit.kind === 'refused') return edit
      if ((await lock.swap(stored, edit.json)) === 'swapped') return { kind: 'annotated', evidence }
    }
    return { kind: 'refused', reason: 'the lock changed each time before it could be written' }
  } catch (error) {
    return { kind: 'refused', reason: describeFailure(error) }
  }
}
