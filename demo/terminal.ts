import { stripVTControlCharacters, styleText } from 'node:util'

/** Who wants the state. */
export type Actor = 'laptop' | 'plan job' | 'apply job'
/** Who has a lane of lines; `lock` is the bucket's view. */
export type Lane = Actor | 'lock'
export type Style = Parameters<typeof styleText>[0]

export const actors: readonly Actor[] = ['laptop', 'plan job', 'apply job']
const laneStyles: Readonly<Record<Lane, Style>> = {
  laptop: 'magenta',
  'plan job': 'cyan',
  'apply job': 'yellow',
  lock: ['bold', 'green'],
}
const laneWidth = Math.max(...Object.keys(laneStyles).map((name) => name.length))
/** Eight digits tell one from another, and leave a line short. */
const uuid = /\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const defaultColumns = 100
const columnLimits = { least: 60, most: 130 }

export interface Terminal {
  readonly columns: number
  /** Milliseconds since the start. */
  elapsedMs(): number
  style(style: Style, text: string): string
  /** An actor's name in its colour. */
  name(lane: Lane): string
  /** One line, or several, without a lane. */
  print(text?: string): void
  /** A line in a lane, with the seconds since the start; wrapped. */
  say(lane: Lane, text: string): void
  /** The line below all others, which is written anew; only where somebody looks. Empty takes it away. */
  status(text: string): void
}

export interface TerminalOptions {
  readonly stream: NodeJS.WriteStream
  readonly env: Readonly<Record<string, string | undefined>>
}

export function createTerminal({ stream, env }: TerminalOptions): Terminal {
  const isLive = stream.isTTY && env['TERM'] !== 'dumb'
  const hasColour = wantsColour(env, isLive)
  const startedAt = performance.now()
  const { least, most } = columnLimits
  const columns = Math.min(most, Math.max(least, isLive ? stream.columns : defaultColumns))
  let shownStatus = ''

  const style = (format: Style, text: string): string =>
    hasColour ? styleText(format, text, { validateStream: false }) : text
  const elapsedMs = (): number => performance.now() - startedAt

  function print(text = ''): void {
    const clean = hasColour ? text : stripVTControlCharacters(text)
    if (!isLive || shownStatus === '') stream.write(`${clean}\n`)
    else stream.write(`\r\u001b[K${clean}\n${shownStatus}`)
  }

  function say(lane: Lane, text: string): void {
    const time = style('dim', `${(elapsedMs() / 1000).toFixed(1).padStart(5)} s`)
    const label = style(laneStyles[lane], lane.padEnd(laneWidth))
    const bar = style(laneStyles[lane], '│')
    const [first = '', ...rest] = wrap(text.replace(uuid, '$1…'), columns - laneWidth - 13)
    print(`${time}  ${label} ${bar} ${first}`)
    for (const line of rest) print(`${' '.repeat(laneWidth + 9)} ${bar}   ${line}`)
  }

  function status(text: string): void {
    if (!isLive || text === shownStatus) return
    // A status that the terminal wraps could not be taken away again with one CR.
    const fits = stripVTControlCharacters(text).length < stream.columns
    shownStatus = fits ? text : ''
    stream.write(`\r\u001b[K${shownStatus}`)
  }

  return { columns, elapsedMs, style, name: (lane) => style(laneStyles[lane], lane), print, say, status }
}

/** no-color.org and force-color.org: either counts when it is not empty. */
function wantsColour(env: TerminalOptions['env'], isLive: boolean): boolean {
  if ((env['NO_COLOR'] ?? '') !== '') return false
  const forced = env['FORCE_COLOR'] ?? ''
  if (forced !== '') return forced !== '0' && forced !== 'false'
  return isLive
}

/** At spaces, except before the unit `s`; colours take no width. A word longer than `width` stays whole. */
export function wrap(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const [indent = ''] = /^ */.exec(line) ?? []
    return wrapLine(line.slice(indent.length), width - indent.length).map((part) => indent + part)
  })
}

function wrapLine(text: string, width: number): string[] {
  const [first = '', ...words] = text.split(/ (?!s\b)/)
  const lines: string[] = []
  let line = first
  for (const word of words) {
    const longer = `${line} ${word}`
    if (stripVTControlCharacters(longer).length <= width) {
      line = longer
    } else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`
}
