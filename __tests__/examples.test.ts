import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'

const root = join(import.meta.dirname, '..')
const textOf = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')

interface Workflow {
  readonly on: { readonly workflow_dispatch?: { readonly inputs: Readonly<Record<string, object>> } }
  readonly permissions: object
  readonly jobs: Readonly<Record<string, Job>>
}
interface Job {
  readonly environment?: string
  readonly permissions: Readonly<Record<string, string>>
  readonly steps: readonly {
    readonly uses?: string
    readonly run?: string
    readonly with?: Readonly<Record<string, unknown>>
  }[]
}

const inputsOfAction = Object.keys((parse(textOf('action.yml')) as { inputs: object }).inputs)
const workflows = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.yml'))
const workflowOf = (name: string): Workflow => parse(textOf('examples', name)) as Workflow
const stepsOf = (name: string): Job['steps'] =>
  Object.values(workflowOf(name).jobs).flatMap(({ steps }) => steps)

describe.each(workflows)('the workflow examples/%s', (name) => {
  test('gives this action only inputs that it has', () => {
    const ours = stepsOf(name).filter(({ uses }) => uses?.startsWith('OWNER/lockstep@') === true)
    expect(ours.length).toBeGreaterThan(0)
    for (const step of ours)
      expect(inputsOfAction).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
  })

  test('pins every other action to the commit that the README names too', () => {
    const others = stepsOf(name).flatMap(({ uses }) => (uses === undefined ? [] : [uses]))
    for (const uses of others.filter((action) => !action.startsWith('OWNER/lockstep@'))) {
      expect(uses).toMatch(/@[0-9a-f]{40}$/)
      expect(textOf('README.md')).toContain(uses)
    }
  })

  test('lets nothing that a person types into a script', () => {
    for (const { run = '' } of stepsOf(name)) expect(run).not.toContain('${{')
  })

  test('uses every input that it asks for, and no other', () => {
    const asked = Object.keys(workflowOf(name).on.workflow_dispatch?.inputs ?? {})
    const used = stepsOf(name).flatMap((step) =>
      [...JSON.stringify(step).matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, input]) => input),
    )
    expect(used.toSorted()).toEqual(asked.toSorted())
  })
})

test('a lock is removed by hand only, by whom the environment lets, with no more than it takes', () => {
  const { on, permissions, jobs } = workflowOf('unlock.yml')
  expect(Object.keys(on)).toEqual(['workflow_dispatch'])
  expect(permissions).toEqual({})
  expect(jobs['unlock']).toMatchObject({
    environment: 'terraform-unlock',
    permissions: { 'id-token': 'write', 'pull-requests': 'write', actions: 'read' },
  })
  expect(Object.keys(jobs['unlock']?.permissions ?? {})).toHaveLength(3)
})
