import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs', 'incidents.md'), 'utf8')

interface Row {
  readonly issue: string
  readonly what: string
  readonly test: string
  readonly fails: string
}

const rows = page
  .split('\n')
  .filter((line) => /^\| (?!-|issue)/.test(line))
  .map((line): Row => {
    const [issue = '', what = '', named = '', fails = '', ...more] = line
      .slice(1, -1)
      .split(' | ')
      .map((cell) => cell.trim())
    expect([line, more]).toEqual([line, []])
    return { issue, what, test: named, fails }
  })

test('there are 25 incidents or more, each told in all its columns', () => {
  expect(rows.length).toBeGreaterThanOrEqual(25)
  expect(rows.filter((row) => Object.values(row).includes(''))).toEqual([])
})

test.each(rows)('$issue has its test, by that name', ({ test: named }) => {
  const [, file = '', name = ''] = /^`(__tests__\/[\w/-]+\.test\.ts)`: “(.+)”$/.exec(named) ?? []
  expect(existsSync(join(root, file))).toBe(true)
  const source = readFileSync(join(root, file), 'utf8')
  // A name of test.each stands there with its placeholders.
  expect(["'", '"', '`'].some((quote) => source.includes(quote + name + quote))).toBe(true)
})

test.each(rows)('$issue is linked where it says', ({ issue }) => {
  const links = [...issue.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, text = '', url = '']) => ({
    text,
    url,
  }))
  expect(links.map(({ text, url }) => `[${text}](${url})`).join(', ')).toBe(issue)
  for (const { text, url } of links) {
    const [, repository = '', number] = /^([\w.-]+\/[\w./-]+)(?:#(\d+))?$/.exec(text) ?? []
    const github = `https://github.com/${repository}`
    const places = ['issues', 'pull', 'discussions'].map((kind) => `${github}/${kind}/${number ?? ''}`)
    expect(number === undefined ? [github, `https://${text}`] : places).toContain(url)
  }
})
