import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

import { changesFromPlan, noChanges } from '../../src/plan/changes.ts'
import { parsePlanJson } from '../../src/plan/plan-json.ts'
import { planViewFromPlan, type PlanView, type ResourceView } from '../../src/plan/plan-view.ts'
import { renderHtmlCode } from '../../src/report/html.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { renderPlanSection } from '../../src/report/plan-section.ts'
import { readFixture } from '../support/fixture.ts'

const commentBytes = 65_000
const bytesOf = (text: string): number => Buffer.byteLength(text)

function viewOf(situation: string): PlanView {
  const plan = parsePlanJson(readFixture(`plan-view-${situation}.json`))
  const { counts } = changesFromPlan(plan, situation === 'refresh-only')
  return planViewFromPlan(plan, readFixture(`plan-view-${situation}.txt`), counts)
}
const section = (situation: string, limitBytes = commentBytes): string =>
  renderPlanSection(viewOf(situation), limitBytes)
const view = (fields: Partial<PlanView> = {}): PlanView => ({
  counts: noChanges,
  isErrored: false,
  resources: [],
  drift: [],
  outputs: [],
  outputsDiff: undefined,
  failingChecks: [],
  ...fields,
})
const resource = (fields: Partial<ResourceView> = {}): ResourceView => ({
  address: 'aws_instance.a',
  type: 'aws_instance',
  action: 'create',
  isCreatedFirst: false,
  movedFrom: undefined,
  importId: undefined,
  reasons: [],
  diff: '  + resource "aws_instance" "a" {\n      + n = 1\n    }',
  ...fields,
})
const many = (count: number, fields: Partial<ResourceView> = {}): ResourceView[] =>
  Array.from({ length: count }, (_, index) =>
    resource({ address: `${fields.type ?? 'aws_instance'}.${fields.action ?? 'a'}[${index}]`, ...fields }),
  )

