import { describe, expect, test } from '@jest/globals'
import { createCommentWriter, type CommentWriter } from '../../src/commands/comment-writer.ts'
import type { CommentThread, FoundComment } from '../../src/github/comments.ts'
import type { Phase } from '../../src/report/story.ts'
import { createSteppedClock, type SteppedClock } from '../support/stepped-clock.ts'

const calm = new AbortController().signal
const working: Phase = { kind: 'working' }
const waiting: Phase = { kind: 'waiting', givesUpAt: 0 }
const ended: Phase = { kind: 'ended', result: 'changes', failureReason: '', message: '' }
const comment = (body: string): FoundComment => ({ id: 1, url: 'https://github.com/c/1', body })

function writing(options: {
  found?: FoundComment
  isWorthAComment?: boolean
  /** What the comment is when it is read again. */
  changed?: FoundComment
  /** Answers each write; default: at once. */
  answer?: (body: string) => Promise<void>
  isPullRequest?: boolean
  find?: () => Promise<FoundComment | undefined>
  render?: (phase: Phase, before: FoundComment | undefined) => string
}): { writer: CommentWriter; written: string[]; calls: string[]; clock: SteppedClock } {
  const { answer = () => Promise.resolve(), find = () => Promise.resolve(options.found) } = options
  const clock = createSteppedClock()
  const written: string[] = []
  const calls: string[] = []
  const write = async (how: string, body: string): Promise<FoundComment> => {
    written.push(`${how} ${body}`)
    await answer(body)
    return comment(body)
  }
  const thread: CommentThread = {
    find: () => {
      calls.push('find')
      return find()
    },
    read: (same) => {
      calls.push('read')
      return Promise.resolve(options.changed ?? same)
    },
    update: (_, body) => write('over', body),
    create: (body) => write('new', body),
  }
  const writer = createCommentWriter({
    clock,
    openThread: () => Promise.resolve(options.isPullRequest === false ? undefined : thread),
    render: (phase, before) => Promise.resolve((options.render ?? telling)(phase, before)),
    isWorthAComment: () => options.isWorthAComment ?? true,
    onWritten: () => undefined,
    debug: () => undefined,
  })
  return { writer, written, calls, clock }
}

function telling(phase: Phase, before: FoundComment | undefined): string {
  return `${phase.kind}${before === undefined ? '' : ` after ${before.body}`}`
}

function refusal(status: number): Error {
  return Object.assign(new Error(`HTTP ${status}`), { status })
}

describe('a comment', () => {
  test('is made once, and then written over', async () => {
    const { writer, written, clock } = writing({})
    void writer.post(waiting)
    await clock.advance(1)
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual(['new waiting', 'over ended after waiting'])
  })

  test('that stands there already is written over, also with what is worth none', async () => {
    const { writer, written } = writing({ found: comment('old'), isWorthAComment: false })
    await writer.finish(ended, 1000, calm)
    expect(written).toEqual(['over ended after old'])
  })

  test('is not made for what is worth none', async () => {
    const { writer, written } = writing({ isWorthAComment: false })
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual([])
  })

  test('is nobody’s concern without a pull request', async () => {
    const { writer, written } = writing({ isPullRequest: false })
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual([])
  })

  test('of what waits for a slow GitHub is the newest only', async () => {
    const first = Promise.withResolvers<undefined>()
    const { writer, written, clock } = writing({
      answer: (body) => (body === 'working' ? first.promise : Promise.resolve()),
    })
    void writer.post(working)
    await clock.advance(1)
    void writer.post(waiting)
    const last = writer.finish(ended, 1000, calm)
    first.resolve(undefined)
    await last
    expect(written).toEqual(['new working', 'over ended after working'])
  })

  test('is not waited for beyond the limit', async () => {
    const { writer, clock } = writing({ answer: () => new Promise(() => undefined) })
    const last = writer.finish(ended, 1000, calm)
    await clock.advance(1000)
    expect(await last).toEqual({ message: 'GitHub did not answer in time', refusal: undefined })
  })

  test('that GitHub refuses is not tried again, and the refusal is told at the end', async () => {
    const { writer, written, clock } = writing({ answer: () => Promise.reject(refusal(403)) })
    void writer.post(waiting)
    await clock.advance(1)
    expect(await writer.finish(ended, 1000, calm)).toEqual({ message: 'HTTP 403', refusal: 403 })
    expect(written).toEqual(['new waiting'])
  })

  test('that GitHub could not take is written with the next version', async () => {
    let isDown = true
    const { writer, written, clock } = writing({
      answer: () => (isDown ? Promise.reject(refusal(502)) : Promise.resolve()),
    })
    void writer.post(waiting)
    await clock.advance(1)
    isDown = false
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual(['new waiting', 'new ended'])
  })

  test('that could not be looked for is looked for again', async () => {
    let tries = 0
    const { writer, written, clock } = writing({
      find: () => ((tries += 1) === 1 ? Promise.reject(refusal(502)) : Promise.resolve(comment('old'))),
    })
    writer.open()
    await clock.advance(1)
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual(['over ended after old'])
  })

  test('that says the same already is left as it is', async () => {
    const { writer, written } = writing({ found: comment('same'), render: () => 'same' })
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual([])
  })

  test('that is to be made is looked for once more before, since others may have made it meanwhile', async () => {
    const { writer, written, calls, clock } = writing({})
    writer.open()
    await clock.advance(10_000)
    await writer.finish(ended, 1000, calm)
    expect(calls).toEqual(['find', 'find'])
    expect(written).toEqual(['new ended'])
  })

  test('is read again after a wait, since others may have written a plan into it', async () => {
    const { writer, written, calls, clock } = writing({ found: comment('old'), changed: comment('newer') })
    void writer.post(waiting)
    await clock.advance(60_000)
    await writer.finish(ended, 1000, calm)
    expect(calls).toEqual(['find', 'read'])
    expect(written).toEqual(['over waiting after old', 'over ended after newer'])
  })

  test('of a run that did not wait is not read again', async () => {
    const { writer, calls, clock } = writing({ found: comment('old') })
    void writer.post(working)
    await clock.advance(60_000)
    await writer.finish(ended, 1000, calm)
    expect(calls).toEqual(['find'])
  })

  test('that GitHub’s limits hold up is tried again with the next version', async () => {
    let isLimited = true
    const limit = Object.assign(refusal(403), { response: { headers: { 'retry-after': '60' } } })
    const { writer, written, clock } = writing({
      answer: () => (isLimited ? Promise.reject(limit) : Promise.resolve()),
    })
    void writer.post(waiting)
    await clock.advance(1)
    isLimited = false
    expect(await writer.finish(ended, 1000, calm)).toBeUndefined()
    expect(written).toEqual(['new waiting', 'new ended'])
  })

  test('is waited for 3 s more when the job is cancelled', async () => {
    const { writer, clock } = writing({ answer: () => new Promise(() => undefined) })
    const cancel = new AbortController()
    const last = writer.finish(ended, 60_000, cancel.signal)
    await clock.advance(1_000)
    cancel.abort()
    await clock.advance(3_000)
    expect(await last).toMatchObject({ message: 'GitHub did not answer in time' })
  })
})
