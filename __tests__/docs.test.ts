import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { allPages, anchorsOf, blocksOf, pageOf, targetsOf, type Page } from './support/pages.ts'
import { root } from './support/workflow-files.ts'

const pages = allPages()
const pageAt = new Map(pages.map((page) => [page.path, page]))

/** The links of a page that lead nowhere. */
function brokenLinks(page: Page): string[] {
  return targetsOf(page).flatMap(({ path, anchor }) => {
    if (path.startsWith('..')) return [`${path} is outside of this repository`]
    if (!existsSync(join(root, path))) return [`${path} is not there`]
    if (anchor === '') return []
    const target = path === page.path ? page : pageAt.get(path)
    return target !== undefined && anchorsOf(target).includes(anchor) ? [] : [`${path} has no #${anchor}`]
  })
}

describe.each(pages.map((page) => [page.path, page] as const))('%s', (_, page) => {
  test('has no relative link that leads nowhere', () => {
    expect(brokenLinks(page)).toEqual([])
  })

  test('draws no diagram that a semicolon would break', () => {
    const diagrams = blocksOf(page).filter(({ language }) => language === 'mermaid')
    for (const { code } of diagrams) expect(code).not.toContain(';')
  })
})

test('a link that leads nowhere is told', () => {
  const text = [
    '# A `code` heading, twice',
    '# A `code` heading, twice',
    '[here](#a-code-heading-twice-1) [not here](#a-code-heading-twice-2)',
    '[file](drift.md) [no file](drifts.md) [anchor](drift.md#who-runs-it) [no anchor](drift.md#who-ran-it)',
    '[outside](../../other/README.md) [elsewhere](https://github.com/#x) `[code](none.md)`',
    '<img src="images/none.png">',
  ].join('\n\n')
  expect(brokenLinks(pageOf('docs/unlock.md', text))).toEqual([
    'docs/unlock.md has no #a-code-heading-twice-2',
    'docs/drifts.md is not there',
    'docs/drift.md has no #who-ran-it',
    '../other/README.md is outside of this repository',
    'docs/images/none.png is not there',
  ])
})

test('every page of docs/ is found from the README', () => {
  const found = new Set(['README.md'])
  for (const path of found) {
    const page = pageAt.get(path)
    if (page === undefined) continue
    for (const target of targetsOf(page)) found.add(target.path)
  }
  const wanted = pages.map(({ path }) => path).filter((path) => path.startsWith('docs/'))
  expect(wanted.filter((path) => !found.has(path))).toEqual([])
  expect(wanted.length).toBeGreaterThan(35)
})

test('there is a diagram for contention, a lost race, a cancel and a reviewed apply', () => {
  const page = pageAt.get('docs/how-locks-work.md')!
  for (const part of ['Contention', 'Lost race', 'Cancel', 'Reviewed apply']) {
    const [, section = ''] = page.text.split(`\n## ${part}\n`)
    expect(section.split('\n## ')[0]).toContain('```mermaid\nsequenceDiagram\n')
  }
})