/** The page that GitHub makes of it, in which HTML stays HTML. */
const pageOf = (markdown: string): string =>
  micromark(markdown, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
/** The page without what stands in code, where GitHub links nothing. */
const outsideOfCode = (markdown: string): string =>
  pageOf(markdown).replace(/<code(?: class="language-diff")?>[^]*?<\/code>/g, '')
/** Throws unless the page is made of our own tags, each closed where it was opened. */
function expectWhole(markdown: string): void {
  const open: string[] = []
  for (const [tag, slash, name = ''] of outsideOfCode(markdown).matchAll(/<(\/?)([^>]*)>/g)) {
    expect(['details', 'summary', 'h4', 'p', 'strong', 'em', 'pre']).toContain(name)
    if (slash === '') open.push(name)
    else expect(`${tag} closes ${open.pop()}`).toBe(`</${name}> closes ${name}`)
  }
  expect(open).toEqual([])
}

describe('the section of a real plan', () => {
  // UPDATE_GOLDEN=1 writes the files anew.
  test.each<[string, string, number]>([
    ['actions', 'actions', commentBytes],
    ['actions-some-diffs', 'actions', 5_500],
    ['actions-addresses', 'actions', 3_300],
    ['actions-some-addresses', 'actions', 2_850],
    ['actions-counts', 'actions', 1_200],
    ['hostile-keys', 'hostile-keys', commentBytes],
    ['import-id', 'import-id', commentBytes],
    ['heredoc', 'heredoc', commentBytes],
    ['line-ends', 'line-ends', commentBytes],
    ['checks', 'checks', commentBytes],
    ['drift', 'drift', commentBytes],
    ['refresh-only', 'refresh-only', commentBytes],
    ['deposed', 'deposed', commentBytes],
    ['errored', 'errored', commentBytes],
    ['no-changes', 'no-changes', commentBytes],
  ])('is that of golden/plan-section-%s.md', (golden, situation, limitBytes) => {
    const markdown = section(situation, limitBytes)
    const file = `golden/plan-section-${golden}.md`
    if (process.env['UPDATE_GOLDEN'] === '1')
      writeFileSync(join(import.meta.dirname, '..', 'fixtures', file), markdown)
    expect(markdown).toBe(readFixture(file))
    expect(bytesOf(markdown)).toBeLessThanOrEqual(limitBytes)
    expectWhole(markdown)
  })
})

describe('the headline', () => {
  const headline = (fields: Partial<PlanView>): string =>
    renderPlanSection(view(fields), commentBytes).split('\n')[0] ?? ''

  test.each<[string, Partial<PlanView>, string]>([
    ['nothing', {}, '#### ✅ Plan: no changes'],
    [
      'a destruction',
      { counts: { ...noChanges, destroy: 1, add: 1 } },
      '#### 🔴 Plan: 1 to add, 0 to change, 1 to destroy',
    ],
    [
      'a replacement',
      { counts: { ...noChanges, add: 2, destroy: 2, replace: 2 } },
      '#### 🔴 Plan: 2 to add, 0 to change, 2 to destroy (2 of them replaced)',
    ],
    [
      'a change',
      {
        counts: { ...noChanges, add: 1, change: 1 },
        resources: [resource(), resource({ action: 'change' })],
      },
      '#### 🟡 Plan: 1 to add, 1 to change, 0 to destroy',
    ],
    [
      'nothing but what is new',
      { counts: { ...noChanges, add: 1 }, resources: [resource()] },
      '#### 🟢 Plan: 1 to add, 0 to change, 0 to destroy',
    ],
    [
      'the rarer changes',
      {
        counts: { ...noChanges, import: 1, move: 2, forget: 3 },
        resources: [resource({ action: 'forget' }), resource({ action: 'import' })],
      },
      '#### 🔵 Plan: 0 to add, 0 to change, 0 to destroy, 1 to import, 2 to move, 3 to forget',
    ],
    ['outputs', { outputs: [{ name: 'a', action: 'create' }] }, '#### 🟢 Plan: only outputs change'],
    [
      'drift',
      { drift: [resource({ action: 'change' })] },
      '#### 🟡 Plan: no changes to make, but some were made outside of Terraform',
    ],
    [
      'a failing check',
      { failingChecks: [{ address: 'check.a', problems: [] }] },
      '#### ⚠️ Plan: no changes',
    ],
    [
      'an error',
      { isErrored: true, counts: { ...noChanges, add: 1 }, resources: [resource()] },
      '#### ❌ Plan: 1 to add, 0 to change, 0 to destroy',
    ],
  ])('of %s', (_, fields, expected) => {
    expect(headline(fields)).toBe(expected)
  })
})

test.each<[string, Partial<PlanView>, string]>([
  [
    'a plan',
    { counts: { ...noChanges, add: 1 }, resources: [resource()] },
    '🟢 Plan of `x`: 1 to add, 0 to change, 0 to destroy',
  ],
  ['nothing', {}, '✅ Plan of `x`: no changes'],
  ['outputs', { outputs: [{ name: 'a', action: 'create' }] }, '🟢 Plan of `x`: only outputs change'],
  [
    'drift',
    { drift: [resource({ action: 'change' })] },
    '🟡 Plan of `x`: no changes to make, but some were made outside of Terraform',
  ],
])('the headline of %s says what was planned', (_, fields, expected) => {
  const markdown = renderPlanSection(view(fields), commentBytes, ' of `x`')
  expect(markdown.split('\n')[0]).toBe(`#### ${expected}`)
})

test('what is sensitive goes before a line is cut, since half of it is not known as such', () => {
  const secret = 'hunter2-password-zzz'
  const long = `${'x'.repeat(485)} ${secret}`
  const { line } = createForeignText(new Set([secret]))
  const given = view({
    resources: [resource({ address: long, diff: undefined })],
    drift: [resource({ address: long, diff: undefined })],
    outputs: [{ name: long, action: 'create' }],
    failingChecks: [{ address: 'c', problems: [long] }],
  })
  const markdown = renderPlanSection(given, commentBytes, '', (text, limit) => line(text, limit))
  expect(markdown).not.toContain('hunter2')
  expect(markdown.match(/xx \*\*\*/g)).toHaveLength(4)
})

describe('what is told', () => {
  test('comes in the order of danger', () => {
    const actions = ['read', 'forget', 'move', 'import', 'create', 'change', 'replace', 'destroy'] as const
    const resources = actions.map((action) => resource({ action }))
    const outputs = [{ name: 'o', action: 'create' as const }]
    const failingChecks = [{ address: 'check.a', problems: ['x'] }]
    const markdown = renderPlanSection(
      view({ resources, outputs, failingChecks, drift: [resource()] }),
      commentBytes,
    )
    expect(markdown.match(/(?<=^\*\*|<summary>)(?!<code>).*(?=\*\*$|<\/summary>)/gm)).toEqual([
      '⚠️ 1 failing check',
      '🔴 1 to destroy',
      '🔴 1 to replace',
      '🟡 1 to change',
      '🟢 1 to create',
      '🔵 1 to import, otherwise unchanged',
      '🔵 1 to move, otherwise unchanged',
      '⚪ 1 to forget: no longer managed, not destroyed',
      '⚪ 1 to read during apply',
      '📤 1 output to change',
      '👀 1 resource changed outside of Terraform',
    ])
  })

  test('of a resource is also where it comes from and why', () => {
    const moved = resource({
      action: 'replace',
      isCreatedFirst: true,
      movedFrom: 'a.old',
      importId: 'i-1',
      reasons: ['is tainted, so must be replaced'],
    })
    expect(renderPlanSection(view({ resources: [moved] }), commentBytes)).toContain(
      '<summary><code>aws_instance.a  # created before it is destroyed; moved from a.old; imported from "i-1"; is tainted, so must be replaced</code></summary>',
    )
    const unknown = resource({ action: 'import', importId: '', diff: undefined })
    expect(renderPlanSection(view({ resources: [unknown] }), commentBytes)).toContain(
      '```diff\n  aws_instance.a  # imported\n```',
    )
  })

  test('of a failing check stands open, with each of its problems', () => {
    const markdown = section('checks')
    expect(markdown).toContain(
      '**⚠️ 1 failing check**\n\n```diff\n! check.health: The service is down, says @oncall: see <b>#1</b> and `logs`.\n! check.health: Two lines: the second one.\n```\n',
    )
    const broken = view({ failingChecks: [{ address: 'check.a', problems: [] }] })
    expect(renderPlanSection(broken, commentBytes)).toContain('! check.a: could not be evaluated\n')
  })

  test('of drift is folded', () => {
    const [, folded = ''] = section('drift').split(
      '<details><summary>👀 2 resources changed outside of Terraform</summary>',
    )
    expect(folded).toContain('<code>aws_ssm_parameter.deleted  # has been deleted</code>')
    expect(folded.trimEnd().endsWith('</details>')).toBe(true)
  })

  test('has no note where nothing is left out', () => {
    expect(section('actions')).not.toContain('Left out')
  })
})

describe('what does not fit', () => {
  const counts = { ...noChanges, add: 1 }
  const note = (what: string): string =>
    `_Left out here: ${what}. The whole plan is in the job summary or, where that is too small, in the log._`

  test('are first the diffs of what is least dangerous', () => {
    const diff = `  + resource "a" "b" {\n${'      + n = 1\n'.repeat(600)}    }`
    const resources = [
      ...many(8, { action: 'create', diff }),
      ...many(2, { action: 'change', diff }),
      ...many(1, { action: 'destroy', diff }),
    ]
    const markdown = renderPlanSection(view({ counts, resources }), 35_000)
    const shown = [...markdown.matchAll(/<code>(.*?)<\/code>/g)].map(([, address]) => address)
    expect(shown).toEqual([
      'aws_instance.destroy[0]',
      'aws_instance.change[0]',
      'aws_instance.change[1]',
      'aws_instance.create[0]',
    ])
    for (const { address } of resources) expect(markdown).toContain(address)
    expect(markdown.trimEnd().endsWith(note('7 diffs'))).toBe(true)
  })

  test('then all diffs, and then addresses, which are counted by action and type', () => {
    const resources = [
      ...many(700, { action: 'create', diff: undefined }),
      ...many(200, { action: 'create', type: 'aws_eip', diff: undefined }),
      ...many(3, { action: 'destroy' }),
    ]
    const markdown = renderPlanSection(view({ counts, resources }), 10_000)
    const told = markdown.match(/^\+ aws/gm)?.length ?? 0
    expect(told).toBeGreaterThan(100)
    expect(markdown.match(/^- aws/gm)).toHaveLength(3)
    expect(markdown).toContain(`  … and ${900 - told} more: ${700 - told} aws_instance, 200 aws_eip\n`)
    expect(markdown.trimEnd().endsWith(note('all diffs, and the addresses that are only counted'))).toBe(true)
    expect(bytesOf(markdown)).toBeGreaterThan(9_500)
  })

  test('then all addresses', () => {
    const resources = [...many(700), ...many(200, { type: 'aws_eip' }), ...many(3, { action: 'destroy' })]
    const markdown = renderPlanSection(view({ counts, resources }), 600)
    expect(markdown).toContain('**🔴 3 to destroy**\n\n```diff\n  3 aws_instance\n```\n')
    expect(markdown).toContain('**🟢 900 to create**\n\n```diff\n  700 aws_instance, 200 aws_eip\n```\n')
  })

  test('of many types, the rarest are counted together', () => {
    const resources = Array.from({ length: 25 }, (_, index) =>
      many(index === 0 ? 300 : 30 - index, { type: `type_${index}`, diff: undefined }),
    ).flat()
    const markdown = renderPlanSection(view({ counts, resources }), 1_500)
    const types = [...markdown.matchAll(/(\d+) type_\d+(?=,)/g)].map(([, count]) => Number(count))
    const [, others, number] = /, (\d+) of (\d+) more types\n/.exec(markdown) ?? []
    const told = markdown.match(/^\+ /gm)?.length ?? 0
    expect([types.length, Number(number)]).toEqual([20, 5])
    expect(told + types.reduce((sum, count) => sum + count, 0) + Number(others)).toBe(resources.length)
  })

  test('is the last a headline', () => {
    expect(section('actions', 200)).toBe(
      '#### 🔴 Plan: 7 to add, 3 to change, 10 to destroy (6 of them replaced), 3 to import, 2 to move, 1 to forget\n',
    )
    expect(section('actions', 20)).toBe('')
  })

  test('is one value of a million letters, which takes the place of no other', () => {
    const diff = `  + resource "a" "b" {\n      + n = "${'x'.repeat(1_000_000)}"\n    }`
    const resources = [resource({ action: 'destroy', address: 'a.huge', diff }), ...many(3)]
    const markdown = renderPlanSection(view({ counts, resources }), commentBytes)
    expect(markdown).toContain('```diff\n- a.huge\n```')
    expect(markdown.match(/<summary><code>aws_instance/g)).toHaveLength(3)
    expect(markdown.trimEnd().endsWith(note('1 diff'))).toBe(true)
  })

  test('is the end of a key of a million letters', () => {
    const address = `a.a["${'x'.repeat(1_000_000)}"]`
    const markdown = renderPlanSection(view({ counts, resources: [resource({ address })] }), commentBytes)
    expect(markdown).toMatch(/<code>a\.a\["x{490,}…<\/code>/)
  })

  test('leaves their place to other addresses where one of them is all backticks', () => {
    const address = `a.a["${'`'.repeat(400)}"]`
    const resources = [resource({ address }), ...many(1_000)]
    const markdown = renderPlanSection(view({ counts, resources }), 10_000)
    expect(markdown).toContain(`\n${'`'.repeat(65)}diff\n+ a.a["${'`'.repeat(64)}…"]\n`)
    expect(markdown.match(/^\+ aws_instance/gm)?.length).toBeGreaterThan(300)
  })

  test('are values of outputs before their names', () => {
    const outputs = ['one', 'two'].map((name) => ({ name, action: 'change' as const }))
    const outputsDiff = `  ~ one = "${'x'.repeat(2_000)}"\n  ~ two = 2`
    const markdown = renderPlanSection(view({ outputs, outputsDiff }), 1_000)
    expect(markdown).toContain('```diff\n! one\n! two\n```')
    expect(markdown).toContain(note('1 diff'))
  })

  const anything = fc.string({
    unit: fc.constantFrom(
      '`',
      '```',
      '\n',
      'ü',
      '🧱',
      '<',
      ' ',
      '|',
      'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    ),
    maxLength: 60,
  })
  const anyResource = fc
    .record({
      address: anything,
      type: fc.constantFrom('aws_instance', 'aws_eip', 'google_compute_instance'),
      action: fc.constantFrom('destroy' as const, 'change' as const, 'create' as const, 'read' as const),
      diff: fc.option(anything, { nil: undefined }),
    })
    .map((fields) => resource({ ...fields, address: `a.${fields.address}` }))

  test('is never more than the limit, and what is left out is counted', () => {
    fc.assert(
      fc.property(
        fc.array(anyResource, { maxLength: 60 }),
        fc.array(anyResource, { maxLength: 5 }),
        fc.array(anything, { maxLength: 5 }),
        fc.integer({ min: 0, max: 6_000 }),
        (resources, drift, problems, limitBytes) => {
          const failingChecks = problems.map((problem) => ({ address: 'check.a', problems: [problem] }))
          const markdown = renderPlanSection(view({ counts, resources, drift, failingChecks }), limitBytes)
          expect(bytesOf(markdown)).toBeLessThanOrEqual(limitBytes)
          expectWhole(markdown)
          if (!markdown.includes('\n\n')) return
          for (const action of ['destroy', 'change', 'create', 'read']) {
            const count = resources.filter((candidate) => candidate.action === action).length
            if (count > 0) expect(markdown).toContain(` ${count} to ${action}`)
          }
        },
      ),
    )
  })

  test('leaves no room unused that an address would fit into', () => {
    fc.assert(
      fc.property(fc.array(anyResource, { minLength: 1, maxLength: 60 }), (resources) => {
        const withoutDiffs = resources.map((each) => ({ ...each, diff: undefined }))
        const whole = renderPlanSection(view({ counts, resources: withoutDiffs }), commentBytes)
        const markdown = renderPlanSection(view({ counts, resources }), bytesOf(whole) + 1_400)
        expect(markdown).not.toMatch(/ {2}… and |Left out here: all diffs/)
      }),
    )
  })
})

describe('what others have written', () => {
  const evil =
    '</code></summary></details><img src=x>@alice #1 acme/infra#2 `x` ```\n````diff\n<!-- \u202e\u001b[31m&lt;'
  const evilView = (diff?: string): PlanView => {
    const resources = [
      resource({ address: `a.a[${evil}]`, movedFrom: evil, importId: evil, reasons: [evil], diff }),
    ]
    return view({
      ...{ counts: { ...noChanges, add: 1 }, resources, drift: resources },
      outputs: [{ name: evil, action: 'create' }],
      outputsDiff: diff,
      failingChecks: [{ address: evil, problems: [evil, evil] }],
    })
  }

  test.each([
    [
      'with diffs',
      evilView(`  + resource "a" "b" {\n      + n = <<-EOT\n            ${evil}\n        EOT\n    }`),
    ],
    ['without diffs', evilView()],
  ])('is code and nothing else, %s', (_, given) => {
    const markdown = renderPlanSection(given, commentBytes)
    expectWhole(markdown)
    expect(outsideOfCode(markdown)).not.toMatch(/@|#\d|alice|<img|<!--/)
    expect(markdown).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
    )
    expect(pageOf(markdown)).toContain('&lt;/code&gt;&lt;/summary&gt;&lt;/details&gt;&lt;img src=x&gt;@alice')
  })

  test('in keys that Terraform takes is shown as it is', () => {
    const markdown = section('hostile-keys')
    expect(outsideOfCode(markdown)).not.toMatch(/octocat|onerror|acme/)
    expect(markdown).toContain(
      '<code>terraform_data.key["&lt;/code&gt;&lt;/summary&gt;&lt;img src=x onerror=alert(1)&gt;"]</code>',
    )
  })

  test('is no longer a whole letter where it is cut within one, and still text', () => {
    const resources = [
      resource({ address: `a.${'🧱'.repeat(400)}` }),
      resource({ address: `a${'🧱'.repeat(400)}` }),
    ]
    const markdown = renderPlanSection(view({ resources }), commentBytes)
    expect(markdown.isWellFormed()).toBe(true)
    expect(Buffer.from(markdown).toString()).toBe(markdown)
  })
})

test('code in HTML shows what is written', () => {
  expect(renderHtmlCode('a["<b>&lt;@x`"]')).toBe('<code>a["&lt;b&gt;&amp;lt;@x`"]</code>')
})
