import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ResourceFate } from '../../src/plan/unsaved.ts'
import {
  hclAddress,
  hclString,
  renderImportBlock,
  renderStateRemoval,
} from '../../src/report/import-block.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'
import { unicodeText } from '../support/unicode-text.ts'
import { readAddress, readImportBlocks, readLiteral } from '../support/hcl.ts'

const made: ResourceFate = {
  address: 'aws_instance.web',
  place: { module: '', type: 'aws_instance', name: 'web', key: null },
  impliedProvider: 'aws',
  action: 'create',
  progress: 'complete',
  provisionerSeen: false,
  id: { key: 'id', value: 'i-123' },
  verdict: 'unsaved',
  inState: 'nothing',
  idInState: undefined,
}
const isHarmless = (): boolean => true
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  unicodeText({ maxLength: 40 }),
  fc.string({
    unit: fc.constantFrom('$', '%', '{', '}', '"', '\\', '\n', '`', 'n', 'u', '0', "'", ']'),
    maxLength: 40,
  }),
  fc.constantFrom(...hostileTexts.map(({ text }) => text.slice(0, 2_000))),
)

/** As Terraform writes the key of an instance (internal/addrs/instance_key.go, `toHCLQuotedString`). */
function terraformKey(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/[$%](?=\{)/g, '$&$&')
    .replace(/[^\P{C}]|[\u2028\u2029]/gu, (sign) => {
      const code = sign.codePointAt(0)!.toString(16)
      return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
    })
  return `"${escaped}"`
}

describe('a string of HCL', () => {
  test('means the text, whatever it is, in printable ASCII without a backtick', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const quoted = hclString(text)
        expect(readLiteral(quoted)).toBe(text.toWellFormed())
        expect(quoted).toMatch(/^[ -_a-~]*$/)
      }),
    )
  })
})

describe('an address', () => {
  test.each([
    'aws_instance.web',
    'aws_instance.web[0]',
    'module.a.module.b["x.y"].aws_instance.web["k"]',
    'module.a[3]._x-y.ünï',
    'data_x.module',
  ])('is %s as it is', (address) => {
    expect(hclAddress(address)).toBe(address)
  })

  test.each([
    '',
    'aws_instance',
    'module.a',
    'data.aws_ami.a',
    'module.a.data.aws_ami.a',
    'ephemeral.x.y',
    'resource.x.y',
    'action.x.y',
    'aws_instance.web (deposed object abc)',
    'aws_instance.web[*]',
    'aws_instance.web[-1]',
    'aws_instance.web["${file("/etc/passwd")}"]',
    'aws_instance.web["${path.root}"]',
    'aws_instance.web["%{ if true }"]',
    'aws_instance.web["a"',
    'aws_instance.web["a\\x"]',
    'aws_instance.web["a"]\n}\nresource "x" "y" {',
    'aws_instance.web["a\nb"]',
    'aws_instance.web\n',
    ' aws_instance.web',
    'aws_instance.9',
    'aws_instance.we\u034fb',
    'aws_instance.web["a\u202eb"]',
    `aws_instance.${'w'.repeat(1_000)}`,
  ])('is not %j', (address) => {
    expect(hclAddress(address)).toBeUndefined()
  })

  test('with any key that Terraform writes means that key, in printable ASCII without a backtick', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const [module, key] = [a.toWellFormed().slice(0, 80), b.toWellFormed().slice(0, 80)].map((text) =>
          text.toWellFormed(),
        )
        const address = `module.m[${terraformKey(module!)}].x_y.z[${terraformKey(key!)}]`
        fc.pre(address.length <= 1_000)
        const hcl = hclAddress(address)
        expect(readAddress(hcl ?? '')).toEqual(['module', 'm', module, 'x_y', 'z', key])
        expect(hcl).toMatch(/^[ -_a-~]*$/)
      }),
    )
  })

  test('that is any text is refused, or is nothing but an address', () => {
    const near = fc.tuple(
      fc.constantFrom('x_y.z', 'x_y.z["', 'module.a["', ''),
      anyText,
      fc.constantFrom('"]', '"].x.y', ''),
    )
    fc.assert(
      fc.property(near, (parts) => {
        const hcl = hclAddress(parts.join(''))
        if (hcl !== undefined) expect(readAddress(hcl).length).toBeGreaterThan(1)
      }),
    )
  })
})

describe('an import block', () => {
  test('takes in what was made and the state lacks', () => {
    expect(renderImportBlock(made, isHarmless)).toBe('import {\n  to = aws_instance.web\n  id = "i-123"\n}')
  })

  test('is one block with that ID, whatever the ID is', () => {
    fc.assert(
      fc.property(anyText, (value) => {
        const block = renderImportBlock({ ...made, id: { key: 'id', value } }, isHarmless) ?? ''
        expect(readImportBlocks(block)).toEqual([{ to: 'aws_instance.web', id: value.toWellFormed() }])
      }),
    )
  })

  test('says where its ID is a name', () => {
    const block = renderImportBlock({ ...made, id: { key: 'name', value: 'n' } }, isHarmless)
    expect(block).toContain('  # Its name: it has no attribute "id".\n  id = "n"')
  })

  test.each<[string, Partial<ResourceFate>]>([
    ['what is saved', { verdict: 'saved' }],
    ['what may not exist', { verdict: 'unknown' }],
    ['what was changed', { action: 'update' }],
    ['what was destroyed', { action: 'delete' }],
    ['what has no ID', { id: undefined }],
    ['an ID without end', { id: { key: 'id', value: 'x'.repeat(2_001) } }],
    ['a data source', { address: 'data.aws_ami.a' }],
    ['a text that is no address', { address: 'x.y"]\n}' }],
  ])('is not given for %s', (_, fate) => {
    expect(renderImportBlock({ ...made, ...fate }, isHarmless)).toBeUndefined()
  })

  test.each(['i-123', 'aws_instance.web'])('is not given where %s is sensitive', (secret) => {
    expect(renderImportBlock(made, (text) => !text.includes(secret))).toBeUndefined()
  })
})

describe('the command that makes room in the state', () => {
  const replaced: ResourceFate = { ...made, inState: 'other-object', address: `x_y.z["it's"]` }

  test('quotes the address for a shell', () => {
    expect(renderStateRemoval(replaced, isHarmless)).toBe(`terraform state rm 'x_y.z["it'\\''s"]'`)
  })

  test.each<[string, Partial<ResourceFate>]>([
    ['where the state has nothing', { inState: 'nothing' }],
    ['where the object may be the one that was made', { inState: 'some-object', verdict: 'unknown' }],
    ['for what was not made for certain', { verdict: 'unknown' }],
    ['for what was destroyed', { action: 'delete' }],
    ['for a text that is no address', { address: `x'; rm -rf /; '` }],
  ])('is not given %s', (_, fate) => {
    expect(renderStateRemoval({ ...replaced, ...fate }, isHarmless)).toBeUndefined()
  })
})
