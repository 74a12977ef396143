import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import { joinComment, parseComment, renderMarker, withNotice } from '../../src/report/comment-marker.ts'
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

describe('a notice', () => {
  const noticed = withNotice(body, key, 'The state has moved on.') ?? ''

  test('is one line right before the plan, which is still found byte for byte', () => {
    expect(noticed.split('\n').slice(1).join('\n')).toBe(
      `### Planned\n\n> ⚠️ The state has moved on. <!-- lockstep notice -->\n\n${parts.planSection}\n\n${parts.foot}`,
    )
    expect(parseComment(noticed, key)).toEqual(found)
  })

  test('takes the place of an earlier one', () => {
    const again = withNotice(noticed, key, 'It has moved on again.')
    expect(again).toBe(withNotice(body, key, 'It has moved on again.'))
    expect(withNotice(noticed, key, 'The state has moved on.')).toBe(noticed)
  })

  test('leaves a warning of the run alone, and one that only looks like a notice', () => {
    const warned = { ...parts, head: '### Planned\n\n> ⚠️ Careful.' }
    const comment = joinComment(key, warned)
    expect(withNotice(comment, key, 'Stale.')).toContain('> ⚠️ Careful.\n\n> ⚠️ Stale. <!--')
    const quoting = { ...parts, head: '```\n> ⚠️ Old. <!-- lockstep notice -->\n\n```' }
    expect(withNotice(joinComment(key, quoting), key, 'Stale.')).toContain(quoting.head)
  })

  test('is dropped by the next version that the run of its pull request writes', () => {
    const before = parseComment(noticed, key)
    expect(joinComment(key, { ...parts, planSection: before?.planSection }, before)).toBe(body)
  })

  test('leaves the names in the marker as they are', () => {
    const inOtherFolder = { stateAddress: key.stateAddress, folder: undefined, commentKey: key.commentKey }
    expect(withNotice(body, inOtherFolder, 'The state has moved on.')).toBe(noticed)
  })

  test('is one line, whatever it is given', () => {
    expect(withNotice(body, key, ' The state\n\nhas moved on.\r\n')).toBe(noticed)
  })

  test('fits into a comment that a person has edited on a page', () => {
    expect(withNotice(body.replaceAll('\n', '\r\n'), key, 'The state has moved on.')).toBe(noticed)
  })

  test.each([
    ['of another state', body, { ...key, stateAddress: 's3://bucket/other' }],
    ['of another key', body, { ...key, commentKey: '' }],
    ['without a plan', joinComment(key, { ...parts, planSection: undefined }), key],
    ['whose plan was applied', joinComment(key, { ...parts, isApplied: true }), key],
    ['whose plan was changed since', body.replace('1 to add', '2 to add'), key],
    ['that is talk', 'Hello', key],
  ])('is not put into a comment %s', (_, comment, ofKey) => {
    expect(withNotice(comment, ofKey, 'Stale.')).toBeUndefined()
  })

  test('is left out where there is no room for it', () => {
    const room = 65_000 - Buffer.byteLength(noticed)
    const full = (bytes: number): string =>
      joinComment(key, { ...parts, foot: parts.foot + 'ä'.repeat(bytes / 2) + (bytes % 2 === 1 ? '.' : '') })
    const fitting = withNotice(full(room), key, 'The state has moved on.')
    expect(Buffer.byteLength(fitting ?? '')).toBe(65_000)
    expect(withNotice(full(room + 1), key, 'The state has moved on.')).toBeUndefined()
  })

  test('moves no ends, whatever stands in the comment', () => {
    const texts = hostileTexts.map(({ text }) => text.slice(0, 1_000).toWellFormed())
    const text = fc
      .oneof(fc.constantFrom(...texts), fc.constant(noticed), fc.string())
      .map((each) => each.replaceAll('\r', ''))
    fc.assert(
      fc.property(text, text, text, text, (head, planSection, foot, notice) => {
        const comment = joinComment(key, { head, planSection, foot })
        const once = withNotice(comment, key, notice) ?? ''
        expect(parseComment(once, key)).toEqual({ ...found, planSection })
        expect(withNotice(once, key, notice)).toBe(once)
      }),
    )
  })
})

test('lines behind the marker are as they were given', () => {
  expect(otherLines.join('\n')).toBe('### Planned\n\n#### Plan\n\n1 to add\n\n<sub>now</sub>')
})
