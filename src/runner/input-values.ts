import { parseDuration } from '../retry/duration.ts'

/** One item of a multi-line input. */
export interface Line {
  /** Counted from 1 as the user wrote them, comments and blank lines included. */
  readonly number: number
  readonly text: string
}

/** A parser for an input that accepts exactly these words; it throws a RangeError. */
export function oneOf<const Choice extends string>(...choices: readonly Choice[]): (text: string) => Choice {
  return (text) => {
    const choice = choices.find((accepted) => accepted === text)
    if (choice === undefined) throw new RangeError(`expected ${joinChoices(choices)}`)
    return choice
  }
}

/** A parser that reads an empty value as undefined. */
export function optional<Value>(parse: (text: string) => Value): (text: string) => Value | undefined {
  return (text) => (text === '' ? undefined : parse(text))
}

/**
 * A boolean of the YAML 1.2 core schema.
 * @throws RangeError
 */
export function parseBoolean(text: string): boolean {
  if (['true', 'True', 'TRUE'].includes(text)) return true
  if (['false', 'False', 'FALSE'].includes(text)) return false
  throw new RangeError('expected `true` or `false`')
}

/** @throws RangeError */
export function parseAutoOrBoolean(text: string): 'auto' | boolean {
  if (text === 'auto') return text
  try {
    return parseBoolean(text)
  } catch (error) {
    throw new RangeError('expected `auto`, `true` or `false`', { cause: error })
  }
}

/**
 * A name or path of one line.
 * @throws RangeError
 */
export function parseOneLine(text: string): string {
  if (/\p{Cc}/u.test(text)) throw new RangeError('expected one line without control characters')
  return text
}

/**
 * Terraform takes the names that need no escaping in a URL path segment (`name == url.PathEscape(name)`).
 * https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/workspace_command.go
 * @throws RangeError
 */
export function parseWorkspaceName(text: string): string {
  if (!/^[A-Za-z0-9\-_.~$&+:=@]+$/.test(text)) {
    throw new RangeError("expected a workspace's name: letters, digits and `- _ . ~ $ & + : = @`")
  }
  return text
}

/**
 * One line of at most `maxLength` UTF-16 units.
 * @throws RangeError
 */
export function lineUpTo(maxLength: number): (text: string) => string {
  return (text) => {
    if (text.length > maxLength) throw new RangeError(`expected at most ${String(maxLength)} characters`)
    return parseOneLine(text)
  }
}

const maxCancelGraceMs = 195_000

/**
 * The runner ends a cancelled job's steps after 4 min 45 s (actions/runner, JobDispatcher.cs), and what follows
 * Terraform's end takes its time too.
 * @throws RangeError
 */
export function parseCancelGrace(text: string): number {
  const ms = parseDuration(text)
  if (ms > maxCancelGraceMs) throw new RangeError('expected at most `3m15s`: GitHub ends the job soon after')
  return ms
}

/** @throws RangeError */
export function parsePullRequest(text: string): number {
  if (!/^[1-9]\d{0,9}$/.test(text)) throw new RangeError("expected a pull request's number, such as `42`")
  return Number(text)
}

/**
 * A whole number within these limits.
 * @throws RangeError
 */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN
    if (number >= least && number <= most) return number
    throw new RangeError(`expected a whole number from ${String(least)} to ${String(most)}`)
  }
}

const minimumPassphraseLength = 16

/** @throws RangeError */
export function parsePassphrase(text: string): string {
  if (text.length < minimumPassphraseLength)
    throw new RangeError(`expected a passphrase of at least ${String(minimumPassphraseLength)} characters`)
  return text
}

/** @throws RangeError */
export function parsePlanDigest(text: string): string {
  if (!/^[0-9a-f]{64}$/.test(text))
    throw new RangeError('expected the 64 hex digits of an output `plan-digest`')
  return text
}

/** An ID of GitHub's, or null for any other text: a server that does not know the ID gives an empty one. */
export function parseIdIfAny(text: string): number | null {
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null
}

/** What a server that knows the context gives as JSON; undefined for any other text. */
export function parseJsonIfAny(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}

/** The items of a multi-line input; blank lines and lines that begin with `#` are none. */
export function parseLines(text: string): readonly Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ number: index + 1, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}

/**
 * A value as it may stand in a log line: in double quotes, at most 100 characters of it, and invisible, bidi
 * and control characters as `\u{…}`.
 */
export function quoteValue(value: string): string {
  const characters = Array.from(value)
  const shown = characters
    .slice(0, 100)
    .join('')
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
    )
  return `"${shown}${characters.length > 100 ? '…' : ''}"`
}

function joinChoices(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `\`${choice}\``)
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(quoted)
}
