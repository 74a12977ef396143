import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const root = join(import.meta.dirname, '..')
const src = join(root, 'src')
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')
const pages = readdirSync(join(root, 'docs', 'failures')).filter((name) => name !== 'README.md')

/** The values of the output `failure-reason`, as src/errors.ts types them. */
const reasons = [
  ...(/type FailureReason =((?:\s+\| '[\w-]+')+)/.exec(textOf('src', 'errors.ts'))?.[1] ?? '').matchAll(
    /'([\w-]+)'/g,
  ),
].map(([, reason = '']) => reason)

interface Site {
  readonly file: string
  readonly reason: string
  readonly hasAdvice: boolean
}

/** Each place of src/ that throws an error which users are to act on. */
function sitesOf(file: string): Site[] {
  const sites: Site[] = []
  const source = ts.createSourceFile(
    file,
    readFileSync(join(src, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'LockstepError') {
      const [reason, , advice] = node.arguments ?? []
      const named =
        reason !== undefined && ts.isStringLiteral(reason) ? reason.text : (reason?.getText() ?? '')
      sites.push({ file, reason: named, hasAdvice: advice !== undefined && advice.getText() !== "''" })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return sites
}

const sites = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(sitesOf)

test('there are errors to look at', () => {
  expect(reasons.length).toBeGreaterThan(10)
  expect(sites.length).toBeGreaterThan(50)
})

test('each reason has a page, and each page a reason', () => {
  expect(pages.map((name) => name.replace(/\.md$/, '')).sort()).toEqual([...reasons].sort())
})

describe.each(reasons)('the page of %s', (reason) => {
  const page = textOf('docs', 'failures', `${reason}.md`)

  test('says what happened, why we think so, and what to do', () => {
    expect(page).toMatch(new RegExp(`^# \`${reason}\`: \\S`))
    expect(page).toContain('**Why we think so.**')
    expect(page).toContain('**What to do.**')
  })

  test('is in the list of them', () => {
    expect(textOf('docs', 'failures', 'README.md')).toContain(`(${reason}.md)`)
  })
})

test.each(sites.map((site): [string, Site] => [`${site.file}: ${site.reason}`, site]))(
  '%s has a page, and says what to do',
  (_, { reason, hasAdvice }) => {
    // What is no literal is typed, so it is one of them.
    if (/^[\w-]+$/.test(reason) && reason.includes('-')) expect(reasons).toContain(reason)
    // Who cancels knows what to do.
    if (reason !== 'cancelled') expect(hasAdvice).toBe(true)
  },
)
