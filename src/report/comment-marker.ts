import { createHash } from 'node:crypto'

/** What a comment is about: each state has one of its own. */
export interface CommentKey {
  /** undefined where the run failed before it was known; then the folder tells which comment it is. */
  readonly stateAddress: string | undefined
  /**
   * What init works with: folder, workspace, backend configuration. Only its hash is written. undefined where the state
   * was named by its address.
   */
  readonly folder: string | undefined
  /** The input `comment-key`; empty for the one comment of a state. */
  readonly commentKey: string
}

/** A comment in its parts. The plan section keeps its text while the others change around it. */
export interface CommentParts {
  readonly head: string
  readonly planSection: string | undefined
  /** The plan was applied: the state has moved on, and no later version keeps it. */
  readonly isApplied?: boolean
  readonly foot: string
}

/** What a later version of a comment keeps. */
export interface KeptComment {
  readonly planSection: string | undefined
  /** Names the state in the marker; undefined where no run has known it yet. */
  readonly state: string | undefined
  /** Names the folder in the marker; undefined where no run has known it yet. */
  readonly folder: string | undefined
}

/** The names of the version before, which count where this run does not know them. */
type KeptNames = Partial<Pick<KeptComment, 'state' | 'folder'>>

const sectionBreak = '\n\n'
const none = 'none'
const applied = 'applied'

/**
 * The first line of a comment. It names state and key without showing them, and where the plan section stands, so that
 * nothing that is written in the comment can move its ends.
 */
export function renderMarker(
  key: CommentKey,
  { head, planSection, isApplied = false }: CommentParts,
  kept: KeptNames = {},
): string {
  const place =
    planSection === undefined
      ? none
      : isApplied
        ? applied
        : `${String(head.length + sectionBreak.length)}+${String(planSection.length)}:${sha256(planSection)}`
  const state = hashOfState(key) ?? kept.state ?? none
  const folder = hashOfFolder(key) ?? kept.folder ?? none
  return `<!-- lockstep state=${state} folder=${folder} plan=${place} -->`
}

/** The whole text of a comment: marker, head, plan section, foot. */
export function joinComment(key: CommentKey, parts: CommentParts, kept?: KeptNames): string {
  const { head, planSection, foot } = parts
  const sections = [head, ...(planSection === undefined ? [] : [planSection]), foot]
  return `${renderMarker(key, parts, kept)}\n${sections.join(sectionBreak)}`
}

const MARKER =
  /^<!-- lockstep state=([0-9a-f]{32}|none) folder=([0-9a-f]{32}|none) plan=(?:none|applied|(\d{1,6})\+(\d{1,6}):([0-9a-f]{64})) -->$/

/**
 * Reads a comment as GitHub gives it back. undefined where it is not the one of this state and key; whose it is, its
 * author tells. A plan section that was changed since is undefined too, and so is one that was applied.
 */
export function parseComment(body: string, key: CommentKey): KeptComment | undefined {
  // A form on GitHub's pages sends CRLF: a person who has edited the comment there leaves that behind.
  const [, first = '', rest = ''] = /^(.*)\n([^]*)$/.exec(body.replaceAll('\r\n', '\n')) ?? []
  const [, state, folder, start = '', length = '', hash] = MARKER.exec(first) ?? []
  if (state === undefined) return undefined
  const wanted = hashOfState(key)
  const isOfFolder = folder === hashOfFolder(key) && (wanted === undefined || state === none)
  if (state !== wanted && !isOfFolder) return undefined
  const planSection = rest.slice(Number(start), Number(start) + Number(length))
  return {
    planSection: hash === sha256(planSection) ? planSection : undefined,
    state: state === none ? undefined : state,
    folder: folder === none ? undefined : folder,
  }
}

function hashOfState({ stateAddress, commentKey }: CommentKey): string | undefined {
  return stateAddress === undefined
    ? undefined
    : sha256(JSON.stringify([stateAddress, commentKey])).slice(0, 32)
}

function hashOfFolder({ folder, commentKey }: CommentKey): string | undefined {
  return folder === undefined ? undefined : sha256(JSON.stringify([folder, commentKey])).slice(0, 32)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
