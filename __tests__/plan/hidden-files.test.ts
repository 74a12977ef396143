import { expect, test } from '@jest/globals'

import { hiddenDifference } from '../../src/plan/hidden-files.ts'
import type { PlanArchive } from '../../src/plan/plan-archive.ts'

const archive = (files: Record<string, string>): PlanArchive => ({
  state: undefined,
  lockFile: undefined,
  config: new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])),
})
const provisioner = { 'm-/main.tf': 'resource "x" "y" {\n  provisioner "local-exec" {}\n}' }
const modules = (dir: string): Record<string, string> => ({
  'modules.json': `[{"Key":"net","Dir":"${dir}"}]`,
})
const record = { tree: 't1', folderTree: 'f1' }

test.each<[string, { tree: string | null; folderTree: string | null }, PlanArchive | undefined, boolean]>([
  ['same code', { tree: 't1', folderTree: 'f1' }, archive(provisioner), false],
  [
    'other code without a provisioner',
    { tree: 't2', folderTree: 'f2' },
    archive({ 'm-/main.tf': '' }),
    false,
  ],
  ['other code elsewhere', { tree: 't2', folderTree: 'f1' }, archive(provisioner), false],
  [
    'a module of the folder',
    { tree: 't2', folderTree: 'f1' },
    archive({ ...provisioner, ...modules('net') }),
    false,
  ],
  ['other code beside a provisioner', { tree: 't2', folderTree: 'f2' }, archive(provisioner), true],
  [
    'a module from elsewhere',
    { tree: 't2', folderTree: 'f1' },
    archive({ ...provisioner, ...modules('../modules/net') }),
    true,
  ],
  ['JSON', { tree: 't2', folderTree: 'f2' }, archive({ 'm-/main.tf.json': '{"provisioner":{}}' }), true],
  ['code that is not known', { tree: null, folderTree: null }, archive(provisioner), true],
  ['a plan that cannot be looked into', { tree: 't2', folderTree: 'f1' }, undefined, true],
])('what no plan shows: %s', (_, now, of, mayDiffer) => {
  expect(hiddenDifference(record, now, of) !== undefined).toBe(mayDiffer)
})

const elsewhere = { ...provisioner, 'modules.json': '[{ "Key": "net", "Dir": "/modules/net" }]' }
type Trees = Readonly<Record<'tree' | 'folderTree', string | null>>
const noGit: Trees = { tree: null, folderTree: null }

test('the same code hides nothing, wherever its modules lie', () => {
  const now = { tree: 't1', folderTree: 'f2' }
  expect(hiddenDifference(record, now, archive(elsewhere))).toBeUndefined()
  expect(hiddenDifference(record, now, undefined)).toBeUndefined()
})

test('without Git at both times nothing tells that files are the same', () => {
  expect(hiddenDifference(noGit, noGit, archive(provisioner))).toMatch(/^nothing tells/)
})

test.each<[string, Trees, Trees, RegExp]>([
  ['there is no Git now', record, noGit, /^nothing tells whether .*there is no Git here/],
  ['there was none', noGit, record, /^nothing tells whether .*was none where it was planned/],
  ['the code is another', record, { tree: 't2', folderTree: 'f2' }, /^files have changed/],
  [
    'the folder is not known',
    { ...record, folderTree: null },
    { tree: 't2', folderTree: null },
    /^files have/,
  ],
])('it is told why: %s', (_, then, now, reason) => {
  expect(hiddenDifference(then, now, archive(provisioner))).toMatch(reason)
})

test('a module from an absolute path is one from elsewhere', () => {
  expect(hiddenDifference(record, { tree: 't2', folderTree: 'f1' }, archive(elsewhere))).toBeDefined()
})
