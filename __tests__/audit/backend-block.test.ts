import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findBackendBlock, parseBackendBlock } from '../../src/audit/backend-block.ts'

const block = 'terraform {\n  required_version = ">= 1.11"\n  backend "s3" {\n    bucket = "b"\n  }\n}\n'
const lineOf = (text: string): number | undefined => parseBackendBlock(text)?.line

describe('the backend block of a file', () => {
  test('is found with its lines and the names in it', () => {
    expect(parseBackendBlock(block)).toEqual({ type: 's3', line: 3, endLine: 5, attributes: ['bucket'] })
  })

  test('has the names of what is nested in it', () => {
    const nested = block.replace(
      'bucket = "b"',
      'endpoints = { s3 = "x" }\n assume_role {\n token = 1 == 1 }',
    )
    expect(parseBackendBlock(nested)?.attributes).toEqual(['endpoints', 's3', 'token'])
  })

  test.each<[what: string, text: string, line: number | undefined]>([
    ['comments', '# backend "s3" {\n// terraform {\n/* terraform {\n backend "gcs" {} */\n', 7],
    ['a comment in front of it', '', 3],
    ['strings', 'locals {\n  a = "terraform { backend \\"s3\\" { # "\n}\n', 6],
    [
      'templates with strings in them',
      'locals {\n  a = "${join("}", ["{", "${"}"}"])} # {"\n  b = { c = "$${" }\n}\n',
      7,
    ],
    ['a heredoc', 'locals {\n  a = <<-EOT\n    terraform {\n    " ${ {\n    EOT\n  b = 1\n}\n', 10],
    ['a block of that name elsewhere', 'resource "a" "b" {\n  terraform {\n    backend "s3" {}\n  }\n}\n', 8],
    ['Windows lines', 'locals {\r\n  a = <<E\r\n{\r\nE\r\n}\r\n', 8],
  ])('is found after %s', (_, before, line) => {
    expect(lineOf(`${before}${block}`)).toBe(line)
  })

  test.each([
    ['none', 'resource "a" "b" {}\n'],
    ['one in a comment', '/* terraform { backend "s3" {} } */'],
    ['one that is an attribute', 'terraform {\n backend = "s3"\n}'],
    ['one outside of terraform', 'terraform {\n}\nbackend "s3" {\n}'],
    ['providers only', 'terraform {\n required_providers {\n  backend = { source = "a" }\n }\n}'],
  ])('is not there with %s', (_, text) => {
    expect(parseBackendBlock(text)).toBeUndefined()
  })

  test('of HCP Terraform is cloud', () => {
    expect(parseBackendBlock('terraform {\n  cloud {\n    organization = "a"\n  }\n}')).toMatchObject({
      ...{ type: 'cloud', line: 2, attributes: ['organization'] },
    })
  })

  test('that never ends goes to the last line', () => {
    expect(parseBackendBlock('terraform {\n backend "s3" {\n a = "')).toMatchObject({ line: 2, endLine: 3 })
  })

  test('is read from any text without an error, and in no time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('terraform {', 'backend "s3" {', '"', '${', '}', '<<E\n', 'E\n', '/*', '\\', '\n'),
        ),
        (parts) => {
          parseBackendBlock(parts.join(''))
        },
      ),
    )
    const start = performance.now()
    for (const part of ['"${', '/*', '<<A\n', '{', 'a="', '\n#']) parseBackendBlock(part.repeat(100_000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

test('of several files the override goes first, else the first by name', () => {
  const other = block.replace('s3', 'gcs')
  const files = [
    { name: 'a.tf', text: 'locals {}' },
    { name: 'b.tf', text: block },
    { name: 'c.tf', text: other },
  ]
  expect(findBackendBlock(files)).toMatchObject({ file: 'b.tf', block: { type: 's3' } })
  const withOverride = [...files, { name: 'x_override.tf', text: other }]
  expect(findBackendBlock(withOverride)).toMatchObject({ file: 'x_override.tf', block: { type: 'gcs' } })
  expect(findBackendBlock([])).toBeUndefined()
})
