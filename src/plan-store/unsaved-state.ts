import { randomUUID } from 'node:crypto'
import type { S3Client } from '@aws-sdk/client-s3'
import { createConditionCheck } from '../backend/conditional-writes.ts'
import { describeFailure, isTransient, statusOf } from '../backend/read-failure.ts'
import { within } from '../backend/request.ts'
import type { S3BackendConfig } from '../backend/s3-config.ts'
import {
  maxMarkerBytes,
  parseMarker,
  renderMarker,
  type MarkedState,
  type UnsavedState,
  type UnsavedStates,
} from '../lock/unsaved-marker.ts'
import { renderShellCommand } from '../report/shell-word.ts'
import { createObjectRequests } from './object-requests.ts'

const maxTries = 5

/** Of a write with If-Match or If-None-Match: somebody else was faster. */
const LOST_SWAP: readonly number[] = [404, 409, 412]

/**
 * The unsaved states of one state, in its bucket under `.lockstep/states/<state key>/`. There is one marker with a fixed key,
 * so that `apply` needs to read one object and may not list any; it lists every unsaved state, and changes by
 * compare-and-swap. A copy is as secret as the state, and is stored as Terraform stores that.
 */
export function createUnsavedStates(config: S3BackendConfig, client: () => Promise<S3Client>): UnsavedStates {
  const { bucket: Bucket, statePath } = config
  const prefix = `.lockstep/states/${statePath}/`
  const markerKey = `${prefix}state-not-saved`
  const objects = createObjectRequests(config, client)
  const isCopyKey = (key: string): boolean =>
    key.startsWith(`${prefix}unsaved/`) && COPY_NAME.test(key.slice(`${prefix}unsaved/`.length))
  const checkConditions = createConditionCheck(client, { Bucket, Key: markerKey })
  const { region, endpoints, sseCustomerKey } = config
  const cliOptions = [
    ...(region === undefined ? [] : ['--region', region]),
    ...(endpoints.s3 === undefined ? [] : ['--endpoint-url', endpoints.s3]),
  ]
  // The key itself is a secret; the AWS CLI reads it from a file.
  const customerKeyOptions =
    sseCustomerKey === undefined ? [] : ['--sse-c', 'AES256', '--sse-c-key', 'fileb://KEY_FILE']
  const addressOf = (key: string): string => `s3://${Bucket}/${key}`

  /** undefined: there is none. */
  const readMarkerFile = async (abortSignal: AbortSignal): Promise<MarkerFile | undefined> => {
    const found = await objects.get(markerKey, maxMarkerBytes, abortSignal)
    return found && { etag: found.etag, json: found.body?.toString('utf8') ?? '' }
  }

  /** Replaces what the marker lists; `change` returns undefined where nothing is to be changed. */
  const swapStates = async (
    change: (states: readonly MarkedState[]) => readonly MarkedState[] | undefined,
    abortSignal: AbortSignal,
  ): Promise<void> => {
    for (let tries = 0; tries < maxTries; tries += 1) {
      // Where a missing key reads as denied, the condition of the write tells the two apart.
      const file = await readMarkerFile(abortSignal).catch(undefinedIfDenied)
      const states = change(file === undefined ? [] : parseMarker(file.json, isCopyKey))
      if (states === undefined) return
      if (file !== undefined && file.etag === undefined) throw new Error('it was read without its ETag')
      const condition = file?.etag === undefined ? { IfNoneMatch: '*' as const } : { IfMatch: file.etag }
      try {
        if (states.length === 0) await objects.remove(markerKey, condition, abortSignal)
        else await objects.put(markerKey, renderMarker(states), condition, abortSignal)
        return
      } catch (error) {
        if (!LOST_SWAP.includes(statusOf(error) ?? 0)) throw error
      }
    }
    throw new Error('it changed each time before it could be written')
  }

  const readMarker: UnsavedStates['readMarker'] = async (signal) => {
    let file: MarkerFile | undefined
    try {
      file = await within(readMarkerFile, signal)
    } catch (error) {
      const isDenied = statusOf(error) === 403
      return { kind: 'unknown', reason: describeFailure(error), isDenied, transient: isTransient(error) }
    }
    if (file === undefined) return { kind: 'none' }
    try {
      return { kind: 'marked', states: parseMarker(file.json, isCopyKey) }
    } catch (error) {
      return { kind: 'garbled', reason: describeFailure(error) }
    }
  }

  const keep: UnsavedStates['keep'] = async (state, text) => {
    const kept = { copyKey: null as string | null, isMarked: false }
    const failures: string[] = []
    const note = (what: string) => (error: unknown) =>
      void failures.push(`${what}: ${describeFailure(error)}`)
    const isThis = ({ content }: UnsavedState): boolean => content === state.content
    const keepBoth = async (abortSignal: AbortSignal): Promise<void> => {
      const reading = await readMarker(abortSignal)
      const known = reading.kind === 'marked' ? reading.states.find(isThis) : undefined
      kept.copyKey = known?.copyKey ?? null
      if (kept.copyKey === null) {
        const key = `${prefix}unsaved/${nameOfCopy(state)}`
        await objects.put(key, text, {}, abortSignal).then(() => {
          kept.copyKey = key
        }, note('no copy could be stored'))
      }
      const { copyKey } = kept
      const isNews = (states: readonly MarkedState[]): boolean =>
        !states.some((other) => isThis(other) && other.copyKey === copyKey)
      await swapStates(
        (states) =>
          isNews(states) ? [...states.filter((other) => !isThis(other)), { ...state, copyKey }] : undefined,
        abortSignal,
      ).then(() => {
        kept.isMarked = true
      }, note('the marker could not be written'))
    }
    await within(keepBoth).catch(note('it was given up'))
    const { copyKey, isMarked } = kept
    const copy = copyKey === null ? undefined : addressOf(copyKey)
    return { copy, isMarked, problem: failures.join('; ') }
  }

  const settle: UnsavedStates['settle'] = async (content) => {
    const isSaved = (state: MarkedState): boolean => state.content === content
    let left: readonly MarkedState[] = []
    const copies = new Set<string>()
    try {
      await within(async (abortSignal) => {
        const conditions = await checkConditions(abortSignal)
        if (conditions.kind === 'not-honoured') throw new Error(conditions.reason)
        await swapStates((states) => {
          left = states.filter((state) => !isSaved(state))
          for (const { copyKey } of states.filter(isSaved)) if (copyKey !== null) copies.add(copyKey)
          return left.length === states.length ? undefined : left
        }, abortSignal)
        // A copy that stays is only one too many.
        for (const key of copies) await objects.remove(key, {}, abortSignal).catch(() => undefined)
      })
    } catch (error) {
      return { kind: 'failed', reason: describeFailure(error) }
    }
    return { kind: 'settled', left }
  }

  return {
    markerAddress: addressOf(markerKey),
    addressOf,
    fetchCommand: (copyKey, file) =>
      renderShellCommand('aws', 's3', 'cp', ...cliOptions, ...customerKeyOptions, addressOf(copyKey), file),
    removeCommand: renderShellCommand('aws', 's3', 'rm', ...cliOptions, addressOf(markerKey)),
    readMarker,
    keep,
    settle,
  }
}

interface MarkerFile {
  readonly etag: string | undefined
  readonly json: string
}

const COPY_NAME = /^[\w-]{1,100}\.tfstate$/

function nameOfCopy({ run }: UnsavedState): string {
  const runName = run === undefined ? '' : `${String(run.runId)}-${String(run.attempt)}-`
  return `${runName}${randomUUID()}.tfstate`
}

function undefinedIfDenied(error: unknown): undefined {
  if (statusOf(error) !== 403) throw error
}
