import { expect, test } from '@jest/globals'

import type { Dependencies } from '../../src/commands/dependencies.ts'
import { startJourney } from '../../src/commands/outcome.ts'
import type { Prepared } from '../../src/commands/prepare.ts'
import { requireSavedState } from '../../src/commands/require-saved-state.ts'
import type { MarkerReading } from '../../src/lock/unsaved-marker.ts'
import { createFakeClock, seededRandom } from '../support/fake-clock.ts'

/** The marker's readings one after the other, the last one again and again. */
async function look(...readings: MarkerReading[]): Promise<{ reads: number; warnings: readonly string[] }> {
  let reads = 0
  const journey = startJourney()
  const unsaved = {
    markerAddress: 's3://tfstate/.lockstep/app/state-not-saved',
    readMarker: () => {
      reads += 1
      return Promise.resolve(readings[Math.min(reads, readings.length) - 1])
    },
  }
  const deps = {
    ...{ clock: createFakeClock(), random: seededRandom(1), cancelled: new AbortController().signal },
    log: { debug: () => undefined, annotate: () => undefined },
  } as unknown as Dependencies
  await requireSavedState(deps, journey, { backend: { unsaved } } as unknown as Prepared)()
  return { reads, warnings: journey.warnings }
}

const none: MarkerReading = { kind: 'none' }
const busy: MarkerReading = { kind: 'unknown', reason: 'SlowDown', isDenied: false, transient: true }

test('a store that was busy for a moment is asked again', async () => {
  expect(await look(busy, busy, none)).toEqual({ reads: 3, warnings: [] })
})

test('nothing is applied while it cannot be read whether an earlier state is still to be saved', async () => {
  await expect(look(busy)).rejects.toMatchObject({
    reason: 'state-not-saved',
    message: expect.stringMatching(/could not be read from s3:.*SlowDown\. Nothing was applied\.$/),
  })
})

test('what does not pass by itself stops nobody: a denied read of no object, or a client without credentials', async () => {
  expect(await look({ ...busy, isDenied: true, transient: false })).toEqual({ reads: 1, warnings: [] })
  const other = await look({ ...busy, reason: 'CredentialsProviderError', transient: false })
  expect(other).toEqual({ reads: 1, warnings: [expect.stringContaining('CredentialsProviderError')] })
})
