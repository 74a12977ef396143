import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import {
  comparePlans,
  type NamedKind,
  type PlanComparison,
  type ResourceDifference,
} from '../../src/plan/plan-comparison.ts'
import {
  describeComparison,
  renderComparison,
  renderComparisonLines,
} from '../../src/report/comparison-section.ts'
import { createForeignText } from '../../src/report/foreign-text.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { isProof } from '../support/proof.ts'
import { readPlanFixture } from '../support/compared-plan.ts'
import { live, liveTextOf, renderMarkdown, skeletonOf } from '../support/github-page.ts'
import { expectGolden } from '../support/golden.ts'

const plain = createForeignText(new Set())
const commentBytes = 65_000
const bytesOf = (text: string): number => Buffer.byteLength(text)
const real = comparePlans(readPlanFixture('changes'), readPlanFixture('other'))
const comparison = (fields: Partial<PlanComparison> = {}): PlanComparison => ({
  ...{ resources: [], versions: [], names: new Map() },
  ...fields,
})
const difference = (fields: Partial<ResourceDifference> = {}): ResourceDifference => ({
  ...{ address: 'aws_instance.web', isDrift: false, reviewed: 'change', now: 'change' },
  ...{ attributes: [], moreAttributes: 0, fields: [] },
  ...fields,
})
const many = (count: number, fields: Partial<ResourceDifference> = {}): ResourceDifference[] =>
  Array.from({ length: count }, (_, index) =>
    difference({ address: `aws_instance.web[${index}]`, ...fields }),
  )
