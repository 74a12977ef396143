import { describe, expect, test } from '@jest/globals'
import { createAnnouncer, type Announcer } from '../../src/commands/announce.ts'
import { createHolderWatch } from '../../src/commands/holder-watch.ts'
import type { LockHolder } from '../../src/lock/lock-holder.ts'
import { createTokenBucket } from '../../src/retry/token-bucket.ts'
import type { Phase } from '../../src/report/story.ts'
import { holder } from '../support/fake-lock.ts'
import { createSteppedClock, type SteppedClock } from '../support/stepped-clock.ts'

const ended: Phase = { kind: 'ended', result: 'changes', failureReason: '', message: '' }

function announcing(look: (holder: LockHolder) => Promise<LockHolder> = (same) => Promise.resolve(same)): {
  announcer: Announcer
  clock: SteppedClock
  posted: string[]
} {
  const clock = createSteppedClock()
  const posted: string[] = []
  const comment = {
    open: () => undefined,
    post: (phase: Phase) => void posted.push(`${clock.now() - start} ${phase.kind}`),
    finish: (phase: Phase) => {
      posted.push(`${clock.now() - start} ${phase.kind}`)
      return Promise.resolve(undefined)
    },
  }
  const start = clock.now()
  const announcer = createAnnouncer({ clock, comment, look, calls: createTokenBucket(clock, 4, 280_000) })
  return { announcer, clock, posted }
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
    const { announcer, clock, posted } = announcing()
    announcer.working()
    await clock.advance(1_500)
    await announcer.ended(ended, 1000)
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
    const { announcer, clock, posted } = announcing((same) => Promise.resolve({ ...same, verdict }))
    announcer.waiting(holder('a'), 0)
    await clock.advance(30_000)
    verdict = 'finished'
    announcer.waiting(holder('a'), 0)
    await clock.advance(1)
    expect(posted).toEqual(['5000 waiting', '30000 waiting'])
  })

  test('nothing of a wait that is over before, and that Terraform works again', async () => {
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a'), 0)
    await clock.advance(4_000)
    announcer.working()
    await clock.advance(10_000)
    expect(posted).toEqual(['6000 working'])
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
    const { announcer, clock, posted } = announcing()
    announcer.waiting(holder('a'), 0)
    await announcer.ended(ended, 1000)
    announcer.waiting(holder('b'), 0)
    announcer.working()
    await clock.advance(60_000)
    expect(posted).toEqual(['0 ended'])
  })

  test('at most 17 times in an hour in which the holder changes all the time, looks included', async () => {
    const clock = createSteppedClock()
    const calls = createTokenBucket(clock, 4, 280_000)
    let requests = 0
    const watch = createHolderWatch({
      clock,
      calls,
      debug: () => undefined,
      readRun: () => {
        requests += 1
        return Promise.resolve({ verdict: 'alive', status: 'in_progress', conclusion: null })
      },
    })
    const comment = {
      open: () => undefined,
      post: () => void (requests += 1),
      finish: () => Promise.resolve(undefined),
    }
    const announcer = createAnnouncer({ clock, comment, look: (other) => watch.look(other), calls })
    for (let seconds = 0; seconds < 3600; seconds += 30) {
      const url = `https://github.com/acme/infra/actions/runs/${seconds}/attempts/1`
      const run = { repository: 'acme/infra', runId: 1, attempt: 1, url, jobId: 2, pullRequest: 3 }
      const holderRun = { ...run, actor: 'alice', status: null, conclusion: null }
      announcer.waiting({ ...holder(`lock-${seconds}`), run: holderRun }, 0)
      await clock.advance(30_000)
    }
    expect(requests).toBeGreaterThan(10)
    expect(requests).toBeLessThanOrEqual(17)
  })
})
