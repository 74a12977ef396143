import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import {
  complaintsOfActionlint,
  complaintsOfGitHub,
  readWorkflowFile,
  root,
  workflowOf,
  type Step,
  type WorkflowFile,
} from './support/workflow-files.ts'

/** The actions that are left, and the inputs that they have, as far as they are used. */
const left: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'migrate-from-setup-terraform': {
    'hashicorp/setup-terraform': ['terraform_version'],
    'actions/github-script': ['script'],
  },
  'migrate-from-dflook': {
    'dflook/terraform-plan': ['path', 'label', 'workspace', 'var_file', 'backend_config_file'],
    'dflook/terraform-apply': ['path', 'label', 'workspace', 'var_file', 'backend_config_file'],
  },
  'migrate-from-tf-via-pr': {
    'OP5dev/TF-via-PR': [
      ...['working-directory', 'command', 'plan-encrypt'],
      ...['arg-lock', 'arg-lock-timeout', 'arg-backend-config', 'arg-var-file', 'arg-workspace'],
    ],
  },
}
/** The checker knows the inputs of the actions that our own workflows use; those of the others are looked at below. */
const isOfAnother = (complaint: string): boolean =>
  /Unable to resolve action `(?:dflook\/|OP5dev\/|actions\/github-script@)/.test(complaint)
const folders = readdirSync(join(root, 'examples')).filter((name) => name.startsWith('migrate-from-'))
const read = (folder: string, name: string): WorkflowFile =>
  readWorkflowFile(`examples/${folder}/${name}.yml`)
const stepsOf = (file: WorkflowFile): readonly Step[] =>
  Object.values(workflowOf(file).jobs).flatMap(({ steps = [] }) => steps)
const isOurs = ({ uses }: Step): boolean => uses?.startsWith('OWNER/lockstep@') === true

test('each migration that is told has its two workflows, and no other files', () => {
  expect(folders.toSorted()).toEqual(Object.keys(left).toSorted())
  for (const folder of folders)
    expect(readdirSync(join(root, 'examples', folder)).toSorted()).toEqual(['after.yml', 'before.yml'])
})

describe.each(folders)('examples/%s', (folder) => {
  const before = read(folder, 'before')
  const after = read(folder, 'after')

  test("GitHub's own checker has nothing against either workflow", async () => {
    expect((await complaintsOfGitHub(before)).filter((complaint) => !isOfAnother(complaint))).toEqual([])
    expect(await complaintsOfGitHub(after)).toEqual([])
  })

  test('goes from the action that is left to this one', () => {
    const actions = left[folder] ?? {}
    const used = stepsOf(before).map(({ uses = '', with: given = {} }) => ({
      name: uses.split('@')[0] ?? '',
      given,
    }))
    expect(used.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(actions)))
    for (const { name, given } of used)
      expect([...(actions[name] ?? Object.keys(given))]).toEqual(expect.arrayContaining(Object.keys(given)))
    expect(stepsOf(before).some(isOurs)).toBe(false)
    expect(
      stepsOf(after)
        .filter(isOurs)
        .map((step) => step.with?.['command'] ?? 'plan'),
    ).toEqual([...['plan', 'apply']])
  })

  test('starts at the same events', () => {
    expect(workflowOf(after).on).toEqual(workflowOf(before).on)
  })

  test('works on the same folder, variables and workspace', () => {
    const [plan, apply] = stepsOf(after).filter(isOurs)
    for (const input of ['working-directory', 'workspace', 'var-file', 'backend-config']) {
      const value = plan?.with?.[input]
      expect(apply?.with?.[input]).toBe(value)
      if (value !== undefined) expect(before.text).toContain(String(value))
    }
  })
})

test('actionlint has nothing against any of them', () => {
  const files = folders.flatMap((folder) => [read(folder, 'before'), read(folder, 'after')])
  expect(complaintsOfActionlint(files)).toEqual([])
})

test('an input that is not there is told', async () => {
  const { path, text } = read('migrate-from-dflook', 'after')
  const spoiled = { path, text: text.replace('var-file:', 'var_file:') }
  expect((await complaintsOfGitHub(spoiled)).join('\n')).toMatch(/Invalid action input 'var_file'/)
})
