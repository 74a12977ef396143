import type { VersionEntry } from './state-history.ts'

/**
 * The version of the lock file under which a version of the state was written: a bucket that keeps versions keeps those
 * of the lock file too, each lock and its annotation as versions, its removal as a delete marker. undefined where the
 * lock had been given back before: then the state was written without it, or under a lock elsewhere. S3 tells whole
 * seconds, so of two locks within one second it may be either.
 */
export function lockOf(state: VersionEntry, locks: readonly VersionEntry[]): VersionEntry | undefined {
  const before = locks.filter(({ storedAt }) => storedAt <= state.storedAt)
  const [newest] = before
  if (newest === undefined) return undefined
  const lock = before.find(({ kind }) => kind === 'object')
  const isOver = newest.kind === 'delete-marker' && newest.storedAt < state.storedAt
  return isOver ? undefined : lock
}
