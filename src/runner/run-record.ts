import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BackendFile } from '../backend/backend-file.ts'
import type { DigestReading } from '../restore/state-history.ts'
import type { Executable } from '../terraform/executable.ts'
import type { Inputs } from './inputs.ts'
import type { ProcessIdentity } from './processes.ts'

/**
 * What the post step needs to know of a run. Each part is written before the thing that it describes starts: main may
 * be killed at any moment.
 */
export interface RunRecord {
  readonly main: ProcessIdentity
  /** Without the token, which the post step gets again: what is not written can't leak. */
  readonly inputs: Inputs & { readonly githubToken: undefined; readonly planEncryptionKey: undefined }
  /** When the runner's SIGINT came, in milliseconds since 1970. */
  readonly cancelledAt?: number
  readonly place?: RecordedPlace
  /** The Terraform that is at work, or behind which something is left to do; absent: nothing is. */
  readonly terraform?: RecordedTerraform | undefined
  /** Of the locks that Terraform tried to take before that, and was refused. */
  readonly ownLockIds?: readonly string[]
  /** Of the reviewed plan that is about to be applied; given back where nothing was. */
  readonly claim?: RecordedClaim | undefined
  /** The lock that `restore` takes itself; absent: it has given it back. */
  readonly restore?: RecordedRestore | undefined
  /** What is not to be told. */
  readonly secrets?: RecordedSecrets
  /** Main has written its outputs, summary and comment. */
  readonly isReported?: boolean
}

export interface RecordedClaim {
  readonly planId: string
  readonly nonce: string
}

export interface RecordedRestore {
  readonly lockId: string
  /** What is about to be written; absent: nothing is. */
  readonly write?: RecordedWrite
}

export interface RecordedWrite {
  /** Of the new state; with a lock table that is its digest, too. */
  readonly md5: string
  /** Of the state before; absent where there was none. */
  readonly etagBefore?: string | undefined
  readonly digestBefore: DigestReading
}

export interface RecordedSecrets {
  readonly sensitive: readonly string[]
  readonly given: readonly string[]
}

/** Where the state is; the folder may be initialised for another backend by the time of the post step. */
export interface RecordedPlace {
  readonly executable: Executable
  /** May hold credentials, as the file in the folder does. */
  readonly backendFile: BackendFile
  readonly workspace: string
  readonly workspaceVariable?: string | undefined
}

/** A lock that was read after a resource event, by the clock of this machine. */
export interface ReadLock {
  readonly lockId: string
  /** Milliseconds since 1970. */
  readonly at: number
}

export interface RecordedTerraform {
  readonly operation: 'plan' | 'apply'
  readonly outputFile: string
  readonly logFile?: string | undefined
  readonly lockPath?: string | undefined
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly process?: ProcessIdentity
  /** Of the lock that its log says it holds. */
  readonly lockId?: string
  /** Of the lock that was there while it was at work, where its log names none. */
  readonly seenLockId?: string
  /** The lock that was there after its first resource event; another event after that shows that it is its own. */
  readonly readLock?: ReadLock
  /** Set before its one SIGINT is sent: a second one would make it drop everything. */
  readonly isInterrupted?: boolean
}

export interface Recorder {
  /** Before a Terraform is started. Throws where that can't be written: then it is not to be started. */
  begin(terraform: RecordedTerraform, secrets: RecordedSecrets): void
  /** What is known besides; where it can't be written, the next write has it. */
  note(facts: Partial<RunRecord>): void
  /** The same of the Terraform that is at work. */
  noteTerraform(facts: Partial<RecordedTerraform>): void
  /** The post step has begun: whatever is started from now on would be killed with the job, or unseen. */
  isCalledOff(): boolean
}

const recordName = 'record.json'
const tombstoneName = 'tombstone'

/** Synchronous: what follows a note must find it written. Without a record the post step would call nothing off. */
export function createRecorder(folder: string, first: RunRecord): Recorder {
  let record = first
  const write = (): void => {
    const next = join(folder, `${recordName}.next`)
    writeFileSync(next, JSON.stringify(record), { mode: 0o600 })
    renameSync(next, join(folder, recordName))
  }
  const note: Recorder['note'] = (facts) => {
    record = { ...record, ...facts }
    try {
      write()
    } catch {
      // A full disk: what runs goes on, and the post step knows less of it.
    }
  }
  note({})
  return {
    begin(terraform, secrets) {
      record = { ...record, terraform, secrets }
      write()
    },
    note,
    noteTerraform(facts) {
      if (record.terraform !== undefined) note({ terraform: { ...record.terraform, ...facts } })
    },
    isCalledOff: () => existsSync(join(folder, tombstoneName)),
  }
}

/** undefined where main was ended before it wrote one, or could not; then it has started no `plan` or `apply`. */
export function readRunRecord(folder: string): RunRecord | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, recordName), 'utf8')) as RunRecord
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** From now on main starts nothing any more (`isCalledOff`). */
export function layTombstone(folder: string): void {
  writeFileSync(join(folder, tombstoneName), '', { mode: 0o600 })
}
