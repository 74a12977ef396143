import { beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { createLog, type Log } from '../../src/runner/log.ts'

let written = ''
let log: Log

beforeEach(() => {
  written = ''
  log = createLog((text) => {
    written += text
  })
})

interface Heard {
  /** The commands that the runner would obey, as they are written. */
  obeyed: string[]
  /** What it would print. */
  printed: string[]
}

/**
 * The runner's side (actions/runner, ActionCommandManager.cs): while commands are stopped, a line is a command only if
 * it is the token alone; otherwise `::name …::` at the start of a line is one, and `##[name]` anywhere in it.
 */
function hear(output: string): Heard {
  const obeyed: string[] = []
  const printed: string[] = []
  let token: string | undefined
  for (const line of output.replace(/\r\n?/g, '\n').split('\n').slice(0, -1)) {
    // As .NET trims: U+0085 is white space there, and not in JavaScript.
    const text = line.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '')
    if (token !== undefined) {
      if (text === `::${token}::`) token = undefined
      else printed.push(line)
      continue
    }
    const [, name, value = ''] = /^::([a-z-]+)[^:]*::(.*)$/.exec(text) ?? []
    if (name === 'stop-commands') token = value
    else if (name !== undefined || text.includes('##[')) obeyed.push(line)
    else printed.push(line)
  }
  expect(token).toBeUndefined()
  return { obeyed, printed }
}

const orders = [
  '::set-output name=x::y',
  '::add-mask::true',
  '  ::error::fake',
  '::stop-commands::mine',
  'text ##[add-mask]true',
  '##[set-env name=PATH]/evil',
  '::lockstep-00000000-0000-4000-8000-000000000000::',
]

describe('what Terraform prints', () => {
  test.each(orders)('%j is printed and not obeyed', (line) => {
    log.lines(line)
    log.close()
    expect(hear(written)).toEqual({ obeyed: [], printed: [line] })
  })

  test('cannot give commands back, since each token is new and said before the text', () => {
    log.lines('a')
    log.debug('between')
    const [first = ''] = /lockstep-[0-9a-f-]{36}/.exec(written) ?? []
    log.lines(`::${first}::\n::error::fake`)
    log.close()
    expect(hear(written)).toEqual({
      obeyed: ['::debug::between'],
      printed: ['a', `::${first}::`, '::error::fake'],
    })
  })

  test('is obeyed in nothing, whatever it is, and nothing of ours is lost', () => {
    const step = fc.oneof(
      fc.record({
        kind: fc.constant('lines' as const),
        text: fc.constantFrom(...orders, 'plain', 'two\nlines', ''),
      }),
      fc.record({
        kind: fc.constantFrom('debug' as const, 'mask' as const, 'group' as const),
        text: fc.string(),
      }),
    )
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let output = ''
        const writer = createLog((text) => (output += text))
        let debugs = 0
        for (const { kind, text } of steps) {
          if (kind === 'lines') writer.lines(text)
          else if (kind === 'debug') {
            writer.debug(text)
            debugs += 1
          } else if (kind === 'mask') writer.mask(text)
          else {
            writer.startGroup(text)
            writer.endGroup()
          }
        }
        writer.close()
        const { obeyed } = hear(output)
        expect(obeyed.filter((line) => line.startsWith('::debug::'))).toHaveLength(debugs)
        for (const line of obeyed) expect(line).toMatch(/^::(?:debug|add-mask|group|endgroup)::/)
      }),
    )
  })

  test('stops commands once for lines that follow each other', () => {
    log.lines('a\n')
    log.lines('b')
    log.lines('c\nd\n')
    log.close()
    expect(written.match(/::stop-commands::/g)).toHaveLength(1)
    expect(hear(written).printed).toEqual(['a', 'b', 'c', 'd'])
  })

  test('is closed once', () => {
    log.lines('a')
    log.close()
    log.close()
    expect(written.split('\n')).toHaveLength(4)
  })
})

