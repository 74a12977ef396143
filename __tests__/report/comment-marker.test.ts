import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { joinComment, parseComment, renderMarker } from '../../src/report/comment-marker.ts'
import { hostileTexts } from '../fixtures/hostile-text.ts'

const key = { stateAddress: 's3://bucket/key', folder: 'app', commentKey: 'blue' }
const unknownKey = { ...key, stateAddress: undefined }
const parts = { head: '### Planned', planSection: '#### Plan\n\n1 to add', foot: '<sub>now</sub>' }
const body = joinComment(key, parts)
const [firstLine = '', ...otherLines] = body.split('\n')
const found = {
  planSection: parts.planSection,
  state: /state=(\w+)/.exec(firstLine)![1],
  folder: /folder=(\w+)/.exec(firstLine)![1],
}
const foundByState = { planSection: found.planSection, state: found.state }
const foundWithoutPlan = { ...found, planSection: undefined }

describe('a comment', () => {
  test('begins with a marker that shows neither state nor folder nor key', () => {
    expect(firstLine).toMatch(
      /^<!-- lockstep state=[0-9a-f]{32} folder=[0-9a-f]{32} plan=13\+19:[0-9a-f]{64} -->$/,
    )
    expect(renderMarker(key, { ...parts, planSection: undefined }, undefined)).toMatch(/ plan=none -->$/)
  })

  test('is found again, and its plan section byte for byte', () => {
    expect(parseComment(body, key)).toEqual(found)
  })

  test('whose plan was applied is found again, without that plan', () => {
    const done = joinComment(key, { ...parts, isApplied: true })
    expect(done).toContain(parts.planSection)
    expect(parseComment(done, key)).toEqual(foundWithoutPlan)
  })

  test('without a plan is found again', () => {
    expect(parseComment(joinComment(key, { ...parts, planSection: undefined }), key)).toEqual(
      foundWithoutPlan,
    )
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
    const { folder } = key
    expect(
      parseComment(body, { stateAddress: 's3://bucket/keyblue', folder, commentKey: '' }),
    ).toBeUndefined()
    expect(
      parseComment(body, { stateAddress: 's3://bucket', folder, commentKey: '/keyblue' }),
    ).toBeUndefined()
  })
})

describe('where the state is not known', () => {
  const early = joinComment(unknownKey, parts)
  const inGreen = { ...unknownKey, commentKey: 'green' }

  test('the comment of the folder is found, whichever state it tells of', () => {
    expect(parseComment(body, unknownKey)).toEqual(found)
    expect(parseComment(joinComment({ ...key, stateAddress: 's3://b/k' }, parts), unknownKey)).toMatchObject({
      planSection: found.planSection,
    })
  })

  test('the comment of another folder or another key is not found', () => {
    expect(parseComment(body, { ...unknownKey, folder: 'app2' })).toBeUndefined()
    expect(parseComment(body, inGreen)).toBeUndefined()
    expect(parseComment(early, inGreen)).toBeUndefined()
    expect(parseComment(body, { ...unknownKey, folder: 'appblue', commentKey: '' })).toBeUndefined()
  })

  test('a marker says so, and its comment is found again', () => {
    expect(early).toMatch(/^<!-- lockstep state=none folder=[0-9a-f]{32} /)
    expect(parseComment(early, unknownKey)).toEqual({ ...found, state: undefined })
  })

  test('a comment is taken over by the first run of its folder that knows the state, and is that state’s then', () => {
    const before = parseComment(early, key)
    expect(before).toEqual({ ...found, state: undefined })
    const taken = joinComment(key, parts, before)
    expect(taken).toBe(body)
    expect(parseComment(taken, { ...key, stateAddress: 's3://bucket/other' })).toBeUndefined()
  })

  test('a comment is not taken over by a run of another folder', () => {
    expect(parseComment(early, { ...key, folder: 'app2' })).toBeUndefined()
  })

  test('a new version keeps the state of the one before, for every later run', () => {
    const later = joinComment(unknownKey, { ...parts, planSection: undefined }, found)
    expect(later).toContain(` state=${found.state} `)
    expect(parseComment(later, key)).toEqual(foundWithoutPlan)
    expect(parseComment(later, { ...key, folder: 'app2' })).toEqual(foundWithoutPlan)
    expect(parseComment(later, { ...key, stateAddress: 's3://bucket/other' })).toBeUndefined()
  })
})

describe('where the state is known', () => {
  test('the comment of another state is not found, although it is of the same folder', () => {
    expect(parseComment(body, { ...key, stateAddress: 's3://bucket/other' })).toBeUndefined()
  })

  test('its comment is found from any folder, and tells of the new one then', () => {
    const moved = { ...key, folder: 'app2' }
    expect(parseComment(body, moved)).toEqual(found)
    const later = joinComment(moved, parts, found)
    expect(parseComment(later, { ...moved, stateAddress: undefined })).toMatchObject(foundByState)
    expect(parseComment(later, unknownKey)).toBeUndefined()
  })

  test('a run that knows no folder leaves the comment to the one that does', () => {
    const byAddress = { ...key, folder: undefined }
    expect(parseComment(body, byAddress)).toEqual(found)
    const later = joinComment(byAddress, parts, found)
    expect(later).toBe(body)
    expect(parseComment(later, unknownKey)).toEqual(found)
    const first = joinComment(byAddress, parts)
    expect(first).toContain(' folder=none ')
    expect(parseComment(first, key)).toEqual({ ...found, folder: undefined })
    expect(parseComment(first, unknownKey)).toBeUndefined()
    expect(parseComment(first, { ...byAddress, stateAddress: undefined })).toBeUndefined()
  })

  test('it takes the place of a state that was kept', () => {
    expect(joinComment(key, parts, { state: 'f'.repeat(32), folder: 'f'.repeat(32) })).toBe(body)
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
    ['with a shorter hash of the folder', body.replace(/folder=[0-9a-f]/, 'folder=')],
    ['of a version that named no folder', body.replace(/ folder=\w+/, '')],
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
    ['its length', body.replace('+19:', '+18:')],
    ['its start', body.replace('plan=13', 'plan=12')],
    ['its hash', body.replace(/:[0-9a-f]{64}/, `:${'0'.repeat(64)}`)],
    ['its end, which was cut', body.slice(0, body.indexOf('to add'))],
  ])('%s', (_, changed) => {
    expect(changed).not.toBe(body)
    expect(parseComment(changed, key)).toEqual(foundWithoutPlan)
  })

  test('nothing that stands in a comment moves the ends of its plan', () => {
    const texts = hostileTexts.map(({ text }) => text.slice(0, 1_000).replaceAll('\r', '').toWellFormed())
    const text = fc.oneof(fc.constantFrom(...texts), fc.constant(body), fc.string())
    fc.assert(
      fc.property(text, text, text, (head, planSection, foot) => {
        const clean = planSection.replaceAll('\r', '')
        const written = joinComment(key, { head: head.replaceAll('\r', ''), planSection: clean, foot })
        expect(parseComment(written.replaceAll('\n', '\r\n'), key)).toEqual({ ...found, planSection: clean })
      }),
    )
  })
})

test('lines behind the marker are as they were given', () => {
  expect(otherLines.join('\n')).toBe('### Planned\n\n#### Plan\n\n1 to add\n\n<sub>now</sub>')
})
