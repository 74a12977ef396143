import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { changesFromPlan, noChanges } from '../../src/plan/changes.ts'
import { parsePlanJson, type PlanJson, type ResourceChange } from '../../src/plan/plan-json.ts'
import { planViewFromPlan, type PlanView, type ResourceView } from '../../src/plan/plan-view.ts'
import { readFixture } from '../support/fixture.ts'

function viewOf(situation: string): PlanView {
  const plan = parsePlanJson(readFixture(`plan-view-${situation}.json`))
  return planViewFromPlan(plan, readFixture(`plan-view-${situation}.txt`), changesFromPlan(plan).counts)
}
const viewOfChanges = (changes: ResourceChange[], text = ''): PlanView =>
  planViewFromPlan({ resource_changes: changes }, text, noChanges)
const change = (actions: string, fields: Partial<ResourceChange> = {}): ResourceChange => ({
  ...{ address: 'a.a', mode: 'managed', type: 'a' },
  ...fields,
  change: { actions: actions.split(',') },
})
const resource = (view: PlanView, address: string): ResourceView => {
  const found = view.resources.find((candidate) => candidate.address === address)
  if (found === undefined) throw new Error(`${address} is not in the plan`)
  return found
}
/** A text as Terraform lays it out. */
const textOf = (...blocks: string[]): string =>
  `\nTerraform will perform the following actions:\n\n${blocks.join('\n\n')}\n\nPlan: 1 to add.\n`

describe('each action of a real plan', () => {
  const view = viewOf('actions')

  test.each<[string, Partial<ResourceView>]>([
    ['terraform_data.added', { action: 'create', reasons: [] }],
    ['terraform_data.changed', { action: 'change', reasons: [] }],
    [
      'terraform_data.gone',
      { action: 'destroy', reasons: ['because terraform_data.gone is not in configuration'] },
    ],
    [
      'terraform_data.each["b"]',
      { action: 'destroy', reasons: ['because key ["b"] is not in for_each map'] },
    ],
    [
      'terraform_data.counted[1]',
      { action: 'destroy', reasons: ['because index [1] is out of range for count'] },
    ],
    [
      'module.network.terraform_data.subnet',
      { action: 'destroy', reasons: ['because terraform_data.subnet is not in configuration'] },
    ],
    ['terraform_data.replaced', { action: 'replace', isCreatedFirst: false, reasons: [] }],
    ['terraform_data.replaced_first', { action: 'replace', isCreatedFirst: true, reasons: [] }],
    ['terraform_data.tainted', { action: 'replace', reasons: ['is tainted, so must be replaced'] }],
    ['terraform_data.requested', { action: 'replace', reasons: ['will be replaced, as requested'] }],
    [
      'terraform_data.by_trigger',
      { action: 'replace', reasons: ['will be replaced due to changes in replace_triggered_by'] },
    ],
    [
      'terraform_data.forgotten',
      { action: 'forget', reasons: ['destroy = false is set in the configuration'] },
    ],
    [
      'terraform_data.new_name',
      { action: 'move', movedFrom: 'terraform_data.old_name', importId: undefined },
    ],
    [
      'terraform_data.new_and_changed',
      { action: 'change', movedFrom: 'terraform_data.old_and_changed', reasons: [] },
    ],
    ['terraform_data.imported', { action: 'import', importId: 'imported-id', movedFrom: undefined }],
    ['terraform_data.imported_and_changed', { action: 'change', importId: 'other-id', reasons: [] }],
    [
      'terraform_data.imported_and_replaced',
      {
        action: 'replace',
        importId: 'third-id',
        reasons: ['Warning: this will destroy the imported resource'],
      },
    ],
    [
      'data.terraform_remote_state.read',
      {
        action: 'read',
        type: 'terraform_remote_state',
        reasons: ['depends on a resource or a module with changes pending'],
      },
    ],
  ])('%s', (address, expected) => {
    expect(resource(view, address)).toMatchObject(expected)
  })

  test('has the block that Terraform wrote for it, and no more', () => {
    for (const { address, diff } of view.resources) {
      const name = /\.([a-z_]+)(?:\[.*\])?$/.exec(address)?.[1] ?? address
      expect(diff?.split('\n')[0]).toMatch(new RegExp(`^.{2,3} (?:resource|data) "\\w+" "${name}" \\{$`))
      expect(diff).toMatch(/\n {4}\}$/)
      expect(diff).not.toMatch(/^ {1,2}# /m)
    }
  })

  test('leaves out what stays as it is', () => {
    expect(view.resources.map(({ address }) => address)).not.toContain('terraform_data.stays')
    expect(view.resources).toHaveLength(18)
  })

  test('tells the outputs that change', () => {
    expect(view.outputs).toEqual([
      { name: 'gone', action: 'destroy' },
      { name: 'hidden', action: 'change' },
      { name: 'map', action: 'change' },
      { name: 'new', action: 'create' },
      { name: 'plain', action: 'change' },
    ])
    expect(view.outputsDiff).toMatch(/^ {2}- gone {3}= "bye" -> null\n[^]*\n {2}~ plain {2}= .*"$/)
  })
})

describe('other situations of a real plan', () => {
  test('nothing changes', () => {
    expect(viewOf('no-changes')).toEqual({
      counts: noChanges,
      isErrored: false,
      resources: [],
      drift: [],
      outputs: [],
      outputsDiff: undefined,
      failingChecks: [],
    })
  })

  test('what has drifted is told apart from what is planned for the same resource', () => {
    const { resources, drift } = viewOf('drift')
    expect(resources.map(({ address, action }) => [address, action])).toEqual([
      ['aws_ssm_parameter.deleted', 'create'],
      ['terraform_data.uses', 'change'],
    ])
    expect(drift.map(({ address, action }) => [address, action])).toEqual([
      ['aws_ssm_parameter.changed', 'change'],
      ['aws_ssm_parameter.deleted', 'destroy'],
    ])
    expect(drift[1]?.diff).toContain('      - version         = 1 -> null')
    expect(resources[0]?.diff).toContain('      + version        = (known after apply)')
  })

  test('a refresh-only plan has nothing but drift', () => {
    const { resources, drift } = viewOf('refresh-only')
    expect(resources).toEqual([])
    expect(drift.map(({ address }) => address)).toEqual([
      'aws_s3_bucket.bucket',
      'aws_ssm_parameter.changed',
      'aws_ssm_parameter.deleted',
    ])
    expect(drift[2]?.diff).toMatch(/\n {4}\}$/)
  })

  test('drift that Terraform does not tell of is not told', () => {
    const plan: PlanJson = { resource_drift: [change('update')] }
    expect(planViewFromPlan(plan, textOf('  # b.b will be created\n  + resource'), noChanges).drift).toEqual(
      [],
    )
    expect(planViewFromPlan(plan, '', noChanges).drift).toHaveLength(1)
  })

  test('a deposed object is not the resource that it was left over from', () => {
    expect(viewOf('deposed').resources).toMatchObject([
      {
        address: 'aws_s3_bucket.bucket (deposed object cedd3d87)',
        action: 'destroy',
        reasons: ['left over from a partially-failed replacement of this instance'],
        diff: expect.stringContaining('- bucket                      = "lockstep-one" -> null'),
      },
    ])
  })

  test('checks that fail are told with all their problems, those that pass or wait are not', () => {
    expect(viewOf('checks').failingChecks).toEqual([
      {
        address: 'check.health',
        problems: [
          'The service is down, says @oncall: see <b>#1</b> and `logs`.',
          'Two lines:\nthe second one.',
        ],
      },
    ])
  })

  test('a plan that an error ended has what Terraform planned before it', () => {
    const { isErrored, resources, failingChecks } = viewOf('errored')
    expect(isErrored).toBe(true)
    expect(resources[0]).toMatchObject({
      address: 'terraform_data.a',
      diff: expect.stringContaining('+ input'),
    })
    expect(failingChecks).toEqual([{ address: 'terraform_data.bad', problems: ['One is not two.'] }])
  })

  test('sensitive values of an input are hidden wherever they are nested', () => {
    const { diff } = resource(viewOf('sensitive'), 'terraform_data.nested')
    const [input] = diff?.split('      ~ output') ?? []
    expect(input).toContain('              ~ (sensitive value),')
    expect(input).toContain('              ~ password = (sensitive value)')
    expect(input).not.toMatch(/hunter/)
  })
})

