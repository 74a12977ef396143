import { describe, expect, test } from '@jest/globals'

import {
  outcomeOfStop,
  requireCredentialLife,
  stopBeforeExpiry,
  waitLimitMs,
  warnOfEndedCredentials,
} from '../../src/commands/credentials.ts'
import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney, type Journey } from '../../src/commands/outcome.ts'
import { LockstepError } from '../../src/errors.ts'
import { noChanges } from '../../src/plan/changes.ts'
import { createRunFacts, type RunFacts } from '../../src/plan/run-facts.ts'
import { createLog } from '../../src/runner/log.ts'
import type { LockedRun } from '../../src/terraform/terraform.ts'
import { createSteppedClock, type SteppedClock } from '../support/stepped-clock.ts'

const minute = 60_000
const hour = 60 * minute

interface Given {
  leftMs?: number | undefined
  minimumMs?: number
  lockTimeoutMs?: number
  source?: string
}

/** The clock starts at 10:12:12. */
function open({ leftMs, minimumMs = 15 * minute, lockTimeoutMs = hour, source }: Given = {}): {
  deps: Dependencies
  clock: SteppedClock
  cancel: AbortController
  said: () => string
} {
  const clock = createSteppedClock()
  const cancel = new AbortController()
  const written: string[] = []
  const expiration = { at: clock.now() + (leftMs ?? 0), source: source ?? 'credential-expiration' }
  const deps = {
    inputs: {
      credentialExpiration: leftMs === undefined ? undefined : expiration,
      minimumCredentialLifeMs: minimumMs,
      lockTimeoutMs,
    },
    clock,
    cancelled: cancel.signal,
    log: createLog((text) => written.push(text)),
  } as unknown as Dependencies
  return { deps, clock, cancel, said: () => written.join('') }
}

function refusal(given: Given): LockstepError | undefined {
  try {
    requireCredentialLife(open(given).deps)
  } catch (error) {
    if (error instanceof LockstepError) return error
    throw error
  }
  return undefined
}

describe('an apply is refused', () => {
  test('with too little time left: how much there is, how much is needed, what to do', () => {
    expect(refusal({ leftMs: 5 * minute })).toMatchObject({
      reason: 'credentials-expiring',
      message:
        'The credentials end in 5 min (at 10:17 UTC, by the input credential-expiration). An apply starts only with 15 min or more (minimum-credential-life). Nothing was applied.',
      advice:
        "Get the credentials in the job that applies, after the approval, or let them live longer (role-duration-seconds, and the role's maximum session duration), or lower minimum-credential-life.",
    })
  })

  test('with almost enough time, which does not read as enough', () => {
    expect(refusal({ leftMs: 15 * minute - 1 })?.message).toContain('end in 14 min 59 s')
  })

  test('after the end', () => {
    expect(refusal({ leftMs: -90_000 })?.message).toContain('ended 1 min 30 s ago (at 10:10 UTC')
  })

  test('where it would be stopped at once; a lower minimum is no help then', () => {
    const error = refusal({ leftMs: 2 * minute - 1, minimumMs: 0 })
    expect(error?.message).toContain('2 min or more, since Terraform is stopped that long before their end')
    expect(error?.advice).not.toContain('minimum-credential-life')
  })

  test('by a variable that may be out of date, which is said', () => {
    const error = refusal({ leftMs: minute, source: 'AWS_CREDENTIAL_EXPIRATION' })
    expect(error?.message).toContain('by AWS_CREDENTIAL_EXPIRATION')
    expect(error?.advice).toContain('If AWS_CREDENTIAL_EXPIRATION is of other credentials')
  })

  test.each([
    ['with enough time', { leftMs: 15 * minute }],
    ['where no end is known', {}],
  ])('not %s', (_, given) => {
    expect(refusal(given)).toBeUndefined()
  })
})

describe('the lock is waited for', () => {
  test.each<[string, Given, 'plan' | 'apply', number]>([
    ['by an apply until it could not start any more', { leftMs: 20 * minute }, 'apply', 5 * minute + 1],
    ['by an apply not at all where that is so already', { leftMs: minute }, 'apply', 0],
    ['by an apply for lock-timeout where that is shorter', { leftMs: 2 * hour }, 'apply', hour],
    ['by an apply for lock-timeout where no end is known', {}, 'apply', hour],
    ['by a plan for lock-timeout', { leftMs: 20 * minute }, 'plan', hour],
  ])('%s', (_, given, operation, expected) => {
    expect(waitLimitMs(open(given).deps, operation)).toBe(expected)
  })
})

describe('a plan', () => {
  test('with credentials that have ended is warned of', () => {
    const journey = startJourney()
    warnOfEndedCredentials(open({ leftMs: -minute }).deps, journey)
    expect(journey.warnings).toEqual([expect.stringContaining('ended 1 min ago')])
  })

  test.each([{ leftMs: 1 }, {}])('with others is not: %j', (given) => {
    const journey = startJourney()
    warnOfEndedCredentials(open(given).deps, journey)
    expect(journey.warnings).toEqual([])
  })
})

