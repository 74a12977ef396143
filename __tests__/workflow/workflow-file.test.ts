import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseWorkflow } from '../../src/workflow/workflow-file.ts'

const jobs = 'jobs: { apply: { runs-on: x, steps: [{ run: "true" }] } }'

describe('a workflow that GitHub would take', () => {
  test('may be one line, and have what is not known here', () => {
    expect(parseWorkflow(`{ on: push, ${jobs}, later: [1, {a: 2}] }`)).toEqual({
      concurrency: undefined,
      jobs: [
        expect.objectContaining({
          id: 'apply',
          line: 1,
          steps: [expect.objectContaining({ uses: undefined, command: undefined })],
        }),
      ],
    })
  })

  test('tells the line of each key, with comments, folded texts and Windows line ends', () => {
    const text = [
      '# first',
      'on: push',
      'jobs:',
      '  apply:',
      '    # why',
      '    concurrency:',
      '      group: >-',
      '        terraform-${{',
      '        github.ref }}',
      "      'queue': max",
      '      cancel-in-progress: FALSE',
      '    environment: { name: production }',
      '    strategy: { matrix: { a: [1] }, fail-fast: false }',
      '    uses: ./.github/workflows/x.yml',
    ]
    for (const end of ['\n', '\r\n']) {
      const [job] = parseWorkflow(text.join(end)).jobs
      expect(job).toMatchObject({
        line: 4,
        concurrency: {
          line: 6,
          group: { text: 'terraform-${{ github.ref }}', line: 7 },
          queue: { text: 'max', line: 10 },
          cancelInProgress: { text: 'false', line: 11 },
        },
        environment: { text: 'production', line: 12 },
        matrix: { line: 13, failFast: { text: 'false', line: 13 } },
        uses: './.github/workflows/x.yml',
        steps: undefined,
      })
    }
  })

  test('may use anchors; a merge key, which GitHub refuses, brings nothing', () => {
    const text = `a: &a { group: g, queue: max }\njobs:\n  one: { concurrency: *a }\n  two: { concurrency: { <<: *a } }\n`
    const [one, two] = parseWorkflow(text).jobs
    expect(one?.concurrency?.group?.text).toBe('g')
    expect(two?.concurrency?.group).toBeUndefined()
  })
})

test.each([
  ['no YAML', 'jobs: [', /it is no YAML/],
  ['two keys of one name', `${jobs}\njobs: {}`, /it is no YAML: a mapping has a key twice/],
  ['no jobs', 'on: push', /it has no jobs/],
  ['a text', 'hello', /it has no jobs/],
  ['empty', '', /it has no jobs/],
  ['too long', `${jobs}\n#${'x'.repeat(1_000_000)}`, /longer than 1 MB/],
  ['binary', '\u0000\u0001', /it/],
])('a file that is %s is refused with a reason', (_name, text, reason) => {
  expect(() => parseWorkflow(text)).toThrow(reason)
})

test('aliases of aliases do not fill the memory', () => {
  const levels = Array.from(
    { length: 40 },
    (_, i) => `l${i + 1}: &l${i + 1} [*l${i}, *l${i}, *l${i}, *l${i}]`,
  )
  const text = `l0: &l0 x\n${levels.join('\n')}\njobs: { apply: { concurrency: *l40, steps: *l40 } }`
  expect(parseWorkflow(text).jobs[0]?.steps).toHaveLength(4)
})

test('whatever it is given, it answers or throws an Error', () => {
  const scalar = fc.oneof(
    fc.string(),
    fc.constantFrom('*a', '&a x', '!!binary x', '${{ a', '? x', '- -', '{', 'on'),
  )
  const key = fc.constantFrom(
    'jobs',
    'concurrency',
    'group',
    'apply',
    'steps',
    'with',
    'uses',
    'strategy',
    'matrix',
    '<<',
  )
  const line = fc
    .tuple(fc.integer({ min: 0, max: 6 }), key, scalar)
    .map(([depth, name, value]) => `${' '.repeat(depth)}${name}: ${value}`)
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
      try {
        expect(parseWorkflow(lines.join('\n')).jobs.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(Error)
        expect(error).not.toBeInstanceOf(TypeError)
      }
    }),
    { seed: 6, numRuns: 2_000 },
  )
})
