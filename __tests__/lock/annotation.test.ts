import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'

import {
  parseAnnotation,
  needsAttention,
  renderAnnotation,
  renderAttention,
  runReferenceFromTexts,
  type RunReference,
} from '../../src/lock/annotation.ts'
import { editLockInfo } from '../../src/lock/lock-edit.ts'
import { unicodeText } from '../support/unicode-text.ts'

const page = 'https://github.com/acme/infra/actions/runs/1/attempts/1'
const run: RunReference = {
  serverUrl: 'https://github.com',
  repository: 'acme/infra',
  runId: 1,
  attempt: 1,
  jobId: 2,
  pullRequest: 3,
  actor: 'alice',
}
const bare = { ...run, jobId: null, pullRequest: null, actor: null }
const line = `lockstep run=${page} job=2 pr=3 actor=alice`

describe('the annotation of a run', () => {
  test.each<[RunReference, string]>([
    [run, line],
    [bare, `lockstep run=${page}`],
    [{ ...bare, actor: 'renovate[bot]' }, `lockstep run=${page} actor=renovate[bot]`],
    [
      { ...bare, serverUrl: 'https://ghe.corp.example:8443', runId: 99, attempt: 3 },
      'lockstep run=https://ghe.corp.example:8443/acme/infra/actions/runs/99/attempts/3',
    ],
  ])('%# is one line, and reads as the same run', (reference, expected) => {
    expect(renderAnnotation(reference)).toBe(expected)
    expect(parseAnnotation(expected)).toEqual(reference)
  })

  test('may have its fields in any order, and more of them', () => {
    expect(parseAnnotation(`lockstep later=x actor=alice job=2 run=${page} pr=3 needs-attention`)).toEqual(
      run,
    )
  })
})

describe('what somebody else wrote', () => {
  test.each([
    '',
    'lockstep',
    'locksteps run=x',
    'consul session: 1',
    ` ${line}`,
    `Lockstep run=${page}`,
    `lockstep\trun=${page}`,
    'lockstep run=',
    'lockstep run=javascript:alert(1)',
    `lockstep run=${page}/x`,
    `lockstep run=${page}\n`,
    `lockstep run=x${page}`,
    `lockstep run=https://user:secret@github.com/acme/infra/actions/runs/1/attempts/1`,
    'lockstep run=https://github.com/acme/actions/runs/1/attempts/1',
    'lockstep run=https://github.com/acme/infra/actions/runs/-1/attempts/1',
    'lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1e9',
    `lockstep run=https://github.com/acme/infra/actions/runs/${'9'.repeat(16)}/attempts/1`,
    `${line} ${'x'.repeat(500)}`,
  ])('is no annotation: %j', (info) => {
    expect(parseAnnotation(info)).toBeUndefined()
  })

  test.each([
    ['job=0 pr=-3 actor=', {}],
    ['job=1e9 pr=0x3 actor=a/b', {}],
    ['job=2; pr=3, actor=@alice', {}],
    ['job=2 pr= actor=[click](http://x)', { jobId: 2 }],
    ['__proto__=x constructor=y job=2', { jobId: 2 }],
    [`actor=${'a'.repeat(101)} pr=3`, { pullRequest: 3 }],
  ])('loses the fields that no run of ours could have written: %s', (fields, kept) => {
    expect(parseAnnotation(`lockstep run=${page} ${fields}`)).toEqual({ ...bare, ...kept })
  })

  test('of any kind is read or refused, and what is read is plain', () => {
    const word = fc.oneof(
      fc.constantFrom(
        'lockstep',
        `run=${page}`,
        'job=',
        'pr=',
        'actor=',
        '=',
        '2',
        '\n',
        '\u202e',
        '`',
        '@x',
      ),
      unicodeText({ maxLength: 8 }),
    )
    fc.assert(
      fc.property(fc.array(word), fc.constantFrom('', ' '), (words, space) => {
        const found = parseAnnotation(`lockstep run=${page} ${words.join(space)}`)
        if (found === undefined) return
        expect(renderAnnotation(found)).toMatch(/^[\w:/.[\]= -]+$/)
        expect(parseAnnotation(renderAnnotation(found))).toEqual(found)
      }),
    )
  })
})

test('a word without a value is no field', () => {
  expect(parseAnnotation(`${line} jobx prx actorx`)).toEqual(run)
  expect(parseAnnotation(`lockstep run=${page} actorx`)).toEqual(bare)
})

test('an annotation is read up to 500 characters, with the room that needs-attention takes', () => {
  const ofLength = (length: number): RunReference => {
    const rest = renderAttention({ ...bare, serverUrl: 'https://' }).length
    return { ...bare, serverUrl: `https://${'x'.repeat(length - rest)}` }
  }
  const [longest, tooLong] = [ofLength(500), ofLength(501)]
  expect(renderAttention(longest)).toHaveLength(500)
  expect(parseAnnotation(renderAttention(longest))).toEqual(longest)
  expect(parseAnnotation(renderAnnotation(tooLong))).toBeUndefined()
})

