import { randomBytes } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import type { S3BackendConfig } from '../backend/s3-config.ts'
import {
  digestKeyFromBytes,
  maxBundleBytes,
  nameOfBundle,
  parseBundle,
  parseBundleName,
  renderBundle,
} from '../plan/plan-bundle.ts'
import type { DigestKey, PlanEntry, PlanStore } from '../plan/plan-store.ts'
import { createS3Ledger } from './s3-ledger.ts'
import { createStateBucket, TooLarge, type StateBucket } from './state-bucket.ts'

/**
 * The plans of one state, in its bucket:
 * ```
 * .lockstep/plans/<state key>/<commit>/<name>    a plan, its record and its provider lock file
 * .lockstep/keys/<state key>                     the digest key
 * .lockstep/claims/<state key>/<commit>/<name>   that the plan was applied
 * .lockstep/applied/<state key>                  the commit applied last
 * ```
 * Each kind has a prefix of its own, since a lifecycle rule and a policy know only prefixes.
 */
export function createS3PlanStore(config: S3BackendConfig, client: () => Promise<S3Client>): PlanStore {
  const { statePath } = config
  const bucket = createStateBucket(config, client)
  const keyName = `.lockstep/keys/${statePath}`
  const prefix = `.lockstep/plans/${statePath}/`
  const folderOf = (commit: string): string => `${prefix}${commit}/`

  return {
    kind: 's3',
    placeOf: (commit) => bucket.addressOf(folderOf(commit)),
    readKey: async (signal) => await readOrMakeKey(bucket, keyName, signal),
    findKey: async (signal) => await findKey(bucket, keyName, signal),
    async put(plan, key, signal) {
      const bundle = renderBundle(plan, key)
      const name = nameOfBundle(bundle, plan.record)
      // A name is the name of one content: what is there already is this plan, of a try whose answer was lost.
      await bucket.write(`${folderOf(plan.record.commit)}${name}`, bundle, { IfNoneMatch: '*' }, signal)
    },
    async list(commit, signal) {
      const folder = folderOf(commit)
      const objects = await bucket.list(folder, signal)
      return objects
        .map(({ key, storedAt }) => entryFrom(commit, key.slice(folder.length), storedAt))
        .filter((entry) => entry !== undefined)
        .sort(byAge)
    },
    async read(commit, { id }, key, signal) {
      const refused = (reason: string): { kind: 'refused'; reason: string } => ({ kind: 'refused', reason })
      const stored = await bucket.read(`${prefix}${id}`, maxBundleBytes, signal).catch(undefinedIfTooLarge)
      if (stored === undefined) return refused('it is gone, or too large to be a plan')
      const reading = parseBundle(stored.body, key)
      if (reading.kind === 'refused') return reading
      const { record } = reading.plan
      if (record.commit !== commit) return refused('it is the plan of another commit')
      if (id !== idOf(commit, nameOfBundle(stored.body, record)))
        return refused('it is a copy under another name')
      return reading
    },
    ledger: createS3Ledger(config, client, bucket),
  }
}

function idOf(commit: string, name: string): string {
  return `${commit}/${name}`
}

function entryFrom(commit: string, name: string, storedAt: number): PlanEntry | undefined {
  const told = parseBundleName(name)
  return told === undefined ? undefined : { id: idOf(commit, name), storedAt, ...told }
}

/** S3 tells whole seconds. Of two plans of one second the one of the later run counts. */
function byAge(a: PlanEntry, b: PlanEntry): number {
  return b.storedAt - a.storedAt || (b.runId ?? 0) - (a.runId ?? 0)
}

function undefinedIfTooLarge(error: unknown): undefined {
  if (!(error instanceof TooLarge)) throw error
}

const maxKeyBytes = 4096
const note = 'Plans of this state are compared with this key. It is as secret as the state.'

/** A plan job may be allowed to write the key only once, and a missing key may read as denied. */
async function readOrMakeKey(bucket: StateBucket, name: string, signal?: AbortSignal): Promise<DigestKey> {
  const before = await bucket.readIfAllowed(name, maxKeyBytes, signal)
  if (before !== undefined && before !== 'denied') return parseKey(before.body, bucket.addressOf(name))
  const bytes = randomBytes(32)
  const json = JSON.stringify({ note, key: bytes.toString('hex') })
  const { kind } = await bucket.write(name, json, { IfNoneMatch: '*' }, signal)
  if (kind === 'written') return digestKeyFromBytes(bytes)
  const other = await findKey(bucket, name, signal)
  if (other === undefined) throw new Error(`${bucket.addressOf(name)} was there a moment ago, and is gone`)
  return other
}

async function findKey(
  bucket: StateBucket,
  name: string,
  signal?: AbortSignal,
): Promise<DigestKey | undefined> {
  const stored = await bucket.read(name, maxKeyBytes, signal)
  return stored === undefined ? undefined : parseKey(stored.body, bucket.addressOf(name))
}

function parseKey(body: Buffer, address: string): DigestKey {
  const key = keyFromJson(body.toString('utf8'))
  if (key !== undefined) return key
  throw new Error(
    `${address} is no digest key that Lockstep has made. Once it is removed a new one is made, and a plan that is stored already can't be applied`,
  )
}

function keyFromJson(json: string): DigestKey | undefined {
  try {
    const { key } = JSON.parse(json) as { readonly key?: unknown }
    if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key)) return undefined
    return digestKeyFromBytes(Buffer.from(key, 'hex'))
  } catch {
    return undefined
  }
}
