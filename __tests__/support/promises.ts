import assert from 'node:assert/strict'
import { live, liveTextOf, renderMarkdown, skeletonOf } from './github-page.ts'

const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|(?!\ufe0f)\p{Default_Ignorable_Code_Point}/u

/** Nothing that reorders or hides what people read, and nothing that a terminal obeys. */
export function assertPlain(text: string): void {
  assert.doesNotMatch(text, INVISIBLE)
  assert.ok(text.isWellFormed(), 'half a character')
}

export function assertPlainLine(text: string, maxLength = Infinity): void {
  assertPlain(text)
  assert.doesNotMatch(text, /[\n\t]/)
  assert.ok(text.length <= maxLength, `${String(text.length)} units`)
}

export function assertBytes(text: string, maxBytes: number): void {
  assert.ok(Buffer.byteLength(text) <= maxBytes, `${String(Buffer.byteLength(text))} bytes`)
}

/** `call` throws nothing but errors of this very class. Returns undefined where it has. */
export function unlessRefused<T>(refusal: new (...args: never[]) => Error, call: () => T): T | undefined {
  try {
    return call()
  } catch (error) {
    assert.equal((error as Error).constructor, refusal, String((error as Error).stack))
    return undefined
  }
}

/**
 * What `render` makes of any text is the page that it makes of a word, with another text in it: no more tags, and
 * nothing that GitHub would make something of. `isNothing`: whether the text leaves no more than an empty one does.
 * `oneIn`: micromark takes 3 ms for a kilobyte, so of large pages it sees only some.
 */
export function inertMarkdown(
  render: (text: string) => string,
  isNothing: (text: string) => boolean = () => false,
  oneIn = 1,
): (text: string) => void {
  const skeleton = (text: string): string => skeletonOf(renderMarkdown(render(text))).join('\n')
  const [word, nothing] = [skeleton('word'), skeleton('')]
  return (text) => {
    const markdown = render(text)
    assertPlain(markdown.replaceAll('\u200b', ''))
    if (!isPicked(text, oneIn)) return
    const html = renderMarkdown(markdown)
    assert.equal(skeletonOf(html).join('\n'), isNothing(text) ? nothing : word, markdown)
    assert.doesNotMatch(liveTextOf(html), live, markdown)
  }
}

/** By the text itself, so that a failure can be had again. */
function isPicked(text: string, oneIn: number): boolean {
  let sum = 0
  for (const character of text) sum += character.codePointAt(0) ?? 0
  return sum % oneIn === 0
}
