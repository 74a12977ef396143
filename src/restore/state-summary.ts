import { createHash } from 'node:crypto'
import { isJsonObject, parseExactJson } from '../plan/exact-json.ts'
import { sha256 } from '../plan/sha256.ts'
import { parseWholeState } from '../plan/state-file.ts'
import { plainLine } from '../report/plain-text.ts'

/** What a version of the state tells without a value of its resources. */
export interface StateSummary {
  readonly serial: number
  readonly lineage: string
  /** Of the Terraform that wrote it; empty where it does not tell. */
  readonly terraformVersion: string
  /** By the address of each instance: a digest of all that the state has of it. */
  readonly resources: ReadonlyMap<string, string>
  /** As `dynamodb_table` keeps it (internal/backend/remote-state/s3/client.go). */
  readonly md5: string
}

export function md5Of(body: string | Uint8Array): string {
  return createHash('md5').update(body).digest('hex')
}

/** undefined for what is no whole state in clear: cut off, of another format, or encrypted by OpenTofu. */
export function parseStateSummary(body: Buffer): StateSummary | undefined {
  const state = parseWholeState(body.toString('utf8'))
  const serial = Number(JSON.stringify(state?.['serial']))
  if (state === undefined || !Number.isSafeInteger(serial)) return undefined
  return {
    serial,
    lineage: state.lineage,
    terraformVersion: textOf(state['terraform_version']),
    resources: new Map(state.resources.filter(isJsonObject).flatMap(instancesOf)),
    md5: md5Of(body),
  }
}

/** Of a state that can't be read as a whole: the serial that stands at its beginning, where one does. */
export function serialOfBrokenState(body: Buffer): number | undefined {
  const serial = Number(/"serial"\s*:\s*(\d{1,15})\b/.exec(body.subarray(0, 4096).toString('utf8'))?.[1])
  return Number.isSafeInteger(serial) ? serial : undefined
}

/** The state with this serial, and else as it was; as Terraform lays it out. */
export function withSerial(body: Buffer, serial: number): Buffer {
  const state = parseExactJson(body.toString('utf8')) as Record<string, unknown>
  return Buffer.from(`${JSON.stringify({ ...state, serial }, undefined, 2)}\n`)
}

export interface ResourceDifference {
  /** Addresses that `then` has, and `now` has not. */
  readonly back: readonly string[]
  /** Addresses that `now` has, and `then` has not. */
  readonly gone: readonly string[]
  readonly changed: readonly string[]
}

/** What a return from `now` to `then` would do to what the state knows. */
export function compareResources(now: StateSummary, then: StateSummary): ResourceDifference {
  const [addresses, before] = [[...then.resources.keys()], now.resources]
  return {
    back: addresses.filter((address) => !before.has(address)),
    gone: [...before.keys()].filter((address) => !then.resources.has(address)),
    changed: addresses.filter(
      (address) => before.has(address) && before.get(address) !== then.resources.get(address),
    ),
  }
}

function instancesOf(resource: Record<string, unknown>): [string, string][] {
  const { instances } = resource
  if (!Array.isArray(instances)) return []
  const module = textOf(resource['module'])
  const name = [
    ...(module === '' ? [] : [module]),
    ...(resource['mode'] === 'data' ? ['data'] : []),
    textOf(resource['type']),
    textOf(resource['name']),
  ].join('.')
  return instances.filter(isJsonObject).map((instance) => {
    const { index_key: key, deposed } = instance
    const index = key === undefined || key === null ? '' : `[${JSON.stringify(key)}]`
    const old = typeof deposed === 'string' ? ` (deposed object ${deposed})` : ''
    return [plainLine(`${name}${index}${old}`, 500), sha256(JSON.stringify(instance))]
  })
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
