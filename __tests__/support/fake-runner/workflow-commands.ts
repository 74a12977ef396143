/** A command that a process printed, as the runner reads it. */
export interface WorkflowCommand {
  /** In lower case: the runner ignores the case of names, also of the token that ends `stop-commands`. */
  name: string
  properties: Record<string, string>
  data: string
  /** `::name::data` counts at the start of a line only, `##[name]data` anywhere in it. */
  syntax: '::' | '##['
}

/** Everything that `ExtensionManager.cs` registers; other names are plain output. */
export const commandNames = [
  'stop-commands',
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
] as const

/**
 * Port of `ActionCommand.TryParseV2` and then `TryParse` (actions/runner, `ActionCommand.cs`): the first that
 * knows the name wins. `registered` holds names in lower case. The runner's own search for `::` and `##[` is
 * culture-sensitive, so that it overlooks invisible characters; this one compares code units.
 */
export function parseWorkflowCommand(
  line: string,
  registered: ReadonlySet<string>,
): WorkflowCommand | undefined {
  return parseCommandAtStart(line, registered) ?? parseLegacyCommand(line, registered)
}

/** Whether a line was probably meant as a command, although the runner does not know its name. */
export function looksLikeCommand(line: string): boolean {
  return /^\s*::[A-Za-z][\w-]*( [^:]*)?::/.test(line)
}

/** The value of a property; the runner ignores the case of property names. */
export function propertyOf(command: Pick<WorkflowCommand, 'properties'>, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return Object.entries(command.properties).find(([key]) => key.toLowerCase() === wanted)?.[1]
}

// What Char.IsWhiteSpace says: with U+0085 and without U+FEFF, the other way round than String.trimStart.
const leadingSpace = /^[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/

type Replacement = readonly [escaped: string, plain: string]
const dataEscapes: Replacement[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
]
const propertyEscapes: Replacement[] = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
]
const legacyEscapes: Replacement[] = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
]

function parseCommandAtStart(line: string, registered: ReadonlySet<string>): WorkflowCommand | undefined {
  const message = line.replace(leadingSpace, '')
  if (!message.startsWith('::')) return undefined
  const end = message.indexOf('::', 2)
  if (end < 0) return undefined
  const [name, properties] = splitAtSpace(message.slice(2, end))
  if (!registered.has(name)) return undefined
  return {
    name,
    properties: parseProperties(properties.trim().split(','), propertyEscapes),
    data: unescape(message.slice(end + 2), dataEscapes),
    syntax: '::',
  }
}

function parseLegacyCommand(line: string, registered: ReadonlySet<string>): WorkflowCommand | undefined {
  const start = line.indexOf('##[')
  if (start < 0) return undefined
  const end = line.indexOf(']', start)
  if (end < 0) return undefined
  const [name, properties] = splitAtSpace(line.slice(start + 3, end))
  if (!registered.has(name)) return undefined
  return {
    name,
    properties: parseProperties(properties.split(';'), legacyEscapes),
    data: unescape(line.slice(end + 1), legacyEscapes),
    syntax: '##[',
  }
}

function splitAtSpace(head: string): [name: string, properties: string] {
  const space = head.indexOf(' ')
  if (space < 0) return [head.toLowerCase(), '']
  return [head.slice(0, space).toLowerCase(), head.slice(space + 1)]
}

// Properties are not trimmed one by one: in `line=1, col=2` the second one is called ` col`.
function parseProperties(list: string[], escapes: Replacement[]): Record<string, string> {
  const properties = new Map<string, string>()
  for (const [key, value] of list.map(splitProperty)) {
    if (key === '' || value === '') continue
    const known = [...properties.keys()].find((other) => other.toLowerCase() === key.toLowerCase())
    properties.set(known ?? key, unescape(value, escapes))
  }
  return Object.fromEntries(properties)
}

// `Split('=', 2, RemoveEmptyEntries)` drops separators before each half, and `key=` as a whole.
function splitProperty(property: string): [string, string] {
  const text = property.replace(/^=+/, '')
  const equals = text.indexOf('=')
  if (equals < 0) return [text, '']
  return [text.slice(0, equals), text.slice(equals).replace(/^=+/, '')]
}

function unescape(text: string, escapes: Replacement[]): string {
  return escapes.reduce((plain, [escaped, character]) => plain.replaceAll(escaped, character), text)
}
