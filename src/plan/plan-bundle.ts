import { createHmac, timingSafeEqual } from 'node:crypto'
import type { DigestKey, PlanEntry, PlanReading } from './plan-store.ts'
import { InvalidRecord, recordFromJson } from './record-form.ts'
import { requestIdOf, selectorOf, type PlanRecord, type ReviewedPlan } from './reviewed-plan.ts'
import { sha256 } from './sha256.ts'

/** Larger than any plan that is worth reviewing; what is larger is not read. */
export const maxBundleBytes = 256 * 1024 * 1024

const magic = 'lockstep-plan'
const version = 1
const maxHeadLineBytes = 128
const maxRecordBytes = 4 * 1024 * 1024

/** @throws RangeError unless there are 32 bytes */
export function digestKeyFromBytes(bytes: Buffer): DigestKey {
  if (bytes.length !== 32) throw new RangeError('a digest key has 32 bytes')
  return { id: mac(bytes, 'lockstep digest key id').toString('hex').slice(0, 16), bytes }
}

/**
 * A plan, its record and its provider lock file in one piece, so that a store has all of it or none:
 * ```
 * lockstep-plan 1
 * <the record, JSON on one line>
 * <ID of the digest key> <HMAC-SHA256 of the record's bytes, with a key derived from the digest key>
 * <bytes of the lock file, or - where there is none> <bytes of the plan file>
 * <the lock file><the plan file>
 * ```
 * The record holds the digests of both files.
 * @throws Error for what `parseBundle` would refuse, since nobody could apply it
 */
export function renderBundle(plan: ReviewedPlan, key: DigestKey): Buffer {
  const { planFile } = plan
  const lockFile = plan.lockFile === undefined ? undefined : Buffer.from(plan.lockFile)
  const record = JSON.stringify(plan.record)
  const head = [
    `${magic} ${String(version)}`,
    record,
    `${key.id} ${recordMac(Buffer.from(record), key).toString('hex')}`,
    `${lockFile === undefined ? '-' : String(lockFile.length)} ${String(planFile.length)}`,
    '',
  ]
  const bundle = Buffer.concat([Buffer.from(head.join('\n')), lockFile ?? Buffer.alloc(0), planFile])
  if (bundle.length > maxBundleBytes) throw new Error(`the plan is too large: ${String(bundle.length)} bytes`)
  const reading = parseBundle(bundle, key)
  if (reading.kind === 'refused') throw new Error(`the plan would be refused, since ${reading.reason}`)
  return bundle
}

/** Never throws, whatever the bytes are. */
export function parseBundle(bytes: Buffer, key: DigestKey): PlanReading {
  try {
    return { kind: 'read', plan: planFromBundle(bytes, key), key }
  } catch (error) {
    if (error instanceof Refusal || error instanceof InvalidRecord)
      return { kind: 'refused', reason: error.message }
    throw error
  }
}

/**
 * `<selector>-<request ID>-<digest of the plan file>-<run ID>-<attempt>-<8 hex digits>`: what a listing tells of the
 * plan. The digits are the beginning of the MAC, so that a copy of a bundle under another name is known for one.
 */
export function nameOfBundle(bundle: Buffer, record: PlanRecord): string {
  const tag = headOf(bundle).mac.slice(0, 8)
  const run = [record.run?.runId ?? 0, record.run?.attempt ?? 0].map(String)
  return [selectorOf(record.request), requestIdOf(record.request), record.planFileDigest, ...run, tag].join(
    '-',
  )
}

const BUNDLE_NAME = /^([0-9a-f]{12})-([0-9a-f]{12})-([0-9a-f]{64})-(0|[1-9]\d{0,14})-\d{1,6}-[0-9a-f]{8}$/

/** undefined for what is no name of a bundle. */
export function parseBundleName(
  name: string,
): Pick<PlanEntry, 'selector' | 'requestId' | 'planFileDigest' | 'runId'> | undefined {
  const [, selector, requestId, planFileDigest, runId] = BUNDLE_NAME.exec(name) ?? []
  if (selector === undefined || requestId === undefined || planFileDigest === undefined) return undefined
  return { selector, requestId, planFileDigest, runId: runId === '0' ? undefined : Number(runId) }
}

/** `message` goes on from "since". */
class Refusal extends Error {}

const notWhole = 'it is not whole'

function planFromBundle(bytes: Buffer, key: DigestKey): ReviewedPlan {
  const head = headOf(bytes)
  if (head.keyId !== key.id) throw new Refusal('it was made with another digest key than the store has now')
  if (!timingSafeEqual(Buffer.from(head.mac, 'hex'), recordMac(head.record, key)))
    throw new Refusal('its record was changed after it was stored')
  const record = recordFromJson(parsedJson(head.record.toString('utf8')))
  if (record.keyId !== key.id) throw new Refusal('its record names another digest key')

  const { start, lockFileLength } = head
  const lockFile = lockFileLength === undefined ? undefined : bytes.subarray(start, start + lockFileLength)
  const planFile = bytes.subarray(start + (lockFileLength ?? 0))
  if (record.lockFileDigest !== (lockFile === undefined ? null : sha256(lockFile)))
    throw new Refusal('its provider lock file was changed after it was stored')
  if (record.planFileDigest !== sha256(planFile))
    throw new Refusal('its plan file was changed after it was stored')
  return { record, planFile, lockFile: lockFile?.toString('utf8') }
}

interface Head {
  readonly record: Buffer
  readonly keyId: string
  readonly mac: string
  /** undefined: there is none. */
  readonly lockFileLength: number | undefined
  /** Of what follows the head. */
  readonly start: number
}

function headOf(bytes: Buffer): Head {
  let start = 0
  const nextLine = (maxBytes: number): Buffer => {
    const end = bytes.subarray(start, start + maxBytes + 1).indexOf('\n')
    if (end < 0) throw new Refusal(notWhole)
    const line = bytes.subarray(start, start + end)
    start += end + 1
    return line
  }
  const nextMatch = (form: RegExp): RegExpExecArray => {
    const match = form.exec(nextLine(maxHeadLineBytes).toString('latin1'))
    if (match === null) throw new Refusal(notWhole)
    return match
  }
  const [, itsMagic, itsVersion] = nextMatch(/^([a-z-]+) ([1-9]\d{0,5})$/)
  if (itsMagic !== magic) throw new Refusal(notWhole)
  if (itsVersion !== String(version)) throw new Refusal('it is of a version that this Lockstep does not know')
  const record = nextLine(maxRecordBytes)
  const [, keyId = '', recordMac = ''] = nextMatch(/^([0-9a-f]{16}) ([0-9a-f]{64})$/)
  const [, lockLength = '', planLength] = nextMatch(/^(-|0|[1-9]\d{0,9}) (0|[1-9]\d{0,9})$/)
  const lockFileLength = lockLength === '-' ? undefined : Number(lockLength)
  if (start + (lockFileLength ?? 0) + Number(planLength) !== bytes.length) throw new Refusal(notWhole)
  return { record, keyId, mac: recordMac, lockFileLength, start }
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Refusal('its record is not JSON')
  }
}

function recordMac(record: Buffer, key: DigestKey): Buffer {
  return mac(mac(key.bytes, 'lockstep plan record'), record)
}

function mac(key: Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest()
}
