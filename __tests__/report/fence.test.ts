import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { renderCode, renderFence, renderProse } from '../../src/report/fence.ts'

const hostile = fc.string({
  unit: fc.oneof(
    fc.constantFrom(
      '`',
      '``',
      '```',
      '````',
      '\n',
      ' ',
      '   ',
      '~~~',
      '|',
      '\\',
      '<',
      '@',
      '#',
      '</details>',
    ),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
})

/** The lines of a fenced block as GitHub reads it (GFM 4.5); throws when something follows its end. */
function contentOfFence(markdown: string): string[] {
  const [opening = '', ...lines] = markdown.replace(/\n$/, '').split('\n')
  const fence = /^`{3,}(?=[^`]*$)/.exec(opening)?.[0] ?? ''
  if (fence === '') throw new Error('there is no fence')
  const isEnd = (line: string): boolean => {
    const run = /^ {0,3}(`+)[ \t]*$/.exec(line)?.[1]
    return run !== undefined && run.length >= fence.length
  }
  const end = lines.findIndex(isEnd)
  if (end !== lines.length - 1) throw new Error(`line ${end} of ${lines.length} ends the fence`)
  return lines.slice(0, -1)
}

describe('a fence', () => {
  test.each([
    ['plain text', 'a\nb', '```\na\nb\n```\n'],
    ['text with an end of its own', 'a\n', '```\na\n```\n'],
    ['a fence in the text', '```\nx\n```', '````\n```\nx\n```\n````\n'],
    ['a long run of backticks within a line', 'a ``````` b', '````````\na ``````` b\n````````\n'],
    ['nothing', '', '```\n\n```\n'],
  ])('around %s', (_, text, markdown) => {
    expect(renderFence(text)).toBe(markdown)
  })

  test('names its language', () => {
    expect(renderFence('x', 'diff')).toBe('```diff\nx\n```\n')
  })

  test('is closed by nothing in the text, and shows all of it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = contentOfFence(renderFence(text)).join('\n')
        expect(shown).toBe(text.replace(/\n$/, ''))
      }),
    )
  })
})

describe('code in a table', () => {
  test.each([
    ['a text', 'abc', '`abc`'],
    ['nothing', '', ''],
    ['a backtick', 'a`b', '``a`b``'],
    ['backticks at its ends', '`a``', '``` `a`` ```'],
    ['a bar', 'a|b', '`a\\|b`'],
    ['an end of a line', 'a\nb', '`a b`'],
    ['HTML, which code shows as it is', '<b>@alice</b>', '`<b>@alice</b>`'],
  ])('%s', (_, text, markdown) => {
    expect(renderCode(text)).toBe(markdown)
  })

  test('stays in one cell and one span, whatever the text', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text.trim() !== ''),
        (text) => {
          const code = renderCode(text)
          expect(code).not.toContain('\n')
          expect(code.replace(/\\\|/g, '')).not.toContain('|')
          const ticks = /^`+/.exec(code)?.[0] ?? ''
          const inner = code.slice(ticks.length, -ticks.length)
          expect(code.endsWith(ticks)).toBe(true)
          expect(inner.match(/`+/g) ?? []).not.toContain(ticks)
          expect(inner).not.toMatch(/^`|`$/)
        },
      ),
    )
  })
})

test('as many runs of backticks as a large diff has are no more than one', () => {
  const text = '` '.repeat(200_000)
  expect(renderFence(text)).toBe(`\`\`\`\n${text}\n\`\`\`\n`)
  expect(renderCode(text)).toBe(`\`\` ${text} \`\``)
  expect(renderFence(`${text}\`\`\`\` ${text}`).slice(0, 6)).toBe('`````\n')
})

describe('prose', () => {
  test.each([
    ['a mention', 'thanks @alice', 'thanks @\u200balice'],
    ['HTML', '<img src=x onerror=alert(1)>', '&lt;img src\\=x onerror\\=alert\\(1\\)&gt;'],
    ['an entity', '&lt;', '&amp;lt;'],
    ['a link', '[x](https://evil.example)', '\\[x\\]\\(https://evil.example\\)'],
    ['an image', '![x](y)', '\\!\\[x\\]\\(y\\)'],
    ['emphasis', '*a* _b_ ~~c~~ `d`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`'],
    ['a heading', '# a', '\\#\u200b a'],
    ['a heading by underlines', 'a\n===', 'a\n\\=\\=\\='],
    ['a reference', 'acme/infra#1', 'acme/infra\\#\u200b1'],
    ['a rule', '---', '\\-\\-\\-'],
    ['a table', 'a|b', 'a\\|b'],
    ['a list', '- a\n+ b', '\\- a\n\\+ b'],
    ['a backslash', 'a\\', 'a\\\\'],
  ])('shows %s as it is written', (_, text, markdown) => {
    expect(renderProse(text)).toBe(markdown)
  })

  test('is nothing but its words, whatever it is made of', () => {
    const unescape = (markdown: string): string =>
      markdown
        .replace(/\u200b/g, '')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
    fc.assert(
      fc.property(hostile, (text) => {
        const prose = renderProse(text)
        expect(unescape(prose)).toBe(text)
        expect(prose).not.toMatch(/[<>]|[@#](?!\u200b)|(?<!\\)(?:\\\\)*[`*_[\]|~=]/)
      }),
    )
  })
})
