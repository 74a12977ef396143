import type { RunReference } from '../lock/annotation.ts'
import type { ReviewedPlan } from './reviewed-plan.ts'

/** The key of one state that plans are compared with: who knows a digest but not the key can't guess a value by it. */
export interface DigestKey {
  /** Tells one key from another, and nothing of it. */
  readonly id: string
  /** 32 bytes. */
  readonly bytes: Buffer
}

/** What a store tells of a plan without reading it. */
export interface PlanEntry {
  /** Names the plan in its store. */
  readonly id: string
  /** By the clock of the store, in milliseconds since 1970. */
  readonly storedAt: number
  /** `selectorOf` and `requestIdOf` of its request, and its file's SHA-256. */
  readonly selector: string
  readonly requestId: string
  readonly planFileDigest: string
  /** The workflow run that stored it, as the store tells; undefined where its name does not say. */
  readonly runId: number | undefined
}

export type PlanReading =
  /** `key`: the one that its `planDigest` is made with, which in some stores is the plan's own. */
  | { readonly kind: 'read'; readonly plan: ReviewedPlan; readonly key: DigestKey }
  /** It is gone, not whole, or not what was stored. `reason` goes on from "since". */
  | { readonly kind: 'refused'; readonly reason: string }

/** That a plan is being applied, or was. */
export interface Claim {
  /** Written into it: known before it is made, so that one whose maker was ended can be told. */
  readonly nonce: string
  /** What its removal is conditioned on; left out: it is read first. */
  readonly version?: string
}

export type Claiming =
  { readonly kind: 'claimed'; readonly claim: Claim } | ({ readonly kind: 'taken' } & TakenClaim)

export interface TakenClaim {
  /** Who has claimed it; undefined where that could not be read. */
  readonly run: RunReference | undefined
  /** RFC 3339, or empty there. */
  readonly since: string
}

/** The commit that was applied to a state last. */
export interface AppliedCommit {
  readonly commit: string
  readonly run: RunReference | null
  /** RFC 3339 */
  readonly at: string
}

export interface AppliedReading {
  readonly applied: AppliedCommit | undefined
  /** By which it is replaced; undefined where there is none yet. */
  readonly version: string | undefined
}

/** What only a store with conditional writes can keep: that a plan is applied at most once, and which came last. */
export interface ApplyLedger {
  /** By whom it is claimed; undefined where it is not, as far as may be read. @throws as `claim` */
  readClaim(planId: string, signal?: AbortSignal): Promise<TakenClaim | undefined>
  /** @throws where the store refuses or does not answer */
  claim(
    planId: string,
    run: RunReference | undefined,
    signal?: AbortSignal,
    nonce?: string,
  ): Promise<Claiming>
  /** Gives it back if it is still the same; never rejects, and tells why it could not. */
  giveBack(planId: string, claim: Claim): Promise<string | undefined>
  /** @throws where the store refuses or does not answer */
  readApplied(signal?: AbortSignal): Promise<AppliedReading>
  /** Replaces what was read; `false` where somebody else was faster. @throws as above */
  writeApplied(applied: AppliedCommit, before: AppliedReading): Promise<boolean>
}

/** The plans of one state. Every call is bounded in time, and throws where the store refuses or does not answer. */
export interface PlanStore {
  readonly kind: 's3' | 'artifact'
  /** For people: where the plans of a commit are. */
  placeOf(commit: string): string
  /** The key of the state; makes one where there is none. A store without a secret makes a new one each time. */
  readKey(signal?: AbortSignal): Promise<DigestKey>
  /** The key that stored plans are checked with, and none is made: undefined where none was ever stored. */
  findKey(signal?: AbortSignal): Promise<DigestKey | undefined>
  /** Stores a plan under the commit of its record, made with this key; nothing is ever written over. */
  put(plan: ReviewedPlan, key: DigestKey, signal?: AbortSignal): Promise<void>
  /** The plans of a commit, the newest first. @throws also where the newest can't be read: no older one replaces it */
  list(commit: string, signal?: AbortSignal): Promise<readonly PlanEntry[]>
  read(commit: string, entry: PlanEntry, key: DigestKey, signal?: AbortSignal): Promise<PlanReading>
  /** undefined: the store can't keep one. */
  readonly ledger: ApplyLedger | undefined
}
