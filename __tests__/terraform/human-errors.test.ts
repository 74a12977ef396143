import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { parseHumanErrors } from '../../src/terraform/human-errors.ts'
import { readFixture } from '../support/fixture.ts'

const summariesOf = (fixture: string): string[] =>
  parseHumanErrors(readFixture(fixture)).map(({ summary }) => summary)
const placesOf = (fixture: string): string[] =>
  parseHumanErrors(readFixture(fixture)).flatMap(({ range }) =>
    range === undefined ? [] : [`${range.filename}:${range.start.line}`],
  )

describe('the errors of init', () => {
  test('in the configuration have their places', () => {
    expect(summariesOf('init-broken-hcl.txt')).toEqual([
      'Terraform encountered problems during initialisation, including problems with the configuration, described below.',
      'Invalid multi-line string',
      'Unterminated template string',
      'Invalid multi-line string',
      'Invalid multi-line string',
    ])
    expect(placesOf('init-broken-hcl.txt')).toEqual(['main.tf:2', 'main.tf:2', 'main.tf:3', 'main.tf:5'])
    expect(parseHumanErrors(readFixture('init-broken-hcl.txt'))[2]?.detail).toContain(
      'No closing marker was found for the string.',
    )
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
      ...Array<string>(4).fill('Unreadable module directory'),
      'Unsupported Terraform Core version',
    ])
  })

  test('of a file with a space in its name have a place', () => {
    const text =
      '\nError: Reference\n\n  on with space.tf line 12, in module "y":\n  12:   source = x\n\nDetail.\n'
    expect(parseHumanErrors(text)).toEqual([
      {
        severity: 'error',
        summary: 'Reference',
        detail: expect.stringMatching(/Detail\.$/),
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
  expect(error?.detail).toContain('Detail.')
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
