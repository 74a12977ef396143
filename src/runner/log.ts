import { randomUUID } from 'node:crypto'

/** Where an annotation points; `file` relative to the repository. */
export interface AnnotationPlace {
  readonly title?: string
  readonly file?: string
  readonly line?: number
  readonly endLine?: number
  readonly column?: number
}

/** The only writer of stdout. */
export interface Log {
  /** Our own sentences. What they quote is not obeyed by the runner either. */
  say(text: string): void
  /** Lines of a child, as they are, while commands are stopped. */
  lines(text: string): void
  annotate(kind: 'error' | 'warning' | 'notice', message: string, place?: AnnotationPlace): void
  debug(message: string): void
  startGroup(title: string): void
  endGroup(): void
  /** Masks each line of `value` that has 8 characters or more; shorter masks would mask half the log. */
  mask(value: string): void
  /** Gives commands back to the runner; the last call. */
  close(): void
}

const minimumMaskLength = 8

/**
 * Text goes out while commands are stopped, since a provider may print `::set-output…` or, anywhere in a line,
 * `##[add-mask]…`; `add-mask` goes out while they are obeyed, since a stopped runner prints it instead
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands).
 */
export function createLog(write: (text: string) => void): Log {
  let stopToken: string | undefined
  const masked = new Set<string>()

  const resume = (): void => {
    if (stopToken !== undefined) write(`::${stopToken}::\n`)
    stopToken = undefined
  }
  const command = (name: string, properties: string, message: string): void => {
    resume()
    write(`::${name}${properties === '' ? '' : ` ${properties}`}::${escapeData(message)}\n`)
  }
  return {
    say(text) {
      write(`${disarm(text)}\n`)
    },
    lines(text) {
      if (stopToken === undefined) {
        stopToken = `lockstep-${randomUUID()}`
        write(`::stop-commands::${stopToken}\n`)
      }
      write(text.endsWith('\n') ? text : `${text}\n`)
    },
    annotate(kind, message, place = {}) {
      command(kind, renderPlace(place), message)
    },
    debug(message) {
      command('debug', '', message)
    },
    startGroup(title) {
      command('group', '', title)
    },
    endGroup() {
      command('endgroup', '', '')
    },
    mask(value) {
      for (const line of value.split(/\r?\n/)) {
        const secret = line.trim()
        if (secret.length < minimumMaskLength || masked.has(secret)) continue
        masked.add(secret)
        command('add-mask', '', secret)
      }
    },
    close: resume,
  }
}

function renderPlace(place: AnnotationPlace): string {
  const properties: [string, string | number | undefined][] = [
    ['title', place.title],
    ['file', place.file],
    ['line', place.line],
    ['endLine', place.endLine],
    ['col', place.column],
  ]
  return properties
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
    .join(',')
}

// The runner prints the lines that stop and resume its commands, so they stay rare: a sentence of ours needs none.
// A command begins a line, after what .NET calls white space, or is `##[` anywhere in it (actions/runner, ActionCommand.cs).
// .NET compares by the rules of a language, which pass over characters that are not seen.
function disarm(text: string): string {
  return text.replace(COMMAND, '$1 ').replace(OLD_COMMAND, '$1 ')
}

const UNSEEN = String.raw`[\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f-\x9f]`
const COMMAND = new RegExp(String.raw`^((?:(?![\n\r\u2028\u2029])\s|${UNSEEN})*:)(?=${UNSEEN}*:)`, 'gmu')
const OLD_COMMAND = new RegExp(String.raw`(#${UNSEEN}*#)(?=${UNSEEN}*\[)`, 'gu')

// The escapes of @actions/core's command.ts, which offers no writer of its own to share.
function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C')
}
