import { describe, expect, test } from '@jest/globals'
import { createAnnouncer, type Announcer } from '../../src/commands/announce.ts'
import { createHolderWatch, type HolderWatch } from '../../src/commands/holder-watch.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { createTokenBucket } from '../../src/retry/token-bucket.ts'
import type { Phase } from '../../src/report/story.ts'
import { holder } from '../support/fake-lock.ts'
import { otherRun } from '../support/stories.ts'
import { createSteppedClock, type SteppedClock } from '../support/stepped-clock.ts'

const ended: Phase = { kind: 'ended', result: 'changes', failureReason: '', message: '' }

interface Announcing {
  announcer: Announcer
  clock: SteppedClock
  posted: string[]
  end(): Promise<unknown>
}

function announcing({
  look = (same: LockHolder): Promise<LockHolder> => Promise.resolve(same),
  tellsWork = true,
  failures = 0,
} = {}): Announcing {
  const clock = createSteppedClock()
  const posted: string[] = []
  const start = clock.now()
  let failuresLeft = failures
  const comment = {
    open: () => undefined,
    post: (phase: Phase) => {
      posted.push(`${clock.now() - start} ${phase.kind}`)
      failuresLeft -= 1
      return Promise.resolve(failuresLeft >= 0 ? { message: '502', refusal: undefined } : undefined)
    },
    finish: (phase: Phase) => {
      posted.push(`${clock.now() - start} ${phase.kind}`)
      return Promise.resolve(undefined)
    },
  }
  const holders: HolderWatch = { known: (same) => same, look, callsOfLook: () => 0 }
  const calls = createTokenBucket(clock, 4, 280_000)
  const announcer = createAnnouncer({ clock, comment, holders, calls, tellsWork })
  return { announcer, clock, posted, end: () => announcer.ended(ended, 1000, new AbortController().signal) }
}

describe('the pull request is told', () => {
  test('that Terraform is at work, after 2 s', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.working()
    await clock.advance(1_999)
    expect(posted).toEqual([])
    await clock.advance(10_000)
    expect(posted).toEqual(['2000 working'])
  })

  test('of a short run its end only', async () => {
    const { announcer, clock, posted, end } = announcing()
    announcer.working()
    await clock.advance(1_500)
    await end()
    await clock.advance(10_000)
    expect(posted).toEqual(['1500 ended'])
  })

  test('of a wait after 5 s, once for each holder', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a'), 0)
    await clock.advance(4_999)
    expect(posted).toEqual([])
    await clock.advance(30_000)
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    expect(posted).toEqual(['5000 waiting'])
    announcer.waiting(holder('b'), 0)
    await clock.advance(1)
    expect(posted).toEqual(['5000 waiting', '64999 waiting'])
  })

  test('again when the verdict on the holder changes', async () => {
    let verdict: LockHolder['verdict'] = 'alive'
    const { announcer, clock, posted } = announcing({
      look: (same) => Promise.resolve({ ...same, verdict }),
    })
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    verdict = 'finished'
    announcer.waiting(holder('a'), 0)
    await clock.advance(1)
    expect(posted).toEqual(['5000 waiting', '30000 waiting'])
  })

  test('again when the lock names the run that holds it', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a', { run: null }), 0)
    await clock.advance(30_000)
    announcer.waiting(holder('a', { run: otherRun.run }), 0)
    await clock.advance(1)
    announcer.waiting(holder('a', { run: otherRun.run }), 0)
    await clock.advance(30_000)
    expect(posted).toEqual(['5000 waiting', '30000 waiting'])
  })

  test('nothing of a wait that is over before', async () => {
    const { announcer, clock, posted } = announcing({ tellsWork: false })
    announcer.waiting(holder('a'), 0)
    await clock.advance(4_000)
    announcer.working()
    announcer.locked()
    await clock.advance(60_000)
    expect(posted).toEqual([])
  })

  test('that the wait is over 2 s after Terraform has the lock', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a'), 0)
    await clock.advance(6_000)
    announcer.working()
    await clock.advance(4_000)
    announcer.locked()
    await clock.advance(10_000)
    expect(posted).toEqual(['5000 waiting', '12000 working'])
  })

  test('again of a wait that could not be written', async () => {
    const { announcer, clock, posted } = announcing({ failures: 1 })
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    expect(posted).toEqual(['5000 waiting', '30000 waiting'])
  })

  test('of a wait in which Terraform was started and refused in between as of one', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a'), 0)
    await clock.advance(3_000)
    announcer.working()
    await clock.advance(500)
    announcer.waiting(holder('a'), 0)
    await clock.advance(1_500)
    expect(posted).toEqual(['5000 waiting'])
  })

  test('nothing after the end', async () => {
    const { announcer, clock, posted, end } = announcing()
    announcer.waiting(holder('a'), 0)
    await end()
    announcer.waiting(holder('b'), 0)
    announcer.working()
    await clock.advance(60_000)
    expect(posted).toEqual(['0 ended'])
  })

  test.each([
    ['whose holder changes each minute', 60, false],
    ['whose holder stays', 3600, false],
    ['in which Terraform takes 5 s each time until it is refused', 3600, true],
  ])('with at most 17 requests in an hour %s', async (_, secondsOfAHolder, isRefused) => {
    const clock = createSteppedClock()
    const calls = createTokenBucket(clock, 4, 280_000)
    const requests = { looks: 0, writes: 0 }
    const holders = createHolderWatch({
      clock,
      calls,
      debug: () => undefined,
      readRun: () => {
        requests.looks += 1
        return Promise.resolve({ verdict: 'alive', status: 'in_progress', conclusion: null })
      },
    })
    const comment = {
      open: () => undefined,
      post: () => {
        requests.writes += 1
        return Promise.resolve(undefined)
      },
      finish: () => Promise.resolve(undefined),
    }
    const announcer = createAnnouncer({ clock, comment, holders, calls, tellsWork: true })
    for (let seconds = 0; seconds < 3600; seconds += 10) {
      const number = Math.floor(seconds / secondsOfAHolder)
      const url = `https://github.com/acme/infra/actions/runs/${number}/attempts/1`
      const run = { repository: 'acme/infra', runId: 1, attempt: 1, url, jobId: 2, pullRequest: 3 }
      const holderRun = { ...run, actor: 'alice', status: null, conclusion: null }
      if (isRefused) {
        announcer.working()
        await clock.advance(5_000)
      }
      announcer.waiting({ ...holder(`lock-${number}`), run: holderRun }, 0)
      await clock.advance(isRefused ? 5_000 : 10_000)
    }
    // Each write reads the comment first.
    expect(requests.looks + 2 * requests.writes).toBeLessThanOrEqual(17)
    if (secondsOfAHolder === 60) expect(requests.writes).toBeGreaterThanOrEqual(4)
    // A run that begins with Terraform at work tells that first.
    else expect(requests).toEqual({ looks: 12, writes: isRefused ? 2 : 1 })
  })
})
