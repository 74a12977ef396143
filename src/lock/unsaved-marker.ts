import { plainLine } from '../report/plain-text.ts'
import { parseAnnotation, renderAnnotation, type RunReference } from './annotation.ts'

/** A state that Terraform could not save (lock rule 6). */
export interface UnsavedState {
  /** RFC 3339 */
  readonly since: string
  readonly run: RunReference | undefined
  /** Of the state; null where the file is no whole state in clear. */
  readonly serial: number | null
  readonly lineage: string | null
  /** `StateFile.content`, by which the state is known again once somebody has pushed it; else of the file's bytes. */
  readonly content: string
  /** Where the file was, on a runner that may be gone. */
  readonly file: string
  /** Why it could not be saved. */
  readonly reason: string
}

/** As the marker lists it. */
export interface MarkedState extends UnsavedState {
  /** The key of its copy in the bucket of the state; null where none could be kept. */
  readonly copyKey: string | null
}

export type MarkerReading =
  | { readonly kind: 'none' }
  | { readonly kind: 'marked'; readonly states: readonly MarkedState[] }
  /** There is a marker, and it cannot be understood. */
  | { readonly kind: 'garbled'; readonly reason: string }
  /** Without s3:ListBucket a missing key is denied too. `transient`: the next read may well know. */
  | {
      readonly kind: 'unknown'
      readonly reason: string
      readonly isDenied: boolean
      readonly transient: boolean
    }

/** What became of a state that was to be kept. */
export interface Keeping {
  /** The address of the copy; undefined where none could be kept. */
  readonly copy: string | undefined
  /** Whether every later `apply` meets the marker. */
  readonly isMarked: boolean
  /** What failed, or empty. */
  readonly problem: string
}

export type Settling =
  | { readonly kind: 'settled'; readonly left: readonly MarkedState[] }
  | { readonly kind: 'failed'; readonly reason: string }

/** The states beside one state that could not be saved. Every call is bounded in time, and none rejects. */
export interface UnsavedStates {
  readonly markerAddress: string
  addressOf(key: string): string
  /** Commands for people, to fetch a copy into a file and to remove the marker. */
  fetchCommand(copyKey: string, file: string): string
  readonly removeCommand: string
  readMarker(signal?: AbortSignal): Promise<MarkerReading>
  /** Keeps a copy and puts the state on the marker; one whose copy is there already is not kept twice. */
  keep(state: UnsavedState, text: string): Promise<Keeping>
  /** The state with this content is saved: takes it off the marker, and its copy away. */
  settle(content: string): Promise<Settling>
}

/** Larger than any marker: each state takes less than 1 KiB. */
export const maxMarkerBytes = 256 * 1024

const format = 1

export function renderMarker(states: readonly MarkedState[]): string {
  const marked = states.map(({ run, ...state }) => ({
    ...state,
    run: run === undefined ? null : renderAnnotation(run),
  }))
  const note =
    'Terraform could not save these states. Lockstep applies nothing to this state while it is here.'
  return `${JSON.stringify({ format, note, states: marked }, undefined, 2)}\n`
}

/**
 * Reads what anybody who may write beside the state may have written. `isCopyKey`: whether a
 * copy can have that key, since what it names is shown in commands, and deleted in the end.
 * @throws Error that says what is wrong with it
 */
export function parseMarker(json: string, isCopyKey: (key: string) => boolean): readonly MarkedState[] {
  const marker = JSON.parse(json) as { format?: unknown; states?: unknown } | null
  if (marker?.format !== format) throw new Error('it is of a format that this version does not know')
  if (!Array.isArray(marker.states) || marker.states.length === 0) throw new Error('it lists no state')
  return marker.states.map((state: Partial<Record<string, unknown>> | null) => {
    const text = (name: string): string | null => {
      const value = state?.[name]
      return typeof value === 'string' ? plainLine(value, 500) : null
    }
    const serial = state?.['serial']
    const copyKey = state?.['copyKey']
    return {
      since: text('since') ?? '',
      run: parseAnnotation(text('run') ?? ''),
      serial: typeof serial === 'number' ? serial : null,
      lineage: text('lineage'),
      content: text('content') ?? '',
      copyKey: typeof copyKey === 'string' && isCopyKey(copyKey) ? copyKey : null,
      file: text('file') ?? '',
      reason: text('reason') ?? '',
    }
  })
}
