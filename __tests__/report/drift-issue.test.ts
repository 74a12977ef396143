import { describe, expect, test } from '@jest/globals'
import { noChanges } from '../../src/plan/changes.ts'
import type { PlanView, ResourceView } from '../../src/plan/plan-view.ts'
import { maxCommentBytes, parseComment } from '../../src/report/comment-marker.ts'
import { renderDriftIssue, type DriftIssue, type DriftReport } from '../../src/report/drift-issue.ts'
import { parseDriftIssue } from '../../src/report/drift-marker.ts'
import { expectGolden } from '../support/golden.ts'
import { counts, key, now, ownRun, planView, planViewWithDrift } from '../support/stories.ts'

function issue(fields: Partial<DriftReport> = {}): DriftIssue {
  const usual = {
    key,
    plan: planView,
    counts,
    isRefreshOnly: false,
    run: ownRun,
    now,
    sensitive: new Set<string>(),
  }
  return renderDriftIssue({ ...usual, ...fields })
}
const first = planView.resources[0]!
const withResources = (...resources: ResourceView[]): PlanView => ({ ...planView, resources, outputs: [] })
const digest = (...resources: ResourceView[]): string | undefined =>
  issue({ plan: withResources(...resources) }).found

describe('the text', () => {
  test.each([
    ['found', issue()],
    ['outside', issue({ plan: planViewWithDrift, counts: noChanges, isRefreshOnly: true })],
    ['gone', issue({ plan: undefined, counts: noChanges })],
  ])('of drift that is %s is as it was looked at', (name, { body }) => {
    expectGolden(`drift-${name}.md`, body)
  })

  test('names the state in its title, and the key', () => {
    expect(issue().title).toBe(`Drift in ${key.stateAddress}`)
    expect(issue({ key: { ...key, commentKey: 'eu' } }).title).toBe(`Drift in ${key.stateAddress} (eu)`)
  })

  test('has a title that calls nobody, refers to nothing, and fits', () => {
    const stateAddress = `s3://b/@alice/#12/${'x'.repeat(400)}`
    const { title } = issue({ key: { ...key, stateAddress } })
    expect(title).not.toMatch(/@\w|#\d/)
    expect(title.length).toBeLessThan(256)
  })

  test('tells of outputs alone, or of the state alone, in words', () => {
    expect(issue({ counts: noChanges }).commentOf('again')).toContain('**no resource to change, but outputs')
  })

  test('of the comments tells what is new, with the run', () => {
    for (const [news, words] of [
      ['changed', 'Something else differs than before: **2 to add'],
      ['again', 'Something differs again: **2 to add'],
      ['still', 'was closed, and it still differs: **2 to add'],
    ] as const) {
      expect(issue().commentOf(news)).toContain(words)
      expect(issue().commentOf(news)).toContain(`[run](${ownRun.url})`)
    }
  })

  test('of a duplicate has no marker, so that it is never found', () => {
    expect(parseDriftIssue(issue().bodyOfDuplicate({ number: 3 }), key)).toBeUndefined()
    expect(issue().bodyOfDuplicate({ number: 3 })).toContain('#3')
  })
})

describe('what a plan of any size', () => {
  const many = Array.from({ length: 3_000 }, (_, index) => ({
    ...first,
    address: `aws_instance.number_${index}`,
  }))

  test('says fits, the dangerous first, and tells what is left out', () => {
    const { body } = issue({ plan: withResources(...many) })
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(maxCommentBytes)
    expect(Buffer.byteLength(body)).toBeGreaterThan(50_000)
    expect(body).toContain('Left out here')
    expect(body).toContain('**not planned**')
    expect(body).toContain(ownRun.url)
  })

  test('says is told apart also by what is left out', () => {
    expect(digest(...many)).not.toBe(digest(...many.slice(1)))
  })
})

describe('the marker', () => {
  test('tells the state and the key, and what was found', () => {
    expect(parseDriftIssue(issue().body, key)).toEqual({ told: issue().found })
    expect(parseDriftIssue(issue({ plan: undefined }).body, key)).toEqual({ told: undefined })
    expect(parseDriftIssue(issue().body, { ...key, stateAddress: 's3://other' })).toBeUndefined()
    expect(parseDriftIssue(issue().body, { ...key, commentKey: 'other' })).toBeUndefined()
  })

  test('is found after a person has edited the text on GitHub’s page', () => {
    const edited = `${issue().body.replaceAll('\n', '\r\n')}\r\nWe know.`
    expect(parseDriftIssue(edited, key)).toEqual({ told: issue().found })
  })

  test.each([
    ['quoted', `> ${issue().body}`],
    ['after something else', `\n${issue().body}`],
    ['nowhere', ''],
    ['of another form', issue().body.replace('found=', 'seen=')],
  ])('that is %s is none', (_, body) => {
    expect(parseDriftIssue(body, key)).toBeUndefined()
  })

  test('is not the one of a comment', () => {
    expect(parseComment(issue().body, key)).toBeUndefined()
  })
})

describe('what differs', () => {
  test('is the same in another order, at another time, with other values, and with a data source to read', () => {
    const [, second] = planView.resources
    const reading: ResourceView = { ...first, address: 'data.aws_ami.newest', action: 'read' }
    expect(digest(second!, first)).toBe(digest(first, second!))
    expect(digest({ ...first, diff: '~ note = "Sunday"' })).toBe(digest(first))
    expect(digest(first, reading)).toBe(digest(first))
    expect(issue({ now: now + 86_400_000 }).found).toBe(issue().found)
  })

  test('is another with another resource, action or output', () => {
    const digests = [
      digest(first),
      digest({ ...first, address: 'aws_instance.other' }),
      digest({ ...first, action: 'destroy' }),
      issue().found,
      issue({ plan: { ...planView, outputs: [] } }).found,
      issue({ plan: planViewWithDrift }).found,
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  test('holds no sensitive value, and none can be guessed by it', () => {
    const secret = (value: string): DriftIssue =>
      issue({
        plan: withResources({ ...first, address: `a.b["${value}"]`, diff: `  ~ password = "${value}"` }),
        sensitive: new Set([value]),
      })
    expect(secret('correct-horse').body).not.toContain('correct-horse')
    expect(secret('correct-horse').found).toBe(secret('battery-staple').found)
  })
})
