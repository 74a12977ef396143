import type { LockHolder } from '../lock/lock-holder.ts'
import type { LockInfo } from '../lock/lock-info.ts'
import type { StateSummary } from './state-summary.ts'

/** One version of an object in S3, or a delete marker on it. */
export interface VersionEntry {
  readonly kind: 'object' | 'delete-marker'
  readonly versionId: string
  /** By S3's clock, in milliseconds since 1970. */
  readonly storedAt: number
  readonly sizeBytes: number
  readonly isLatest: boolean
  /** The account that stored it, as S3 names it; empty where S3 does not tell. */
  readonly owner: string
}

/** With what could be read of it. */
export interface StateVersion extends VersionEntry {
  readonly content: VersionContent
  /** Who held the lock file when it was written; undefined where that is not known. */
  readonly writer: LockHolder | undefined
}

/** Each newest first: of the state, and of its lock file; 1,000 in all. */
export interface VersionListing {
  readonly entries: readonly VersionEntry[]
  readonly locks: readonly VersionEntry[]
  /** S3 has more of the state. */
  readonly isCut: boolean
}

export type VersionContent =
  | { readonly kind: 'state'; readonly summary: StateSummary }
  /** `serial`: as far as it can be told. */
  | { readonly kind: 'not-whole'; readonly serial: number | undefined; readonly md5: string }
  | { readonly kind: 'not-read'; readonly reason: string }
  /** Of a delete marker. */
  | { readonly kind: 'none' }

export interface History {
  /** Newest first. */
  readonly versions: readonly StateVersion[]
  /** Older ones, which were not read. */
  readonly older: readonly VersionEntry[]
  /** Whether S3 has more than it listed. */
  readonly isCut: boolean
}

export interface StoredState {
  readonly body: Buffer
  readonly etag: string | undefined
  /** undefined, or `null` as a word, in a bucket that keeps no versions. */
  readonly versionId: string | undefined
}

/** `changed`: what is there is neither what was to be written nor what was there before. */
export type StateWriting =
  | { readonly kind: 'written' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly reason: string }

/** The digest that `dynamodb_table` keeps of the state, without which Terraform does not read it. */
export type DigestReading =
  | { readonly kind: 'no-table' }
  | { readonly kind: 'none' }
  | { readonly kind: 'digest'; readonly md5: string }

/** The state of one key in S3, with its past. Requests take 15 s at most each, and throw where S3 refuses. */
export interface StateHistory {
  list(signal?: AbortSignal): Promise<VersionListing>
  /** The bytes of one version; undefined where there is no such version with bytes. */
  readVersion(versionId: string, signal?: AbortSignal): Promise<Buffer | undefined>
  /** What a version of the lock file says; undefined where that can't be read. Does not reject. */
  readLockVersion(versionId: string, signal?: AbortSignal): Promise<LockInfo | undefined>
  /** undefined: there is no state, or a delete marker hides it. */
  readNow(signal?: AbortSignal): Promise<StoredState | undefined>
  /** Whether S3 keeps what is written over. */
  keepsVersions(): Promise<boolean>
  /** Whether writes with a condition are known to work on this store; else why not. */
  obstacleToWriting(): Promise<string | undefined>
  /** Writes over exactly what was read as `before`. Does not reject. */
  write(body: Buffer, before: StoredState | undefined): Promise<StateWriting>
  readDigest(signal?: AbortSignal): Promise<DigestReading>
  /** Writes over exactly the digest that was read as `before`; a digest that is there already is as good. */
  writeDigest(md5: string, before: DigestReading): Promise<StateWriting>
}
