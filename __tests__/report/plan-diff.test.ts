import { describe, expect, test } from '@jest/globals'

import { changesFromPlan } from '../../src/plan/changes.ts'
import { parsePlanJson } from '../../src/plan/plan-json.ts'
import { planViewFromPlan } from '../../src/plan/plan-view.ts'
import { renderPlanDiff } from '../../src/report/plan-diff.ts'
import { readFixture } from '../support/fixture.ts'

function diffOf(address: string): string[] {
  const plan = parsePlanJson(readFixture('plan-view-heredoc.json'))
  const view = planViewFromPlan(plan, readFixture('plan-view-heredoc.txt'), changesFromPlan(plan).counts)
  const diff = view.resources.find((resource) => resource.address === address)?.diff
  if (diff === undefined) throw new Error(`${address} has no diff`)
  return renderPlanDiff(diff).split('\n')
}
const coloured = (lines: string[]): string[] => lines.filter((line) => /^[-+!]/.test(line))

describe('a symbol of Terraform moves to the first column, and the rest two columns to the left', () => {
  test.each([
    ['  + resource "a" "b" {', '+ resource "a" "b" {'],
    ['  - resource "a" "b" {', '- resource "a" "b" {'],
    ['  ~ resource "a" "b" {', '! resource "a" "b" {'],
    ['-/+ resource "a" "b" {', '! resource "a" "b" {'],
    ['+/- resource "a" "b" {', '! resource "a" "b" {'],
    [' <= data "a" "b" {', '  data "a" "b" {'],
    [' . resource "a" "b" {', '. resource "a" "b" {'],
    ['    resource "a" "b" {', '  resource "a" "b" {'],
    ['      ~ id = "a" -> "b" # forces replacement', '!     id = "a" -> "b" # forces replacement'],
    ['          - "last",', '-         "last",'],
    ['        # (1 unchanged attribute hidden)', '      # (1 unchanged attribute hidden)'],
    ['        - no symbol stands there', '      - no symbol stands there'],
    ['        } -> (known after apply)', '      } -> (known after apply)'],
    ['      -no symbol either', '    -no symbol either'],
    ['', ''],
    ['  less than three columns', '  less than three columns'],
    ['@@ not Terraform’s', ' @@ not Terraform’s'],
  ])('%j', (line, shown) => {
    expect(renderPlanDiff(line)).toBe(shown)
  })
})

test.each([' <= data "a" "b"', ' . resource "a" "b"', '  + resource "a" "b"', '-/+ resource "a" "b"'])(
  'the head of %j stands above its closing brace',
  (head) => {
    const [first = '', last = ''] = renderPlanDiff(`${head} {\n    }`).split('\n')
    expect(first.search(/[a-z]/)).toBe(last.indexOf('}'))
  },
)

describe('in a heredoc', () => {
  const unchanged = [
    '          list:',
    '          - first',
    '          + not added',
    '          ~ not changed',
    '          ! not marked',
    '            # terraform_data.faked will be destroyed',
    '            - resource "terraform_data" "faked" {',
    '          EOT',
    '          <<-EOT',
    '          ```',
    '          - last',
  ]

  test('lines that are added and removed have a colour, and no others, whatever they look like', () => {
    const lines = diffOf('terraform_data.yaml')
    const heredoc = lines.slice(3, lines.indexOf('      EOT') + 1)
    expect(coloured(heredoc)).toEqual(['-         - second', '+         - changed', '+         added'])
    expect(heredoc).toEqual(expect.arrayContaining(unchanged))
  })

  test('of a resource that is replaced too', () => {
    expect(coloured(diffOf('terraform_data.replaced'))).toEqual([
      '! resource "terraform_data" "replaced" {',
      '!     id               = "8839755d-c2a5-75e7-9bd7-dc6799bdadb6" -> (known after apply)',
      '!     triggers_replace = <<-EOT',
      '-         - second',
      '+         - changed',
      '+         added',
    ])
  })

  test('of one that is created or destroyed, a line is part of a value and has no colour of its own', () => {
    expect(diffOf('terraform_data.added[0]')).toEqual(expect.arrayContaining(unchanged))
    expect(coloured(diffOf('terraform_data.gone[0]'))).toEqual([
      '- resource "terraform_data" "gone" {',
      expect.stringMatching(/^- {5}id {5}= /),
      '-     input  = <<-EOT',
      '-     output = <<-EOT',
    ])
  })

  test('nested in a map, in a list and in JSON', () => {
    expect(diffOf('terraform_data.nested')).toEqual(
      expect.arrayContaining([
        '!             "a.yaml" = <<-EOT',
        '                  - first',
        '-                 - second',
        '+                 - changed',
        '                    - resource "terraform_data" "faked" {',
        '!             <<-EOT',
        '-                 - false',
        '+                 - true',
      ]),
    )
    expect(diffOf('terraform_data.policy')).toEqual(
      expect.arrayContaining([
        '!                         "s3:ListBucket" -> "s3:*",',
        '                          - not',
        '                          - removed',
        '-                         false',
        '+                         true',
      ]),
    )
  })

  test('that becomes something else, or comes of it', () => {
    expect(diffOf('terraform_data.type').slice(2, 7)).toEqual([
      '!     input  = <<-EOT',
      '          - some',
      '          - lines',
      '      EOT -> jsonencode(',
      '          {',
    ])
    const back = diffOf('terraform_data.type_back')
    expect(back.slice(back.indexOf('      ) -> <<-EOT')).slice(1, 4)).toEqual([
      '          - some',
      '          - lines',
      '      EOT',
    ])
  })

  test('the first ends where the second begins', () => {
    const text = [
      '      ~ a = <<-EOT',
      '            - x',
      '        EOT -> <<-EOT',
      '            - y',
      '        EOT',
    ]
    expect(renderPlanDiff([...text, '      - b = 1'].join('\n')).split('\n')).toEqual([
      '!     a = <<-EOT',
      '          - x',
      '      EOT -> <<-EOT',
      '          - y',
      '      EOT',
      '-     b = 1',
    ])
  })

  test('that forces a replacement', () => {
    const text = '      ~ a = <<-EOT # forces replacement\n              - x\n          - - y\n        EOT'
    expect(renderPlanDiff(text)).toBe(
      '!     a = <<-EOT # forces replacement\n            - x\n-         - y\n      EOT',
    )
  })
})

test('a value that ends like the opening of a heredoc opens none', () => {
  expect(renderPlanDiff('      ~ a = "<<-EOT"\n      - b = 1')).toBe('!     a = "<<-EOT"\n-     b = 1')
})

test('what a terminal would hide is shown, and nothing is hidden or turned round', () => {
  const text =
    '      + a = <<-EOT\n            \u001b]0;\u001b[8mrm -rf /\u202e\u200b\n        EOT\n      - b = 1'
  expect(renderPlanDiff(text)).toBe('+     a = <<-EOT\n          ␛]0;␛[8mrm -rf /\n      EOT\n-     b = 1')
})