const rowsOf = (markdown: string): string[] => markdown.match(/^\| [`n].*/gm) ?? []

describe('the section of two real plans', () => {
  test.each([
    ['all', commentBytes],
    ['some', 620],
    ['counts', 250],
  ])('looks as it should: %s', (name, maxBytes) => {
    const markdown = renderComparison(real, plain, maxBytes)
    expectGolden(`comparison-${name}.md`, markdown)
    expect(bytesOf(markdown)).toBeLessThanOrEqual(maxBytes)
  })

  test('tells the log the same, line by line', () => {
    expectGolden('comparison.txt', renderComparisonLines(real, plain).join('\n'))
  })

  test('is empty for plans that do the same', () => {
    expect(renderComparison(comparison(), plain, commentBytes)).toBe('')
    expect(renderComparisonLines(comparison(), plain)).toEqual([])
  })
})

describe('what differs is counted in a sentence', () => {
  test.each<[string, Partial<PlanComparison>]>([
    ['1 resource differs', { resources: [difference()] }],
    ['2 resources differ', { resources: many(2) }],
    [
      '1 resource and 1 version differ',
      { resources: many(1), versions: [{ provider: 'acme/a', reviewed: '1', now: '2' }] },
    ],
    [
      '1 variable, 2 outputs, 1 configuration file, 1 action invocation, 1 deferred change and 1 other field differ',
      {
        names: new Map([
          ['field', ['complete']],
          ['deferred', ['a.a']],
          ['action', ['action.x.y']],
          ['file', ['main.tf']],
          ['output', ['a', 'b']],
          ['variable', ['a']],
        ]),
      },
    ],
  ])('%s', (sentence, fields) => {
    expect(describeComparison(comparison(fields))).toBe(sentence)
    expect(renderComparison(comparison(fields), plain, commentBytes)).toContain(`\n\n${sentence}.\n`)
  })
})

describe('the table', () => {
  const rowOf = (fields: Partial<ResourceDifference>): string | undefined =>
    rowsOf(renderComparison(comparison({ resources: [difference(fields)] }), plain, commentBytes))[0]

  test('begins with what would be destroyed or replaced now, and ends with what is left alone', () => {
    const actions = [
      'move',
      undefined,
      'create',
      'replace',
      'read',
      'forget',
      'destroy',
      'import',
      'change',
    ] as const
    const resources = actions.map((now) => difference({ address: now ?? 'none', now, reviewed: 'read' }))
    const markdown = renderComparison(comparison({ resources }), plain, commentBytes)
    expect(rowsOf(markdown).map((row) => /`(\w+)`/.exec(row)?.[1])).toEqual([
      ...['destroy', 'replace', 'forget', 'change', 'create', 'import', 'move', 'read', 'none'],
    ])
  })

  test('has the more dangerous of what was reviewed first, where it is the same now', () => {
    const resources = [
      difference({ address: 'c', reviewed: undefined, now: 'change' }),
      difference({ address: 'a', reviewed: 'create', now: 'change' }),
      difference({ address: 'b', reviewed: 'destroy', now: 'change' }),
    ]
    const rows = rowsOf(renderComparison(comparison({ resources }), plain, commentBytes))
    expect(rows.map((row) => row[3])).toEqual(['b', 'a', 'c'])
  })

  test.each<[string, Partial<ResourceDifference>]>([
    ['| `aws_instance.web` | no change | 🔴 destroy |  |', { reviewed: undefined, now: 'destroy' }],
    ['| `aws_instance.web` | destroy | no change |  |', { reviewed: 'destroy', now: undefined }],
    ['| `aws_instance.web` | change | 🔴 replace | `size` |', { now: 'replace', attributes: ['size'] }],
    [
      '| `aws_instance.web` | change | change | `a`, `b["\\|"]`, `importing` and 3 more |',
      { attributes: ['a', 'b["|"]'], fields: ['importing'], moreAttributes: 3 },
    ],
    [
      '| `aws_instance.web` | changed outside of Terraform | 🔴 deleted outside of Terraform |  |',
      { isDrift: true, now: 'destroy' },
    ],
  ])('has a row %s', (row, fields) => {
    expect(rowOf(fields)).toBe(row)
  })
})

describe('the hint at ephemeral variables', () => {
  const names = new Map<NamedKind, readonly string[]>([['variable', ['token']]])
  const isHinted = (fields: Partial<PlanComparison>): boolean => {
    const hints = [
      renderComparison(comparison(fields), plain, commentBytes),
      renderComparisonLines(comparison(fields), plain).join('\n'),
    ].map((text) => text.includes('`ephemeral = true`'))
    expect(hints[0]).toBe(hints[1])
    return hints[0] ?? false
  }

  test('is given where nothing but a variable differs', () => {
    expect(isHinted({ names })).toBe(true)
    expect(isHinted({ names: new Map([['variable', ['token', 'other']]]) })).toBe(true)
  })

  test.each<[string, Partial<PlanComparison>]>([
    ['a resource', { names, resources: [difference()] }],
    ['a version', { names, versions: [{ provider: undefined, reviewed: '1', now: '2' }] }],
    ['a file', { names: new Map([...names, ['file', ['main.tf']]]) }],
    ['an output alone', { names: new Map([['output', ['token']]]) }],
  ])('is not given where something else differs: %s', (_, fields) => {
    expect(isHinted(fields)).toBe(false)
  })
})

describe('versions', () => {
  test('are told with both sides', () => {
    const versions = [
      { provider: undefined, reviewed: '1.11.4', now: '1.12.0' },
      { provider: 'acme/a', reviewed: '1.0.0', now: undefined },
      { provider: 'acme/b', reviewed: undefined, now: '2.0.0' },
    ]
    expect(renderComparison(comparison({ versions }), plain, commentBytes)).toContain(
      '\n- 3 versions: `terraform_version` `1.11.4` → `1.12.0`, `acme/a` `1.0.0` → none, `acme/b` none → `2.0.0`\n',
    )
  })
})

describe('a limit', () => {
  const resources = [...many(4_999), difference({ address: 'aws_db_instance.main', now: 'destroy' })]
  const names = new Map(
    (['variable', 'output', 'file', 'action', 'deferred', 'field'] as const).map((kind) => [
      kind,
      Array.from({ length: 50 }, (_, index) => `${kind}${index}${'é`|'.repeat(40)}`),
    ]),
  )

  test('leaves out the least dangerous, and counts exactly what it left out', () => {
    const markdown = renderComparison(comparison({ resources }), plain, 20_000)
    expect(bytesOf(markdown)).toBeLessThanOrEqual(20_000)
    expect(bytesOf(markdown)).toBeGreaterThan(19_900)
    const rows = rowsOf(markdown)
    expect(rows[0]).toContain('aws_db_instance.main')
    expect(markdown).toContain(`\n… and ${5_000 - rows.length} more. The log has every resource.\n`)
  })

  test('leaves more room to resources than to names', () => {
    const markdown = renderComparison(comparison({ resources, names }), plain, 30_000)
    expect(rowsOf(markdown).length).toBeGreaterThan(400)
    expect(markdown).toMatch(/^- 50 variables: .* and 45 more$/m)
    expect(renderComparison(comparison({ resources, names }), plain, commentBytes)).toMatch(/ and 30 more$/m)
  })

  test('is kept, whatever it is', () => {
    const given = [
      comparison({ resources, names }),
      comparison({ resources: resources.slice(-3) }),
      comparison({ names }),
      real,
    ]
    fc.assert(
      fc.property(fc.constantFrom(...given), fc.integer({ min: 0, max: 5_000 }), (compared, maxBytes) => {
        expect(bytesOf(renderComparison(compared, plain, maxBytes))).toBeLessThanOrEqual(maxBytes)
      }),
      { numRuns: isProof ? 60 : 10 },
    )
  })

  test('leaves the counts, unless there is no room for them', () => {
    const markdown = renderComparison(comparison({ resources, names }), plain, 350)
    expect(markdown).toContain('\n\nThe log has every resource.\n\n- 50 variables\n')
    expect(markdown).toContain('\n- 50 configuration files\n')
    expect(renderComparison(real, plain, 50)).toBe('')
  })

  test('does not hold for the log', () => {
    const lines = renderComparisonLines(comparison({ resources, names }), plain)
    expect(lines.filter((line) => line.startsWith('  - aws_'))).toHaveLength(5_000)
    expect(lines.join('\n')).toContain('variable49')
  })
})

describe('text that is not ours', () => {
  const comparisonOf = (text: string): PlanComparison => {
    const names = [text, `${text} z`]
    const kinds = ['variable', 'output', 'file', 'action', 'deferred', 'field'] as const
    return {
      resources: [
        difference({
          address: `a.b["${text}`,
          attributes: [`x["${text}`, `${text} z`],
          fields: [`${text} z`],
        }),
      ],
      versions: [{ provider: `${text} z`, reviewed: `${text} z`, now: `${text} z` }],
      names: new Map(kinds.map((kind) => [kind, names.map((name) => `${name} z`)])),
    }
  }
  const pageOf = (text: string): string =>
    renderMarkdown(renderComparison(comparisonOf(text), plain, commentBytes))
  const harmless = skeletonOf(pageOf('abc'))

  test.each(hostileTexts)('stays text in its place: $name', ({ text }) => {
    const page = pageOf(text)
    expect(skeletonOf(page)).toEqual(harmless)
    expect(liveTextOf(page)).not.toMatch(live)
    const lines = renderComparisonLines(comparisonOf(text), plain)
    expect(lines.join('')).toMatch(/^[^\u0000-\u001f\u007f-\u009f]*$/)
    expect(lines).toHaveLength(9)
  })

  test('is not shown where it is sensitive', () => {
    const secret = 'hunter2-password'
    const foreign = createForeignText(new Set([secret]))
    const shown = [
      renderComparison(comparisonOf(secret), foreign, commentBytes),
      ...renderComparisonLines(comparisonOf(secret), foreign),
    ].join('\n')
    expect(shown).not.toContain(secret)
    expect(shown).toContain('***')
  })
})
