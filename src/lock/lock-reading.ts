import type { LockHolder } from './lock-holder.ts'
import type { LockInfo } from './lock-info.ts'
import type { OwnHoldProof, Proof } from './removal.ts'

/** What a condition on the lock needs: the S3 ETag, the DynamoDB `Info` as stored, or both. */
export interface LockVersion {
  readonly etag?: string
  readonly info?: string
}

/**
 * The lock as it was at the time of the read. A read that was denied or that makes no sense is `unknown`, never
 * `free`. `transient`: the next read may well know.
 */
export type LockReading = { readonly kind: 'free' } | HeldReading | UnknownReading

export interface HeldReading {
  readonly kind: 'held'
  readonly holder: LockHolder
  readonly version: LockVersion
  /** Where DynamoDB tells the holder, and a lock file beside it is another lock's or could not be read. */
  readonly lockFile?: HeldReading | UnknownReading
}

export interface UnknownReading {
  readonly kind: 'unknown'
  readonly reason: string
  readonly transient: boolean
}

/** Of a lock that is kept in S3 and DynamoDB at once. */
export type LockHalf = 'lock file' | 'lock item'

/**
 * How a conditional removal ended. `outcome unknown` never counts as removed: it was read again. `left`: half done, the
 * other half is gone.
 */
export type Removal =
  | { readonly kind: 'removed' }
  | { readonly kind: 'gone' }
  | { readonly kind: 'changed-hands'; readonly holder: LockHolder | undefined; readonly left?: LockHalf }
  | { readonly kind: 'refused'; readonly reason: string; readonly left?: LockHalf }

/**
 * How writing into a lock ended. `gone`: there is no lock any more, or another one. `refused`: the lock is as it was, as
 * far as is known. `evidence`: why the write could not have hit, or made, somebody else's lock.
 */
export type Annotation =
  | { readonly kind: 'annotated'; readonly evidence: string }
  | { readonly kind: 'gone' }
  | { readonly kind: 'refused'; readonly reason: string }

/**
 * How taking a lock ended. `not-taken`: somebody has it, or had it in that moment. `refused`: whether it is ours is not
 * known where the store gave no answer.
 */
export type Taking =
  | { readonly kind: 'taken' }
  | { readonly kind: 'not-taken' }
  | { readonly kind: 'refused'; readonly reason: string }

/** What became of the lock of a run, and what is left to do about it. */
export type LockEnd =
  | { readonly kind: 'given-back' }
  /** Which lock was this run's is not known, and the state may be locked. */
  | { readonly kind: 'unnamed' }
  | { readonly kind: 'removed'; readonly lockId: string }
  | LockLeft

export interface LockLeft {
  readonly kind: 'left'
  /** The lock as it was read last; undefined where it could not be read. */
  readonly holder: LockHolder | undefined
  /** Of a lock that could not be read: the ID that Terraform's log recorded, and did not give back. */
  readonly lockId?: string | undefined
  /** What says that it is this run's: `seen`, that it was there while Terraform was at work; left out, Terraform's log. */
  readonly evidence?: 'seen' | 'none'
  /** Why it is still there, in words that go on from "since". */
  readonly reason: string
  /** It protects what the state may lack. */
  readonly isUnsaved: boolean
}

/** The lock of one state, as a backend keeps it. Reading never locks. */
export interface StateLock {
  read(signal?: AbortSignal): Promise<LockReading>
  /** Removes exactly the lock that was read as `version`; needs the proof that rule 5 asks for. */
  remove(version: LockVersion, proof: Proof): Promise<Removal>
  /**
   * Takes the lock as Terraform does, if nobody has it; never rejects. `proof`: lets half a lock go again where the other
   * half is somebody else's.
   */
  take(info: LockInfo, proof: OwnHoldProof): Promise<Taking>
  /** Writes `info` into the `Info` of the lock with this ID, by compare-and-swap; never rejects. */
  annotate(lockId: string, info: string, signal?: AbortSignal): Promise<Annotation>
}

/**
 * Which holder counts where S3 and DynamoDB are both on. A waiter that meets a held DynamoDB item creates and
 * deletes the S3 lock file at each try, so of two different IDs DynamoDB's is the holder.
 */
export function combineReadings(s3: LockReading, dynamodb: LockReading): LockReading {
  if (dynamodb.kind === 'held') {
    if (s3.kind === 'free') return dynamodb
    const sameLock = s3.kind === 'held' && s3.holder.lockId === dynamodb.holder.lockId
    return sameLock
      ? { ...dynamodb, version: { ...s3.version, ...dynamodb.version } }
      : { ...dynamodb, lockFile: s3 }
  }
  if (dynamodb.kind === 'unknown') return dynamodb
  return s3
}

/** What could not be read of the lock: all of it, or the file beside an item that tells its holder. */
export function unreadPartOf(reading: LockReading): UnknownReading | undefined {
  if (reading.kind === 'unknown') return reading
  return reading.kind === 'held' && reading.lockFile?.kind === 'unknown' ? reading.lockFile : undefined
}

/** Whether two readings of the pair tell different holders, so that it should be read once more. */
export function readingsDisagree(s3: LockReading, dynamodb: LockReading): boolean {
  const idOf = (reading: LockReading): string =>
    reading.kind === 'held' ? reading.holder.lockId : reading.kind
  return idOf(s3) !== idOf(dynamodb)
}
