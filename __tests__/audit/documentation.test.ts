import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { CHECKS, type CheckName } from '../../src/audit/check.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'audit.md'), 'utf8')

test('docs/audit.md has each check with the verdicts that it can have, in their order', () => {
  const rows = [...page.matchAll(/^\| `([a-z-]+)` +\| (.*) \|$/gm)]
    .map(([, name = '', cells = '']) => ({ name, cells: cells.split(' | ').map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.length === 3)
  expect(
    rows.map(({ name, cells }) => [
      name,
      ...(['pass', 'warn', 'fail'] as const).filter((_, index) => cells[index] !== '—'),
    ]),
  ).toEqual(
    (Object.keys(CHECKS) as CheckName[]).map((name) => [
      name,
      ...CHECKS[name].verdicts.filter((verdict) => verdict !== 'unknown'),
    ]),
  )
})