describe('Terraform at work', () => {
  interface Watch extends ReturnType<typeof open> {
    journey: Journey
    interrupts: () => number
    end: AbortController
    stopped: Promise<void>
  }
  const watch = (leftMs: number | undefined): Watch => {
    const opened = open({ leftMs })
    const journey = startJourney()
    const end = new AbortController()
    let interrupts = 0
    const terraform = { interrupt: () => (interrupts += 1) }
    const stopped = stopBeforeExpiry(opened.deps, journey, terraform.interrupt, end.signal)
    return { ...opened, journey, end, stopped, interrupts: () => interrupts }
  }

  test('is interrupted once, 2 minutes before the end, and the log says why', async () => {
    const { clock, journey, interrupts, said } = watch(hour)
    await clock.advance(58 * minute - 1)
    expect(interrupts()).toBe(0)
    await clock.advance(1)
    expect(interrupts()).toBe(1)
    expect(journey.stoppedBeforeExpiry).toBe(true)
    expect(said()).toBe(
      'The credentials end in 2 min (at 11:12 UTC, by the input credential-expiration): asking Terraform to stop, and waiting for it to save its state and to give the lock back.\n',
    )
    await clock.advance(hour)
    expect(interrupts()).toBe(1)
  })

  test('is interrupted in time on a machine that was suspended, which only the wall clock tells', async () => {
    const { deps, clock } = open({ leftMs: hour })
    let suspendedMs = 0
    let interrupts = 0
    const suspending = { ...clock, now: () => clock.now() + suspendedMs }
    const terraform = { interrupt: () => (interrupts += 1) }
    const { signal } = new AbortController()
    void stopBeforeExpiry({ ...deps, clock: suspending }, startJourney(), terraform.interrupt, signal)
    await clock.advance(5 * minute)
    suspendedMs = 53 * minute
    await clock.advance(minute)
    expect(interrupts).toBe(1)
  })

  test('is left alone where it has ended by then', async () => {
    const { clock, journey, interrupts, end, stopped, said } = watch(hour)
    await clock.advance(30 * minute)
    end.abort()
    await stopped
    await clock.advance(hour)
    expect([interrupts(), journey.stoppedBeforeExpiry, said()]).toEqual([0, false, ''])
  })

  test('is left alone where a cancel has interrupted it', async () => {
    const { clock, cancel, journey, interrupts, said } = watch(hour)
    await clock.advance(minute)
    cancel.abort()
    await clock.advance(hour)
    expect([interrupts(), journey.stoppedBeforeExpiry, said()]).toEqual([0, false, ''])
  })

  test.each([undefined, -minute])('is left alone where %j ms are left', async (leftMs) => {
    const { clock, interrupts, stopped } = watch(leftMs)
    await stopped
    await clock.advance(hour)
    expect(interrupts()).toBe(0)
  })

  test('that is started again has not been stopped yet', async () => {
    const { deps } = open({ leftMs: hour })
    const journey = { ...startJourney(), stoppedBeforeExpiry: true }
    const ended = AbortSignal.abort()
    await stopBeforeExpiry(deps, journey, () => undefined, ended)
    expect(journey.stoppedBeforeExpiry).toBe(false)
  })
})

describe('a run that failed', () => {
  const run = (facts: Partial<RunFacts>, exitCode: number | null = 1): LockedRun =>
    ({
      exitCode,
      signal: exitCode === null ? 'SIGINT' : null,
      facts: { ...createRunFacts().facts(), ...facts },
    }) as LockedRun
  const counts = { ...noChanges, add: 1 }
  const { deps } = open({ leftMs: 2 * minute })
  const stopped = { ...startJourney(), stoppedBeforeExpiry: true }

  test('after the interrupt failed for the credentials, with what it had done', () => {
    expect(outcomeOfStop(deps, stopped, run({ interruptSeen: true }), 'apply', counts)).toMatchObject({
      kind: 'failed',
      reason: 'credentials-expiring',
      message:
        'Terraform was stopped before its credentials end (at 10:14 UTC, by the input credential-expiration), and ended in order. What it had not done by then is left to do with a new run: plan and apply again.',
      counts,
    })
  })

  test('before it could take note of the interrupt does not say that it ended in order', () => {
    const outcome = outcomeOfStop(deps, stopped, run({}, null), 'plan', undefined)
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/and was ended by SIGINT\. There is no plan; plan again\.$/) as unknown,
    })
  })

  test.each<[string, Journey, Partial<RunFacts>]>([
    ['by itself just before', stopped, { errorSeen: true }],
    ['after another interrupt', startJourney(), { interruptSeen: true }],
  ])('%s failed for another reason', (_, journey, facts) => {
    expect(outcomeOfStop(deps, journey, run(facts), 'apply', counts)).toBeUndefined()
  })
})
