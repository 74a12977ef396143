import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { renderDiagnostic } from '../../src/plan/diagnostic.ts'
import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { readFixture } from '../support/fixture.ts'

const summariesOf = (fixture: string): string[] =>
  parseHumanErrors(readFixture(fixture)).map(({ summary }) => summary)
const placesOf = (fixture: string): string[] =>
  parseHumanErrors(readFixture(fixture)).flatMap(({ range }) =>
    range === undefined ? [] : [`${range.filename}:${range.start.line}`],
  )

describe('the errors of init', () => {
  test('in the configuration have their places, and come before the one that announces them', () => {
    expect(summariesOf('init-broken-hcl.txt')).toEqual([
      'Invalid multi-line string',
      'Unterminated template string',
      'Invalid multi-line string',
      'Invalid multi-line string',
      'Terraform encountered problems during initialisation, including problems with the configuration, described below.',
    ])
    expect(placesOf('init-broken-hcl.txt')).toEqual(['main.tf:2', 'main.tf:2', 'main.tf:3', 'main.tf:5'])
    expect(parseHumanErrors(readFixture('init-broken-hcl.txt'))[1]?.detail).toBe(
      'No closing marker was found for the string.',
    )
  })

  test('are told with their place once, as Terraform lays them out', () => {
    const [first] = parseHumanErrors(readFixture('init-broken-hcl.txt'))
    expect(renderDiagnostic(first!)).toBe(
      [
        'Error: Invalid multi-line string',
        '',
        '  on main.tf line 2, in resource "terraform_data" "a":',
        '     2:   input = "x',
        '     3: }',
        '',
        'Quoted strings may not be split over multiple lines. To produce a multi-line',
        'string, either use the \\n escape to represent a newline character or use the',
        '"heredoc" multi-line template syntax.',
      ].join('\n'),
    )
  })

  test.each([
    ['an address', '  with a.b,\n  on x.tf line 7, in resource "a" "b":\n   7: x\n'],
    ['no context', '  on x.tf line 7:\n   7: x\n'],
    ['no source', '  on x.tf line 7, in resource "a" "b":\n  (source code not available)\n'],
    ['nothing behind it', '  on x.tf line 7:'],
  ])('with %s have their place once', (_, place) => {
    const [error] = parseHumanErrors(`\nError: Bad\n\n${place}\nDetail.\n`)
    expect(error).toMatchObject({ range: { filename: 'x.tf', start: { line: 7 } } })
    expect(renderDiagnostic(error!).match(/ on x\.tf line 7/g)).toHaveLength(1)
    expect(renderDiagnostic(error!)).not.toMatch(/^ *\d+: *$/m)
  })

  test.each([
    ['init-missing-bucket.txt', /^Failed to get existing workspaces: S3 bucket "tfstate" does not exist\.$/],
    ['init-unreachable.txt', /^Failed to get existing workspaces: .* connect: connection refused$/],
    ['init-no-such-host.txt', /^Failed to get existing workspaces: .*: no such host$/],
    ['init-selected-workspace-missing.txt', /^Currently selected workspace "gone" does not exist$/],
    ['init-missing-workspace-locked.txt', /^Error loading state: failed to lock s3 state: .* 412,/],
    ['init-two-modules.txt', /^Unreadable module directory$/],
  ])('%s begins with what went wrong', (fixture, summary) => {
    expect(summariesOf(fixture)[0]).toMatch(summary)
  })

  test('are all told', () => {
    expect(summariesOf('init-unreadable-modules.txt')).toEqual([
      'Unsupported Terraform Core version',
      ...Array<string>(4).fill('Unreadable module directory'),
    ])
  })

  test('of a file with a space in its name have a place', () => {
    const text =
      '\nError: Reference\n\n  on with space.tf line 12, in module "y":\n  12:   source = x\n\nDetail.\n'
    expect(parseHumanErrors(text)).toEqual([
      {
        severity: 'error',
        summary: 'Reference',
        detail: 'Detail.',
        snippet: { context: 'module "y"', code: '  source = x', startLine: 12 },
        range: {
          filename: 'with space.tf',
          start: { line: 12, column: 1 },
          end: { line: 12, column: 1 },
        },
      },
    ])
  })
})

test('an error of workspace new has no frame, so it is none of these', () => {
  expect(parseHumanErrors(readFixture('workspace-new-locked.txt'))).toEqual([])
})

test('the output of a success has none', () => {
  expect(parseHumanErrors(readFixture('init-success.txt'))).toEqual([])
})

test('a frame and the line ends of Windows do not matter', () => {
  const framed =
    '╷\r\n│ Error: Broken\r\n│ \r\n│   on main.tf line 3:\r\n│    3: x\r\n│ \r\n│ Detail.\r\n╵\r\n'
  const [error, ...more] = parseHumanErrors(framed)
  expect(more).toEqual([])
  expect(error).toMatchObject({ summary: 'Broken', range: { filename: 'main.tf', start: { line: 3 } } })
  expect(error?.detail).toBe('Detail.')
})

test('no text throws', () => {
  const pieces = fc.constantFrom(
    'Error: ',
    '\n',
    '\n\n',
    '  on a.tf line 5, in x:',
    '│ ',
    '\r',
    ' line ',
    '  on ',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (parts) => {
      for (const { severity, summary } of parseHumanErrors(parts.join(''))) {
        expect(severity).toBe('error')
        expect(summary).not.toContain('\n')
      }
    }),
  )
})
