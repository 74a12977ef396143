import { createHash } from 'node:crypto'

/** What a comment is about; each pair has one comment of its own. */
export interface CommentKey {
  readonly stateAddress: string
  /** The input `comment-key`; empty for the one comment of a state. */
  readonly commentKey: string
}

/** A comment in its parts. The plan section keeps its text while the others change around it. */
export interface CommentParts {
  readonly head: string
  readonly planSection: string | undefined
  readonly foot: string
}

const sectionBreak = '\n\n'

/**
 * The first line of a comment. It names state and key without showing them, and where the plan section stands, so that
 * nothing that is written in the comment can move its ends.
 */
export function renderMarker(key: CommentKey, { head, planSection }: CommentParts): string {
  const place =
    planSection === undefined
      ? 'none'
      : `${String(head.length + sectionBreak.length)}+${String(planSection.length)}:${sha256(planSection)}`
  return `<!-- lockstep state=${hashOfKey(key)} plan=${place} -->`
}

/** The whole text of a comment: marker, head, plan section, foot. */
export function joinComment(key: CommentKey, parts: CommentParts): string {
  const { head, planSection, foot } = parts
  const sections = [head, ...(planSection === undefined ? [] : [planSection]), foot]
  return `${renderMarker(key, parts)}\n${sections.join(sectionBreak)}`
}

const MARKER = /^<!-- lockstep state=([0-9a-f]{32}) plan=(?:none|(\d{1,6})\+(\d{1,6}):([0-9a-f]{64})) -->$/

/**
 * Reads a comment as GitHub gives it back. undefined where it is not the one of this state and key; whose it is, its
 * author tells. A plan section that was changed since is undefined too.
 */
export function parseComment(body: string, key: CommentKey): { planSection: string | undefined } | undefined {
  // A form on GitHub's pages sends CRLF: a person who has edited the comment there leaves that behind.
  const [, first = '', rest = ''] = /^(.*)\n([^]*)$/.exec(body.replaceAll('\r\n', '\n')) ?? []
  const [, state, start = '', length = '', hash] = MARKER.exec(first) ?? []
  if (state !== hashOfKey(key)) return undefined
  const planSection = rest.slice(Number(start), Number(start) + Number(length))
  return { planSection: hash === sha256(planSection) ? planSection : undefined }
}

function hashOfKey({ stateAddress, commentKey }: CommentKey): string {
  return sha256(JSON.stringify([stateAddress, commentKey])).slice(0, 32)
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
