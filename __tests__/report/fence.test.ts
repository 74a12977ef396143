import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { renderCellCode, renderCode, renderFence, renderProse } from '../../src/report/fence.ts'
import { renderMarkdown } from '../support/github-page.ts'

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

describe('code', () => {
  test.each([
    ['a text', 'abc', '`abc`'],
    ['nothing', '', ''],
    ['a backtick', 'a`b', '``a`b``'],
    ['backticks at its ends', '`a``', '``` `a`` ```'],
    ['spaces at its ends', ' a ', '`  a  `'],
    ['spaces', '  ', '`  `'],
    ['a bar', 'a|b', '`a|b`'],
    ['an end of a line', 'a\nb', '`a b`'],
    ['HTML, which code shows as it is', '<b>@alice</b>', '`<b>@alice</b>`'],
  ])('%s', (_, text, markdown) => {
    expect(renderCode(text)).toBe(markdown)
  })

  test.each([
    ['a bar', 'a|b', '`a\\|b`'],
    ['a bar behind a backslash', 'a\\|b', '`a\\\\\\|b`'],
    ['a bar behind two', 'a\\\\|b', '`a\\\\\\\\\\|b`'],
    ['a backslash at its end', 'a\\', '`a\\`'],
  ])('in a table: %s', (_, text, markdown) => {
    expect(renderCellCode(text)).toBe(markdown)
    const html = renderMarkdown(`| x | y |\n| --- | --- |\n| ${markdown} | z |\n`)
    expect(html.match(/<td>/g)).toHaveLength(2)
    expect(html).toContain('</code></td>\n<td>z</td>')
  })

  test('stays in one cell and one span, whatever the text', () => {
    fc.assert(
      fc.property(
        hostile.filter((text) => text.trim() !== ''),
        (text) => {
          const code = renderCellCode(text)
          expect(code).not.toContain('\n')
          expect(code.replace(/\\./g, '')).not.toContain('|')
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

describe('backticks beyond what cmark-gfm can count', () => {
  test.each([65, 81, 255, 256, 300, 100_000])(
    '%i in a row: no fence and no span is longer than it knows',
    (length) => {
      const text = `a\n${'`'.repeat(length)}\n@alice`
      expect(
        Math.max(
          ...renderFence(text)
            .match(/`+/g)!
            .map((run) => run.length),
        ),
      ).toBe(65)
      expect(
        Math.max(
          ...renderCode(text)
            .match(/`+/g)!
            .map((run) => run.length),
        ),
      ).toBe(65)
      expect(contentOfFence(renderFence(text))).toEqual(['a', `${'`'.repeat(64)}…`, '@alice'])
    },
  )

  test('64 in a row stay as they are', () => {
    expect(contentOfFence(renderFence('`'.repeat(64)))).toEqual(['`'.repeat(64)])
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
    ['a link', '[x](https://evil.example)', '\\[x\\]\\(https:\u200b//evil.example\\)'],
    ['an image', '![x](y)', '\\!\\[x\\]\\(y\\)'],
    ['emphasis', '*a* _b_ ~~c~~ `d`', '\\*a\\* \\_b\\_ \\~\\~c\\~\\~ \\`d\\`'],
    ['a heading', '# a', '\\#\u200b a'],
    ['a heading by underlines', 'a\n===', 'a\n\\=\\=\\='],
    ['a reference', 'acme/infra#1', 'acme/infra\\#\u200b1'],
    ['a rule', '---', '\\-\\-\\-'],
    ['a table', 'a|b', 'a\\|b'],
    ['a list', '- a\n+ b', '\\- a\n\\+ b'],
    ['a backslash', 'a\\', 'a\\\\'],
    ['a numbered list', '1. a\n2) b', '1\\. a\n2\\) b'],
    ['a number', 'version 1.11.4', 'version 1.11.4'],
    ['a web address without a scheme', 'www.evil.example', 'www\u200b.evil.example'],
    ['such an address behind emphasis', '_www.evil.example', '\\_www\u200b.evil.example'],
    ['a reference of another form', 'GH-1, gh-2', 'GH\\-\u200b1, gh\\-\u200b2'],
    ['a word that ends like one', 'high-1', 'high\\-1'],
    ['an emoji', ':tada: :+1:', ':\u200btada: :\u200b\\+1:'],
    ['a time', '10:22', '10:22'],
    ['a formula', '$x$', '<span>$</span>x<span>$</span>'],
    ['a lock ID', '1f2e3d4c-5b6a-4798', '1f2e3d4c\\-5b6a\\-4798'],
    ['indented code', '    a\n\n\tb', 'a\nb'],
    ['a second paragraph', 'a\n \n\nb', 'a\nb'],
    ['a break', 'a  \nb', 'a\nb'],
  ])('shows %s as it is written', (_, text, markdown) => {
    expect(renderProse(text)).toBe(markdown)
  })

  test('is nothing but its words, whatever it is made of', () => {
    const unescape = (markdown: string): string =>
      markdown
        .replace(/\u200b|<\/?span>/g, '')
        .replace(/\\([!-/:-@[-`{-~])/g, '$1')
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&amp;/g, '&')
    fc.assert(
      fc.property(hostile, (text) => {
        const prose = renderProse(text)
        expect(unescape(prose)).toBe(text.replace(/[ \t]*\n\s*/g, '\n').trim())
        expect(prose.replace(/<\/?span>/g, '')).not.toMatch(/[<>]|[@#](?!\u200b)|(?<!\\)(?:\\\\)*[`*_[\]|~=]/)
      }),
    )
  })
})