describe('what others have written', () => {
  test.each(['hostile-keys', 'heredoc', 'line-ends'])('cannot begin a block: %s', (situation) => {
    const { resources } = viewOf(situation)
    for (const { diff } of resources) {
      expect(diff).toMatch(/^(?: {2}[-+~]|-\/\+) resource "terraform_data" "\w+" \{\n[^]*\n {4}\}$/)
      expect(diff).not.toMatch(/\n {1,2}# /)
      // A block that began in a value would cut it.
      if (diff?.includes('terraform_data.faked')) expect(diff).toMatch(/"faked" \{\n(?:.*\n)* {8,}EOT/)
    }
  })

  test('does not begin a block either behind what only JavaScript takes for an end of a line', () => {
    const text = readFixture('plan-view-line-ends.txt')
    expect(text.match(/^ {2}# terraform_data\.after will be/gm)).toHaveLength(3)
    const { resources } = viewOf('line-ends')
    expect(resource(viewOf('line-ends'), 'terraform_data.after').diff).toContain('+ input  = "after"')
    for (const { diff } of resources) expect(diff).toMatch(/\n {6}\+ output = \(known after apply\)\n {4}\}$/)
  })

  test('cannot take the block of another key', () => {
    const { resources } = viewOf('hostile-keys')
    expect(resources).toHaveLength(15)
    for (const { address, diff = '' } of resources) {
      const key = address.slice('terraform_data.key['.length, -1)
      // HCL escapes more in an address than in a value, and a value with an end of a line is a heredoc.
      const input = key.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{')
      if (!key.includes('\\n')) expect(diff).toContain(`\n      + input  = ${input}\n`)
    }
  })

  test('is no block either where Terraform writes the ID of an import as it is, with its ends of lines', () => {
    const text = readFixture('plan-view-import-id.txt')
    expect(text.match(/^ {2}# terraform_data\.harmful will be created$/gm)).toHaveLength(2)
    const view = viewOf('import-id')
    expect(resource(view, 'terraform_data.harmful').diff).toContain('+ input  = "harmful"')
    expect(resource(view, 'terraform_data.imported')).toMatchObject({ action: 'change', reasons: [] })
    expect(resource(view, 'terraform_data.imported').diff).toMatch(
      /^ {2}~ resource "terraform_data" "imported" \{\n {8}id {5}= <<-EOT\n/,
    )
    expect(view.outputsDiff).toBeUndefined()
  })

  test('is split where Terraform’s blocks begin, whatever the keys are', () => {
    const key = fc.string({
      unit: fc.constantFrom('"', '\\', ' ', '#', ']', '[', 'a', ' will be created', '.'),
    })
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 8 }), (keys) => {
        const addresses = keys.map((text) => `a.a[${JSON.stringify(text)}]`)
        const blocks = addresses.map(
          (address, index) =>
            `  # ${address} will be created\n  + resource "a" "a" {\n      + n = ${index}\n    }`,
        )
        const view = viewOfChanges(
          addresses.map((address) => change('create', { address })),
          textOf(...blocks),
        )
        expect(view.resources.map(({ diff }) => /n = (\d+)/.exec(diff ?? '')?.[1])).toEqual(
          keys.map((_, index) => String(index)),
        )
      }),
    )
  })
})

describe('the text of a plan', () => {
  test.each([
    ['nothing', ''],
    [
      'another program’s words',
      'Here is what I would do:\n\n  # a.a will be created\n  + resource "a" "a" {\n',
    ],
    ['a text that ends too early', textOf('  # a.a')],
    [
      'a resource that the plan does not have',
      textOf('  # b.b will be created\n  + resource "b" "b" {\n    }'),
    ],
  ])('may lack a resource: %s', (_, text) => {
    const { diff } = resource(viewOfChanges([change('create')], text), 'a.a')
    expect(diff ?? '').toBe('')
  })

  test('may be OpenTofu’s', () => {
    const text = textOf('  # a.a will be created\n  + resource').replace('Terraform', 'OpenTofu')
    expect(resource(viewOfChanges([change('create')], text), 'a.a').diff).toBe('  + resource')
  })

  test('has blocks of other kinds, which are nobody’s', () => {
    const block = '  # a.a was deferred\n  # (because the resource configuration is unknown)\n  + resource'
    const partial = `\nNote: This is a partial plan, parts can only be known in the next cycle.\n\n${block}\n\n`
    expect(resource(viewOfChanges([change('create')], partial), 'a.a').diff).toBeUndefined()
    const invoked = `${textOf()}\nTerraform will invoke the following action(s):\n\n  # a.a will be invoked\n`
    expect(resource(viewOfChanges([change('create')], invoked), 'a.a').diff).toBeUndefined()
  })

  test('behind outputs is not of the outputs', () => {
    const text = `${textOf()}\nChanges to Outputs:\n  + a = 1\n\nYou can apply this plan to save these values.\n`
    expect(viewOfChanges([], text).outputsDiff).toBe('  + a = 1')
  })

  test('is no longer than it is: a diff of a million lines is a part of it', () => {
    const lines = '      + line = "x"\n'.repeat(1_000_000)
    const text = textOf(`  # a.a will be created\n  + resource "a" "a" {\n${lines}    }`)
    expect(resource(viewOfChanges([change('create')], text), 'a.a').diff?.length).toBe(
      lines.length + '  + resource "a" "a" {\n    }'.length,
    )
  })
})

describe('an action of the JSON', () => {
  test.each([
    ['delete,create', 'replace', false],
    ['create,delete', 'replace', true],
    ['create,forget', 'forget', false],
    ['forget', 'forget', false],
    ['from-tomorrow', 'change', false],
  ])('%s is read as %s', (actions, action, isCreatedFirst) => {
    expect(resource(viewOfChanges([change(actions)]), 'a.a')).toMatchObject({ action, isCreatedFirst })
  })

  test.each([
    ['a resource that stays', change('no-op')],
    ['one that stays where it is', change('no-op', { previous_address: 'a.a' })],
    ['a data source that is no longer read', change('delete', { mode: 'data' })],
  ])('%s is not shown', (_, given) => {
    expect(viewOfChanges([given]).resources).toEqual([])
  })

  test('an import may have no ID yet', () => {
    const importing: ResourceChange = { address: 'a.a', change: { actions: ['no-op'], importing: {} } }
    expect(resource(viewOfChanges([importing]), 'a.a')).toMatchObject({ action: 'import', importId: '' })
  })

  test('a check that could not be evaluated fails without a problem', () => {
    const checks = [{ address: { to_display: 'check.a' }, status: 'error' }]
    expect(planViewFromPlan({ checks }, '', noChanges).failingChecks).toEqual([
      { address: 'check.a', problems: [] },
    ])
  })
})
