import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { joinComment, parseComment, renderMarker } from '../../src/report/comment-marker.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'

const key = { stateAddress: 's3://bucket/key', commentKey: 'blue' }
const parts = { head: '### Planned', planSection: '#### The plan\n\n1 to add', foot: '<sub>now</sub>' }
const body = joinComment(key, parts)
const [firstLine = '', ...otherLines] = body.split('\n')
const found = { planSection: parts.planSection }

describe('a comment', () => {
  test('begins with a marker that shows neither state nor key', () => {
    expect(firstLine).toMatch(/^<!-- lockstep state=[0-9a-f]{32} plan=13\+23:[0-9a-f]{64} -->$/)
    expect(renderMarker(key, { ...parts, planSection: undefined })).toMatch(/ plan=none -->$/)
  })

  test('is found again, and its plan section byte for byte', () => {
    expect(parseComment(body, key)).toEqual(found)
  })

  test('without a plan is found again', () => {
    expect(parseComment(joinComment(key, { ...parts, planSection: undefined }), key)).toEqual({
      planSection: undefined,
    })
  })

  test.each([
    ['has lost the white space at its end', body.trimEnd()],
    ['has white space at its end', `${body}\n \n`],
    ['has the line ends of Windows', body.replaceAll('\n', '\r\n')],
    ['has another end', `${body} edited`],
  ])('is found when it %s', (_, changed) => {
    expect(parseComment(changed, key)).toEqual(found)
  })

  test('of another state or another key is not this one', () => {
    expect(parseComment(body, { ...key, stateAddress: 's3://bucket/key2' })).toBeUndefined()
    expect(parseComment(body, { ...key, commentKey: '' })).toBeUndefined()
    expect(parseComment(body, { stateAddress: 's3://bucket/keyblue', commentKey: '' })).toBeUndefined()
    expect(parseComment(body, { stateAddress: 's3://bucket', commentKey: '/keyblue' })).toBeUndefined()
  })
})

describe('no comment of ours is one', () => {
  test.each([
    ['that is empty', ''],
    ['that is only a marker, without a line behind it', firstLine],
    ['with the marker in its second line', `Look:\n${body}`],
    ['with an empty line before the marker', `\n${body}`],
    ['with a space before the marker', ` ${body}`],
    ['that quotes ours', body.replace(/^/gm, '> ')],
    ['that has ours in a fence', `\`\`\`\n${body}\n\`\`\``],
    ['with text behind the marker', body.replace('-->', '--> x')],
    ['with a shorter hash', body.replace(/state=[0-9a-f]/, 'state=')],
    ['with a plan that is not told of in full', body.replace(/:[0-9a-f]{64}/, '')],
    ['that is no comment but talk', '/lockstep apply'],
  ])('%s', (_, text) => {
    expect(parseComment(text, key)).toBeUndefined()
  })
})

describe('a plan section that was changed is none', () => {
  test.each([
    ['a letter', body.replace('1 to add', '2 to add')],
    ['a line in front of it', body.replace('### Planned', '### Planned\n')],
    ['its length', body.replace('+23:', '+22:')],
    ['its start', body.replace('plan=13', 'plan=12')],
    ['its hash', body.replace(/:[0-9a-f]{64}/, `:${'0'.repeat(64)}`)],
    ['its end, which was cut', body.slice(0, body.indexOf('to add'))],
  ])('%s', (_, changed) => {
    expect(changed).not.toBe(body)
    expect(parseComment(changed, key)).toEqual({ planSection: undefined })
  })

  test('nothing that stands in a comment moves the ends of its plan', () => {
    const texts = hostileTexts.map(({ text }) => text.slice(0, 1_000).replaceAll('\r', '').toWellFormed())
    const text = fc.oneof(fc.constantFrom(...texts), fc.constant(body), fc.string())
    fc.assert(
      fc.property(text, text, text, (head, planSection, foot) => {
        const clean = planSection.replaceAll('\r', '')
        const written = joinComment(key, { head: head.replaceAll('\r', ''), planSection: clean, foot })
        expect(parseComment(written.replaceAll('\n', '\r\n'), key)).toEqual({ planSection: clean })
      }),
    )
  })
})

test('lines behind the marker are as they were given', () => {
  expect(otherLines.join('\n')).toBe('### Planned\n\n#### The plan\n\n1 to add\n\n<sub>now</sub>')
})
