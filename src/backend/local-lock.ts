import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Clock } from '../clock.ts'
import { messageFromError } from '../errors.ts'
import { describeHolder, holderFromInfo } from '../lock/lock-holder.ts'
import { parseLockInfo } from '../lock/lock-info.ts'
import type { StateLock } from '../lock/lock-reading.ts'

/**
 * The lock of a state in a file. The lock itself is a POSIX lock that ends with its process; the info file beside
 * the state outlives a killed one, so it never proves that the state is locked (internal/states/statemgr/filesystem_lock_unix.go).
 */
export function createLocalLock(stateFile: string, clock: Clock): StateLock {
  const infoFile = join(dirname(stateFile), `.${basename(stateFile)}.lock.info`)
  return {
    async read() {
      let text: string
      try {
        if ((await stat(infoFile)).size > 64 * 1024) {
          return { kind: 'unknown', reason: `"${infoFile}" is too large to be a lock`, transient: false }
        }
        text = await readFile(infoFile, 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'free' }
        return {
          kind: 'unknown',
          reason: `"${infoFile}" could not be read: ${messageFromError(error)}`,
          transient: false,
        }
      }
      const holder = describeLocalHolder(text, clock.now())
      return {
        kind: 'unknown',
        reason: `there is a lock info file of ${holder}, which may be left over from a Terraform that was killed`,
        transient: true,
      }
    },
    remove: () =>
      Promise.resolve({
        kind: 'refused',
        reason: 'the lock of a local state ends with the process that holds it',
      }),
    take: () => Promise.resolve({ kind: 'refused', reason: 'only Terraform can lock a local state' }),
    // It is open in Terraform, which may write it at any time.
    annotate: () =>
      Promise.resolve({ kind: 'refused', reason: "a local state's lock info is written by Terraform alone" }),
  }
}

function describeLocalHolder(text: string, now: number): string {
  try {
    return describeHolder(holderFromInfo(parseLockInfo(text), now))
  } catch {
    return 'an unknown holder'
  }
}
