import { randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { createConditionCheck } from '../backend/conditional-writes.ts'
import type { S3BackendConfig } from '../backend/s3-config.ts'
import { messageFromError } from '../errors.ts'
import { parseAnnotation, renderAnnotation } from '../lock/annotation.ts'
import { isGitId } from '../plan/git-id.ts'
import type { AppliedCommit, AppliedReading, ApplyLedger, Claiming, TakenClaim } from '../plan/plan-store.ts'
import { plainLine } from '../report/plain-text.ts'
import type { StateBucket, StoredObject, Writing } from './state-bucket.ts'

const maxBytes = 16 * 1024
const maxTries = 4

/** A claim is never written over: it is there or it is not. The last applied commit is replaced by compare-and-swap. */
export function createS3Ledger(
  { bucket: Bucket, statePath }: S3BackendConfig,
  client: () => Promise<S3Client>,
  bucket: StateBucket,
): ApplyLedger {
  const claimKeyOf = (planId: string): string => `.lockstep/claims/${statePath}/${planId}`
  const appliedKey = `.lockstep/applied/${statePath}`
  const checkConditions = createConditionCheck(client, { Bucket, Key: `.lockstep/claims/${statePath}` })

  const claim: ApplyLedger['claim'] = async (planId, run, signal, nonce = randomUUID()) => {
    const key = claimKeyOf(planId)
    const body = JSON.stringify({
      note: claimNote,
      nonce,
      run: run === undefined ? null : renderAnnotation(run),
    })
    for (let tries = 1; tries <= maxTries; tries += 1) {
      // A store that ignores the condition of the write shows an earlier claim only here.
      const before = await bucket.readIfAllowed(key, maxBytes, signal)
      if (before !== undefined && before !== 'denied') return claimingFrom(before, nonce)
      // From here on it is seen through whatever is cancelled: a claim that nobody knows of would cost the approval.
      signal?.throwIfAborted()
      const writing = await outcomeOf(bucket.write(key, body, { IfNoneMatch: '*' }))
      if (writing.kind === 'written' && writing.etag !== undefined)
        return { kind: 'claimed', claim: { nonce, version: writing.etag } }
      // An answer may have been lost: only what is there tells whose claim it is.
      const now = await bucket.readIfAllowed(key, maxBytes)
      if (now === 'denied' && writing.kind === 'lost') return { kind: 'taken', run: undefined, since: '' }
      if (now !== undefined && now !== 'denied') return claimingFrom(now, nonce)
      if (writing.kind === 'failed') throw writing.error
    }
    throw new Error(`${bucket.addressOf(key)} changed each time before it could be written`)
  }

  const readClaim: ApplyLedger['readClaim'] = async (planId, signal) => {
    const found = await bucket.readIfAllowed(claimKeyOf(planId), maxBytes, signal)
    return found === undefined || found === 'denied' ? undefined : takenFrom(found)
  }

  /** undefined: it is not there, or it is not this one. */
  const versionOf = async (planId: string, nonce: string): Promise<string | undefined> => {
    const found = await bucket.read(claimKeyOf(planId), maxBytes)
    return found !== undefined && jsonFrom(found.body)['nonce'] === nonce ? found.etag : undefined
  }

  const giveBack: ApplyLedger['giveBack'] = async (planId, claim) => {
    const address = bucket.addressOf(claimKeyOf(planId))
    try {
      const version = claim.version ?? (await versionOf(planId, claim.nonce))
      if (version === undefined) return undefined
      const conditions = await checkConditions()
      if (conditions.kind === 'not-honoured') return `${address} was left, since ${conditions.reason}`
      const removal = await bucket.remove(claimKeyOf(planId), version)
      return removal === 'changed' ? `${address} is the claim of somebody else by now` : undefined
    } catch (error) {
      return plainLine(messageFromError(error), 500)
    }
  }

  const readApplied: ApplyLedger['readApplied'] = async (signal) => {
    const none = { applied: undefined, version: undefined }
    const stored = await bucket.readIfAllowed(appliedKey, maxBytes, signal)
    if (stored === undefined) return none
    if (stored !== 'denied') return appliedFrom(stored, bucket.addressOf(appliedKey))
    // Where only some prefixes may be listed a missing object reads as denied; the listing tells.
    if ((await bucket.isListed(appliedKey, signal)) === false) return none
    return appliedFrom(await bucket.read(appliedKey, maxBytes, signal), bucket.addressOf(appliedKey))
  }

  const writeApplied: ApplyLedger['writeApplied'] = async (applied, { version }) => {
    const body = renderApplied(applied)
    const condition = version === undefined ? { IfNoneMatch: '*' as const } : { IfMatch: version }
    const writing = await outcomeOf(bucket.write(appliedKey, body, condition))
    if (writing.kind === 'written') return true
    const now = await bucket.readIfAllowed(appliedKey, maxBytes)
    if (now !== undefined && now !== 'denied' && now.body.toString('utf8') === body) return true
    if (writing.kind === 'failed') throw writing.error
    return false
  }

  return { readClaim, claim, giveBack, readApplied, writeApplied }
}

/** A write that failed may have been done. */
async function outcomeOf(
  writing: Promise<Writing>,
): Promise<Writing | { readonly kind: 'failed'; readonly error: unknown }> {
  return await writing.catch((error: unknown) => ({ kind: 'failed' as const, error }))
}

const claimNote = 'This plan was applied, or is being applied. Lockstep applies a plan once.'

function claimingFrom(stored: StoredObject, nonce: string): Claiming {
  const isOurs = jsonFrom(stored.body)['nonce'] === nonce
  return isOurs && stored.etag !== undefined
    ? { kind: 'claimed', claim: { nonce, version: stored.etag } }
    : { kind: 'taken', ...takenFrom(stored) }
}

function takenFrom({ body, storedAt: since }: StoredObject): TakenClaim {
  const { run } = jsonFrom(body)
  return { run: typeof run === 'string' ? parseAnnotation(run) : undefined, since }
}

function renderApplied({ commit, run, at }: AppliedCommit): string {
  return JSON.stringify({ commit, run: run === null ? null : renderAnnotation(run), at })
}

function appliedFrom(stored: StoredObject | undefined, address: string): AppliedReading {
  if (stored === undefined) return { applied: undefined, version: undefined }
  const { commit, run, at } = jsonFrom(stored.body)
  if (!isGitId(commit)) {
    throw new Error(
      `${address} does not name the commit that was applied last. Remove it if no newer commit than yours was applied`,
    )
  }
  const applied = {
    commit,
    run: typeof run === 'string' ? (parseAnnotation(run) ?? null) : null,
    at: typeof at === 'string' ? plainLine(at, 40) : '',
  }
  return { applied, version: stored.etag }
}

function jsonFrom(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
