import { describe, expect, test } from '@jest/globals'

import type { Backend } from '../../src/backend/backend.ts'
import { createLockAnnotation, type LockAnnotation } from '../../src/commands/annotate-lock.ts'
import type { Dependencies } from '../../src/commands/dependencies.ts'
import type { RunReference } from '../../src/lock/annotation.ts'
import type { EngineVersion } from '../../src/lock/engine-version.ts'
import type { Annotation } from '../../src/lock/lock-reading.ts'
import type { LockMechanism } from '../../src/lock/mechanism.ts'
import { createLog } from '../../src/runner/log.ts'
import { fakeLock, free } from '../support/fake-lock.ts'
import { createSteppedClock } from '../support/stepped-clock.ts'

const ownRun: RunReference = {
  serverUrl: 'https://github.com',
  repository: 'acme/infra',
  runId: 1,
  attempt: 1,
  jobId: null,
  pullRequest: null,
  actor: null,
}

interface Parts {
  mechanism?: LockMechanism
  engine?: EngineVersion['engine'] | undefined
  annotateLock?: boolean
  run?: RunReference | undefined
  /** How long the store takes, in milliseconds. */
  takesMs?: number
  end?: Annotation
}

interface Trial {
  annotation: LockAnnotation | undefined
  /** What the store was asked for, and what became of it. */
  asked: string[]
  log: () => string
  /** Lets time pass. */
  advance: (ms: number) => Promise<void>
  /** Terraform has ended and gave back these locks. Resolves to the milliseconds that its end was held up. */
  ended: (unlocked: readonly string[]) => Promise<number>
}

function start(parts: Parts = {}): Trial {
  const { mechanism = 's3', annotateLock = true, takesMs = 0 } = parts
  const { end = { kind: 'annotated', evidence: 'a fake' } } = parts
  const asked: string[] = []
  const clock = createSteppedClock()
  const lock = {
    ...fakeLock([free]),
    async annotate(lockId: string, info: string, signal?: AbortSignal): Promise<Annotation> {
      asked.push(`${lockId}: ${info}`)
      await clock.sleep(takesMs, signal)
      asked.push(signal?.aborted === true ? 'aborted' : 'done')
      return signal?.aborted === true ? { kind: 'refused', reason: 'aborted' } : end
    },
  }
  let written = ''
  const annotation = createLockAnnotation(
    {
      inputs: { annotateLock } as Dependencies['inputs'],
      ownRun: 'run' in parts ? parts.run : ownRun,
      clock,
      log: createLog((text) => (written += text)),
    },
    { mechanism, lock } as unknown as Backend,
    () => ('engine' in parts ? parts.engine : 'terraform'),
  )
  const ended: Trial['ended'] = async (unlocked) => {
    const before = clock.monotonic()
    let after = NaN
    const ending = annotation?.ended(unlocked).then(() => {
      after = clock.monotonic()
    })
    await clock.advance(100_000)
    await ending
    return after - before
  }
  return { annotation, asked, log: () => written, advance: clock.advance, ended }
}

const info = 'one: lockstep run=https://github.com/acme/infra/actions/runs/1/attempts/1'

describe('the annotation of our lock', () => {
  test('comes once the lock is held for a while, and is told in debug', async () => {
    const { annotation, asked, log, advance, ended } = start()
    annotation?.locked('one')
    await advance(299)
    expect(asked).toEqual([])
    await advance(1)
    await ended(['one'])
    expect(asked).toEqual([info, 'done'])
    expect(log()).toMatch(/^::debug::The state lock one names this run now/)
  })

  test('asks nothing where the lock is held for less, or never', async () => {
    for (const isLocked of [true, false]) {
      const { annotation, asked, log, ended } = start()
      if (isLocked) annotation?.locked('one')
      await ended(['one'])
      expect([asked, log()]).toEqual([[], ''])
    }
  })

  test.each<[string, Parts]>([
    ['annotate-lock is false', { annotateLock: false }],
    ['there is no run to name', { run: undefined }],
  ])('is none where %s', (_, parts) => {
    expect(start(parts).annotation).toBeUndefined()
  })

  test.each<[LockMechanism, EngineVersion['engine'] | undefined, boolean]>([
    ['s3', 'terraform', true],
    ['s3', 'opentofu', true],
    ['dynamodb', 'terraform', true],
    ['s3-and-dynamodb', 'terraform', true],
    ['dynamodb', 'opentofu', false],
    ['s3-and-dynamodb', 'opentofu', false],
    ['dynamodb', undefined, false],
    ['s3-and-dynamodb', undefined, false],
  ])('on %s with %s: %s', async (mechanism, engine, isAsked) => {
    const { annotation, asked, advance, ended } = start({ mechanism, engine })
    annotation?.locked('one')
    await advance(400)
    await ended(['one'])
    expect(asked.length > 0).toBe(isAsked)
  })

  test.each<[Annotation, RegExp]>([
    [{ kind: 'gone' }, /^::debug::The state lock was given back/],
    [{ kind: 'refused', reason: 'denied' }, /^::debug::The state lock is not annotated: denied/],
  ])('that ends as %j is a debug line', async (end, line) => {
    const { annotation, log, advance, ended } = start({ end })
    annotation?.locked('one')
    await advance(400)
    await ended(['one'])
    expect(log()).toMatch(line)
    expect(log().trim().split('\n')).toHaveLength(1)
  })
})

describe('an annotation that is under way when Terraform ends', () => {
  const endAfterStart = async (takesMs: number, unlocked: string[]): Promise<[string[], number]> => {
    const { annotation, asked, advance, ended } = start({ takesMs })
    annotation?.locked('one')
    await advance(400)
    return [asked, await ended(unlocked)]
  }

  test('is dropped at once where the lock was given back', async () => {
    const [asked, ms] = await endAfterStart(10_000, ['another', 'one'])
    expect(asked).toEqual([info, 'aborted'])
    expect(ms).toBe(0)
  })

  test('is waited for where the lock may still be there', async () => {
    const [asked, ms] = await endAfterStart(800, ['another'])
    expect(asked).toEqual([info, 'done'])
    expect(ms).toBe(700)
  })

  test('and never for long', async () => {
    const [asked, ms] = await endAfterStart(60_000, [])
    expect(asked).toEqual([info, 'aborted'])
    expect(ms).toBe(2_000)
  })
})