describe('a sentence of ours', () => {
  test('is printed as it is, without stopping commands', () => {
    log.say('Waiting for alice: 5 min')
    expect(written).toBe('Waiting for alice: 5 min\n')
  })

  test.each([
    ...orders,
    '\u0085::error::fake',
    '\u00a0\t::error::fake',
    'two\n::error::fake',
    'two\r::error::fake',
    ':::error::fake',
    '###[error]fake',
  ])('that quotes %j is not obeyed', (text) => {
    log.say(text)
    const { obeyed, printed } = hear(written)
    expect(obeyed).toEqual([])
    expect(printed.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''))
  })

  test('is not obeyed, whatever it quotes and wherever it stands', () => {
    const piece = fc.constantFrom(
      ':',
      '::',
      '#',
      '[',
      ' ',
      '\u0085',
      '\n',
      '\r',
      'error',
      'add-mask',
      'x',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(piece), fc.boolean(), (pieces, isAmongLines) => {
        let output = ''
        const writer = createLog((text) => (output += text))
        if (isAmongLines) writer.lines('before')
        writer.say(pieces.join(''))
        writer.close()
        expect(hear(output).obeyed).toEqual([])
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a mask', () => {
  test('is never written while commands are stopped, where it would be printed', () => {
    log.lines('before')
    log.mask('hunter2-hunter2')
    log.lines('after')
    log.close()
    expect(hear(written)).toEqual({ obeyed: ['::add-mask::hunter2-hunter2'], printed: ['before', 'after'] })
  })

  test.each(['', 'true', '1', '1234567', '   short   ', 'a\nb\r\nc'])(
    'is not made of %j, which is short',
    (value) => {
      log.mask(value)
      expect(written).toBe('')
    },
  )

  test('is made of each line of a secret that is long enough', () => {
    log.mask('-----BEGIN KEY-----\r\n  line of the key  \nshort\n\n-----END KEY-----\n')
    expect(hear(written).obeyed).toEqual([
      '::add-mask::-----BEGIN KEY-----',
      '::add-mask::line of the key',
      '::add-mask::-----END KEY-----',
    ])
  })

  test('is written once', () => {
    log.mask('hunter2-hunter2')
    log.mask('hunter2-hunter2')
    expect(hear(written).obeyed).toHaveLength(1)
  })

  test('keeps what the runner would take for an escape', () => {
    log.mask('100%25::%0Aabc')
    expect(written).toBe('::add-mask::100%2525::%250Aabc\n')
  })
})

describe('an annotation', () => {
  test('points at its place', () => {
    log.annotate('error', 'Wrong', { title: 'T', file: 'app/main.tf', line: 3, endLine: 4, column: 5 })
    expect(written).toBe('::error title=T,file=app/main.tf,line=3,endLine=4,col=5::Wrong\n')
  })

  test('needs no place', () => {
    log.annotate('notice', 'Hello')
    log.annotate('warning', 'Careful', {})
    expect(written).toBe('::notice::Hello\n::warning::Careful\n')
  })

  test('escapes what would end it or add to it', () => {
    log.annotate('warning', 'a: 100%\r\nb,c', { title: 'x: 1%, y\n', file: 'a,line=9::b.tf' })
    expect(written).toBe('::warning title=x%3A 1%25%2C y%0A,file=a%2Cline=9%3A%3Ab.tf::a: 100%25%0D%0Ab,c\n')
  })

  test('is one line, whatever it says, and comes after commands are given back', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ':', ',', '%', '\r', '\n', '0', 'A', ' ', '=', '\u001b', '🧱'),
    })
    fc.assert(
      fc.property(text, text, (message, title) => {
        let output = ''
        const writer = createLog((text) => (output += text))
        writer.lines('text')
        writer.annotate('error', message, { title })
        const { obeyed } = hear(output)
        expect(obeyed).toHaveLength(1)
        const [, shownTitle = '', shown = ''] =
          /^::error title=([^:,]*)::([\s\S]*)$/.exec(obeyed[0] ?? '') ?? []
        const data = (text: string): string =>
          text.replace(/%0D/g, '\r').replace(/%0A/g, '\n').replace(/%25/g, '%')
        expect(data(shown)).toBe(message)
        expect(data(shownTitle.replace(/%3A/g, ':').replace(/%2C/g, ','))).toBe(title)
      }),
    )
  })
})

test('a group has a title of one line', () => {
  log.startGroup('terraform init\n::error::fake')
  log.lines('inside')
  log.endGroup()
  expect(hear(written)).toEqual({
    obeyed: ['::group::terraform init%0A::error::fake', '::endgroup::'],
    printed: ['inside'],
  })
})
