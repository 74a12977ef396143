import { hashOfState, type CommentKey } from './comment-marker.ts'

/** Which state an issue is about, and which of two for one state it is. */
export type DriftKey = Pick<CommentKey, 'stateAddress' | 'commentKey'>

/** What an issue says, as far as it is read again. */
export interface ToldDrift {
  /** Stands for what differed, in 64 hex digits; undefined: nothing did. */
  readonly told: string | undefined
}

const none = 'none'
const MARKER = /^<!-- lockstep drift state=([0-9a-f]{32}) found=([0-9a-f]{64}|none) -->(?:\r?\n|$)/

/** The first line of an issue: it names state and key without showing them. */
export function renderDriftMarker(key: DriftKey, found: string | undefined): string {
  return `<!-- lockstep drift state=${hashOfState(key) ?? none} found=${found ?? none} -->`
}

/** undefined where the issue is not the one of this state and key; whose it is, its author tells. */
export function parseDriftIssue(body: string, key: DriftKey): ToldDrift | undefined {
  const [, state, found] = MARKER.exec(body) ?? []
  if (state === undefined || state !== hashOfState(key)) return undefined
  return { told: found === none ? undefined : found }
}
