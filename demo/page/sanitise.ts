/** Elements that GitHub leaves in a comment and that need nothing from outside. */
const elements = new Set(
  'a b blockquote br code del details em h1 h2 h3 h4 h5 h6 hr i li ol p pre s strong sub summary sup table tbody td th thead tr ul'.split(
    ' ',
  ),
)
const empty = new Set(['br', 'hr'])
/** By element and name: what a value may be. Everything else is left out. */
const attributes: Readonly<Record<string, RegExp>> = {
  'a href': /^(?:https?:\/\/|#)[^\s<>]*$/i,
  'code class': /^language-[\w-]+$/,
  'ol start': /^\d{1,9}$/,
  'td align': /^(?:left|center|right)$/,
  'th align': /^(?:left|center|right)$/,
}

/** A comment, a tag, text, or a `<` that begins neither. */
const token = /<!--[^]*?-->|<(\/?)([a-z][a-z0-9]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+|</gi
const attribute = /([a-z-]+)="([^"]*)"/gi

/**
 * HTML of Markdown without what GitHub would take out of it: every tag that is left is written anew, with attributes
 * of a list, and is closed, so that the page around it stays as it is.
 */
export function sanitise(html: string): string {
  const open: string[] = []
  const close = (): string => `</${open.pop() ?? ''}>`
  let result = ''
  for (const [text, slash, tag, given = ''] of html.matchAll(token)) {
    if (text.startsWith('<!--')) continue
    const name = tag?.toLowerCase()
    if (name === undefined) {
      result += text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    } else if (!elements.has(name)) {
      continue
    } else if (slash === '') {
      result += `<${name}${keptAttributes(name, given)}>`
      if (!empty.has(name)) open.push(name)
    } else if (open.includes(name)) {
      while (open.at(-1) !== name) result += close()
      result += close()
    }
  }
  while (open.length > 0) result += close()
  return result
}

function keptAttributes(element: string, given: string): string {
  const kept = [...given.matchAll(attribute)].flatMap(([, name = '', value = '']) =>
    attributes[`${element} ${name.toLowerCase()}`]?.test(value) === true
      ? [` ${name.toLowerCase()}="${value}"`]
      : [],
  )
  return [...kept, element === 'a' ? ' rel="nofollow noreferrer"' : ''].join('')
}
