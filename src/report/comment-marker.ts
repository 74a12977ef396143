import { sha256 } from '../plan/sha256.ts'

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
  const start = head.length + sectionBreak.length
  const place = planSection === undefined ? none : isApplied ? applied : placeOf(start, planSection)
  return firstLine(hashOfState(key) ?? kept.state, hashOfFolder(key) ?? kept.folder, place)
}

function firstLine(state: string | undefined, folder: string | undefined, place: string): string {
  return `<!-- lockstep state=${state ?? none} folder=${folder ?? none} plan=${place} -->`
}

/** Counted from the line after the marker, in UTF-16 units. */
function placeOf(start: number, planSection: string): string {
  return `${String(start)}+${String(planSection.length)}:${sha256(planSection)}`
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
  const found = findSections(body, key)
  return found && { planSection: found.planSection, state: found.state, folder: found.folder }
}

interface FoundSections extends KeptComment {
  readonly beforePlan: string
  readonly afterPlan: string
}

function findSections(body: string, key: CommentKey): FoundSections | undefined {
  // A form on GitHub's pages sends CRLF: a person who has edited the comment there leaves that behind.
  const [, first = '', rest = ''] = /^(.*)\n([^]*)$/.exec(body.replaceAll('\r\n', '\n')) ?? []
  const [, state, folder, start = '', length = '', hash] = MARKER.exec(first) ?? []
  if (state === undefined) return undefined
  const wanted = hashOfState(key)
  const isOfFolder = folder === hashOfFolder(key) && (wanted === undefined || state === none)
  if (state !== wanted && !isOfFolder) return undefined
  const end = Number(start) + Number(length)
  const planSection = rest.slice(Number(start), end)
  return {
    planSection: hash === sha256(planSection) ? planSection : undefined,
    state: state === none ? undefined : state,
    folder: folder === none ? undefined : folder,
    beforePlan: rest.slice(0, Number(start)),
    afterPlan: rest.slice(end),
  }
}

/** GitHub takes 65,536 characters. */
export const maxCommentBytes = 65_000
/** Nothing that a comment quotes can end a line of its own so: a `<` of others is escaped, or stands in a fence. */
const noticeEnd = ' <!-- lockstep notice -->'
const NOTICE = /(?<=^|\n)> ⚠️ .*<!-- lockstep notice -->\n\n$/

/**
 * The comment with one line of Markdown before its plan, in the place of the one that stands there already; the next
 * version that its own run writes is without it. undefined where the comment is another one, has no plan that may still
 * be applied, or has no room.
 */
export function withNotice(body: string, key: CommentKey, notice: string): string | undefined {
  const found = findSections(body, key)
  if (found?.planSection === undefined) return undefined
  const { planSection, state, folder, afterPlan } = found
  const line = `> ⚠️ ${notice.replace(/\s+/g, ' ').trim()}${noticeEnd}`
  const beforePlan = `${found.beforePlan.replace(NOTICE, '')}${line}${sectionBreak}`
  const marker = firstLine(state, folder, placeOf(beforePlan.length, planSection))
  const changed = `${marker}\n${beforePlan}${planSection}${afterPlan}`
  return Buffer.byteLength(changed) > maxCommentBytes ? undefined : changed
}

/** Names state and key without showing them, in 32 hex digits. */
export function hashOfState({
  stateAddress,
  commentKey,
}: Pick<CommentKey, 'stateAddress' | 'commentKey'>): string | undefined {
  return stateAddress === undefined
    ? undefined
    : sha256(JSON.stringify([stateAddress, commentKey])).slice(0, 32)
}

function hashOfFolder({ folder, commentKey }: CommentKey): string | undefined {
  return folder === undefined ? undefined : sha256(JSON.stringify([folder, commentKey])).slice(0, 32)
}
