const namespace = 'http://s3.amazonaws.com/doc/2006-03-01/'
const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n'

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\r': '&#13;',
}

/** `content` is XML already when it is an array, and text otherwise. */
export function element(name: string, content: string | number | boolean | readonly string[]): string {
  const inner = Array.isArray(content)
    ? content.join('')
    : String(content).replace(/[&<>"'\r]/g, (character) => entities[character] ?? character)
  return `<${name}>${inner}</${name}>`
}

export function xmlDocument(rootName: string, children: readonly string[]): string {
  return `${declaration}<${rootName} xmlns="${namespace}">${children.join('')}</${rootName}>`
}

/** Unlike the other answers of S3, its errors have no namespace. */
export function errorDocument(code: string, message: string, requestId: string): string {
  return (
    declaration +
    element('Error', [element('Code', code), element('Message', message), element('RequestId', requestId)])
  )
}

/** The text of the first `<name>`; enough for the few flat documents that clients send. */
export function textOf(xml: string, name: string): string | undefined {
  const text = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]
  return text?.replace(/&(lt|gt|quot|apos|amp|#\d+|#x[\da-fA-F]+);/g, (_, entity: string) =>
    characterOf(entity),
  )
}

/** The inner XML of every `<name>`. */
export function blocksOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] ?? '')
}

function characterOf(entity: string): string {
  if (entity.startsWith('#x')) return String.fromCodePoint(Number.parseInt(entity.slice(2), 16))
  if (entity.startsWith('#')) return String.fromCodePoint(Number(entity.slice(1)))
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return named[entity] ?? ''
}