describe('a run of texts', () => {
  test('of any kind is left out, or in the form that is read again', () => {
    const text = fc.option(
      fc.oneof(unicodeText(), fc.constantFrom('7', 'alice', 'a[bot]', 'a pr=5', '0', '1 ')),
      { nil: undefined },
    )
    const server = fc.constantFrom(
      'https://github.com',
      'https://ghe.x:1',
      `https://${'x'.repeat(400)}`,
      'ftp://x',
    )
    const name = fc.oneof(fc.constantFrom('acme/infra', 'a/b/c', ''), fc.string())
    fc.assert(
      fc.property(server, name, text, text, text, (from, repository, job, pr, actor) => {
        const texts = { run: `${from}/${repository}/actions/runs/12/attempts/3`, job, pr, actor }
        const found = runReferenceFromTexts(texts)
        if (found === undefined) return
        expect(parseAnnotation(renderAnnotation(found))).toEqual(found)
      }),
      { numRuns: 1_000 },
    )
  })

  test('that is too long to be read again is none', () => {
    const run = `https://${'x'.repeat(480)}.example/acme/infra/actions/runs/1/attempts/1`
    expect(runReferenceFromTexts({ run, job: undefined, pr: undefined, actor: undefined })).toBeUndefined()
  })
})

describe('the JSON of a lock with another Info', () => {
  test('is the same but for it, whatever its other fields are', () => {
    const fields = fc.dictionary(
      fc.string().filter((name) => !['ID', 'Info', '__proto__'].includes(name)),
      fc.jsonValue(),
    )
    fc.assert(
      fc.property(fields, unicodeText(), fc.nat({ max: 4 }), (others, info, indent) => {
        const json = JSON.stringify({ ...others, ID: 'one', Info: '', Path: 'p' }, null, indent)
        const edit = editLockInfo(json, 'one', info)
        if (info === '') expect(edit).toEqual({ kind: 'same' })
        else if (edit.kind === 'edited') {
          expect(JSON.parse(edit.json)).toEqual({ ...(JSON.parse(json) as object), Info: info })
        } else expect(edit).toMatchObject({ kind: 'refused', reason: 'the lock has more than one Info' })
      }),
    )
  })

  test('keeps a dollar sign, which a replacement would read as a pattern', () => {
    const edit = editLockInfo('{"ID":"one","Info":""}', 'one', '$1$&')
    expect(edit).toEqual({ kind: 'edited', json: '{"ID":"one","Info":"$1$&"}' })
  })

  test('keeps each byte beside it', () => {
    const json = '{ "ID": "one",\n  "Info" : "lockstep run=\\"x\\"",  "Who":"\\"Info\\":\\"y\\"" }'
    expect(editLockInfo(json, 'one', 'z')).toEqual({
      kind: 'edited',
      json: '{ "ID": "one",\n  "Info" : "z",  "Who":"\\"Info\\":\\"y\\"" }',
    })
  })

  test('is not made of a lock that is larger than any of Terraform', () => {
    const padded = (length: number): string => '{"ID":"one","Info":""}'.padEnd(length)
    expect(editLockInfo(padded(64 * 1024), 'one', 'x').kind).toBe('edited')
    expect(editLockInfo(padded(64 * 1024 + 1), 'one', 'x')).toEqual({
      kind: 'refused',
      reason: 'the lock is too large',
    })
  })

  test.each([
    ['x', /^the lock is not JSON: .+/],
    ['{"ID":"one"}', /^the lock has no Info$/],
    ['{"ID":"one","Info":7}', /^the lock has no Info$/],
    ['{"ID":"one","Info":"consul session"}', /^the lock's Info is somebody else's$/],
    ['{"ID":"one","Info":"by lockstep "}', /^the lock's Info is somebody else's$/],
    ['{"ID":"one","Info":"locksteps"}', /^the lock's Info is somebody else's$/],
    ['{"ID":"one","Info":"a","Info":""}', /^the lock has more than one Info$/],
    ['{"ID":"one","\\u0049nfo":""}', /^the lock has more than one Info$/],
  ])('is not made of %s', (json, reason) => {
    expect(editLockInfo(json, 'one', 'x')).toEqual({ kind: 'refused', reason: expect.stringMatching(reason) })
  })

  test.each(['null', '[]', '"one"', '7', '{}', '{"ID":1}', '{"ID":"ONE","Info":""}'])(
    'is not made of what is not that lock: %s',
    (json) => {
      expect(editLockInfo(json, 'one', 'x')).toEqual({ kind: 'foreign' })
    },
  )
})

describe('a lock that needs attention', () => {
  const run = { ...bare, jobId: 2, actor: 'alice' }

  test('says so in its annotation, which names the run as before', () => {
    expect(renderAttention(run)).toBe(`lockstep run=${page} job=2 actor=alice needs-attention`)
    expect(parseAnnotation(renderAttention(run))).toEqual(run)
    expect(needsAttention(renderAttention(run))).toBe(true)
  })

  test.each([
    renderAnnotation(run),
    'needs-attention',
    'lockstep needs-attention',
    `lockstep run=${page} x=needs-attention`,
  ])('is not what says: %s', (info) => {
    expect(needsAttention(info)).toBe(false)
  })
})
